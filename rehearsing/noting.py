"""What is noted of a round while it is lived: each effect that it has written is something that happens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rehearsing.calendar import Happening, What
from rehearsing.lived import Doing
from rounds.state import effects as e
from rounds.state.batches import Batch, Look, Written
from rounds.state.keys import Key
from rounds.state.round import Round

ENDINGS: dict[str, What] = {"waived": "waived", "expired": "expired", "frozen": "frozen"}
"""How an assignment ends that nobody has answered, where there is more to say than that it has ended."""
TOLD_OTHERWISE = ("fulfilled", "lingering")
"""Ends of an assignment that its answer tells, or its delay."""


@dataclass
class Noting:
    """Stands before a round's activities; `round` gives the state as the workflow holds it."""

    activities: Doing
    round: Callable[[], Round]
    happenings: list[Happening] = field(default_factory=list)
    step: str = ""
    """The step that was told last."""

    async def commit(self, batch: Batch) -> Written:
        """Have it written, and note what it was."""
        written = await self.activities.commit(batch)
        self.happenings.extend(self._of_batch(batch, written))
        return written

    async def look(self, look: Look) -> bool:
        """Ask."""
        return await self.activities.look(look)

    def note(self, at: datetime, what: What, key: str = "", **more: Any) -> Happening:
        """What happened to an assignment, or to none."""
        a = self.round().assignments.get(key)
        kind = Key.parse(key).kind if key else ""
        return Happening(at=at, what=what, key=key, kind=kind, role=a.role if a else "", **more)

    def _of_batch(self, batch: Batch, written: Written) -> list[Happening]:
        told = [
            happening
            for effect in batch.effects
            if type(effect) in NOTED
            for happening in NOTED[type(effect)](self, batch.now, effect, written)
        ]
        if batch.step != self.step:
            self.step = batch.step
            # A step begins with what it asks first, after what has brought it about.
            first = next((n for n, happening in enumerate(told) if happening.what == "asked"), len(told))
            told.insert(first, self.note(batch.now, "step", code=batch.step))
        return told


def _asked(n: Noting, at: datetime, effect: e.Open, written: Written) -> Iterator[Happening]:
    due = next((d.due for d in written.dates if d.key == effect.key), None)
    yield n.note(at, "asked", effect.key, due=due)


def _answered(n: Noting, at: datetime, effect: e.Take, _: Written) -> Iterator[Happening]:
    if effect.key:
        yield n.note(at, "answered", effect.key)


def _ended(n: Noting, at: datetime, effect: e.Close, _: Written) -> Iterator[Happening]:
    if effect.state not in TOLD_OTHERWISE:
        yield n.note(at, ENDINGS.get(effect.state, "ended"), effect.key)
    elif not effect.submission:
        yield n.note(at, "overdue", effect.key)


def _reminded(n: Noting, at: datetime, effect: e.Remind, _: Written) -> Iterator[Happening]:
    yield n.note(at, "reminded", effect.key)


def _overdue(n: Noting, at: datetime, effect: e.Escalate, _: Written) -> Iterator[Happening]:
    round = n.round()
    roles = (next(iter(round.roles_of(participant)), "") for participant in effect.to)
    yield n.note(at, "overdue", effect.key, told=tuple(dict.fromkeys(filter(None, roles))))


def _moved(n: Noting, at: datetime, effect: e.Move, written: Written) -> Iterator[Happening]:
    due = next((d.due for d in written.dates if d.key == effect.key), effect.due)
    yield n.note(at, "moved", effect.key, due=due)


def _seated(_: Noting, at: datetime, effect: e.Seated, __: Written) -> Iterator[Happening]:
    yield Happening(at=at, what="left" if effect.left else "seated", role=f"expert-{effect.seat}")


def _scheduled(_: Noting, at: datetime, effect: e.Schedule, __: Written) -> Iterator[Happening]:
    if effect.people:
        what: What = "visit_moved" if effect.was_starts else "visit_agreed"
        yield Happening(at=at, what=what, starts=effect.starts, ends=effect.ends)


def _cancelled(_: Noting, at: datetime, __: e.Unschedule, ___: Written) -> Iterator[Happening]:
    yield Happening(at=at, what="visit_cancelled")


def _version(_: Noting, at: datetime, effect: e.Report, __: Written) -> Iterator[Happening]:
    yield Happening(at=at, what="version", code=str(effect.version))


def _closed(n: Noting, at: datetime, effect: e.Tell, _: Written) -> Iterator[Happening]:
    if effect.what == "closed":
        yield Happening(at=at, what="closed", code=n.round().outcome)


NOTED: dict[type, Callable[[Noting, datetime, Any, Written], Iterator[Happening]]] = {
    e.Open: _asked,
    e.Take: _answered,
    e.Close: _ended,
    e.Remind: _reminded,
    e.Escalate: _overdue,
    e.Move: _moved,
    e.Seated: _seated,
    e.Schedule: _scheduled,
    e.Unschedule: _cancelled,
    e.Report: _version,
    e.Tell: _closed,
}
"""What is told of each effect; of news the letters tell."""
