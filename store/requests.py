"""Requests for rounds from the public pages: kept until an officer opens a round or sets them aside."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime

from sqlalchemy import JSON, ColumnElement, Index
from sqlalchemy.types import Text
from sqlmodel import Field, SQLModel, col, delete, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.submissions.asking import AskForRound
from store import retention
from store.columns import UTCDateTime, one_of, where, written_out
from store.persons import NO_NAME, normal, nowhere
from store.rows import insert_once

CONFIRM, ARRIVED, DECLINED = LETTERS = ("confirm", "arrived", "declined")
"""What is written about a request: to whoever is named in it, to the secretariat, to them again."""


class RoundRequest(SQLModel, table=True):
    """Somebody asks for a round; nothing is known of them but what they say.

    unconfirmed: whoever is named in it has not confirmed it; waiting: they have, and no officer has decided;
    opened: an officer opened `round_id` from it; aside: it is none, by an officer's word or by theirs.
    `letter` is what is to be written about it next (`LETTERS`), empty once that is sent or given up.
    """

    __tablename__ = "round_request"
    __table_args__ = (
        one_of("state", "unconfirmed", "waiting", "opened", "aside"),
        Index("ix_round_request_letter", "received_at", **where("letter <> ''")),
        Index("ix_round_request_list", "secretariat_id", "state", "received_at", "id"),
        Index("ix_round_request_email", "email", "received_at"),
        Index("ix_round_request_received_at", "received_at"),
    )
    id: str = Field(primary_key=True)
    secretariat_id: str
    methodology: str
    country: str
    institution: str
    initiative: str
    stage: str
    objective: str = Field(sa_type=Text)
    name: str
    email: str
    language: str
    topic: str = Field(default="", sa_column_kwargs={"server_default": ""})
    topic_words: str = Field(default="", sa_column_kwargs={"server_default": ""})
    countries_of_interest: list[str] = Field(
        default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"}
    )
    experiences_of_interest: list[str] = Field(
        default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"}
    )
    state: str = "unconfirmed"
    letter: str = Field(default="", sa_column_kwargs={"server_default": ""})
    reason: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    confirmed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    round_id: str = ""
    received_at: datetime = Field(sa_type=UTCDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


async def keep(s: AsyncSession, id: str, secretariat_id: str, body: AskForRound) -> bool:
    """Keep a request, of which its focal point is to be written to; False if the same is there."""
    told = asdict(body) | {"email": normal(body.email)}
    for listed in ("countries_of_interest", "experiences_of_interest"):
        told[listed] = list(told[listed])
    now = datetime.now(UTC)
    row = RoundRequest(id=id, secretariat_id=secretariat_id, received_at=now, letter=CONFIRM, **told)
    return await insert_once(s, row)


def body_of(row: RoundRequest) -> AskForRound:
    """What was asked, as it was sent."""
    told = {f.name: getattr(row, f.name) for f in fields(AskForRound)}
    listed = {name: tuple(value) for name, value in told.items() if isinstance(value, list)}
    return AskForRound(**{**told, **listed})


async def came_since(s: AsyncSession, since: datetime, email: str = "") -> int:
    """How many came in after a moment: of all, or from one address."""
    which = [col(RoundRequest.received_at) > since]
    if email:
        which.append(col(RoundRequest.email) == normal(email))
    return (await s.exec(select(func.count()).select_from(RoundRequest).where(*which))).one()


async def listed(
    s: AsyncSession, secretariat_id: str, state: str, limit: int, offset: int
) -> Sequence[RoundRequest]:
    """A secretariat's requests in one state, the latest first."""
    rows = await s.exec(
        select(RoundRequest)
        .where(RoundRequest.secretariat_id == secretariat_id, RoundRequest.state == state)
        .order_by(col(RoundRequest.received_at).desc(), col(RoundRequest.id).desc())
        .limit(limit)
        .offset(offset)
    )
    return rows.all()


async def answer(s: AsyncSession, id: str, *, confirmed: bool) -> RoundRequest | None:
    """Whoever is named in a request confirms it, or says that it is not theirs; None: there is no such one.

    Said again, or once an officer has decided, it changes nothing.
    """
    found = await one(s, id, lock=True)
    if found and found.state == "unconfirmed":
        now = datetime.now(UTC)
        found.state = "waiting" if confirmed else "aside"
        found.confirmed_at, found.settled_at = (now, None) if confirmed else (None, now)
        found.letter = ARRIVED if confirmed else ""
        s.add(found)
    return found


async def one(s: AsyncSession, id: str, *, lock: bool = False) -> RoundRequest | None:
    """A request."""
    asked = select(RoundRequest).where(RoundRequest.id == id)
    return (await s.exec(asked.with_for_update() if lock else asked)).one_or_none()


async def unwritten(s: AsyncSession) -> Sequence[RoundRequest]:
    """Requests about which somebody is still to be written to, the oldest first."""
    asked = select(RoundRequest).where(col(RoundRequest.letter) != written_out(""))
    return (await s.exec(asked.order_by(col(RoundRequest.received_at)))).all()


async def written(s: AsyncSession, id: str, letter: str) -> None:
    """That letter is sent, or given up."""
    found = await one(s, id, lock=True)
    if found and found.letter == letter:
        found.letter = ""
        s.add(found)


async def settle(
    s: AsyncSession, id: str, secretariat_id: str, state: str, *, round_id: str = "", reason: str = ""
) -> RoundRequest | None:
    """Say what becomes of a request that waits; None: there is no such one.

    One that nobody has confirmed can be set aside, and nothing can be opened from it. Whoever confirmed it is
    written to if there is a reason to tell.
    """
    from_ = ("waiting", "unconfirmed") if state == "aside" else ("waiting",)
    rows = await s.exec(
        select(RoundRequest)
        .where(
            RoundRequest.id == id,
            RoundRequest.secretariat_id == secretariat_id,
            col(RoundRequest.state).in_(from_),
        )
        .with_for_update()
    )
    found = rows.one_or_none()
    if found:
        found.letter = DECLINED if reason and found.state == "waiting" else ""
        found.state, found.settled_at = state, datetime.now(UTC)
        found.round_id, found.reason = round_id, reason
        s.add(found)
    return found


async def purge_unconfirmed(s: AsyncSession, now: datetime) -> int:
    """Forget what whoever is named in it never confirmed; how many there were."""
    old = col(RoundRequest.received_at) < now - retention.kept("unconfirmed_requests")
    gone = await s.exec(delete(RoundRequest).where(col(RoundRequest.state) == "unconfirmed", old))
    return int(gone.rowcount)


async def purge_aside(s: AsyncSession, now: datetime) -> int:
    """Forget what was set aside long ago; how many there were."""
    old = col(RoundRequest.settled_at) < now - retention.kept("requests_aside")
    gone = await s.exec(delete(RoundRequest).where(col(RoundRequest.state) == "aside", old))
    return int(gone.rowcount)


async def empty_opened(s: AsyncSession, now: datetime) -> int:
    """Forget who asked, where a round was opened long ago; how many requests that were."""
    old = col(RoundRequest.settled_at) < now - retention.kept("opened_requests")
    return await _empty(s, col(RoundRequest.state) == "opened", old, col(RoundRequest.name) != NO_NAME)


async def forget(s: AsyncSession, email: str) -> int:
    """Forget who asked from this address: what no round was opened from goes altogether; how many."""
    mine = col(RoundRequest.email) == normal(email)
    gone = await s.exec(delete(RoundRequest).where(mine, col(RoundRequest.state) != "opened"))
    return int(gone.rowcount) + await _empty(s, mine)


async def _empty(s: AsyncSession, *which: ColumnElement[bool] | bool) -> int:
    """What was asked stays, as that of nobody."""
    rows = (await s.exec(select(RoundRequest).where(*which))).all()
    for row in rows:
        row.name, row.email, row.letter = NO_NAME, nowhere(row.id), ""
        s.add(row)
    return len(rows)
