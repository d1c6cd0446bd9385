"""Letters that go out once more, and the language that they are in: the person's own, in every round."""

from rounds.state.case import Case
from rounds.state.effects import Effect, Resend
from rounds.state.kinds import Kind
from rounds.submissions.interventions import AskAgain, ChooseLanguage, SendAgain
from rounds.submissions.refusals import UnknownPerson


def check_asker(case: Case[AskAgain]) -> None:
    """Whoever asks takes part, or is asked something.

    Raises: UnknownPerson.
    """
    if case.sent.by not in case.round.everyone():
        raise UnknownPerson


def resent(case: Case[SendAgain | AskAgain]) -> list[Effect]:
    """The letter goes out once more."""
    return [Resend(letter=case.body.letter, submission=case.sent.id)]


KINDS = (
    Kind(model=SendAgain, after=True, accept=resent, officers_only=True),
    Kind(model=AskAgain, after=True, check=check_asker, accept=resent, receipt=False),
    Kind(model=ChooseLanguage),
)
