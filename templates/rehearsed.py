"""What a rehearsal tells, in rows of words: the same for a terminal and for a page."""

from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from itertools import groupby
from typing import Any

from rounds.state.keys import Key
from rounds.state.people import seat_number
from templates import rehearsals
from templates.asked_in_time import Task
from templates.words import Words

EVENTS = ("day", "what", "about", "who", "due")
LETTERS = ("day", "language", "subject", "to")
"""The columns of what happens, and of what is written."""
ENDED = ("answered", "waived", "expired", "frozen", "ended")
"""What ends a task."""
MARKS = ("reminded", "overdue", "moved")
"""What befalls one that is open."""


class Told:
    """One calendar of a rehearsal, as it was made or as a program told it, on a clock."""

    def __init__(self, words: Words, calendar: Any, zone: tzinfo) -> None:
        self._words, self._calendar, self._zone = words, calendar, zone

    @property
    def heading(self) -> str:
        """How everybody behaves."""
        return self._words.say(rehearsals.BEHAVIOURS[self._calendar.behaviour])

    @property
    def summary(self) -> str:
        """From when to when, and how it ends."""
        calendar, say = self._calendar, self._words.say
        ends = {"begins": calendar.begins, "ends": calendar.ends}
        days = {name: self._words.short(self._date(at)) for name, at in ends.items()}
        if calendar.cut:
            return say(rehearsals.CUT, **days)
        if not calendar.outcome:
            return say(rehearsals.WAITS, **days)
        return say(rehearsals.ENDS, **days, outcome=self._words.outcome(calendar.outcome))

    @property
    def awaits(self) -> list[str]:
        """Whom the round would wait for at last."""
        return [
            self._words.pair(self._words.kind(a.kind), f"{a.name} ({self.role(a.role)})")
            for a in self._calendar.awaits
        ]

    @property
    def count(self) -> str:
        """How many letters."""
        return self._words.say(rehearsals.LETTERS, count=len(self._calendar.letters))

    def heads(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """What columns are called."""
        return tuple(self._words.say(rehearsals.COLUMNS[name]) for name in names)

    def events(self) -> list[tuple[str, ...]]:
        """What happens, a row each."""
        return [self._event(h) for h in self._calendar.happenings]

    def letters(self) -> list[tuple[str, ...]]:
        """What is written, a row for all to whom the same is written in the same moment."""
        return [*self._alike()]

    def tasks(self) -> list[Task]:
        """What is asked, to be drawn; what was asked before begins with the rehearsal."""
        found: dict[str, list[Any]] = {}
        for h in self._calendar.happenings:
            if h.key and h.kind and h.what in ("asked", *ENDED, *MARKS):
                found.setdefault(h.key, []).append(h)
        return [self._task(several) for several in found.values()]

    def role(self, code: str) -> str:
        """A role, with its number where there are several: an expert's seat, an authority."""
        name, number = self._words.role(code), code.rpartition("-")[2]
        return f"{name} {number}" if number.isdecimal() else name

    def _date(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()

    def _day(self, at: datetime | None) -> str:
        return self._words.narrow(self._date(at)) if at else ""

    def _task(self, several: list[Any]) -> Task:
        asked = next((h.at for h in several if h.what == "asked"), self._calendar.begins)
        ended = next((h.at for h in several if h.what in ENDED), self._calendar.ends)
        return Task(
            name=self._about(several[0]),
            starts=self._date(asked),
            ends=self._date(ended),
            state="late" if any(h.what == "overdue" for h in several) else "expected",
            marks=tuple((self._date(h.at), h.what) for h in several if h.what in MARKS),
        )

    def _event(self, h: Any) -> tuple[str, ...]:
        what = self._words.say(rehearsals.WHAT[h.what])
        if h.told:
            roles = ", ".join(map(self.role, h.told))
            what = self._words.say(rehearsals.TOLD, what=what, roles=roles)
        who = self.role(h.role) if h.role else ""
        return self._day(h.at), what, self._about(h), who, self._day(h.due)

    def _about(self, h: Any) -> str:
        if h.starts and h.ends:
            return f"{self._words.narrow(h.starts)} – {self._words.narrow(h.ends)}"  # noqa: RUF001 - the dash of a span
        if h.what == "step":
            return self._words.step(h.code)
        if h.what == "closed":
            return self._words.outcome(h.code)
        if h.kind:
            task = self._words.kind(h.kind)
            return f"{task} ({h.code})" if h.code else self._numbered(task, h.key)
        code: str = h.code
        return code

    def _numbered(self, task: str, key: str) -> str:
        """The task, with its number from the second time on, and with the seat that it is about."""
        parsed = Key.parse(key)
        seat = seat_number(parsed.about)
        of_seat = f" {seat}" if seat and parsed.kind in ("add_candidate", "agree_candidate") else ""
        return f"{task}{of_seat} ({parsed.n})" if parsed.n > 1 else f"{task}{of_seat}"

    def _alike(self) -> Iterator[tuple[str, ...]]:
        alike = groupby(self._calendar.letters, lambda w: (w.at, w.language, w.subject))
        for (at, language, subject), several in alike:
            roles = dict.fromkeys(self.role(letter.role) for letter in several)
            yield self._day(at), language, subject, ", ".join(roles)
