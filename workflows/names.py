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

LOG_HEAD = "ronda-log-head"
"""The schedule that tells how the audit log stands."""
BOUNCES = "ronda-bounces"
"""The schedule that reads the mailbox in which bounces arrive."""

ROUND = "RoundWorkflow"
"""The workflow of a round."""
PUBLISHING = "PublishingWorkflow"
"""What comes after a round: its report is published, announced, withdrawn."""
HANDING_ON = "HandingOnWorkflow"
"""What goes on as the one after it as soon as it has read what the round left."""
OF_ROUNDS = (ROUND, HANDING_ON, PUBLISHING)
"""The workflows that live on a round's state and write its batches: never two of one round at a time."""
UPKEEP = "Reconcile"
"""The workflow that compares them."""
TELL_LOG_HEAD = "TellLogHead"
"""The workflow that tells it."""
READ_BOUNCES = "ReadBounces"
"""The workflow that reads them."""
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

HANDED_ON = "HandedOn"
"""The type of the error of an update that came while a round's state was handed to the next workflow."""

_PUBLISHING = "publishing/"


def publishing_id(round_id: str) -> str:
    """The id of the workflow that publishes a round's report."""
    return f"{_PUBLISHING}{round_id}"


def round_of(workflow_id: str) -> str:
    """The round on whose state a workflow lives."""
    return workflow_id.removeprefix(_PUBLISHING)


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
