"""A picture of a round in time: a bar for each step, the months above it, a line where it stands now."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rounds.clock.forecast import Span
from templates.words import Words

WIDTH = 360
HEAD = 24
ROW = 38
BAR = 18
"""How far below the top of its row a bar begins."""
MOST_TICKS = 4
ROOM = 50
"""What the name of a month needs."""
LEAST = timedelta(days=28)
"""A picture of less than this would make days look like months."""
NARROW = 3
"""The width of a step that took no time at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One step: its name, and its bar unless a date of it is unknown (`width` 0)."""

    step: str
    state: str
    y: int
    x: float = 0
    width: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """The beginning of a month."""

    x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """All that is drawn; `now` is where today is."""

    height: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    now: float


def picture(words: Words, spans: Sequence[Span], today: date) -> Picture | None:
    """The picture of a round's steps; None while no date of it is known."""
    days = [day for span in spans for day in (span.starts, span.ends) if day]
    if not days:
        return None
    first, last = min(*days, today), max(*days, today)
    last = max(last, first + LEAST)
    scale = WIDTH / (last - first).days

    def x(day: date) -> float:
        return round((day - first).days * scale, 1)

    bars = tuple(_bar(span, n, x, today) for n, span in enumerate(spans))
    shown = [day for day in months(first, last) if x(day) < WIDTH - ROOM]
    ticks = tuple(Tick(x=x(day), label=words.month(day)) for day in shown)
    return Picture(height=HEAD + ROW * len(spans), bars=bars, ticks=ticks, now=x(today))


def _bar(span: Span, n: int, x: Callable[[date], float], today: date) -> Bar:
    y = HEAD + ROW * n
    ends = span.ends or (today if span.state == "present" else None)
    if not (span.starts and ends):
        return Bar(step=span.step, state=span.state, y=y)
    width = max(x(ends) - x(span.starts), NARROW)
    return Bar(step=span.step, state=span.state, y=y, x=min(x(span.starts), WIDTH - NARROW), width=width)


def months(first: date, last: date) -> Iterator[date]:
    """First days of months, so few that their names do not touch."""
    count = (last.year - first.year) * 12 + last.month - first.month
    every = max(1, -(-count // MOST_TICKS))
    for n in range(1, count + 1, every):
        month = first.month - 1 + n
        yield date(first.year + month // 12, month % 12 + 1, 1)
