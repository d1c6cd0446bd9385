"""Names that stand outside the code: queues, search attributes."""

from temporalio.common import SearchAttributeKey

TASK_QUEUE = "ronda"
MAIL_QUEUE = "ronda-mail"
"""Letters: slower than rounds, limited in their rate, and of no version of the code."""

METHODOLOGY = SearchAttributeKey.for_keyword("Methodology")
COUNTRY = SearchAttributeKey.for_keyword("Country")
ROUND_STEP = SearchAttributeKey.for_keyword("RoundStep")
WAITING_ON = SearchAttributeKey.for_keyword_list("WaitingOn")
NEXT_DEADLINE = SearchAttributeKey.for_datetime("NextDeadline")
ESCALATED = SearchAttributeKey.for_bool("Escalated")

SEARCH_ATTRIBUTES = (METHODOLOGY, COUNTRY, ROUND_STEP, WAITING_ON, NEXT_DEADLINE, ESCALATED)
