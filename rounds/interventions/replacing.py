"""Somebody else takes a participant's place; never a place on the panel."""

from dataclasses import replace

from rounds.interventions.addresses import check_participant, keys_of, no_trouble
from rounds.state import news, people
from rounds.state.case import Case
from rounds.state.effects import Effect, Replace
from rounds.state.kinds import Kind
from rounds.state.people import NamedPerson, Naming
from rounds.state.round import Round
from rounds.steps import visit
from rounds.submissions.interventions import ReplacePerson
from rounds.submissions.refusals import Refusal


class SeatNotHandedOver(Refusal):
    """An expert or a candidate is not replaced by anybody's word: they leave, and the next is invited."""

    code = "seat_not_handed_over"


def check_replaced(case: Case[ReplacePerson]) -> None:
    """P1, P6: whoever takes part and is not on the panel.

    Raises: UnknownPerson, SeatNotHandedOver.
    """
    check_participant(case)
    if _on_panel(case.round, case.body.participant):
        raise SeatNotHandedOver(field="participant")


def _on_panel(round: Round, participant: str) -> bool:
    """A place there is agreed, offered, and accepted with undertakings; nobody else can give it."""
    seated = any(participant in (seat.holder, *seat.shortlist) for seat in round.seats.values())
    invited = (a.holders for a in round.assignments.values() if a.kind == "answer_invitation")
    return seated or any(participant in holders for holders in invited)


def newcomer(naming: Naming[ReplacePerson]) -> tuple[NamedPerson, ...]:
    """Who comes, for whom."""
    old, contact = naming.body.participant, naming.body.newcomer
    return (NamedPerson(id=people.newcomer_id(old), role="", contact=contact, place_of=old, beside=old),)


def replaced(case: Case[ReplacePerson]) -> list[Effect]:
    """The newcomer holds what the other held; a shortlist goes on under the first one's id."""
    round, old = case.round, case.body.participant
    new = people.newcomer_id(old)
    keys = keys_of(round, old)
    farewell = visit.left(round, old)

    def swapped(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new if i == old else i for i in ids)

    round.roles = {role: swapped(holders) for role, holders in round.roles.items()}
    round.countries = {**round.countries, new: round.countries.get(old, "")}
    for key in keys:
        a = round.assignments[key]
        round.assignments[key] = replace(a, holders=swapped(a.holders))
    return [
        *no_trouble(round, old),
        *farewell,
        Replace(old=old, new=new, keys=keys),
        *visit.joined(round, new),
        *news.of(case, "place_taken", about=new, concerned=[old]),
        *news.of(case, "person_replaced", about=new, besides=[new]),
    ]


KINDS = (
    Kind(
        model=ReplacePerson,
        after=True,
        check=check_replaced,
        accept=replaced,
        brings=newcomer,
        officers_only=True,
        stands_in="acts",
    ),
)
