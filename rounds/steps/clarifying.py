"""Questions go back to their author, answers go back for clarification; every exchange is kept (D3)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect
from rounds.state.keys import Key
from rounds.state.kinds import Kind
from rounds.state.round import Assignment, Round, State
from rounds.steps.questions import QUESTIONNAIRE
from rounds.submissions.interventions import SendBack
from rounds.submissions.refusals import ChoiceMissing, NotYours, Refusal

CLEAR = ("write_questions", "answer_questionnaire", "answer_self_assessment")
"""The kinds whose questions and answers must be clear."""
SENDS_BACK = ("lead_coordinator", "responsible_officer")


class NothingToSendBack(Refusal):
    """No questions or answers are here, they are with their author already, or it is too late (D3)."""

    code = "nothing_to_send_back"
    conflict = True


class UnknownQuestion(Refusal):
    """There is no question of this number."""

    code = "unknown_question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing:
    """How far a round is with its questions and answers, as its state or its rows tell.

    `again`: the keys of what was asked for again; `sent_on`: the questions were put into the questionnaire,
    or will not be; `over`: the visit has begun.
    """

    again: Collection[str]
    sent_on: bool
    over: bool

    def returns(self, key: Key, state: State | str) -> bool:
        """D3: whether what fulfilled this may go back: questions until sent on, answers until the visit."""
        used = key.kind == "write_questions" and self.sent_on
        here = state == "fulfilled" and str(key.again()) not in self.again
        return key.kind in CLEAR and here and not used and not self.over


def is_prepared(steps: Sequence[str], step: str) -> bool:
    """Whether the round has come past the preparation: the visit has begun."""
    return step in steps and "preparation" in steps[: steps.index(step)]


def clearing(round: Round) -> Clearing:
    """How far the round is, by its state."""
    questionnaire = round.assignments.get(QUESTIONNAIRE)
    return Clearing(
        again=round.sent_back,
        sent_on=questionnaire is not None and not questionnaire.awaited,
        over=is_prepared(round.methodology.steps, round.step),
    )


def check_sender(roles: Collection[str]) -> None:
    """D3: whoever leads the panel, or looks after the round, sends back.

    Raises: NotYours.
    """
    if not any(role in SENDS_BACK for role in roles):
        raise NotYours


def check_numbers(case: BodyCase[SendBack]) -> None:
    """D3: sending back says which questions or answers.

    Raises: ChoiceMissing.
    """
    if not case.body.numbers:
        raise ChoiceMissing(field="numbers")


def check_back(case: Case[SendBack]) -> None:
    """D3: the secretariat, or the lead coordinator, sends back what was sent in, until the visit.

    Raises: NotYours, NothingToSendBack, UnknownQuestion.
    """
    if not case.sent.officer:
        check_sender(case.round.roles_of(case.sent.by))
    a = case.round.assignments.get(case.body.about)
    if a is None or not clearing(case.round).returns(Key.parse(a.key), a.state):
        raise NothingToSendBack(field="about")
    if not set(case.body.numbers) <= set(range(1, _count(a) + 1)):
        raise UnknownQuestion(field="numbers")


def _count(a: Assignment) -> int:
    return len(getattr(a.answer, "questions", ()) or getattr(a.answer, "answers", ()))


def sent_back(case: Case[SendBack]) -> list[Effect]:
    """They are asked for again, under a number of their own."""
    again = str(Key.parse(case.body.about).again())
    case.round.sent_back = (*case.round.sent_back, again)
    return []


KINDS = (
    Kind(
        model=SendBack,
        check_body=check_numbers,
        check=check_back,
        accept=sent_back,
    ),
)
