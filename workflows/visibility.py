"""What the Temporal UI shows of a round: current details and search attributes."""

from typing import Any

from temporalio import workflow
from temporalio.common import SearchAttributeKey, SearchAttributeUpdate

from workflows import names

with workflow.unsafe.imports_passed_through():
    from rounds.state.round import Round
    from rounds.state.status import details, standing, status


def show(round: Round) -> None:
    """Write the details anew, and those search attributes that changed (each write is an event)."""
    workflow.set_current_details(details(round))
    known = {pair.key: pair.value for pair in workflow.info().typed_search_attributes}
    changed = [u for key, u in _updates(round).items() if known.get(key) != u.value]
    if changed:
        workflow.upsert_search_attributes(changed)


def _updates(round: Round) -> dict[SearchAttributeKey[Any], SearchAttributeUpdate[Any]]:
    s = status(round)
    due = names.NEXT_DEADLINE
    updates = (
        names.METHODOLOGY.value_set(s.methodology),
        names.COUNTRY.value_set(s.country),
        names.ROUND_STEP.value_set(standing(s)),
        names.WAITING_ON.value_set(list(s.waiting_on)),
        names.ESCALATED.value_set(s.escalated),
        names.STUCK.value_set(bool(s.stuck)),
        names.SECRETARIAT.value_set(round.methodology.secretariat),
        due.value_set(s.next_due) if s.next_due else due.value_unset(),
    )
    return {update.key: update for update in updates}
