"""Which fields of a form must be filled in, which may be left empty, and of which that depends.

A model says it of most; what only a rule says stands here, by model and field, and for one page in its
`Asking`. "(optional)" stands at a field exactly where nothing is ever missed there.
"""

NEEDED = frozenset(
    (
        "AddCandidate.points",
        "Candidate.points",
        "NameStates.states",
        "ReadyVisit.reason",
        "SendBack.numbers",
    )
)
"""Fields that a rule asks for although their model does not."""
DEPENDS = frozenset(
    (
        "AddCandidate.acknowledged",
        "AgreeCandidate.comment",
        "AgreeFramework.comment",
        "AgreePanel.comment",
        "AnswerInvitation.ad_honorem",
        "AnswerInvitation.conflict",
        "AnswerInvitation.conflict_statement",
        "AnswerInvitation.institution_agrees",
        "AnswerInvitation.reason",
        "CompleteRequest.topic_words",
        "DecideExtension.acknowledged",
        "DecideExtension.reason",
        "DecideMove.window",
        "DecidePublication.languages",
        "DecideSilence.reason",
        "Document.file",
        "Document.url",
        "ExamineRequest.acknowledged",
        "ExamineRequest.reason",
        "Item.by",
        "Item.owner",
        "Item.reason",
        "MarkDates.suits",
        "MoveVisit.visit_form",
        "MoveVisit.windows",
        "ProposeFramework.dimensions",
        "ProposeFramework.own",
        "ProposePanel.acknowledged",
        "ReadyVisit.ends",
        "ReadyVisit.starts",
        "ReviewConflict.reason",
        "ReviewReport.comments",
        "Session.body_met",
        "Session.interviewed",
    )
)
"""Fields that are asked for or not as something else was filled in; their hint says when."""
BARRED = {key: {"state": frozenset({"waived"})} for key in ("ArrangeLocal", "ReviseLocal")}
"""What is not offered on the form of a model, because whoever fills it in may not say it (V2)."""
ALIKE = {"items": ("owner", "by", "state")}
"""Of a list, the fields that are often the same in each row, so that they need to be said once."""
