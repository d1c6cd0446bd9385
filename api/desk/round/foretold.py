"""What would happen, in words: what is asked, ended and moved, and every letter with its text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from api.desk import naming
from api.desk.session import SignedIn
from beforehand.foreseen import Foreseen, Foretold, Opened
from rounds.foreseeing import Foreseen as Moved
from rounds.state.effects import Effect
from rounds.state.keys import Key
from store.reads import rounds
from store.tables import Round
from templates import desk_round as said
from templates.words import Words

SEEN_ELSEWHERE = frozenset(
    {"take", "tell", "open", "remind", "escalate", "resend", "refuse", "skip", "begin"}
)
"""Effects that are letters, or are said by what opens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the page says; `whole`: whether everything could be worked out."""

    happens: tuple[str, ...]
    moves: tuple["Moves", ...] = ()
    letters: tuple[Foretold, ...]
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """What moves with a date in one case: what, from when, to when."""

    title: str
    rows: tuple[tuple[str, str, str], ...]


def moves_of(words: Words, cases: Sequence[Moved]) -> tuple[Moves, ...]:
    """The same in words."""
    return tuple(_moves(words, case) for case in cases)


def _moves(words: Words, case: Moved) -> Moves:
    stay = (
        {"starts": words.short(case.window.starts), "ends": words.short(case.window.ends)}
        if case.window
        else {}
    )
    rows = (
        (
            words.say(
                said.SHIFTS[shift.what],
                task=words.kind(shift.kind) if shift.kind else "",
                who=words.role(shift.role) if shift.role else "",
                step=words.step(shift.step),
            ),
            words.short(shift.before) if shift.before else "",
            words.short(shift.after) if shift.after else "",
        )
        for shift in case.shifts
    )
    return Moves(title=words.say(said.WINDOW, **stay) if stay else "", rows=tuple(rows))


async def told_of(
    s: AsyncSession, asks: SignedIn, round: Round, foreseen: Foreseen, cases: Sequence[Moved] = ()
) -> Told:
    """All of it, in the officer's words; each letter stays in its reader's language."""
    people = {x.participant.id: x.person.name for x in await rounds.people(s, round.id)}
    saying = _Saying(asks, people, foreseen)
    happens = tuple(dict.fromkeys(saying.lines()))
    nothing = asks.words.say(said.NOTHING_ELSE)
    return Told(
        happens=happens or ((nothing,) if foreseen.whole else ()),
        moves=moves_of(asks.words, cases),
        letters=foreseen.letters,
        whole=foreseen.whole,
    )


@dataclass(frozen=True, slots=True)
class _Saying:
    asks: SignedIn
    people: Mapping[str, str]
    foreseen: Foreseen

    @property
    def words(self) -> Words:
        return self.asks.words

    def lines(self) -> Iterator[str]:
        for effect in self.foreseen.effects:
            if effect.kind not in SEEN_ELSEWHERE and (line := self._line(effect)):
                yield line
        for opened in self.foreseen.opened:
            yield self._opened(opened)

    def _opened(self, a: Opened) -> str:
        form = said.WILL["open_later" if a.later else "open"]
        named = {"task": self._task(a.key), "who": self.words.role(a.role)}
        # A form without the day takes no day.
        return self.words.say(form, **named, day=naming.day(self.asks, a.due_at))

    def _line(self, effect: Any) -> str:
        if effect.kind == "close" and effect.state == "fulfilled":
            return ""
        values = {
            "task": self._task(getattr(effect, "key", "")),
            "who": self._who(effect),
            "day": naming.day(self.asks, effect.due) if effect.kind == "move" else "",
            "seat": getattr(effect, "seat", ""),
            "version": getattr(effect, "version", ""),
            **self._days(effect),
        }
        return self.words.say(said.WILL[_form(effect)], **values)

    def _days(self, effect: Any) -> dict[str, str]:
        days = ((name, getattr(effect, name, None)) for name in ("starts", "ends"))
        return {name: self.words.short(day) for name, day in days if day}

    def _task(self, key: str) -> str:
        return self.words.kind(Key.parse(key).kind) if key else ""

    def _who(self, effect: Any) -> str:
        one = getattr(effect, "participant", "") or getattr(effect, "old", "")
        if one:
            return self.people.get(one, "")
        round, key = self.foreseen.round, getattr(effect, "key", "")
        a = round.assignments.get(key) if round else None
        names = [self.people[who] for who in a.holders if who in self.people] if a else []
        return ", ".join(names) or (self.words.role(a.role) if a else "")


def _form(effect: Effect) -> str:
    if effect.kind == "move" and effect.paused:
        return "stop"
    if effect.kind == "seated" and effect.left:
        return "left"
    return effect.kind
