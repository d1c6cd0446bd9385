"""Letters that go out once more, and the language that they are in."""

from rounds.state.case import Case
from rounds.state.effects import Effect, Resend, Speak
from rounds.state.kinds import Kind
from rounds.submissions.interventions import AskAgain, ChooseLanguage, SendAgain
from rounds.submissions.refusals import OnlyInPerson, UnknownPerson


def check_asker(case: Case[AskAgain]) -> None:
    """Whoever asks takes part, or is asked something.

    Raises: UnknownPerson.
    """
    if case.sent.by not in case.round.everyone():
        raise UnknownPerson


def resent(case: Case[SendAgain | AskAgain]) -> list[Effect]:
    """The letter goes out once more."""
    return [Resend(letter=case.body.letter, submission=case.sent.id)]


def check_chosen(case: Case[ChooseLanguage]) -> None:
    """Z3: the language belongs to the recipient; nobody chooses it for them.

    Raises: OnlyInPerson.
    """
    if case.sent.officer or not case.sent.by:
        raise OnlyInPerson


def chosen(case: Case[ChooseLanguage]) -> list[Effect]:
    """Z3: what they are shown and sent is in it from now on."""
    return [Speak(participant=case.sent.by, language=case.body.language, submission=case.sent.id)]


KINDS = (
    Kind(model=SendAgain, accept=resent, officers_only=True),
    Kind(model=AskAgain, check=check_asker, accept=resent),
    Kind(model=ChooseLanguage, check=check_chosen, accept=chosen),
)
