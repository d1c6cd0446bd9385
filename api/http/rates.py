"""How often one may ask: the limits, as data, and the counting of what falls under them (S7).

Counted is what changes something, costs something, or tries something out; to read a page that one knows is
not, and writes nothing.
"""

import asyncio
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import Literal

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request

from api.http.headers import SAFE
from store import request_counts
from store.session import Database

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """At most so many requests of one caller within a time; `path` is what the limit is for.

    `by`: who is counted, an officer's key, a link, or a session of the desk; else a network address. `reads`:
    whether reading is counted too, be it always or where something is asked for (`?`).
    """

    name: str
    path: re.Pattern[str] | None = None
    by: Literal["key", "link", "session", "address"] = "address"
    most: int
    within: timedelta
    reads: Literal["never", "asked", "always"] = "never"


MINUTE = timedelta(minutes=1)
SIGN_IN = Rate(
    name="sign in", path=re.compile("/desk/(sign-in|session)", re.DOTALL), most=30, within=15 * MINUTE
)
SEARCH = Rate(
    name="search",
    path=re.compile(r"(/[a-z]{2})?/(reports|needs)", re.DOTALL),
    most=120,
    within=5 * MINUTE,
    reads="asked",
)
LONG = Rate(
    name="long", path=re.compile("/desk/.*/what-if", re.DOTALL), by="session", most=60, within=5 * MINUTE
)
RATES = (
    SIGN_IN,
    replace(SIGN_IN, path=re.compile("/desk/session/provider.*", re.DOTALL), reads="always"),
    Rate(
        name="ask",
        path=re.compile(r"/again|(/[a-z]{2})?/ask(ed)?(/.*)?", re.DOTALL),
        most=30,
        within=15 * MINUTE,
    ),
    SEARCH,
    replace(SEARCH, path=re.compile("/desk/search", re.DOTALL), by="session"),
    LONG,
    replace(LONG, path=re.compile("/api/v1/uploads|/api/.*/(rehearsals|preview)", re.DOTALL), by="key"),
    # The Temporal UI asks once for each event that it shows.
    Rate(
        name="decode",
        path=re.compile("/desk/codec/.*", re.DOTALL),
        by="session",
        most=3000,
        within=5 * MINUTE,
    ),
    Rate(name="desk", path=re.compile("/desk/.*", re.DOTALL), by="session", most=300, within=5 * MINUTE),
    # The script of a page saves a few seconds after each change.
    Rate(name="link", path=re.compile("/l/.*", re.DOTALL), by="link", most=300, within=5 * MINUTE),
    Rate(name="key", path=re.compile("/api/.*", re.DOTALL), by="key", most=1200, within=5 * MINUTE),
    Rate(name="else", path=re.compile(".*", re.DOTALL), most=60, within=5 * MINUTE),
)
"""The first one whose path fits holds."""
UNKNOWN = Rate(name="unknown", most=60, within=10 * MINUTE)
"""Of an address, for links, keys and sessions that lead nowhere: whoever has one that does is not held up."""
TRIED = {"/api/": 401, "/a/": 404, "/l/": 404, "/asked/": 404, "/desk/sign-in/": 404}
"""What is answered to those, by how the path begins (behind a language, too)."""
PATIENCE = 3.0
"""Seconds after which a request passes uncounted."""
MOST_REMEMBERED = 10_000
NETWORK = 64
"""Bits of an address that one household or office has for itself."""


def rate_of(request: Request) -> Rate | None:
    """The limit under which a request falls before it is served; None for what is only read."""
    rate = next(rate for rate in RATES if rate.path and rate.path.fullmatch(request.url.path))
    counted = {"never": False, "asked": bool(request.url.query), "always": True}[rate.reads]
    return rate if counted or request.method not in SAFE else None


def was_tried(path: str, status: int) -> bool:
    """Whether an answer says that somebody has tried a link or a key that leads nowhere."""
    own = re.sub(r"^(/[a-z]{2})?(?=/)", "", path)
    return any(own.startswith(start) and status == said for start, said in TRIED.items())


def address_of(request: Request) -> str:
    """Where a request comes from: an address, or the network of which one has many."""
    try:
        address = ip_address(request.client.host if request.client else "")
    except ValueError:
        return "nowhere"
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, NETWORK), strict=False))
    return str(address)


def _now() -> datetime:
    return datetime.now(UTC)


class Rates:
    """Counts requests in the database, so that all processes count together.

    `factor` multiplies the limits; 0: none holds. Who asked is kept under a hash that takes the secret.
    """

    def __init__(self, secret: str, factor: float, clock: Callable[[], datetime] = _now) -> None:
        self._secret = secret.encode()
        self._factor = factor
        self._clock = clock
        self._over: dict[str, datetime] = {}

    async def wait(self, database: Database, rate: Rate, caller: str) -> int:
        """Count a request: 0, or the seconds after which the caller may come again.

        Whoever has asked too often is counted no further: then nothing is written for them.
        """
        if not self._factor:
            return 0
        id, now = self._id(rate, caller), self._clock()
        until = self._over.get(id, now)
        if until <= now:
            until = await self._counted(database, id, rate, now) or now
        return ceil((until - now).total_seconds())

    async def _counted(self, database: Database, id: str, rate: Rate, now: datetime) -> datetime | None:
        """Until when this caller has to wait."""
        try:
            async with asyncio.timeout(PATIENCE), database.writing() as s:
                counted = await request_counts.count(s, id, rate.name, now, rate.within)
        except (SQLAlchemyError, OSError) as error:
            # What reads goes on while nothing can be written; what writes will say so itself.
            log.warning("a request was not counted", rate=rate.name, fault=type(error).__name__)
            return None
        if counted.n <= rate.most * self._factor:
            return None
        log.warning("asked too often", rate=rate.name)
        self._remember(id, counted.ends_at, now)
        return counted.ends_at

    def _remember(self, id: str, until: datetime, now: datetime) -> None:
        if len(self._over) >= MOST_REMEMBERED:
            self._over = {id: until for id, until in self._over.items() if until > now}
        if len(self._over) < MOST_REMEMBERED:
            self._over[id] = until

    def _id(self, rate: Rate, caller: str) -> str:
        return hmac.new(self._secret, f"{rate.name}/{caller}".encode(), sha256).hexdigest()
