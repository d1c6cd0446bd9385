"""The analytical framework and the self-assessment that follows it (D1, D4)."""

from collections.abc import Collection, Iterator, Mapping

from rounds.methodology.dossier import reader
from rounds.methodology.model import Place
from rounds.state.assignments import close
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect
from rounds.state.keys import Key
from rounds.state.kinds import Kind, always
from rounds.state.people import seat_number
from rounds.state.round import Round
from rounds.state.sides import OFFICERS
from rounds.steps import questions
from rounds.submissions.assessment import (
    AgreeFramework,
    AnswerSelfAssessment,
    CommentFramework,
    ProposeFramework,
    WriteSelfAssessment,
)
from rounds.submissions.refusals import (
    CommentMissing,
    NothingWritten,
    NotYours,
    Refusal,
    UnknownDimension,
    refuse,
)

OWN = "own-"
"""Before the number of a dimension that was added in words."""
REST = "technical_team"
"""Who answers for the dimensions that no authority was named for."""
QUESTIONNAIRE = str(Key("write_self_assessment", n=1))


AGREE = "agree_framework"
"""The kind by which a framework is agreed."""


class NothingToComment(Refusal):
    """There is no framework yet that everybody agreed to (D4)."""

    code = "nothing_to_comment"
    conflict = True


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


def others(round: Round, n: int) -> tuple[tuple[str, str, str], ...]:
    """D4: who agrees to the nth framework besides its owner, each person once: key, role, participant.

    Asked once, it is those who take part then; whoever comes later has no part in it.
    """
    keys = [key for key in round.assignments if _of(key, n) and Key.parse(key).about]
    if str(Key(AGREE, n=n)) in round.assignments:
        asked = (round.assignments[key] for key in keys)
        return tuple((a.key, a.role, a.about) for a in asked)
    return tuple((str(Key(AGREE, who, n)), role, who) for who, role in _besides(round).items())


def _besides(round: Round) -> dict[str, str]:
    """Who takes part besides the framework's owner, and as what; the secretariat's officers propose it."""
    asking = [role for role in round.roles if reader(role) in round.methodology.framework_with]
    known = [who for role in (round.methodology.rule(AGREE).owner, *OFFICERS) for who in round.holders(role)]
    theirs: dict[str, str] = {}
    for role in asking:
        theirs |= {who: theirs.get(who, role) for who in round.holders(role) if who not in known}
    return theirs


def _of(key: str, n: int) -> bool:
    parsed = Key.parse(key)
    return parsed.kind == AGREE and parsed.n == n


def agreed(round: Round, n: int) -> tuple[str, ...]:
    """D4: the dimensions, once everybody who was asked agrees to them; until then none."""
    asked = [a for key, a in round.assignments.items() if _of(key, n)]
    proposal = round.assignments[str(Key("propose_framework", n=n))].answer
    refused = any(isinstance(a.answer, AgreeFramework) and a.answer.choice != "agree" for a in asked)
    open_ = refused or any(a.awaited for a in asked)
    return () if open_ or not isinstance(proposal, ProposeFramework) else dimensions(proposal)


def said(case: Case[AgreeFramework]) -> list[Effect]:
    """D4: where somebody asks for changes, nobody else is asked about this framework any more."""
    if case.body.choice == "agree":
        return []
    rest = [a for key, a in case.round.assignments.items() if _of(key, case.key.n) and a.awaited]
    return [close(case.round, a, "closed") for a in rest]


def news_of_framework(case: Case[AgreeFramework]) -> str:
    """D4: it is news once everybody has agreed."""
    return "framework_agreed" if agreed(case.round, case.key.n) else ""


def check_commented(case: Case[CommentFramework]) -> None:
    """D4: an expert, once the framework is agreed.

    Raises: what `check_may_comment` raises.
    """
    check_may_comment(bool(case.round.framework), case.round.roles_of(case.sent.by))


def check_may_comment(is_agreed: bool, roles: Collection[str]) -> None:
    """D4: whoever came once it was agreed, the experts, may comment on it.

    Raises: NotYours, NothingToComment.
    """
    if not any(seat_number(role) for role in roles):
        raise NotYours
    if not is_agreed:
        raise NothingToComment


def dimensions(body: ProposeFramework) -> tuple[str, ...]:
    """The dimensions of a proposal: codes, and numbers for those in words."""
    own = (f"{OWN}{n}" for n, _ in enumerate(body.own, start=1))
    return (*dict.fromkeys(body.dimensions), *own)


def check_questions(case: Case[WriteSelfAssessment]) -> None:
    """D1, D4: a question for each dimension of the framework, and for no other.

    Raises: UnknownDimension, DimensionUnasked.
    """
    refuse(_wrong_questions(case.body, case.round.framework))


def _wrong_questions(body: WriteSelfAssessment, framework: tuple[str, ...]) -> Iterator[Refusal]:
    for n, question in enumerate(body.questions):
        if question.dimension not in framework:
            yield UnknownDimension(field=f"questions.{n}.dimension")
    asked = {question.dimension for question in body.questions}
    for dimension in framework:
        if dimension not in asked:
            yield DimensionUnasked(field="questions", dimension=dimension)


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
    return complete(case.round)


def complete(round: Round) -> str:
    """D1: the news that no part is awaited any more, and not all of them were waived; empty before."""
    parts = [a for a in round.assignments.values() if a.kind == "answer_self_assessment"]
    done = not any(a.awaited for a in parts) and any(a.state == "fulfilled" for a in parts)
    return "self_assessment_answered" if done else ""


KINDS = (
    Kind(
        model=ProposeFramework,
        place=Place("self_assessment", optional="framework"),
        check_body=check_framework,
    ),
    Kind(
        model=AgreeFramework,
        place=Place("self_assessment", optional="framework", dispensable=True),
        check_body=check_agreement,
        accept=said,
        news=news_of_framework,
    ),
    Kind(
        model=CommentFramework,
        check=check_commented,
        news=always("framework_commented"),
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
