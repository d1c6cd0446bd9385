"""What the clock does when nobody has spoken: reminders, the due moment, the end, or no more letters."""

from dataclasses import replace

from rounds.clock import extensions, moves, timers
from rounds.methodology.model import DECISION_ON_SILENCE
from rounds.state import news
from rounds.state.assignments import close
from rounds.state.effects import Effect, Remind, Tell
from rounds.state.round import Assignment, Moment, Round

FROZEN = {"answer_questionnaire": "answers_frozen"}
"""What others are told of that closes before the visit, by its kind."""


def passed(round: Round, a: Assignment, moment: Moment) -> list[Effect]:
    """What happens when a time limit passes and nobody has spoken."""
    if moment.what == "quiet":
        # Nobody is written to about it any more, and an officer is asked (Z8).
        round.assignments[a.key] = replace(a, quiet=True)
        return []
    if moment.what in ("freeze", "end"):
        ended = close(round, a, "frozen" if moment.what == "freeze" else "expired")
        told = _frozen(round, a) if moment.what == "freeze" else []
        return [ended, *extensions.needless(round), *needless(round), *told]
    if round.rule(a).silence == "pass":
        return [close(round, a, "expired"), *extensions.needless(round), *needless(round)]
    overdue = replace(a, overdue=True)
    if round.rule(a).silence == "next":
        return [close(round, overdue, "lingering"), *extensions.needless(round)]
    return [moves.escalated(round, overdue, a.holders)]


def silent(round: Round) -> list[Assignment]:
    """Z8: what nobody has answered for so long that nobody is written to about it any more."""
    return [a for a in round.open_assignments() if a.quiet and a.kind != DECISION_ON_SILENCE]


def needless(round: Round) -> list[Effect]:
    """Nobody needs to decide about a round in which nothing is silent any more."""
    if silent(round):
        return []
    asked = [a for a in round.open_assignments() if a.kind == DECISION_ON_SILENCE]
    return [close(round, a, "closed") for a in asked]


def _frozen(round: Round, a: Assignment) -> list[Tell]:
    """D2: whoever was to do it hears that it is closed; of answers, the others hear what was saved."""
    told = news.tell(round, "frozen", key=a.key, concerned=a.holders)
    return told + news.tell(round, FROZEN[a.kind], key=a.key, besides=a.holders) if a.kind in FROZEN else told


def reminded(round: Round, a: Assignment, moment: Moment) -> list[Effect]:
    """A reminder; a monthly one goes also to whoever knows of the delay, and tells the next of the chain."""
    round.assignments[a.key] = a
    if moment.what == "reminder":
        return [Remind(key=a.key, holders=a.holders)]
    further = moves.escalated(round, a)
    reminder = Remind(
        key=a.key,
        holders=a.holders,
        also=tuple(p for p in moves.reached(round, a) if p not in further.to),
        next_from=timers.monthly(a, moment.n + 1),
        passed=a.passed,
    )
    return [reminder, further] if further.to else [reminder]
