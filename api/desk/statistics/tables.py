"""What was counted, in words: a table for each part, and the bars that show it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from api.desk.statistics.figures import Figures
from store.reads.statistics import Answered, Invited, Load
from templates import statistics as said
from templates.charts import Bars
from templates.exports import Row
from templates.words import Words

SHOWN = 12
"""Rows of a table on the page; the file has them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One part of the page: `bars` are the columns that its picture shows, by their place.

    `shares`: the columns that hold a part of a whole, in words; `empty`: what is said without a row.
    """

    id: str
    title: str
    told: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    bars: tuple[int, ...]
    stacked: bool = True
    note: str = ""
    empty: str = ""

    @property
    def picture(self) -> Bars:
        """The rows as bars; of more than a picture holds, those that come first."""
        return Bars(
            id=self.id,
            title=self.title,
            told=self.told,
            parts=tuple(self.heads[n] for n in self.bars),
            rows=tuple((str(row[0]), tuple(_value(row[n]) for n in self.bars)) for row in self.rows),
            stacked=self.stacked,
        )


def _value(cell: Any) -> float:
    return cell if isinstance(cell, int | float) else 0


def tables(words: Words, of: Figures) -> tuple[Table, ...]:
    """Every part, in the order of the page."""
    parts: dict[str, tuple[Iterable[Row], tuple[int, ...], bool]] = {
        "rounds": (_rounds(words, of), (1,), True),
        "steps": (((words.step(t.step), t.rounds, t.median, t.longest) for t in of.steps), (2, 3), False),
        "invitations": (_invitations(words, of.invited), (1,), True),
        "answers": (_answers(words, of.answers), (2, 3, 4, 6), True),
        "exceptions": (_exceptions(words, of), (1,), True),
        "officers": (_load(o for o in of.load if not o.expert), (1, 3), False),
        "experts": (_experts(words, of.load), (2, 4), False),
        "countries": (_countries(words, of), (1, 2), False),
    }
    return tuple(_table(words, id, tuple(rows), bars, stacked) for id, (rows, bars, stacked) in parts.items())


def _table(words: Words, id: str, rows: tuple[Row, ...], bars: tuple[int, ...], stacked: bool) -> Table:
    title, told = said.SECTIONS[id]
    return Table(
        id=id,
        title=words.say(title),
        told=words.say(told),
        heads=tuple(words.say(head) for head in said.HEADS[id]),
        rows=rows,
        bars=bars,
        stacked=stacked,
        note=words.say(said.NOTES[id]) if id in said.NOTES else "",
        empty=words.say(said.EMPTY[id]) if id in said.EMPTY else "",
    )


def _rounds(words: Words, of: Figures) -> list[Row]:
    stand = [
        (words.say(said.STANDING["opened"]), of.opened),
        (words.say(said.STANDING["running"]), of.running),
    ]
    return [*stand, *((words.outcome(code).rstrip("."), count) for code, count in of.ended.items())]


def _invitations(words: Words, of: Invited) -> list[Row]:
    counts = {code: getattr(of, code) for code in said.INVITED}
    whole = sum(counts.values())
    if not whole:
        return []
    return [
        (words.say(said.INVITED[code]), count, words.share(count, whole)) for code, count in counts.items()
    ]


def _answers(words: Words, of: Sequence[Answered]) -> list[Row]:
    """Whatever is asked most first."""
    counts = [name for name in Answered.__dataclass_fields__ if name != "kind"]
    first = sorted(of, key=lambda a: (-a.asked, words.sorted_as(words.kind(a.kind))))
    return [(words.kind(a.kind), *(getattr(a, name) for name in counts)) for a in first]


def _exceptions(words: Words, of: Figures) -> list[Row]:
    named = ((text, of.exceptions.get(what, 0)) for what, text in said.EXCEPTIONS.items())
    return [(words.say(text), count) for text, count in named] if of.exceptions else []


def _load(of: Iterable[Load]) -> list[Row]:
    return [(o.name, o.rounds, o.running, o.tasks, o.overdue) for o in of]


def _experts(words: Words, of: Sequence[Load]) -> list[Row]:
    return [
        (o.name, words.country(o.country) if o.country else "", o.rounds, o.running, o.tasks, o.overdue)
        for o in of
        if o.expert
    ]


def _countries(words: Words, of: Figures) -> list[Row]:
    """The countries that have most to do with rounds first."""
    first = sorted(
        of.countries, key=lambda code: (-sum(of.countries[code]), words.sorted_as(words.country(code)))
    )
    return [(words.country(code), *of.countries[code]) for code in first]
