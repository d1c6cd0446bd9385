"""The envelope of a submission, as an update hands it to the round."""

from dataclasses import dataclass
from datetime import datetime

from rounds.submissions.assessment import (
    AgreeFramework,
    AnswerSelfAssessment,
    CommentFramework,
    ProposeFramework,
    WriteSelfAssessment,
)
from rounds.submissions.changes import (
    DecideMove,
    MoveVisit,
    ReviseAgenda,
    ReviseInternational,
    ReviseLocal,
)
from rounds.submissions.interventions import (
    AskAgain,
    AskMoreTime,
    ChooseLanguage,
    CorrectAddress,
    DecideExtension,
    DecideSilence,
    Delegate,
    EndDelegation,
    Extend,
    LeavePanel,
    MendAddress,
    Pause,
    RecordLessons,
    ReplacePerson,
    Resume,
    RetryBatch,
    SendAgain,
    SendBack,
    SkipBatch,
    Waive,
    Withdraw,
)
from rounds.submissions.panel import (
    AddCandidate,
    AgreeCandidate,
    AgreePanel,
    AnswerInvitation,
    NameStates,
    ProposePanel,
    ReviewConflict,
)
from rounds.submissions.papers import AddPapers, WithdrawPaper
from rounds.submissions.publication import (
    AgreeAnnouncement,
    AuthorisePublication,
    CountersignPublication,
    DecidePublication,
    WithdrawPublication,
)
from rounds.submissions.questions import (
    AddQuestions,
    AnswerQuestionnaire,
    SendQuestionnaire,
    WriteQuestions,
)
from rounds.submissions.report import (
    AskTranslations,
    CommentDraft,
    ConsolidateReport,
    Contribute,
    FinishDraft,
    ReplyRecommendations,
    ReviewReport,
    ReviewTranslation,
    ReviseReport,
    TranslateReport,
    WriteLessons,
)
from rounds.submissions.request import CompleteRequest, ConfirmNote, ExamineRequest
from rounds.submissions.visit import (
    AddFindings,
    ArrangeInternational,
    ArrangeLocal,
    MarkDates,
    ProposeDates,
    ReadyVisit,
    RecordFindings,
    SetAgenda,
    WithdrawFinding,
)

Answer = (
    CompleteRequest
    | ConfirmNote
    | ExamineRequest
    | ProposeFramework
    | AgreeFramework
    | WriteSelfAssessment
    | AnswerSelfAssessment
    | NameStates
    | ProposePanel
    | AgreePanel
    | AnswerInvitation
    | AddCandidate
    | AgreeCandidate
    | ReviewConflict
    | WriteQuestions
    | SendQuestionnaire
    | AnswerQuestionnaire
    | ProposeDates
    | MarkDates
    | SetAgenda
    | ArrangeInternational
    | ArrangeLocal
    | ReadyVisit
    | RecordFindings
    | Contribute
    | WriteLessons
    | ConsolidateReport
    | CommentDraft
    | FinishDraft
    | ReviewReport
    | ReviseReport
    | TranslateReport
    | ReviewTranslation
    | DecidePublication
    | CountersignPublication
    | AgreeAnnouncement
    | MendAddress
    | DecideExtension
    | DecideSilence
)
"""What fulfils an assignment; its kind is the assignment's kind. Written out for the type checker: the rows
of `rounds.registry` say which kinds there are."""

Intervention = (
    Extend
    | AskMoreTime
    | Pause
    | Resume
    | Waive
    | CorrectAddress
    | ReplacePerson
    | Delegate
    | EndDelegation
    | SendBack
    | SendAgain
    | AskAgain
    | Withdraw
    | LeavePanel
    | RecordLessons
    | RetryBatch
    | SkipBatch
    | ChooseLanguage
    | ReviseAgenda
    | ReviseInternational
    | ReviseLocal
    | MoveVisit
    | DecideMove
    | ReplyRecommendations
    | AskTranslations
    | AddPapers
    | WithdrawPaper
    | CommentFramework
    | AddQuestions
    | AddFindings
    | WithdrawFinding
    | AuthorisePublication
    | WithdrawPublication
)
"""What changes the course of a round; but for the language, which is the person's in every round."""

Submission = Answer | Intervention


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A submission handed over.

    `id` is the inbox id, `sha256` that of the body kept there, `body` its facts. `by` is the
    participant; `officer` the officer who steers, or who files on behalf of `by`. `language` is that of its
    texts.
    """

    id: str
    key: str
    by: str
    sha256: str
    body: Submission
    officer: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The round has taken a submission, at this time of its own clock."""

    id: str
    key: str
    at: datetime
