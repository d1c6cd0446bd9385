"""Who does an assignment beside its owner, or a part of it: never an undertaking or a decision."""

from dataclasses import replace

from rounds.state import people
from rounds.state.case import Case
from rounds.state.effects import Effect, Share
from rounds.state.held import Held, held
from rounds.state.kinds import Kind
from rounds.state.people import NamedPerson, Naming
from rounds.submissions.interventions import Delegate
from rounds.submissions.refusals import NotOpen, NotYours, OnlyInPerson, Refusal


class DelegateOfDelegate(Refusal):
    """A delegate may not hand on what was handed to them."""

    code = "delegate_of_delegate"


def check_may_delegate(owner: Held) -> None:
    """Only its owner delegates an open assignment, and never an undertaking, an approval or a decision.

    Raises: DelegateOfDelegate, NotOpen, NotYours, OnlyInPerson.
    """
    if people.is_delegate(owner.by):
        raise DelegateOfDelegate
    if owner.state != "open":
        raise NotOpen
    if not owner.holds:
        raise NotYours
    if owner.personal:
        raise OnlyInPerson


def check_delegated(case: Case[Delegate]) -> None:
    """The same, of the round as it stands."""
    check_may_delegate(held(case))


def delegate(naming: Naming[Delegate]) -> tuple[NamedPerson, ...]:
    """Who acts from where the owner acts."""
    id = people.delegate_id(naming.id)
    return (NamedPerson(id=id, role=people.DELEGATE, contact=naming.body.delegate, beside=naming.by),)


def delegated(case: Case[Delegate]) -> list[Effect]:
    """The delegate may do it too, from where its owner acts; reminders reach both."""
    round, a, by = case.round, case.assignment, case.sent.by
    new = people.delegate_id(case.sent.id)
    round.assignments[a.key] = replace(a, holders=(*a.holders, new))
    round.countries = {**round.countries, new: round.countries.get(by, "")}
    return [Share(key=a.key, owner=by, delegate=new, submission=case.sent.id)]


KINDS = (Kind(model=Delegate, check=check_delegated, accept=delegated, brings=delegate),)
