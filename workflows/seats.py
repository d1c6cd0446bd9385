"""One seat: invite the first of its shortlist, then the next, at once (P8)."""

import asyncio
from itertools import count

from temporalio import workflow

from workflows.assignments import Assignments

with workflow.unsafe.imports_passed_through():
    from rounds.methodology.model import REVIEW
    from rounds.state.keys import Key
    from rounds.state.round import Round, Seat
    from rounds.steps import seats
    from rounds.submissions.panel import AgreeCandidate


class Seats:
    """Keeps the seats taken, from the agreement on the panel until their holders have contributed."""

    def __init__(self, round: Round, assignments: Assignments) -> None:
        """Look after the seats of this round; whom it takes is asked by its assignments."""
        self.round = round
        self._ask = assignments.ask

    async def keep(self) -> None:
        """Fill each seat whenever it is empty; ends only by being cancelled."""
        await workflow.wait_condition(lambda: bool(self.round.seats))
        await asyncio.gather(*(self._fill(n) for n in self.round.seats))

    async def _fill(self, number: int) -> None:
        while True:
            await workflow.wait_condition(lambda: self._vacant(number))
            while self._vacant(number):
                await self._invite(self.round.seats[number])

    def _vacant(self, number: int) -> bool:
        seat = self.round.seats[number]
        contributed = self.round.assignments.get(f"contribute:{seat.role}")
        return not seat.holder and (contributed is None or contributed.awaited)

    async def _invite(self, seat: Seat) -> None:
        """Wait for the next candidate's answer, or have one added; an answer to an older one counts too.

        While a candidate's statement is under review, nobody else is invited (P6).
        """
        if self._reviewed(seat):
            await workflow.wait_condition(lambda: not self._reviewed(seat))
            return
        for candidate in seat.shortlist:
            key = f"answer_invitation:{candidate}"
            known = self.round.assignments.get(key)
            free = seats.may_sit(self.round, seat, candidate)
            if free and candidate not in seat.left and (known is None or known.awaited):
                await self._ask(key, "candidate", holders=(candidate,))
                return
        await self._add(seat)

    def _reviewed(self, seat: Seat) -> bool:
        return any(seats.stands(seat, candidate) for candidate in self.round.under_review())

    async def review_conflicts(self, n: int = 0) -> None:
        """Await the n-th review of a declared conflict of interest (P6), and beside it the later ones.

        An acceptance opens it. Ends only by being cancelled.
        """

        def opened() -> list[str]:
            return [a.key for a in self.round.assignments.values() if a.kind == REVIEW]

        await workflow.wait_condition(lambda: len(opened()) > n)
        await asyncio.gather(self._ask(opened()[n]), self.review_conflicts(n + 1))

    async def _add(self, seat: Seat) -> None:
        """Ask the secretariat for a candidate, and the beneficiary to agree them (P1)."""
        adding = next(key for n in count(1) if not self._spent(key := Key("add_candidate", seat.role, n)))
        if await self._ask(str(adding)):
            answer = await self._ask(str(adding.of("agree_candidate")))
            assert answer is None or isinstance(answer, AgreeCandidate)

    def _spent(self, adding: Key) -> bool:
        """Whether this search is over: its candidate was agreed or not, or a late acceptance ended it.

        Asked for again, what is over answers at once: the seat would be looked after without a pause.
        """
        added = self.round.assignments.get(str(adding))
        agreed = self.round.assignments.get(str(adding.of("agree_candidate")))
        if added is None or added.awaited:
            return False
        return added.answer is None or (agreed is not None and not agreed.awaited)
