"""Names that stand outside the code: whoever runs now, or kept a history, knows the parts by these.

They never change, and stand here whatever classes and methods are called. Those of activities stand in
`activities.names`, since activities know nothing of workflows.
"""

from temporalio.common import SearchAttributeKey

TASK_QUEUE = "ronda"
"""Rounds, and what they do in the world."""
MAIL_QUEUE = "ronda-mail"
"""Letters: slower than rounds, limited in their rate, and of no version of the code."""

UPKEEP_QUEUE = "ronda-upkeep"
"""Looking after the rounds from outside; its workers have no build."""
DEPLOYMENT = "ronda"
"""What the builds of the worker are versions of."""
RECONCILE = "ronda-reconcile"
"""The schedule that compares open rounds with their workflows."""

ROUND = "RoundWorkflow"
"""The workflow of a round."""
UPKEEP = "Reconcile"
"""The workflow that compares them."""
OPENING = "opening"
"""In the memo of a round: the inbox id of its opening."""

SUBMIT = "submit"
"""The update by which a submission is handed over."""
REFUSED = "refused"
ADDRESS_REFUSED = "address_refused"
CONTINUE = "continue_as_new"
MOVE = "move"
SIGNALS = (REFUSED, ADDRESS_REFUSED, CONTINUE, MOVE)
"""Facts that cannot be refused, and what operators ask for."""
STATUS = "status"
"""The query for where a round stands."""

METHODOLOGY = SearchAttributeKey.for_keyword("Methodology")
COUNTRY = SearchAttributeKey.for_keyword("Country")
ROUND_STEP = SearchAttributeKey.for_keyword("RoundStep")
WAITING_ON = SearchAttributeKey.for_keyword_list("WaitingOn")
NEXT_DEADLINE = SearchAttributeKey.for_datetime("NextDeadline")
ESCALATED = SearchAttributeKey.for_bool("Escalated")
STUCK = SearchAttributeKey.for_bool("Stuck")
SECRETARIAT = SearchAttributeKey.for_keyword("Secretariat")

SEARCH_ATTRIBUTES = (
    METHODOLOGY,
    COUNTRY,
    ROUND_STEP,
    WAITING_ON,
    NEXT_DEADLINE,
    ESCALATED,
    STUCK,
    SECRETARIAT,
)
