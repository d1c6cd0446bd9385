"""The approved report in further languages: translated, reviewed, translated anew until approved (X2)."""

import asyncio
from itertools import count

from temporalio import workflow

from workflows.assignments import Assignments

with workflow.unsafe.imports_passed_through():
    from rounds.state.keys import Key
    from rounds.state.round import Round
    from rounds.steps import translation
    from rounds.submissions.report import ReviewTranslation


class Translating:
    """What a round waits for on account of the languages that its report was asked for in."""

    def __init__(self, round: Round, assignments: Assignments) -> None:
        """Wait on behalf of this round; its translators are asked by its assignments."""
        self.round = round
        self._ask = assignments.ask
        self._over: set[str] = set()

    async def keep(self, n: int = 0) -> None:
        """See to the n-th language asked for, and beside it the later ones; ends only by being cancelled."""
        await workflow.wait_condition(lambda: len(self.round.wanted) > n)
        await asyncio.gather(self._into(self.round.wanted[n]), self.keep(n + 1))

    async def made(self) -> None:
        """Until nothing that was asked for is awaited any more."""
        await workflow.wait_condition(lambda: self._over.issuperset(self.round.wanted))

    async def _into(self, language: str) -> None:
        for n in count(1):
            if not await self._once(Key("translate_report", language, n)):
                self._over.add(language)
                return

    async def _once(self, key: Key) -> bool:
        """One translation and its review; whether it is to be made anew. A waived one is none."""
        if not await self._ask(str(key), of_report=True):
            return False
        made = translation.latest(self.round, key.about)
        reviewed = await self._ask(str(key.of("review_translation")), of=made)
        return isinstance(reviewed, ReviewTranslation) and reviewed.choice == "changes"
