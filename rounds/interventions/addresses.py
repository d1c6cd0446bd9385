"""Addresses that were wrong or have changed, and those that refuse letters."""

from rounds.clock import timers
from rounds.methodology.model import Place
from rounds.state.assignments import close
from rounds.state.case import Case
from rounds.state.effects import Effect, Readdress
from rounds.state.kinds import Kind
from rounds.state.round import Round
from rounds.steps import visit
from rounds.submissions.interventions import CorrectAddress, MendAddress, ReplacePerson
from rounds.submissions.refusals import UnknownPerson


def check_participant(case: Case[CorrectAddress] | Case[ReplacePerson]) -> None:
    """It is about somebody of the round, or whom it asks something.

    Raises: UnknownPerson.
    """
    if case.body.participant not in case.round.everyone():
        raise UnknownPerson(field="participant")


def corrected(case: Case[CorrectAddress]) -> list[Effect]:
    """What is theirs is sent to the new address."""
    return _readdressed(case.round, case.body.participant, case.sent.id)


def mended(case: Case[MendAddress]) -> list[Effect]:
    """The same, for whose address refused a letter."""
    return _readdressed(case.round, case.key.about, case.sent.id)


def _readdressed(round: Round, participant: str, submission: str) -> list[Effect]:
    """Their letters go to the new address, the visit too, and their trouble is over (V8)."""
    return [
        *no_trouble(round, participant),
        Readdress(participant=participant, submission=submission, keys=keys_of(round, participant)),
        *visit.joined(round, participant),
    ]


def keys_of(round: Round, participant: str) -> tuple[str, ...]:
    """The keys of what a participant may still do."""
    return tuple(a.key for a in round.assignments.values() if a.takes and participant in a.holders)


def no_trouble(round: Round, participant: str) -> list[Effect]:
    """Nobody needs to mend this participant's address any more."""
    round.refused_addresses = timers.without(round.refused_addresses, participant)
    mending = [a for a in round.open_assignments() if a.kind == "mend_address" and a.about == participant]
    return [close(round, a, "closed") for a in mending]


KINDS = (
    Kind(
        model=CorrectAddress,
        after=True,
        check=check_participant,
        accept=corrected,
        officers_only=True,
        stands_in="acts",
    ),
    Kind(model=MendAddress, after=True, place=Place(), accept=mended),
)
