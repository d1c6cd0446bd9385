"""Which rounds an address asks for; what in it is nonsense is left out, and said."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from gettext import NullTranslations
from typing import cast
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from api.desk.session import SignedIn
from methodologies.loader import names, states
from rounds.methodology.model import STEPS
from rounds.submissions.people import LANGUAGES
from store.persons import normal
from store.reads.listing import Order, Place, Seek
from store.reads.rounds import RoundFilter
from store.searching import words_of
from templates.vocabulary import ROLES
from templates.words import Words

ORDERS: tuple[Order, ...] = ("changed", "due", "country")
LONGEST = 200
"""Characters of what is searched for."""
SAYS = frozenset({"done", "sent", "kept", "refused"})
"""What an address says besides which rounds it asks for."""
_ID = re.compile(r"[\x21-\x7d]{1,200}")

CHECKS: Mapping[str, Callable[[str], bool]] = {
    "q": lambda value: len(value) <= LONGEST and bool(words_of(value)),
    "methodology": lambda value: value in names(),
    "country": lambda value: value in states(),
    "step": lambda value: value in STEPS,
    "waiting_on": lambda value: value in ROLES,
    "state": lambda value: value in ("open", "closed"),
    "overdue": lambda value: value == "1",
    "mine": lambda value: value == "1",
    "sort": lambda value: value in ORDERS,
}
"""What each part of an address may say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for, as far as it was understood; `wrong`: the parts that were not."""

    values: Mapping[str, str] = field(default_factory=dict)
    wrong: tuple[str, ...] = ()
    after: Place | None = None

    @property
    def order(self) -> Order:
        """In which order."""
        return cast(Order, self.values.get("sort", ORDERS[0]))

    @property
    def which(self) -> RoundFilter:
        """The filters."""
        state = self.values.get("state")
        return RoundFilter(
            methodology=self.values.get("methodology"),
            country=self.values.get("country"),
            step=self.values.get("step"),
            waiting_on=self.values.get("waiting_on"),
            overdue=True if "overdue" in self.values else None,
            open=None if state is None else state == "open",
        )

    @property
    def text(self) -> str:
        """What is searched for, as it was typed."""
        return self.values.get("q", "")

    @property
    def seek(self) -> Seek | None:
        """What is searched for: words, a country by its name, somebody's address."""
        words = tuple(words_of(self.text))
        if not words:
            return None
        mailbox = normal(self.text) if "@" in self.text else ""
        return Seek(words=words, countries=_countries(words), mailbox=mailbox)

    def person(self, asks: SignedIn) -> str:
        """In whose rounds alone; empty for all."""
        return asks.person.id if "mine" in self.values else asks.only

    def query(self, **changed: str) -> str:
        """The same question as an address asks it, but for what is changed; an empty value is left out."""
        return urlencode([(name, value) for name, value in {**self.values, **changed}.items() if value])


def wanted(params: QueryParams) -> Wanted:
    """Read an address; a part of it that has no value asks for nothing."""
    given = {name: value.strip() for name, value in params.items() if value.strip()}
    known = {name: value for name, value in given.items() if name in CHECKS and CHECKS[name](value)}
    order = cast(Order, known.get("sort", ORDERS[0]))
    after = place_of(order, given["after"]) if "after" in given else None
    wrong = [name for name in given if name not in known and name not in (*SAYS, "after")]
    lost = ["after"] if "after" in given and after is None else []
    return Wanted(values=known, wrong=(*wrong, *lost), after=after)


def written(place: Place) -> str:
    """A place in the list, as an address says it."""
    at = place.at.isoformat() if isinstance(place.at, datetime) else place.at
    return f"{at}~{place.id}"


def place_of(order: Order, text: str) -> Place | None:
    """The place that an address says; None for what is none in this order."""
    at, _, id = text.partition("~")
    if not _ID.fullmatch(id):
        return None
    if order == "country":
        return Place(at=at, id=id) if re.fullmatch(r"[A-Z]{3}", at) else None
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return Place(at=moment, id=id) if moment.tzinfo else None


def _countries(words: tuple[str, ...]) -> tuple[str, ...]:
    """The countries that are called so in one of our languages: each word begins one of the name's."""
    found = [code for code, name in _called() if all(_begins(word, name) for word in words)]
    return tuple(dict.fromkeys(found))


def _begins(word: str, name: tuple[str, ...]) -> bool:
    return any(part.startswith(word) for part in name)


@lru_cache(maxsize=1)
def _called() -> tuple[tuple[str, tuple[str, ...]], ...]:
    spoken = [Words(NullTranslations(), language) for language in LANGUAGES]
    return tuple((code, tuple(words_of(words.country(code)))) for code in states() for words in spoken)
