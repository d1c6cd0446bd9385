"""The experts' technical questions and their answers (D2)."""

from dataclasses import dataclass
from typing import Literal

from rounds.submissions.fields import OptionalProse, Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteQuestions:
    """An expert's technical questions (D2)."""

    questions: tuple[Prose, ...]
    kind: Literal["write_questions"] = "write_questions"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendQuestionnaire:
    """The lead coordinator sends the experts' questions as one questionnaire (D2)."""

    questions: tuple[Prose, ...]
    kind: Literal["send_questionnaire"] = "send_questionnaire"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddQuestions:
    """Questions that come up once the questionnaire has been sent (D2)."""

    questions: tuple[Prose, ...]
    kind: Literal["add_questions"] = "add_questions"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestionnaire:
    """The technical team's answers, one for each question in its order (D2)."""

    answers: tuple[OptionalProse, ...]
    kind: Literal["answer_questionnaire"] = "answer_questionnaire"
