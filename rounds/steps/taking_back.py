"""A finding that was recorded wrongly is taken back, until all are complete; the record stays (V6)."""

from collections.abc import Collection

from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect
from rounds.state.kinds import Kind
from rounds.state.round import Round
from rounds.steps import findings
from rounds.submissions.refusals import ChoiceMissing, NotYours, Refusal
from rounds.submissions.visit import WithdrawFinding

LEADS = ("lead_coordinator", "responsible_officer")
"""Who takes back what others recorded."""


class UnknownFinding(Refusal):
    """There is no such finding, or it was taken back before."""

    code = "unknown_finding"


def own(round: Round, by: str, officer: str = "") -> tuple[str, ...]:
    """V6: the findings that somebody may take back: their own, and all of them whoever leads the panel."""
    if officer or leads(round.roles_of(by)):
        return tuple(round.findings)
    return tuple(id for id in round.findings if round.finders.get(id) == by)


def leads(roles: Collection[str]) -> bool:
    """Whether somebody in these roles takes back what others recorded."""
    return any(role in LEADS for role in roles)


def check_chosen(case: BodyCase[WithdrawFinding]) -> None:
    """Which one is said.

    Raises: ChoiceMissing.
    """
    if not case.body.finding:
        raise ChoiceMissing(field="finding")


def check_may(complete: bool, own: Collection[str]) -> None:
    """V6: whoever has something to take back, until the findings are complete.

    Raises: FindingsComplete, NotYours.
    """
    if complete:
        raise findings.FindingsComplete
    if not own:
        raise NotYours


def check_taken_back(case: Case[WithdrawFinding]) -> None:
    """The same, of the round as it stands.

    Raises: what `check_may` raises, UnknownFinding, NotYours.
    """
    round, sent = case.round, case.sent
    mine = own(round, sent.by, sent.officer)
    if case.body.finding not in round.findings:
        raise UnknownFinding(field="finding")
    check_may(findings.recording(round, case.now).complete, mine)
    if case.body.finding not in mine:
        raise NotYours(field="finding")


def taken_back(case: Case[WithdrawFinding]) -> list[Effect]:
    """It is none of the round's findings any more; that it was recorded stays."""
    gone = case.body.finding
    case.round.findings = {id: meeting for id, meeting in case.round.findings.items() if id != gone}
    case.round.finders = {id: by for id, by in case.round.finders.items() if id != gone}
    return []


KINDS = (
    Kind(
        model=WithdrawFinding,
        check_body=check_chosen,
        check=check_taken_back,
        accept=taken_back,
    ),
)
