"""The announcement of a published report: the secretariat and the beneficiary agree on its words (X3)."""

from collections import Counter
from collections.abc import Iterator

from rounds.methodology.model import Place
from rounds.state import news
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect
from rounds.state.keys import Key
from rounds.state.kinds import Kind
from rounds.state.publishing import Authorisation
from rounds.state.round import Round
from rounds.steps import authorisations
from rounds.submissions.publication import AgreeAnnouncement
from rounds.submissions.refusals import NotYours, Refusal, refuse

SIDES = ("responsible_officer", "approver")
"""Who agrees, in turn: the secretariat begins, with a draft."""
RECIPIENTS = 200
"""Addresses beyond the round, at most."""


class AnnouncementMissing(Refusal):
    """An announcement has its text in each language of the report, once (X3)."""

    code = "announcement_missing"


class AnnouncementDiffers(Refusal):
    """Who agrees to the text has sent another one with it: that is to propose it (X3)."""

    code = "announcement_differs"


class TooManyRecipients(Refusal):
    """An announcement goes to so many addresses beyond the round, at most (X3)."""

    code = "too_many_recipients"


def turn(n: int, k: int) -> Key:
    """The k-th word on the announcement of an authorisation: whose turn it is, their key says."""
    return Key(authorisations.ANNOUNCEMENT, f"{n}:{role(k)}", k)


def role(k: int) -> str:
    """Whose turn it is."""
    return SIDES[(k - 1) % len(SIDES)]


def settled(round: Round, n: int) -> bool:
    """Whether nothing more is to be agreed on the announcement of an authorisation."""
    a = round.authorisations[n - 1]
    return bool(a.announced) or a.state not in ("waiting", "public")


def check_body(case: BodyCase[AgreeAnnouncement]) -> None:
    """X3: a change has a text; not too many addresses. Raises: AnnouncementMissing, TooManyRecipients."""
    if case.body.choice == "change" and not case.body.texts:
        raise AnnouncementMissing(field="texts")
    if len(case.body.recipients) > RECIPIENTS:
        raise TooManyRecipients(field="recipients", most=RECIPIENTS)


def check_agreed(case: Case[AgreeAnnouncement]) -> None:
    """X3: in each language of the report; the addresses are the secretariat's to name.

    Raises: AnnouncementMissing, NotYours.
    """
    if case.body.choice != "none" and (_proposes(case)):
        refuse(_wrong(case))
    if case.body.recipients and case.assignment.role != SIDES[0]:
        raise NotYours(field="recipients")


def _wrong(case: Case[AgreeAnnouncement]) -> Iterator[Refusal]:
    said = Counter(text.in_language for text in case.body.texts)
    if said != Counter(_about(case).languages):
        yield AnnouncementMissing(field="texts")


def _about(case: Case[AgreeAnnouncement]) -> Authorisation:
    return case.round.authorisations[authorisations.number(case.sent.key) - 1]


def _proposes(case: Case[AgreeAnnouncement]) -> bool:
    """Whether the words in it are what the other side is asked about; the first always are."""
    return case.body.choice == "change" or (case.body.choice == "agree" and case.key.n == 1)


def agreed(case: Case[AgreeAnnouncement]) -> list[Effect]:
    """X3: the other side's turn, or both have agreed, or there is none."""
    round, n, sent = case.round, authorisations.number(case.sent.key), case.sent
    if case.assignment.role == SIDES[0]:
        authorisations.change(round, n, recipients=sent.id)
    if case.body.choice == "none":
        authorisations.change(round, n, announced="none")
        return []
    if _proposes(case):
        authorisations.change(round, n, text=sent.id)
        return []
    authorisations.change(round, n, announced="agreed")
    return authorisations.announced(round, news.told(round, "report_published"))


def unanswered(round: Round, n: int) -> None:
    """X3: nobody has agreed in all the time there was: it is not announced, and stays published."""
    if not settled(round, n):
        authorisations.change(round, n, announced="none")


KINDS = (
    Kind(
        model=AgreeAnnouncement,
        place=Place(optional="announcement", dispensable=True, may_end=True),
        check_body=check_body,
        check=check_agreed,
        accept=agreed,
        after=True,
    ),
)
