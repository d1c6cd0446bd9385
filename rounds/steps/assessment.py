"""The analytical framework and the self-assessment that follows it (D1, D4)."""

from collections.abc import Mapping

from rounds.methodology.model import Methodology
from rounds.state.round import Standing
from rounds.steps.questions import AnswerMissing
from rounds.submissions.assessment import (
    AgreeFramework,
    AnswerSelfAssessment,
    ProposeFramework,
    WriteSelfAssessment,
)
from rounds.submissions.refusals import CommentMissing, NothingWritten, Refusal, UnknownDimension, WrongShape

OWN = "own-"
"""Before the number of a dimension that was added in words."""
REST = "technical_team"
"""Who answers for the dimensions that no authority was named for."""


class DimensionUnasked(Refusal):
    """A dimension of the framework without a question (D1, D4)."""

    code = "dimension_unasked"


def check_framework(methodology: Methodology, _: str, body: ProposeFramework) -> None:
    """D4: at least one dimension, each of the methodology or in words.

    Raises: UnknownDimension, NothingWritten.
    """
    if set(body.dimensions) - set(methodology.dimensions):
        raise UnknownDimension(field="dimensions")
    if not dimensions(body):
        raise NothingWritten(field="dimensions")


def check_agreement(_: Methodology, __: str, body: AgreeFramework) -> None:
    """D4: asking for changes says which.

    Raises: CommentMissing.
    """
    if body.choice == "changes" and not body.comment.strip():
        raise CommentMissing(field="comment")


def dimensions(body: ProposeFramework) -> tuple[str, ...]:
    """The dimensions of a proposal: codes, and numbers for those in words."""
    own = (f"{OWN}{n}" for n, _ in enumerate(body.own, start=1))
    return (*dict.fromkeys(body.dimensions), *own)


def check_questions(at: Standing, body: WriteSelfAssessment) -> None:
    """D1, D4: a question for each dimension of the framework, and for no other.

    Raises: UnknownDimension, DimensionUnasked.
    """
    for n, question in enumerate(body.questions):
        if question.dimension not in at.round.framework:
            raise UnknownDimension(field=f"questions.{n}.dimension")
    asked = {question.dimension for question in body.questions}
    for dimension in at.round.framework:
        if dimension not in asked:
            raise DimensionUnasked(field="questions", dimension=dimension)


def parts(framework: tuple[str, ...], named: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Who answers the self-assessment, by role, and for which dimensions (D1).

    Authorities answer for theirs, as they were named; what is nobody's is the technical team's.
    """
    theirs = {role: tuple(d for d in framework if d in own) for role, own in named.items()}
    rest = tuple(d for d in framework if not any(d in own for own in theirs.values()))
    return {role: own for role, own in {**theirs, REST: rest}.items() if own}


def check_complete(at: Standing, body: AnswerSelfAssessment) -> None:
    """D1: as many answers as there are questions of one's dimensions.

    Raises: AnswerMissing, WrongShape.
    """
    sent = at.round.assignments["write_self_assessment:1"].answer
    theirs = parts(at.round.framework, at.round.dimensions).get(at.assignment.role, ())
    questions = sent.questions if isinstance(sent, WriteSelfAssessment) else ()
    asked = sum(question.dimension in theirs for question in questions)
    if len(body.answers) < asked:
        raise AnswerMissing(field=f"answers.{len(body.answers)}")
    if len(body.answers) > asked:
        raise WrongShape(field=f"answers.{asked}")
