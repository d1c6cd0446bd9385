"""What officers do to clocks: later, standing still, going on, or going on without (Z1)."""

from collections.abc import Callable
from dataclasses import replace

from rounds.clock import extensions, moves
from rounds.state.case import Case
from rounds.state.effects import Close, Effect, Tell
from rounds.state.kinds import Kind
from rounds.state.round import Assignment, Round
from rounds.steps import arrangements, assessment
from rounds.submissions.interventions import Extend, Pause, Resume, Waive
from rounds.submissions.refusals import AlreadyPaused, NotOpen, NotPaused, NotWaivable


def _concerned(case: Case[Pause] | Case[Resume]) -> list[Assignment]:
    """The open assignment of the key; all of them for an empty key.

    Raises: NotOpen.
    """
    if case.sent.key:
        return [case.open]
    return [a for a in case.round.assignments.values() if a.state == "open"]


def check_extended(case: Case[Extend]) -> None:
    """Z1: a later date only, one that is still to come, and not too far ahead.

    Raises: NotOpen, and what `check_later` raises.
    """
    extensions.check_later(case.round, case.open, case.body.due, case.now)


def extended(case: Case[Extend]) -> list[Effect]:
    """Z1: it is due on the new day."""
    return [moves.extended(case.round, case.assignment, case.body.due)]


def check_pause(case: Case[Pause]) -> None:
    """Z1: there is a clock to stop.

    Raises: NotOpen, AlreadyPaused.
    """
    still = [a.paused for a in _concerned(case)]
    if all(still) if case.sent.key else case.round.paused:
        raise AlreadyPaused


def paused(case: Case[Pause]) -> list[Effect]:
    """Z1: one clock or all; that the whole round stands still is told to everyone, once."""
    round, one = case.round, bool(case.sent.key)
    running = [a for a in _concerned(case) if not a.paused]
    effects: list[Effect] = [moves.stopped(round, a, case.now, tell=one) for a in running]
    if one:
        return effects
    round.paused = case.now
    return [*effects, Tell(what="paused", people=round.everyone())]


def check_resume(case: Case[Resume]) -> None:
    """Z1: there is a clock that stands still.

    Raises: NotOpen, NotPaused.
    """
    still = [a.paused for a in _concerned(case)]
    if not any(still) and not (case.round.paused and not case.sent.key):
        raise NotPaused


def resumed(case: Case[Resume]) -> list[Effect]:
    """Z1: the time that remained counts; a visit whose first day passed meanwhile has to be decided upon."""
    round, one = case.round, bool(case.sent.key)
    still = [a for a in _concerned(case) if a.paused]
    effects: list[Effect] = [moves.resumed(round, a, case.now, tell=one) for a in still]
    if one:
        return effects
    agreed = round.visit
    if round.paused and agreed and agreed.opens and round.paused < agreed.opens <= case.now:
        round.visit = replace(agreed, missed=True)
    round.paused = None
    return [*effects, Tell(what="resumed", people=round.everyone())]


def check_waived(case: Case[Waive]) -> None:
    """Z1: never an approval or an authorisation, nor what the round cannot go on without.

    Raises: NotOpen, NotWaivable.
    """
    if not case.assignment.awaited:
        raise NotOpen
    rule = case.round.rule(case.assignment)
    if not (rule.waivable or (rule.waivable_of_others and case.assignment.role != rule.owner)):
        raise NotWaivable


def waived(case: Case[Waive]) -> list[Effect]:
    """Z1: the round goes on without it, and its holders are told."""
    a = case.assignment
    case.round.assignments[a.key] = replace(a, state="waived")
    return [
        Close(key=a.key, state="waived", submission=case.sent.id),
        Tell(what="waived", people=a.holders, key=a.key),
    ]


WHOLE: dict[str, Callable[[Round], str]] = {
    "arrange_international": arrangements.complete,
    "arrange_local": arrangements.complete,
    "answer_self_assessment": assessment.complete,
}
"""Kinds that are parts of a whole, and the news when none of them is awaited any more."""


def completes(case: Case[Waive]) -> str:
    """V2, D1: the last part of something may be waived: then the whole is complete."""
    whole = WHOLE.get(case.assignment.kind)
    return whole(case.round) if whole else ""


KINDS = (
    Kind(model=Extend, after=True, check=check_extended, accept=extended, officers_only=True),
    Kind(model=Pause, check=check_pause, accept=paused, officers_only=True),
    Kind(model=Resume, check=check_resume, accept=resumed, officers_only=True),
    Kind(model=Waive, after=True, check=check_waived, accept=waived, news=completes, officers_only=True),
)
