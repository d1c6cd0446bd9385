"""Who does an assignment beside its owner, or a part of it: never an undertaking or a decision."""

from dataclasses import replace

from rounds.interventions.addresses import no_trouble
from rounds.state import people
from rounds.state.case import Case
from rounds.state.delegating import Share, Unshare
from rounds.state.effects import Effect
from rounds.state.held import Held, held
from rounds.state.kinds import Kind
from rounds.state.people import NamedPerson, Naming
from rounds.submissions.interventions import Delegate, EndDelegation
from rounds.submissions.refusals import NotOpen, NotYours, OnlyInPerson, Refusal, UnknownPerson


class DelegateOfDelegate(Refusal):
    """A delegate may not hand on what was handed to them."""

    code = "delegate_of_delegate"


class TooManyDelegates(Refusal):
    """As many as may do one assignment beside its owner do it already."""

    code = "too_many_delegates"
    conflict = True


def _check_owner(owner: Held) -> None:
    if people.is_delegate(owner.by):
        raise DelegateOfDelegate
    if owner.state != "open":
        raise NotOpen
    if not owner.holds:
        raise NotYours


def check_may_delegate(owner: Held) -> None:
    """Only its owner delegates an open assignment, and never an undertaking, an approval or a decision.

    Raises: DelegateOfDelegate, NotOpen, NotYours, OnlyInPerson, TooManyDelegates.
    """
    _check_owner(owner)
    if owner.personal:
        raise OnlyInPerson
    if len(owner.delegates) >= owner.most:
        raise TooManyDelegates(most=owner.most)


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


def check_may_end(owner: Held) -> None:
    """Only its owner, or an officer for them, ends a delegation, while the assignment is open.

    Raises: DelegateOfDelegate, NotOpen, NotYours, UnknownPerson when there is no delegate.
    """
    _check_owner(owner)
    if not owner.delegates:
        raise UnknownPerson(field="participant")


def check_ended(case: Case[EndDelegation]) -> None:
    """The same, of a delegate of this very assignment.

    Raises: what `check_may_end` raises, UnknownPerson.
    """
    owner = held(case)
    check_may_end(owner)
    if case.body.participant not in owner.delegates:
        raise UnknownPerson(field="participant")


def ended(case: Case[EndDelegation]) -> list[Effect]:
    """Their link ends at once; what they saved stays with the assignment (L13)."""
    round, a, gone = case.round, case.assignment, case.body.participant
    round.assignments[a.key] = replace(a, holders=tuple(h for h in a.holders if h != gone))
    return [
        *no_trouble(round, gone),
        Unshare(key=a.key, owner=case.sent.by, delegate=gone, submission=case.sent.id),
    ]


KINDS = (
    Kind(
        model=Delegate, after=True, check=check_delegated, accept=delegated, brings=delegate, stands_in="acts"
    ),
    Kind(model=EndDelegation, after=True, check=check_ended, accept=ended, stands_in="acts"),
)
