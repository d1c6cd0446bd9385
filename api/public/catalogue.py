"""What is chosen from all that is public: filters, counts, and the page of a list; only words rank."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Request

from store.reads.published import Entry, NeedEntry
from store.searching import words_of

T = TypeVar("T")

LONGEST_SEARCH = 200
"""In characters."""
LONGEST_VALUE = 120
PAGE = 20
MORE_A_PAGE = 50

Values = Callable[[T], Iterable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What somebody asked for; `values` by the filter's name, `after` the last line of the page before."""

    values: Mapping[str, str] = field(default_factory=dict)
    search: str = ""
    words: tuple[str, ...] = ()
    too_long: bool = False
    after: str = ""

    @property
    def query(self) -> str:
        """The same question, written one way."""
        return self.url(after=self.after)

    def url(self, **changed: str) -> str:
        """The query of an address that asks for this, but for what is changed."""
        pairs = {"q": self.search, **self.values, **changed}
        return urlencode([(name, value) for name, value in pairs.items() if value])


def chosen(request: Request, names: Iterable[str]) -> Chosen:
    """What the query of an address asks for: whatever else stands in it, and whatever it is, is no fault."""
    given = request.query_params
    search = " ".join(given.get("q", "").split())
    too_long = len(search) > LONGEST_SEARCH
    return Chosen(
        values={name: given.get(name, "")[:LONGEST_VALUE] for name in names if given.get(name, "")},
        search="" if too_long else search,
        words=() if too_long else tuple(words_of(search)),
        too_long=too_long,
        after=given.get("after", "")[:LONGEST_VALUE],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One filter: each value with how many lines it would leave."""

    name: str
    chosen: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[T]):
    """What was found: all of it, the lines of this page, and where the next one begins."""

    total: int
    lines: Sequence[T]
    facets: tuple[Facet, ...]
    next: str


REPORTS: dict[str, Values[Entry]] = {
    "topic": lambda entry: entry.topics,
    "country": lambda entry: (entry.country,),
    "methodology": lambda entry: (entry.methodology,),
    "year": lambda entry: (str(entry.year),),
    "language": lambda entry: entry.languages,
}


def need_values(by_round: Mapping[str, Entry]) -> dict[str, Values[NeedEntry]]:
    """The filters of the needs, some of which are their report's."""
    return {
        "topic": lambda need: (need.topic or "other",),
        "country": lambda need: (by_round[need.round_id].country,),
        "support": lambda need: (need.support,),
        "priority": lambda need: (need.priority,) if need.priority else (),
        "year": lambda need: (str(by_round[need.round_id].year),),
    }


def sift(lines: Sequence[T], values: Mapping[str, Values[T]], asked: Chosen) -> list[T]:
    """The lines that every chosen value fits."""
    sifted = list(lines)
    for name, value in asked.values.items():
        of = values[name]
        sifted = [line for line in sifted if value in of(line)]
    return sifted


def facets(lines: Sequence[T], values: Mapping[str, Values[T]], asked: Chosen) -> tuple[Facet, ...]:
    """How many lines each value would leave, beside what is chosen of the other filters."""
    fit = sift(lines, values, asked)
    return tuple(
        Facet(
            name=name,
            chosen=asked.values.get(name, ""),
            counts=_counts(_beside(lines, fit, name, values, asked), of),
        )
        for name, of in values.items()
    )


def _beside(
    lines: Sequence[T], fit: Sequence[T], name: str, values: Mapping[str, Values[T]], asked: Chosen
) -> Sequence[T]:
    """The lines that fit what is chosen of the other filters."""
    if name not in asked.values:
        return fit
    others = {other: value for other, value in asked.values.items() if other != name}
    return sift(lines, values, replace(asked, values=others))


def _counts(lines: Sequence[T], of: Values[T]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(chain.from_iterable(map(of, lines))).items())


def page(
    lines: Sequence[T], key: Callable[[T], str], asked: Chosen, size: int, *, in_time: bool = True
) -> tuple[Sequence[T], str]:
    """The lines after the one where the page before ended, and the key of the last, if more follow.

    A key says where its line stands: so the next page is right although lines have come or gone, unless the
    order is that of a search (not `in_time`), which then begins anew.
    """
    begins = _behind(lines, key, asked.after, in_time) if asked.after else 0
    shown = lines[begins : begins + size]
    return shown, key(shown[-1]) if begins + size < len(lines) else ""


def _behind(lines: Sequence[T], key: Callable[[T], str], after: str, in_time: bool) -> int:
    """Where the lines after that one begin."""
    begins = next((n for n, line in enumerate(lines, 1) if key(line) == after), 0)
    if begins or not in_time:
        return begins
    moment = _moment(after)
    return next((n for n, line in enumerate(lines) if _moment(key(line)) < moment), len(lines))


def key_of(entry: Entry, part: str = "") -> str:
    """Where a line stands in a list whose latest come first; `part` is which one of its report."""
    moment = f"{entry.published_at:%Y%m%dT%H%M%S%f}-{entry.slug}"
    return f"{moment}~{part}" if part else moment


def _moment(key: str) -> str:
    return key.partition("~")[0]
