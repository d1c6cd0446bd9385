"""What a seat on the panel is at the moment when somebody is invited to it (P8)."""

from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.methodology.model import Methodology
from rounds.state.people import coordinates, first_id
from store.persons import all_here
from store.reads import parties
from store.reads.visit import form_of
from store.tables import Assignment, CalendarEvent, Participant, Person, Round

Member = tuple[Participant, Person]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRead:
    """A seat of the panel: which of how many, who sits already, and when the visit is, once it has dates.

    `alone`: nobody is left on the seat's list after whoever is invited. `form`: how the visit is held,
    empty until its dates are agreed.
    """

    seat: int
    seats: int
    panel: tuple[Member, ...]
    alone: bool
    event: CalendarEvent | None
    form: str

    def silence(self, ruled: str) -> str:
        """What silence means for whoever is invited to it, where the rule says so much of any seat."""
        return "last" if ruled == "next" and self.alone else ruled


async def seat(s: AsyncSession, round_: Round, methodology: Methodology, invited: Participant) -> SeatRead:
    """The seat that a candidate is invited to."""
    rows = await s.exec(
        select(Participant, Person)
        .join(Person, col(Person.id) == Participant.person_id)
        .where(Participant.round_id == round_.id, col(Participant.id).startswith("candidate-"))
    )
    candidates = all_here(rows)
    last = max((_place(p)[0] for p, _ in candidates), default=0)
    panel = tuple(
        (p, who)
        for p, who in await parties.panel(s, round_.id)
        if p.seat is not None or coordinates(p.id, last)
    )
    event = await s.get(CalendarEvent, round_.id)
    agreed = event if event and event.state == "confirmed" else None
    taken = {who.country for p, who in panel if p.seat is not None} if methodology.distinct_states else set()
    asked = await _asked(s, round_.id)
    mine = _place(invited)
    left = [
        p
        for p, who in candidates
        if p.seat == invited.seat
        and (_place(p)[0], p.role, p.state) == (last, "candidate", "active")
        and _place(p) > mine
        and p.id not in asked
        and who.country not in taken
    ]
    return SeatRead(
        seat=invited.seat or 0,
        seats=len({_place(p)[1] for p, _ in candidates if _place(p)[0] == last}),
        panel=panel,
        # Somebody who was added comes after all of the list.
        alone=not mine[0] or not left,
        event=agreed,
        form=await form_of(s, round_.id) if agreed else "",
    )


def _place(candidate: Participant) -> tuple[int, ...]:
    """Proposal, seat and place on its list; nothing of a proposal for somebody who was added later."""
    name = first_id(candidate.id).removeprefix("candidate-")
    return (0, candidate.seat or 0, 0) if name.startswith("added") else tuple(map(int, name.split(".")))


async def _asked(s: AsyncSession, round_id: str) -> set[str]:
    """Who was invited before, whatever became of it."""
    kind = "answer_invitation"
    rows = await s.exec(
        select(Assignment.key).where(Assignment.round_id == round_id, Assignment.kind == kind)
    )
    return {key.removeprefix(f"{kind}:") for key in rows}
