"""The analytical framework and the self-assessment that follows it (D1, D4)."""

from collections.abc import Mapping

from rounds.methodology.model import Place
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect
from rounds.state.keys import Key
from rounds.state.kinds import Kind, by_choice
from rounds.steps import questions
from rounds.submissions.assessment import (
    AgreeFramework,
    AnswerSelfAssessment,
    ProposeFramework,
    WriteSelfAssessment,
)
from rounds.submissions.refusals import CommentMissing, NothingWritten, Refusal, UnknownDimension

OWN = "own-"
"""Before the number of a dimension that was added in words."""
REST = "technical_team"
"""Who answers for the dimensions that no authority was named for."""
QUESTIONNAIRE = str(Key("write_self_assessment", n=1))


class DimensionUnasked(Refusal):
    """A dimension of the framework without a question (D1, D4)."""

    code = "dimension_unasked"


def check_framework(case: BodyCase[ProposeFramework]) -> None:
    """D4: at least one dimension, each of the methodology or in words.

    Raises: UnknownDimension, NothingWritten.
    """
    if set(case.body.dimensions) - set(case.methodology.dimensions):
        raise UnknownDimension(field="dimensions")
    if not dimensions(case.body):
        raise NothingWritten(field="dimensions")


def check_agreement(case: BodyCase[AgreeFramework]) -> None:
    """D4: asking for changes says which.

    Raises: CommentMissing.
    """
    if case.body.choice == "changes" and not case.body.comment.strip():
        raise CommentMissing(field="comment")


def agreed(case: Case[AgreeFramework]) -> list[Effect]:
    """D4: the dimensions are agreed and recorded on the round."""
    proposal = case.round.assignments[str(case.key.of("propose_framework"))].answer
    if case.body.choice == "agree" and isinstance(proposal, ProposeFramework):
        case.round.framework = dimensions(proposal)
    return []


def dimensions(body: ProposeFramework) -> tuple[str, ...]:
    """The dimensions of a proposal: codes, and numbers for those in words."""
    own = (f"{OWN}{n}" for n, _ in enumerate(body.own, start=1))
    return (*dict.fromkeys(body.dimensions), *own)


def check_questions(case: Case[WriteSelfAssessment]) -> None:
    """D1, D4: a question for each dimension of the framework, and for no other.

    Raises: UnknownDimension, DimensionUnasked.
    """
    for n, question in enumerate(case.body.questions):
        if question.dimension not in case.round.framework:
            raise UnknownDimension(field=f"questions.{n}.dimension")
    asked = {question.dimension for question in case.body.questions}
    for dimension in case.round.framework:
        if dimension not in asked:
            raise DimensionUnasked(field="questions", dimension=dimension)


def parts(framework: tuple[str, ...], named: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Who answers the self-assessment, by role, and for which dimensions (D1).

    Authorities answer for theirs, as they were named; what is nobody's is the technical team's.
    """
    theirs = {role: tuple(d for d in framework if d in own) for role, own in named.items()}
    rest = tuple(d for d in framework if not any(d in own for own in theirs.values()))
    return {role: own for role, own in {**theirs, REST: rest}.items() if own}


def check_complete(case: Case[AnswerSelfAssessment]) -> None:
    """D1: as many answers as there are questions of one's dimensions.

    Raises: AnswerMissing, WrongShape.
    """
    sent = case.round.assignments[QUESTIONNAIRE].answer
    theirs = parts(case.round.framework, case.round.dimensions).get(case.assignment.role, ())
    written = sent.questions if isinstance(sent, WriteSelfAssessment) else ()
    questions.check_count(case.body.answers, sum(question.dimension in theirs for question in written))


def answered(case: Case[AnswerSelfAssessment]) -> str:
    """D1: it is news once every part has its answers."""
    parts = [a for a in case.round.open_assignments() if a.kind == case.body.kind]
    return "" if parts else "self_assessment_answered"


KINDS = (
    Kind(
        model=ProposeFramework,
        place=Place("self_assessment", optional="framework"),
        check_body=check_framework,
    ),
    Kind(
        model=AgreeFramework,
        place=Place("self_assessment", optional="framework"),
        check_body=check_agreement,
        accept=agreed,
        news=by_choice({"agree": "framework_agreed"}),
    ),
    Kind(
        model=WriteSelfAssessment,
        place=Place("self_assessment"),
        check_body=questions.check_questions,
        check=check_questions,
    ),
    Kind(
        model=AnswerSelfAssessment,
        place=Place("self_assessment", dispensable=True, each="authority"),
        check_body=questions.check_answers,
        check=check_complete,
        news=answered,
    ),
)
