"""What is sent about the analytical framework and the self-assessment (D1, D4)."""

from dataclasses import dataclass
from typing import Literal

from rounds.submissions.fields import Line, OptionalProse, Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeFramework:
    """The dimensions that the panel is to look at: the methodology's, and others in words (D4)."""

    dimensions: tuple[str, ...] = ()
    own: tuple[Line, ...] = ()
    kind: Literal["propose_framework"] = "propose_framework"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeFramework:
    """The beneficiary agrees the framework or asks for changes (D4)."""

    choice: Literal["agree", "changes"]
    comment: OptionalProse = ""
    kind: Literal["agree_framework"] = "agree_framework"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentFramework:
    """What an expert, who came once it was agreed, says of the framework (D4)."""

    comment: Prose
    kind: Literal["comment_framework"] = "comment_framework"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the self-assessment, by its dimension (D1)."""

    dimension: str
    question: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteSelfAssessment:
    """The secretariat's questionnaire of self-assessment (D1)."""

    questions: tuple[Question, ...]
    kind: Literal["write_self_assessment"] = "write_self_assessment"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSelfAssessment:
    """Answers to the questions of one's own dimensions, in their order (D1)."""

    answers: tuple[OptionalProse, ...]
    kind: Literal["answer_self_assessment"] = "answer_self_assessment"
