"""How a round ends: everyone concerned is told once, links and calendars end, the record stays (Z2)."""

from rounds.state import assignments
from rounds.state.effects import Effect, Tell, Unschedule
from rounds.state.round import Outcome, Round
from rounds.steps import additions, visit


def close(round: Round) -> list[Effect]:
    """End what is open; who is concerned is told once. Of a round that was never written, nothing is left."""
    round.outcome = "withdrawn" if round.withdrawn else round.outcome
    if not round.begun:
        return []
    people = round.everyone()
    rest = [a for a in round.assignments.values() if a.takes]
    effects: list[Effect] = [assignments.close(round, a, "closed") for a in rest]
    if agreed := visit.ahead(round):
        effects.append(Unschedule(number=agreed.number + 1, people=visit.travellers(round)))
    effects.append(Tell(what="closed", people=people))
    return effects


def unclarified(round: Round) -> list[Effect]:
    """D2, D3: what is still with its author when the visit begins comes too late, and what was added."""
    late = (*round.sent_back, *(key for added in round.added for key in additions.keys(added.about)))
    asked = [round.assignments[key] for key in late if key in round.assignments]
    return [assignments.close(round, a, "closed") for a in asked if a.awaited]


def outcome(round: Round) -> Outcome:
    """What the workflow returns."""
    return Outcome(outcome=round.outcome, version=round.version, sha256=round.sha256)
