"""What it means when nobody answers, in sentences."""

from templates.marking import N_, NN_

SILENCE = {
    "decide_publication": NN_(
        "Silence never publishes: a reminder is sent after a month, and the round is then closed with the "
        "report kept as an internal working document.",
        "Silence never publishes: a monthly reminder is sent and, after %(months)s of them, the round is "
        "closed with the report kept as an internal working document.",
        by="months",
    ),
    "complete_request": NN_(
        "If nothing is received by then, a reminder is sent after a month, and the request then lapses.",
        "If nothing is received by then, a monthly reminder is sent and, after %(months)s of them, the "
        "request lapses.",
        by="months",
    ),
    "confirm_note": NN_(
        "If nothing is received by then, a reminder is sent after a month, and the request then lapses.",
        "If nothing is received by then, a monthly reminder is sent and, after %(months)s of them, the "
        "request lapses.",
        by="months",
    ),
    "review_report": N_(
        "Silence never approves: if nothing is received by then, the report waits, with a monthly reminder."
    ),
    "decide_silence": NN_(
        "Silence decides nothing: the task stays open, with one monthly reminder and no further letters.",
        "Silence decides nothing: the task stays open, with %(months)s monthly reminders and no further "
        "letters.",
        by="months",
    ),
    "next": N_(
        "If no answer is received by then, the next candidate on the shortlist is invited. Your link goes on "
        "working until the seat is filled."
    ),
    "last": N_(
        "If no answer is received by then, the secretariat is asked for another candidate, to whom the "
        "beneficiary agrees, since nobody else is left on the list of this seat. Your link goes on "
        "working until the seat is filled."
    ),
    "pass": N_("If nothing is received by then, the round goes on without it."),
    "hold": N_("If nothing is received by then, the task stays open, with a monthly reminder."),
}
"""What the end of the clock does: by kind, or by the rule's word for silence."""

ESCALATES = N_("The delay is then also told to: %(role)s.")
ESCALATES_ON = NN_(
    "After a further month it is also told to: %(roles)s.",
    "With each further month it is also told to one more of these, in this order: %(roles)s.",
    by="count",
)
FREEZES = NN_(
    "One working day before the visit it closes in any case, with what has been saved.",
    "%(days)s working days before the visit it closes in any case, with what has been saved.",
    by="days",
)
FALLS_SILENT = NN_(
    "After one monthly reminder without an answer the secretariat decides what becomes of the round.",
    "After %(months)s monthly reminders without an answer the secretariat decides what becomes of the round.",
    by="months",
)
