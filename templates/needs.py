"""Which fields of a form must be filled in, which may be left empty, and of which that depends.

A model says it of most; what only a rule says stands here, by model and field, and for one page in its
`Asking`. "(optional)" stands at a field exactly where nothing is ever missed there.
"""

from collections.abc import Set as AbstractSet
from dataclasses import MISSING
from typing import Any

from rounds.steps.records import COUNTED
from rounds.submissions.fields import marker

UNASKED = ("kind", *COUNTED)
"""What nobody is asked for: it is known, or counted when it is sent (W1)."""
NEEDED = frozenset(
    (
        "AddCandidate.points",
        "AuthorisePublication.languages",
        "Candidate.points",
        "NameStates.states",
        "Need.priority",
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
        "CountersignPublication.reason",
        "DecideExtension.acknowledged",
        "DecideExtension.reason",
        "DecideMove.window",
        "DecidePublication.day",
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
        "CommentAnswer.why",
        "CommentDraft.comments",
        "Need.topic_words",
        "ProposeFramework.dimensions",
        "ProposeFramework.own",
        "ProposePanel.acknowledged",
        "ReadyVisit.ends",
        "ReadyVisit.starts",
        "ReviewConflict.reason",
        "RecordFindings.found",
        "RecordFindings.without",
        "ReviewReport.comments",
        "ReviewReport.languages",
        "ReviewTranslation.comments",
        "Session.body_met",
        "Session.interviewed",
    )
)
"""Fields that are asked for or not as something else was filled in; their hint says when."""
BARRED = {key: {"state": frozenset({"waived"})} for key in ("ArrangeLocal", "ReviseLocal")}
"""What is not offered on the form of a model, because whoever fills it in may not say it (V2)."""
ALIKE = {"items": ("owner", "by", "state"), "found": ("meeting",)}
"""Of a list, the fields that are often the same in each row, so that they need to be said once."""


def asked(
    model: type, f: Any, annotation: Any, path: str, needed: AbstractSet[str], depends: AbstractSet[str]
) -> tuple[bool, bool]:
    """Whether a field must be filled in, and whether it may be left empty whatever else is filled in.

    `needed` and `depends` are what a page knows of it besides, by name or by path.
    """
    at, names = f"{model.__name__}.{f.name}", {f.name, path}
    if at in DEPENDS or names & depends:
        return False, False
    text = marker(annotation)
    required = text.required if text else f.default is MISSING
    required = required or at in NEEDED or bool(names & needed)
    return required, not required
