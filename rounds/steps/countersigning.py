"""An officer's countersign, without which no authorisation to publish holds (L11, X2)."""

from rounds.methodology.model import Place
from rounds.state import news
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect
from rounds.state.keys import Key
from rounds.state.kinds import Kind
from rounds.state.people import is_delegate
from rounds.state.publishing import Authorisation
from rounds.state.round import Round
from rounds.state.sides import OFFICERS
from rounds.steps import authorisations
from rounds.steps.versions import check_version
from rounds.submissions.publication import CountersignPublication
from rounds.submissions.refusals import OnlyInPerson, ReasonMissing, Refusal

HEAD = "head_of_secretariat"
RETURNED = "publication_returned"
"""The news that an authorisation was not countersigned."""


class SameOfficer(Refusal):
    """Who filed the decision in the beneficiary's place countersigns nothing of it (L11)."""

    code = "same_officer"
    conflict = True


def key(n: int) -> Key:
    """Under which the countersign of the n-th authorisation is asked."""
    return Key(authorisations.COUNTERSIGN, n=n)


def is_awaited(round: Round, n: int) -> bool:
    """Whether an authorisation waits for its countersign."""
    a = round.authorisations[n - 1]
    return a.state == "waiting" and authorisations.COUNTERSIGN in authorisations.lacks(round, a)


def role(round: Round, n: int) -> str:
    """L11: who is asked: the head of the secretariat for what an officer has filed, else as the file says."""
    return HEAD if round.authorisations[n - 1].officer else ""


def about(case: Case[CountersignPublication]) -> Authorisation:
    """The authorisation that is countersigned or returned."""
    return case.round.authorisations[authorisations.number(case.sent.key) - 1]


def check_body(case: BodyCase[CountersignPublication]) -> None:
    """L11: whoever returns an authorisation says why. Raises: ReasonMissing."""
    if case.body.choice == "return" and not case.body.reason.strip():
        raise ReasonMissing(field="reason")


def check_signed(case: Case[CountersignPublication]) -> None:
    """L11: of the very version that was authorised, by an officer, and by none who filed the decision.

    Raises: OlderVersion, OnlyInPerson for a delegate, SameOfficer.
    """
    check_version(case)
    if is_delegate(case.sent.by):
        raise OnlyInPerson
    filed = about(case).officer
    if filed and filed == case.sent.officer:
        raise SameOfficer(field="choice")


def signed(case: Case[CountersignPublication]) -> list[Effect]:
    """L11: it holds from now on; or it is void, and its giver is told why and may give it anew."""
    round, n = case.round, about(case).n
    if case.body.choice == "countersign":
        authorisations.change(round, n, countersign=case.sent.id)
        return []
    told = news.of(case, RETURNED, concerned=round.holders("approver"))
    return [*_void(round, n), *told]


def _void(round: Round, n: int) -> list[Effect]:
    authorisations.change(round, n, state="returned")
    return authorisations.dropped_of(round, n)


def unanswered(round: Round, n: int) -> list[Effect]:
    """L11: an officer has let it go after long silence: nothing is published without a countersign."""
    if not is_awaited(round, n):
        return []
    return [*_void(round, n), *news.tell(round, RETURNED, concerned=round.holders("approver"))]


KINDS = (
    Kind(
        model=CountersignPublication,
        place=Place(optional="countersign"),
        check_body=check_body,
        check=check_signed,
        accept=signed,
        beside=OFFICERS,
        in_writing=True,
        after=True,
    ),
)
