"""Assignments: how a round opens one and waits for it, with reminders, escalation and silence."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from temporalio import workflow

from workflows.committer import Committer

with workflow.unsafe.imports_passed_through():
    from rounds.clock import silence, timers
    from rounds.methodology.model import DECISION_ON_SILENCE
    from rounds.state import assignments, status
    from rounds.state.keys import Key
    from rounds.state.round import AddedQuestions, Assignment, Moment, Round, Translation
    from rounds.steps import additions
    from rounds.submissions.envelope import Answer

LOOK_AGAIN = timedelta(minutes=5)
"""Between two looks whether what was kept for an assignment has been handed over."""


class Assignments:
    """Everything a round waits for is an assignment, asked for by its key and remembered under it."""

    def __init__(self, round: Round, committer: Committer) -> None:
        """Wait on behalf of this round; what waiting brings about is the committer's to write."""
        self.round = round
        self._committer = committer

    # ---- asking

    async def ask(
        self,
        key: str,
        role: str = "",
        holders: tuple[str, ...] = (),
        of_report: bool = False,
        of: Translation | None = None,
    ) -> Answer | None:
        """Open an assignment, or find it open or done, and wait for its answer.

        Its owner is whom the methodology names, unless it is `role`, of whom there are several.
        `of_report` binds it to the version of the report that is in force when it opens, `of` to a
        translation (X2).
        None when it ended without one: waived, expired, frozen before the visit, or made needless.
        """
        if key not in self.round.assignments:
            await self._committer.unless_stopping()
            role = role or self.round.methodology.rule(Key.parse(key).kind).owner
            bound = (self.round.version, self.round.sha256) if of_report else (0, "")
            bound = (of.version, of.sha256) if of else bound
            self._open(key, role, holders or self.round.holders(role), bound)
        while self.round.assignments[key].awaited:
            await self._once(key)
        return self.round.assignments[key].answer

    def _open(self, key: str, role: str, holders: tuple[str, ...], bound: tuple[int, str]) -> None:
        a = Assignment(
            key=key,
            kind=Key.parse(key).kind,
            role=role,
            holders=holders,
            opened=workflow.now(),
            paused=workflow.now() if self.round.paused else None,
            version=bound[0],
            sha256=bound[1],
        )
        # In the state before its letters are written: an answer that comes meanwhile finds it open.
        self.round.assignments[key] = a
        if holders:
            self._committer.put(assignments.opening(self.round, a))

    async def clarify(self, n: int = 0) -> None:
        """Ask again for what was sent back, whatever else is awaited (D3); ends only by being cancelled."""
        await workflow.wait_condition(lambda: len(self.round.sent_back) > n)
        key = self.round.sent_back[n]
        role = self.round.assignments[str(Key.parse(key).first())].role
        await asyncio.gather(self.ask(key, role), self.clarify(n + 1))

    async def ask_added(self, n: int = 0) -> None:
        """Have what was added to the questionnaire sent on and answered, whatever else is awaited (D2).

        Ends only by being cancelled.
        """
        await workflow.wait_condition(lambda: len(self.round.added) > n)
        await asyncio.gather(self._added(self.round.added[n]), self.ask_added(n + 1))

    async def _added(self, added: AddedQuestions) -> None:
        sent_on, answered = additions.keys(added.about)
        if added.straight or await self.ask(sent_on):
            await self.ask(answered)

    async def decide_extensions(self, n: int = 0) -> None:
        """More time than the slack is the officer's to give: the n-th request, and beside it the later ones.

        Ends only by being cancelled.
        """
        await workflow.wait_condition(lambda: len(self.round.requests) > n)
        request = self.round.requests[n]
        await asyncio.gather(self.ask(request.key, request.role), self.decide_extensions(n + 1))

    async def mend_addresses(self) -> None:
        """An address that refuses letters for good is the officer's to mend; ends only by being cancelled."""
        while True:
            await workflow.wait_condition(lambda: bool(self.round.refused_addresses))
            participant = self.round.refused_addresses[0]
            mending = [a for a in self.round.assignments.values() if a.kind == "mend_address"]
            asked = [a for a in mending if a.about == participant]
            n = len(asked) + (0 if asked and asked[-1].awaited else 1)
            await self.ask(str(Key("mend_address", participant, n)))
            self.round.refused_addresses = timers.without(self.round.refused_addresses, participant)

    async def decide_silence(self) -> None:
        """After long silence an officer decides on the round (Z8); this is over when that ends it."""
        while not self.round.outcome:
            await self._silence()

    async def decide_silence_after(self) -> None:
        """The same of what is awaited when the round is over (Z8); ends only by being cancelled."""
        while True:
            await self._silence()

    async def _silence(self) -> None:
        await workflow.wait_condition(lambda: bool(silence.silent(self.round)))
        asked = [a for a in self.round.assignments.values() if a.kind == DECISION_ON_SILENCE]
        n = len(asked) + (0 if asked and asked[-1].awaited else 1)
        await self.ask(str(Key(DECISION_ON_SILENCE, n=n)))

    # ---- the one wait

    async def _once(self, key: str) -> None:
        """Wait until the assignment changes, or the clock does the next thing to it."""
        a, visit = self.round.assignments[key], self.round.visit
        moment = timers.next_moment(a, self.round.rule(a), visit)

        def changed() -> bool:
            return self.round.assignments[key] is not a or self.round.visit is not visit

        if not await self.until(changed, moment.at if moment else None, self._words(a, moment)):
            assert moment, "a wait without a moment ends by a change only"
            await self._act(a, moment, changed)

    async def until(self, reached: Callable[[], bool], at: datetime | None, words: str) -> bool:
        """Wait for something, at most until a time; whether it came first."""
        if at is None:
            await workflow.wait_condition(reached)
            return True
        left = max(at - workflow.now(), timedelta(0))
        try:
            await workflow.wait_condition(reached, timeout=left, timeout_summary=status.Shown(words))
        except TimeoutError:
            return reached()
        return True

    async def day_comes(self, reached: Callable[[], bool], at: datetime | None, words: str) -> bool:
        """The same for a day of the visit; while the round stands still no such day comes.

        One that came before the round stood still has come, also for the run that finds it so.
        """

        def still() -> bool:
            since = self.round.paused
            return since is not None and (at is None or since < at)

        while not reached():
            if still():
                await workflow.wait_condition(lambda: reached() or not still())
            elif not await self.until(lambda: reached() or still(), at, words):
                return False
        return True

    def _words(self, a: Assignment, moment: Moment | None) -> str:
        return status.timer(self.round, a, moment) if moment else ""

    async def _act(self, a: Assignment, moment: Moment, changed: Callable[[], bool]) -> None:
        await self._committer.unless_stopping()
        rule = self.round.rule(a)
        after = a
        if moment.what != "freeze":
            after, moment = timers.past(a, rule, workflow.now())
        if moment.what in ("reminder", "monthly"):
            self._committer.put(*silence.reminded(self.round, after, moment))
            return
        if await self._heard(a, moment, changed):
            self._committer.put(*silence.passed(self.round, after, moment))
            self._committer.keep()

    async def _heard(self, a: Assignment, moment: Moment, changed: Callable[[], bool]) -> bool:
        """Silence acts only when nobody has spoken; whether it is to.

        What is kept and was not handed over yet is waited for: the relay does that, and the round looks
        again, because what it refuses then changes nothing here.
        """
        words = self._words(a, moment)
        while await self._committer.look(a.key, f"Anything kept? {words}"):
            if await self.until(changed, workflow.now() + LOOK_AGAIN, f"What is kept is to come. {words}"):
                return False
            await self._committer.unless_stopping()
        return not changed()
