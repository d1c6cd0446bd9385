"""What the beneficiary says of each recommendation, at its discretion (W6)."""

from collections.abc import Collection, Iterable, Sequence

from rounds.state.case import BodyCase, Case
from rounds.state.keys import Key
from rounds.state.kinds import Kind
from rounds.state.round import Round
from rounds.steps.versions import check_printed
from rounds.submissions.refusals import NotYours, Refusal, refuse
from rounds.submissions.report import Reply, ReplyRecommendations, ReviewReport, Version

REPLIES = ("approver", "focal_point")
"""Who speaks for the beneficiary on its recommendations."""
VERSIONS = ("consolidate_report", "finish_draft", "revise_report")
"""The kinds that make a version of the report."""


class UnknownRecommendation(Refusal):
    """The report has no recommendation of this id (W6)."""

    code = "unknown_recommendation"


class NotApproved(Refusal):
    """The report has not been approved yet (W6, X2)."""

    code = "not_approved"
    conflict = True


def in_force(round: Round) -> Version | None:
    """The facts of the version in force."""
    asked = [a.answer for a in round.assignments.values() if a.kind in VERSIONS]
    return next((body for body in reversed(asked) if isinstance(body, Version)), None)


def is_approved(round: Round) -> bool:
    """Whether the version in force is the approved one."""
    asked = [a.answer for a in round.assignments.values() if Key.parse(a.key).kind == "review_report"]
    return any(isinstance(body, ReviewReport) and body.choice == "approve" for body in asked)


def check_known(round: Round, said: Sequence[Reply]) -> None:
    """W6: each is about a recommendation of the version in force.

    Raises: UnknownRecommendation.
    """
    body = in_force(round)
    known = {record.id for record in body.recommendations} if body else set()
    refuse(
        UnknownRecommendation(field=f"replies.{n}") for n, reply in enumerate(said) if reply.on not in known
    )


def check_may_reply(roles: Collection[str]) -> None:
    """W6: the beneficiary.

    Raises: NotYours.
    """
    if not any(role in REPLIES for role in roles):
        raise NotYours


def check_reply(case: BodyCase[ReplyRecommendations]) -> None:
    """W1, W6: what is to be shown is not too long. Raises: what `check_printed` raises."""
    check_printed(case.methodology, case.body, "replies")


def check_replied(case: Case[ReplyRecommendations]) -> None:
    """W6: the beneficiary says it, of what it has approved, also when the round is over.

    Raises: NotYours, NotApproved, UnknownRecommendation.
    """
    check_may_reply(case.round.roles_of(case.sent.by))
    if not is_approved(case.round):
        raise NotApproved
    check_known(case.round, case.body.replies)


def latest(said: Iterable[ReviewReport | ReplyRecommendations]) -> tuple[Reply, ...]:
    """What holds of all that was said, in the order of its saying: the last word on each."""
    replies = [reply for body in said for reply in body.replies if reply.answer]
    return tuple({reply.on: reply for reply in replies}.values())


def shown(said: Iterable[ReviewReport | ReplyRecommendations]) -> bool:
    """Whether it is shown in the report: as the beneficiary said last, and never unless it said so."""
    return [False, *(body.shown for body in said if body.replies or body.shown)][-1]


KINDS = (Kind(model=ReplyRecommendations, check_body=check_reply, check=check_replied, after=True),)
