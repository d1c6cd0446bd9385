"""The envelope of a submission, as an update or a signal hands it to the round."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from rounds import assessment_messages as a
from rounds import detour_messages as d
from rounds import messages as m
from rounds import record_messages as r
from rounds import steering_messages as s

Answer = (
    m.CompleteRequest
    | m.ExamineRequest
    | a.ProposeFramework
    | a.AgreeFramework
    | a.WriteSelfAssessment
    | a.AnswerSelfAssessment
    | a.NameStates
    | m.ProposePanel
    | m.AgreePanel
    | m.AnswerInvitation
    | d.AddCandidate
    | d.AgreeCandidate
    | d.ReviewConflict
    | m.WriteQuestions
    | m.SendQuestionnaire
    | m.AnswerQuestionnaire
    | m.ProposeDates
    | m.MarkDates
    | m.SetAgenda
    | m.ArrangeInternational
    | m.ArrangeLocal
    | d.ReadyVisit
    | r.RecordFindings
    | m.Contribute
    | r.WriteLessons
    | m.ConsolidateReport
    | m.ReviewReport
    | m.ReviseReport
    | m.DecidePublication
    | d.MendAddress
    | d.DecideExtension
)
"""What fulfils an assignment; its kind is the assignment's kind."""

Steering = (
    s.Extend
    | s.AskMoreTime
    | s.Pause
    | s.Resume
    | s.Waive
    | s.CorrectAddress
    | s.ReplacePerson
    | s.Delegate
    | s.SendBack
    | s.SendAgain
    | s.AskAgain
    | s.Withdraw
    | s.LeavePanel
    | r.RecordLessons
    | s.ChooseLanguage
)
"""What changes the course of a round."""

Submission = Answer | Steering


MODELS: dict[str, Any] = {model.__dataclass_fields__["kind"].default: model for model in get_args(Submission)}
"""Each submission's model by its kind."""

STEERING = tuple(model.__dataclass_fields__["kind"].default for model in get_args(Steering))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A submission handed over.

    `id` is the inbox id, `sha256` that of the body kept there, `body` its facts. `by` is the
    participant; `officer` the officer who steers, or who files on behalf of `by`.
    """

    id: str
    key: str
    by: str
    sha256: str
    body: Submission
    officer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The round has taken a submission, at this time of its own clock."""

    id: str
    key: str
    at: datetime
