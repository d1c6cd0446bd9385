"""Who acts in whose place: delegates, beside the owner of an assignment; newcomers, never on the panel."""

from dataclasses import replace
from datetime import datetime

from rounds.state import people
from rounds.state.effects import Effect, Share
from rounds.state.round import Round
from rounds.submissions.envelope import Sent
from rounds.submissions.interventions import Delegate
from rounds.submissions.refusals import NotOpen, NotYours, OnlyInPerson, Refusal


class DelegateOfDelegate(Refusal):
    """A delegate may not hand on what was handed to them."""

    code = "delegate_of_delegate"


class SeatNotHandedOver(Refusal):
    """An expert or a candidate is not replaced by anybody's word: they leave, and the next is invited."""

    code = "seat_not_handed_over"


def check_not_on_panel(round: Round, participant: str) -> None:
    """P1, P6: a place there is agreed, offered, and accepted with undertakings; nobody else can give it.

    Raises: SeatNotHandedOver.
    """
    on_it = any(participant in (seat.holder, *seat.shortlist) for seat in round.seats.values())
    invited = (a.holders for a in round.assignments.values() if a.kind == "answer_invitation")
    if on_it or any(participant in holders for holders in invited):
        raise SeatNotHandedOver(field="participant")


def check(round: Round, sent: Sent, _: datetime) -> None:
    """Only its owner delegates an open assignment, and never an undertaking, an approval or a decision.

    Raises: DelegateOfDelegate, NotOpen, NotYours, OnlyInPerson.
    """
    if people.is_delegate(sent.by):
        raise DelegateOfDelegate
    a = round.assignments.get(sent.key)
    if a is None or a.state != "open":
        raise NotOpen
    if sent.by not in a.holders:
        raise NotYours
    if round.rule(a).personal:
        raise OnlyInPerson


def apply(round: Round, sent: Sent, _: Delegate, __: datetime) -> list[Effect]:
    """The delegate may do it too, from where its owner acts; reminders reach both."""
    a, new = round.assignments[sent.key], people.delegate_id(sent.id)
    round.assignments[a.key] = replace(a, holders=(*a.holders, new))
    round.countries = {**round.countries, new: round.countries.get(sent.by, "")}
    return [Share(key=a.key, owner=sent.by, delegate=new, submission=sent.id)]
