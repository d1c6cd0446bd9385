"""A picture of all that a round asked: a bar for each task, from opening to end, and what befell it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from templates.timeline import HEAD, NARROW, ROOM, ROW, WIDTH, Tick, months
from templates.words import Words

LEAST = timedelta(days=28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that was asked: from when, until when, how it stands; `marks` are days on which it was
    reminded of, became overdue or moved, by the name of that."""

    name: str
    starts: date
    ends: date
    state: str
    marks: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One task as it is drawn."""

    name: str
    state: str
    y: int
    x: float
    width: float
    marks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """All that is drawn; `now` is where today is."""

    height: int
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    now: float


def chart(words: Words, tasks: Sequence[Task], today: date) -> Chart | None:
    """The picture of these; None while nothing was asked."""
    if not tasks:
        return None
    first = min(today, *(task.starts for task in tasks))
    last = max(today, first + LEAST, *(task.ends for task in tasks))
    scale = WIDTH / (last - first).days

    def x(day: date) -> float:
        return round((min(max(day, first), last) - first).days * scale, 1)

    def drawn() -> Iterator[Line]:
        for n, task in enumerate(tasks):
            width = max(x(task.ends) - x(task.starts), NARROW)
            yield Line(
                name=task.name,
                state=task.state,
                y=HEAD + ROW * n,
                x=min(x(task.starts), WIDTH - NARROW),
                width=width,
                marks=tuple((x(day), what) for day, what in task.marks),
            )

    shown = [day for day in months(first, last) if x(day) < WIDTH - ROOM]
    ticks = tuple(Tick(x=x(day), label=words.month(day)) for day in shown)
    return Chart(height=HEAD + ROW * len(tasks), lines=tuple(drawn()), ticks=ticks, now=x(today))
