"""What becomes of a round in which somebody has been silent for long: an officer decides (Z8)."""

from rounds.clock import silence, timers
from rounds.methodology.model import Place
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect
from rounds.state.kinds import Kind
from rounds.submissions.interventions import DecideSilence
from rounds.submissions.refusals import ReasonMissing


def check_reason(case: BodyCase[DecideSilence]) -> None:
    """Z8: whoever ends a round gives a reason.

    Raises: ReasonMissing.
    """
    if case.body.choice != "wait" and not case.body.reason.strip():
        raise ReasonMissing(field="reason")


def decided(case: Case[DecideSilence]) -> list[Effect]:
    """Z8: what is silent is waited for again, or the round ends as dormant, or as withdrawn."""
    round, choice = case.round, case.body.choice
    if choice == "withdraw":
        round.withdrawn = True
    elif choice == "close":
        round.outcome = "dormant"
    else:
        for a in silence.silent(round):
            round.assignments[a.key] = timers.listened(a, case.now)
    return []


KINDS = (
    Kind(
        model=DecideSilence,
        place=Place(),
        check_body=check_reason,
        accept=decided,
    ),
)
