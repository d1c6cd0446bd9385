"""Names that stand outside the code: queue, deployment, search attributes."""

from temporalio.common import SearchAttributeKey

TASK_QUEUE = "ronda"
ROUND = "RoundWorkflow"
"""The workflow of a round."""
OPENING = "opening"
"""In the memo of a round: the inbox id of its opening."""
DEPLOYMENT = "ronda"
"""What the builds of the worker are versions of."""

UPKEEP_QUEUE = "ronda-upkeep"
"""Looking after the rounds from outside; its workers have no build."""
RECONCILE = "ronda-reconcile"
"""The schedule that compares open rounds with their workflows."""

METHODOLOGY = SearchAttributeKey.for_keyword("Methodology")
COUNTRY = SearchAttributeKey.for_keyword("Country")
ROUND_STEP = SearchAttributeKey.for_keyword("RoundStep")
WAITING_ON = SearchAttributeKey.for_keyword_list("WaitingOn")
NEXT_DEADLINE = SearchAttributeKey.for_datetime("NextDeadline")
ESCALATED = SearchAttributeKey.for_bool("Escalated")
STUCK = SearchAttributeKey.for_bool("Stuck")

SEARCH_ATTRIBUTES = (METHODOLOGY, COUNTRY, ROUND_STEP, WAITING_ON, NEXT_DEADLINE, ESCALATED, STUCK)


def delivery_id(letter: str) -> str:
    """The id of the workflow that delivers a letter; one letter has one."""
    return f"letter-{letter}"
