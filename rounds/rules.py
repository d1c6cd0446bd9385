"""Which rule looks at what: the one place where a submission is accepted or refused.

`check_body` needs nothing but the submission and is asked before anything is kept; `check` needs the
round, and is asked by the round itself.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from rounds import (
    arrangements,
    assessment,
    clarifying,
    conflicts,
    more_time,
    panel,
    questions,
    record,
    report,
    request,
    steering,
    visit,
    warnings,
)
from rounds import assessment_messages as am
from rounds import detour_messages as d
from rounds import messages as m
from rounds import record_messages as r
from rounds import steering_messages as s
from rounds.fields import check_texts
from rounds.methodology import Methodology
from rounds.refusals import (
    AlreadyAnswered,
    NotOpen,
    NotYours,
    OnlyInPerson,
    RoundIsOver,
    WrongKind,
)
from rounds.round import Round, Standing
from rounds.sent import STEERING, Sent

BODY: dict[type, Callable[[Methodology, str, Any], None]] = {
    m.CompleteRequest: request.check_complete,
    m.ExamineRequest: request.check_examined,
    am.ProposeFramework: assessment.check_framework,
    am.AgreeFramework: assessment.check_agreement,
    am.WriteSelfAssessment: questions.check_questions,
    am.AnswerSelfAssessment: questions.check_answers,
    am.NameStates: panel.check_states,
    m.ProposePanel: panel.check_proposal,
    m.AgreePanel: panel.check_agreement,
    d.AgreeCandidate: panel.check_agreement,
    m.AnswerInvitation: panel.check_invitation,
    d.AddCandidate: panel.check_added,
    d.ReviewConflict: conflicts.check_answer,
    m.WriteQuestions: questions.check_questions,
    m.SendQuestionnaire: questions.check_questions,
    m.AnswerQuestionnaire: questions.check_answers,
    m.ProposeDates: visit.check_windows,
    m.MarkDates: visit.check_marks,
    m.SetAgenda: visit.check_agenda,
    m.ArrangeInternational: arrangements.check_items,
    m.ArrangeLocal: arrangements.check_items,
    d.ReadyVisit: visit.check_ready,
    d.DecideExtension: more_time.check_answer,
    m.Contribute: report.check_contribution,
    r.WriteLessons: record.check_lessons,
    r.RecordLessons: record.check_lessons,
    m.ConsolidateReport: report.check_report,
    m.ReviseReport: report.check_report,
    m.ReviewReport: report.check_review,
    m.DecidePublication: report.check_decision,
    s.SendBack: clarifying.check_numbers,
}
"""What a submission must be in itself, beside its texts."""

STATE: dict[type, Callable[[Standing, Any], None]] = {
    m.ExamineRequest: warnings.check,
    am.WriteSelfAssessment: assessment.check_questions,
    am.AnswerSelfAssessment: assessment.check_complete,
    m.ProposePanel: panel.check_proposed,
    d.AddCandidate: panel.check_adding,
    m.AnswerInvitation: panel.check_seat_open,
    d.ReviewConflict: conflicts.check_reviewed,
    m.AnswerQuestionnaire: questions.check_complete,
    m.ProposeDates: visit.check_lead,
    m.MarkDates: visit.check_windows_known,
    m.SetAgenda: visit.check_days,
    m.ArrangeLocal: arrangements.check_waivers,
    d.ReadyVisit: visit.check_move,
    d.DecideExtension: more_time.check_decided,
    m.ReviewReport: report.check_version,
    m.DecidePublication: report.check_version,
}
"""What a submission must be for this round, as it stands."""


def check_body(methodology: Methodology, country: str, body: Any) -> None:
    """Refuse what is wrong in itself; `country` is the beneficiary's.

    Raises: Refusal, with the field (dotted).
    """
    check_texts(body)
    if check := BODY.get(type(body)):
        check(methodology, country, body)


def check(round: Round, sent: Sent, now: datetime) -> None:
    """Refuse what this round cannot take now.

    Raises: Refusal.
    """
    if round.withdrawn or round.outcome:
        raise RoundIsOver
    check_body(round.methodology, round.country, sent.body)
    if sent.body.kind in STEERING:
        steering.check(round, sent, now)
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
