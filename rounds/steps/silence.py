"""What becomes of a round in which somebody has been silent for long: an officer decides (Z8)."""

from rounds.clock import silence, timers
from rounds.methodology.model import Place
from rounds.state.assignments import close
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect
from rounds.state.kinds import Kind
from rounds.submissions.interventions import DecideSilence
from rounds.submissions.refusals import ReasonMissing, RoundIsOver


def check_reason(case: BodyCase[DecideSilence]) -> None:
    """Z8: whoever ends a round gives a reason.

    Raises: ReasonMissing.
    """
    if case.body.choice != "wait" and not case.body.reason.strip():
        raise ReasonMissing(field="reason")


def check_choice(case: Case[DecideSilence]) -> None:
    """Z8: a round that is over can be withdrawn no more; what it is still asked for can be let go.

    Raises: RoundIsOver.
    """
    if case.round.outcome and case.body.choice == "withdraw":
        raise RoundIsOver(field="choice")


def decided(case: Case[DecideSilence]) -> list[Effect]:
    """Z8: what is silent is waited for again, or the round ends as dormant, or as withdrawn.

    One that is over stays as it ended: there, what is silent is asked for no longer.
    """
    round, choice = case.round, case.body.choice
    if choice == "wait":
        for a in silence.silent(round):
            round.assignments[a.key] = timers.listened(a, case.now)
    elif round.outcome:
        return [close(round, a, "expired") for a in silence.silent(round)]
    elif choice == "withdraw":
        round.withdrawn = True
    else:
        round.outcome = "dormant"
    return []


KINDS = (
    Kind(
        model=DecideSilence,
        place=Place(),
        check_body=check_reason,
        check=check_choice,
        accept=decided,
        after=True,
    ),
)
