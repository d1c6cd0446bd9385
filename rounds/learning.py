"""What a round learns of a batch that was written: its workflow, and whoever keeps its state, alike."""

from rounds.clock import timers
from rounds.state.batches import Written
from rounds.state.effects import Take
from rounds.state.round import Round
from rounds.submissions.envelope import Receipt

REMEMBERED = 50
"""How many answers a round remembers of what it has written: their submissions may still be on their way."""


def learn(round: Round, written: Written) -> None:
    """Take over what the world has worked out: dates, and the visit's hours."""
    for dates in written.dates:
        if a := round.assignments.get(dates.key):
            known = timers.aligned if dates.number else timers.opened
            round.assignments[dates.key] = known(a, dates)
    for next in written.following:
        if a := round.assignments.get(next.key):
            round.assignments[next.key] = timers.followed(a, next)
    if written.visit:
        timers.hours_known(round, written.visit)
    round.handled = _remembered(round)


def teaches(written: Written, answers: int) -> bool:
    """Whether a round that remembers so many answers is another once it has learnt."""
    return written != Written() or answers > REMEMBERED


def _remembered(round: Round) -> dict[str, Receipt]:
    """The answers to what is not written yet, and the newest of the others: a written one is final."""
    waiting = (*round.pending, *(round.parked.effects if round.parked else ()))
    own = {effect.submission for effect in waiting if isinstance(effect, Take)}
    newest = set([id for id in round.handled if id not in own][-REMEMBERED:])
    return {id: receipt for id, receipt in round.handled.items() if id in own or id in newest}
