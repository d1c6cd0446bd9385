"""What the clock does when nobody has spoken: reminders, the due moment, the end."""

from dataclasses import replace

from rounds.clock import extensions, moves
from rounds.state import news
from rounds.state.assignments import close
from rounds.state.effects import Effect, Remind, Tell
from rounds.state.round import Assignment, Moment, Round

FROZEN = {"answer_questionnaire": "answers_frozen"}
"""What others are told of that closes before the visit, by its kind."""


def passed(round: Round, a: Assignment, moment: Moment) -> list[Effect]:
    """What happens when a time limit passes and nobody has spoken."""
    if moment.what in ("freeze", "end"):
        ended = close(round, a, "frozen" if moment.what == "freeze" else "expired")
        return [ended, *extensions.needless(round), *(_frozen(round, a) if moment.what == "freeze" else [])]
    overdue = replace(a, overdue=True)
    if round.rule(a).silence == "next":
        return [close(round, overdue, "lingering"), *extensions.needless(round)]
    return [moves.escalated(round, overdue)]


def _frozen(round: Round, a: Assignment) -> list[Tell]:
    """D2: whoever was to do it hears that it is closed; of answers, the others hear what was saved."""
    told = news.tell(round, "frozen", key=a.key, concerned=a.holders)
    return told + news.tell(round, FROZEN[a.kind], key=a.key, besides=a.holders) if a.kind in FROZEN else told


def reminded(round: Round, a: Assignment, moment: Moment) -> list[Effect]:
    """A reminder; a monthly one goes also to whoever knows of the delay, and tells the next of the chain."""
    round.assignments[a.key] = a
    if moment.what == "reminder":
        return [Remind(key=a.key, holders=a.holders)]
    reminder = Remind(key=a.key, holders=a.holders, also=moves.reached(round, a))
    further = moves.escalated(round, a)
    return [reminder, further] if further.to else [reminder]
