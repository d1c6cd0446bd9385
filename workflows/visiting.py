"""The visit: its dates, what must be complete before it, its days, and its moves (V1, V2, V8, V10)."""

import asyncio
from datetime import datetime, timedelta
from itertools import count

from temporalio import workflow

from workflows.assignments import Assignments
from workflows.committer import Committer

with workflow.unsafe.imports_passed_through():
    from rounds import closing
    from rounds.clock import silence
    from rounds.interventions import moving
    from rounds.state.assignments import close
    from rounds.state.keys import Key
    from rounds.state.round import Round, Visit
    from rounds.steps import arrangements, visit, windows
    from rounds.submissions.visit import MarkDates


class Visiting:
    """What a round waits for on account of its visit."""

    def __init__(self, round: Round, assignments: Assignments, committer: Committer) -> None:
        """Wait on behalf of this round; what waiting brings about is the committer's to write."""
        self.round = round
        self.assignments = assignments
        self.committer = committer

    # ---- before the visit

    async def dates(self) -> None:
        """Propose windows until one suits everyone (V8)."""
        for n in count(1):
            if self.round.visit:
                return
            await self.assignments.ask(f"propose_dates:{n}")
            marks = await self._marks(n)
            agreed = windows.common(
                windows.proposed(self.round, n).windows,
                [mark if isinstance(mark, MarkDates) else None for mark in marks],
                workflow.now().date(),
            )
            if agreed:
                form = windows.form(self.round, n)
                self.round.visit = Visit(starts=agreed.starts, ends=agreed.ends, form=form)
                self.committer.put(visit.scheduled(self.round, self.round.visit))

    async def _marks(self, n: int) -> list[object]:
        roles = windows.markers(self.round)
        asked = (self.assignments.ask(str(Key("mark_dates", role, n)), role) for role in roles)
        return list(await asyncio.gather(*asked))

    async def complete(self) -> None:
        """Agenda and both lists; complete after all, they make the officer's decision needless."""
        await asyncio.gather(*(self.assignments.ask(key) for key in arrangements.needed(self.round)))
        for a in [a for a in self.round.open_assignments() if a.kind == "ready_visit"]:
            self.committer.put(close(self.round, a, "closed"), *silence.needless(self.round))

    async def watch_start(self) -> None:
        """An incomplete visit is asked about before it begins: an officer waives or moves (V1, V2)."""
        while not self._is_complete():
            agreed = self.round.visit
            assert agreed

            def changed(since: Visit = agreed) -> bool:
                return self._is_complete() or self.round.visit is not since

            asked = next((a.key for a in self.round.open_assignments() if a.kind == "ready_visit"), "")
            words = f"Is the visit complete? {self.round.country}"
            if asked or not await self.assignments.day_comes(changed, self._ready_by(agreed), words):
                await self.assignments.ask(asked or f"ready_visit:{agreed.number + 1}")

    def _is_complete(self) -> bool:
        known = [self.round.assignments.get(key) for key in arrangements.needed(self.round)]
        return all(a and not a.awaited for a in known)

    def _ready_by(self, agreed: Visit) -> datetime | None:
        before = timedelta(days=self.round.methodology.limits.visit_ready)
        return agreed.opens - before if agreed.opens else None

    # ---- its days

    async def held(self) -> None:
        """Until the last evening of the visit; one that moves after it has begun begins again (V10)."""
        over = False
        while not over:
            await self.begins()
            self.committer.put(*closing.unclarified(self.round))
            agreed = self.round.visit
            if agreed is None:
                return

            def changed(since: Visit = agreed) -> bool:
                return self.round.visit is not since

            words = f"Visit ends: {self.round.country}"
            over = not await self.assignments.day_comes(changed, agreed.closes, words)
        self.committer.put(*visit.lapsed(self.round))

    async def begins(self) -> None:
        """Wait for its first morning; one that passed during a pause is for an officer to mend."""
        begun = False
        while not begun:
            await workflow.wait_condition(lambda: not self.round.visit or bool(self.round.visit.opens))
            agreed = self.round.visit
            if not agreed:
                return
            if agreed.missed:
                await self.assignments.ask(str(Key("ready_visit", "missed", agreed.number + 1)))

            def changed(since: Visit = agreed) -> bool:
                return self.round.visit is not since

            words = f"Visit begins: {self.round.country}"
            begun = not await self.assignments.day_comes(changed, agreed.opens, words)

    # ---- its moves

    async def moves(self) -> None:
        """Have each move agreed again, one after the other; ends only by being cancelled (V8, V10)."""
        for n in count():

            def proposed(before: int = n) -> bool:
                return len(self.round.moves) > before

            await workflow.wait_condition(proposed)
            move = self.round.moves[n]
            if move.state == "asked":
                await self._marks(move.n)
                self.committer.put(*moving.settled(self.round, move.n, workflow.now()))
