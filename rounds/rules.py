"""Which rule looks at what: the one place where a submission is accepted or refused.

`check_body` needs nothing but the submission and is asked before anything is kept; `check` needs the
round, and is asked by the round itself.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from rounds.clock import extensions
from rounds.interventions import interventions
from rounds.methodology.model import Methodology
from rounds.state.round import Round, Standing
from rounds.steps import (
    arrangements,
    assessment,
    clarifying,
    conflicts,
    lessons,
    panel,
    questions,
    report,
    request,
    visit,
    warnings,
)
from rounds.submissions.assessment import (
    AgreeFramework,
    AnswerSelfAssessment,
    ProposeFramework,
    WriteSelfAssessment,
)
from rounds.submissions.envelope import STEERING, Sent
from rounds.submissions.fields import check_texts
from rounds.submissions.interventions import DecideExtension, RecordLessons, SendBack
from rounds.submissions.panel import (
    AddCandidate,
    AgreeCandidate,
    AgreePanel,
    AnswerInvitation,
    NameStates,
    ProposePanel,
    ReviewConflict,
)
from rounds.submissions.questions import AnswerQuestionnaire, SendQuestionnaire, WriteQuestions
from rounds.submissions.refusals import (
    AlreadyAnswered,
    NotOpen,
    NotYours,
    OnlyInPerson,
    RoundIsOver,
    WrongKind,
)
from rounds.submissions.report import (
    ConsolidateReport,
    Contribute,
    DecidePublication,
    ReviewReport,
    ReviseReport,
    WriteLessons,
)
from rounds.submissions.request import CompleteRequest, ExamineRequest
from rounds.submissions.visit import (
    ArrangeInternational,
    ArrangeLocal,
    MarkDates,
    ProposeDates,
    ReadyVisit,
    SetAgenda,
)

BODY: dict[type, Callable[[Methodology, str, Any], None]] = {
    CompleteRequest: request.check_complete,
    ExamineRequest: request.check_examined,
    ProposeFramework: assessment.check_framework,
    AgreeFramework: assessment.check_agreement,
    WriteSelfAssessment: questions.check_questions,
    AnswerSelfAssessment: questions.check_answers,
    NameStates: panel.check_states,
    ProposePanel: panel.check_proposal,
    AgreePanel: panel.check_agreement,
    AgreeCandidate: panel.check_agreement,
    AnswerInvitation: panel.check_invitation,
    AddCandidate: panel.check_added,
    ReviewConflict: conflicts.check_answer,
    WriteQuestions: questions.check_questions,
    SendQuestionnaire: questions.check_questions,
    AnswerQuestionnaire: questions.check_answers,
    ProposeDates: visit.check_windows,
    MarkDates: visit.check_marks,
    SetAgenda: visit.check_agenda,
    ArrangeInternational: arrangements.check_items,
    ArrangeLocal: arrangements.check_items,
    ReadyVisit: visit.check_ready,
    DecideExtension: extensions.check_answer,
    Contribute: report.check_contribution,
    WriteLessons: lessons.check_lessons,
    RecordLessons: lessons.check_lessons,
    ConsolidateReport: report.check_report,
    ReviseReport: report.check_report,
    ReviewReport: report.check_review,
    DecidePublication: report.check_decision,
    SendBack: clarifying.check_numbers,
}
"""What a submission must be in itself, beside its texts."""

STATE: dict[type, Callable[[Standing, Any], None]] = {
    ExamineRequest: warnings.check,
    WriteSelfAssessment: assessment.check_questions,
    AnswerSelfAssessment: assessment.check_complete,
    ProposePanel: panel.check_proposed,
    AddCandidate: panel.check_adding,
    AnswerInvitation: panel.check_seat_open,
    ReviewConflict: conflicts.check_reviewed,
    AnswerQuestionnaire: questions.check_complete,
    ProposeDates: visit.check_lead,
    MarkDates: visit.check_windows_known,
    SetAgenda: visit.check_days,
    ArrangeLocal: arrangements.check_waivers,
    ReadyVisit: visit.check_move,
    DecideExtension: extensions.check_decided,
    ReviewReport: report.check_version,
    DecidePublication: report.check_version,
}
"""What a submission must be for this round, as it stands."""


UNSTUCK = ("retry_batch", "skip_batch")
"""What is done to a round also when it is over: its closing may be what cannot be written."""


def check_body(methodology: Methodology, country: str, body: Any) -> None:
    """Refuse what is wrong in itself; `country` is the beneficiary's.

    Raises: Refusal, with the field (dotted).
    """
    check_texts(body)
    if check := BODY.get(type(body)):
        check(methodology, country, body)


def check_language(by: str, officer: str) -> None:
    """Z3: the language belongs to the recipient; nobody chooses it for them.

    Raises: OnlyInPerson.
    """
    if officer or not by:
        raise OnlyInPerson


def check(round: Round, sent: Sent, now: datetime) -> None:
    """Refuse what this round cannot take now.

    Raises: Refusal.
    """
    if (round.withdrawn or round.outcome) and sent.body.kind not in UNSTUCK:
        raise RoundIsOver
    check_body(round.methodology, round.country, sent.body)
    if sent.body.kind in STEERING:
        interventions.check(round, sent, now)
    else:
        check_answer(round, sent, now)


def check_answer(round: Round, sent: Sent, now: datetime) -> None:
    """Refuse an answer to what is not open, is another's, or must be given in person.

    Raises: NotOpen, AlreadyAnswered, NotYours, WrongKind, OnlyInPerson, and the kind's own refusals.
    """
    a = round.assignments.get(sent.key)
    if a is None:
        raise NotOpen
    if a.kind != sent.body.kind:
        raise WrongKind(kind=a.kind)
    if not a.takes:
        raise AlreadyAnswered if a.answer else NotOpen
    if sent.by not in a.holders:
        raise NotYours
    if sent.officer and round.rule(a).personal:
        raise OnlyInPerson
    if own := STATE.get(type(sent.body)):
        own(Standing(round=round, assignment=a, officer=sent.officer, now=now), sent.body)
