"""A batch that cannot be written: try it again, leave out what fails, or leave out all of it and end.

What was left out and can be had after all, the opening of something that is still awaited, is tried again
in the same way.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from rounds.clock import moves
from rounds.state.batches import Parked
from rounds.state.case import Case
from rounds.state.effects import Begin, Close, Effect, Open, Refuse, Schedule, Skip, Take
from rounds.state.kinds import Kind
from rounds.state.publishing import Publish, Unpublish
from rounds.state.round import Assignment, Round
from rounds.steps import authorisations
from rounds.submissions.interventions import RetryBatch, SkipBatch
from rounds.submissions.refusals import Refusal

MORNING, EVENING = time(8, tzinfo=UTC), time(20, tzinfo=UTC)
"""The hours of a visit whose own could not be worked out."""
ANYWAY = (Take, Refuse, Close, Skip)
"""What is still to be written of a round that ends: answers to people, and what is over."""


class NothingParked(Refusal):
    """Nothing of this round waits for an operator or was left out, or it is being tried again already."""

    code = "nothing_parked"
    conflict = True


class EffectUnknown(Refusal):
    """Which part of the batch fails is not known: none can be left out."""

    code = "effect_unknown"
    conflict = True


def check_retry(case: Case[RetryBatch]) -> None:
    """Something is parked, or was left out. Raises: NothingParked."""
    if not _waiting(case.round) and not _left_out(case.round):
        raise NothingParked


def check_skip(case: Case[SkipBatch]) -> None:
    """Something is parked, and which effect of it fails is known. Raises: NothingParked, EffectUnknown."""
    parked = _waiting(case.round)
    if not parked:
        raise NothingParked
    if not 0 <= parked.at < len(parked.effects):
        raise EffectUnknown


def _waiting(round: Round) -> Parked | None:
    """What is parked, unless it is being tried again."""
    return round.parked if round.parked and not round.parked.again else None


def _left_out(round: Round) -> list[Assignment]:
    """What is awaited of people who were never asked."""
    return [a for a in round.open_assignments() if a.left_out]


def retry(case: Case[RetryBatch]) -> list[Effect]:
    """The batch is tried again, as it is; when nothing is parked, what was left out is opened."""
    round, parked = case.round, _waiting(case.round)
    if not parked:
        return [moves.opened_anew(round, a, case.now) for a in _left_out(round)]
    round.parked = replace(parked, again=True)
    return []


def skip(case: Case[SkipBatch]) -> list[Effect]:
    """The batch is tried again without the effect that failed; the round goes on with what that leaves."""
    round, parked = case.round, case.round.parked
    assert parked
    failed = parked.effects[parked.at]
    if isinstance(failed, Begin):
        leave_out(round)
        return []
    left = () if isinstance(failed, Skip) else (_record(failed),)
    rest = (*parked.effects[: parked.at], *left, *parked.effects[parked.at + 1 :])
    round.parked = _with(parked, rest)
    LEAVES.get(type(failed), _nothing)(round, failed)
    return []


def leave_out(round: Round) -> None:
    """The round ends, and nothing of what is parked is written but the record of it.

    Of what waits behind it, people are answered, and the rest is recorded too. A round that was never
    written has nothing to close.
    """
    parked = round.parked
    if parked is None:
        return
    begins = any(isinstance(effect, Begin) for effect in parked.effects)
    round.parked = _with(parked, tuple(_recorded(effect) for effect in parked.effects))
    round.pending[:] = [e if isinstance(e, ANYWAY) else _record(e) for e in round.pending]
    if begins:
        round.begun, round.withdrawn = False, True


def _with(parked: Parked, effects: tuple[Effect, ...]) -> Parked:
    return replace(parked, batch=replace(parked.batch, effects=effects), again=True)


def _recorded(effect: Effect) -> Effect:
    return effect if isinstance(effect, Skip) else _record(effect)


def _record(effect: Effect) -> Skip:
    """What is written in the place of an effect: what was sent with it is answered all the same."""
    match effect:
        case Begin():
            return Skip(effect=effect.kind, submission=effect.opening, answer="refused", code="round_is_over")
        case Take():
            return Skip(
                effect=effect.kind, subject=effect.subject, submission=effect.submission, answer="accepted"
            )
        case Refuse():
            return Skip(effect=effect.kind, submission=effect.submission, answer="refused", code=effect.code)
        case _:
            return Skip(effect=effect.kind, subject=getattr(effect, "key", ""))


def _nothing(_: Round, __: Any) -> None:
    """The round stands as it stood: what it knows does not come from the world."""


def _unopened(round: Round, effect: Open) -> None:
    """Without letters and dates; it can be answered for, or waived, or opened when it is tried again.

    An invitation that reached nobody would keep its seat empty for ever: the next candidate is invited.
    """
    a = round.assignments[effect.key]
    if a.awaited:
        after = replace(a, state="closed") if round.rule(a).silence != "hold" else replace(a, left_out=True)
        round.assignments[a.key] = after


def _plain_hours(round: Round, effect: Schedule) -> None:
    """Hours that need no calendar, so that the visit can begin (V8)."""
    visit = round.visit
    if visit is None or visit.number != effect.number:
        return
    opens = datetime.combine(effect.starts, MORNING)
    round.visit = replace(
        visit,
        opens=opens,
        closes=datetime.combine(effect.ends, EVENING),
        freezes=opens - timedelta(days=effect.freeze),
    )


def _not_public(round: Round, effect: Publish) -> None:
    """It is not public after all, until it is authorised anew (X2)."""
    authorisations.change(round, effect.n, state="left_out")


def _still_public(round: Round, effect: Unpublish) -> None:
    """It is public yet, and can be withdrawn again (X2)."""
    authorisations.change(round, effect.n, state="public")


LEAVES: dict[type, Callable[[Round, Any], None]] = {
    Open: _unopened,
    Schedule: _plain_hours,
    Publish: _not_public,
    Unpublish: _still_public,
}
"""What an effect leaves in the round when it is left out; the others leave it as it stands."""

# A round that is over may be stuck too: its closing may be what cannot be written.
KINDS = (
    Kind(model=RetryBatch, check=check_retry, accept=retry, officers_only=True, when_over=True),
    Kind(model=SkipBatch, check=check_skip, accept=skip, officers_only=True, when_over=True),
)
