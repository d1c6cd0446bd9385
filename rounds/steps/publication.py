"""Whether the report is published: by whose word, which version, in which languages, from when (X1, X2)."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from rounds.methodology.model import Place
from rounds.state import news
from rounds.state.assignments import close
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect
from rounds.state.kinds import Kind
from rounds.state.publishing import Authorisation, Unpublish
from rounds.state.round import Round
from rounds.steps import authorisations, translation
from rounds.steps.versions import OlderVersion, check_printed, check_version
from rounds.submissions.publication import AuthorisePublication, DecidePublication, WithdrawPublication
from rounds.submissions.refusals import ChoiceMissing, NotYours, Refusal, refusal, refuse

ENTITLED = "approver"
"""The role whose word it is; whoever holds it now, whoever held it when the report was approved (X2)."""
APPROVED = ("authorised", "internal")
"""How a round ends whose report was approved."""
BEHIND = timedelta(hours=12)
"""So far behind UTC it may be today still, for whoever names a day."""

Asked = DecidePublication | AuthorisePublication


class LanguageMissing(Refusal):
    """An authorisation names the languages it is for (X2)."""

    code = "language_missing"


class LanguageNotThere(Refusal):
    """The approved report does not exist in this language: nobody can authorise what nobody has read (X2)."""

    code = "language_not_there"


class DayPassed(Refusal):
    """A day on which to publish has passed already (X1)."""

    code = "day_passed"


class DayTooLate(Refusal):
    """A day on which to publish is further ahead than a methodology allows (X1)."""

    code = "day_too_late"


class LatestTooEarly(Refusal):
    """Publishing waits for the announcement until a day that comes before the one named for it (X3)."""

    code = "latest_too_early"


class NothingApproved(Refusal):
    """The round is not over, or ended without an approved report: there is nothing to authorise (X2)."""

    code = "nothing_approved"
    conflict = True


class NothingAuthorised(Refusal):
    """Nothing is public, and nothing waits to be: there is nothing to take back (X2)."""

    code = "nothing_authorised"
    conflict = True


# ---- what a decision says


def check_decision(case: BodyCase[DecidePublication]) -> None:
    """X1, X2: an authorisation names its languages, and its day where it is for a day; what W1 says.

    Raises: LanguageMissing, ChoiceMissing, and what `check_printed` raises.
    """
    refuse(_wrong_decision(case.body))
    if case.body.choice != "internal":
        check_printed(case.methodology, case.body, "languages")


def _wrong_decision(body: DecidePublication) -> Iterator[Refusal]:
    if body.choice != "internal":
        yield from _wrong(body)
    if body.choice == "publish_on" and body.day is None:
        yield ChoiceMissing(field="day")


def authorises(body: Any) -> bool:
    """Whether a submission gives the authorisation to publish (X2)."""
    return isinstance(body, AuthorisePublication) or (
        isinstance(body, DecidePublication) and body.choice != "internal"
    )


def check_authorisation(case: BodyCase[AuthorisePublication]) -> None:
    """X2: an authorisation names its languages. Raises: LanguageMissing, and what `check_printed` raises."""
    refuse(_wrong(case.body))
    check_printed(case.methodology, case.body, "languages")


def _wrong(body: Asked) -> Iterator[Refusal]:
    if not body.languages:
        yield LanguageMissing(field="languages")


def _check_what(case: Case[Any]) -> None:
    """X1, X2: languages in which the report exists, days that are to come and are not absurd.

    Raises: LanguageNotThere, DayPassed, DayTooLate, LatestTooEarly.
    """
    body, there = case.body, translation.languages(case.round)
    if there and not set(body.languages) <= set(there):
        raise LanguageNotThere(field="languages", there=", ".join(there))
    today = (case.now - BEHIND).date()
    last = today + timedelta(days=case.round.methodology.limits.publication_days)
    for field, day in (("day", _day(body)), ("latest", body.latest)):
        if day and day < today:
            raise DayPassed(field=field)
        if day and day > last:
            raise DayTooLate(field=field, due=last)
    if body.latest and body.latest < (_day(body) or today):
        raise LatestTooEarly(field="latest")


def _day(body: Any) -> date | None:
    """The day that was named; one that was typed beside "at once" says nothing."""
    return None if getattr(body, "choice", "") == "publish" else body.day


# ---- the round's own decision


def check_decided(case: Case[DecidePublication]) -> None:
    """X1, X2: the decision is about the exact version, and about what can be done.

    Raises: OlderVersion, and what `_check_what` raises.
    """
    check_version(case)
    if case.body.choice != "internal":
        _check_what(case)


def decided(case: Case[DecidePublication]) -> list[Effect]:
    """X1: it is published when the round is over, or stays internal."""
    if case.body.choice != "internal":
        _add(case, case.body)
        case.round.publishing = True
    return []


def _add(case: Case[Any], body: Asked) -> None:
    """The authorisation is on record; one that still waits makes way for it."""
    round = case.round
    earlier = (replace(a, state="replaced") if a.state == "waiting" else a for a in round.authorisations)
    new = Authorisation(
        n=len(round.authorisations) + 1,
        submission=case.sent.id,
        version=body.version,
        sha256=body.sha256,
        languages=tuple(dict.fromkeys(body.languages)),
        day=_day(body),
        latest=body.latest,
        officer=case.sent.officer,
    )
    round.authorisations = (*earlier, new)


# ---- later decisions, when the round is over


def check_may_authorise(round: Round, roles: Collection[str]) -> None:
    """X2: whoever is entitled to, once there is an approved report and its round is over.

    Raises: NotYours, NothingApproved.
    """
    if ENTITLED not in roles:
        raise NotYours
    if round.outcome not in APPROVED or not round.version:
        raise NothingApproved


def check_may_withdraw(round: Round, roles: Collection[str]) -> None:
    """X2: whoever is entitled to, of what is public or is to be.

    Raises: NotYours, NothingAuthorised.
    """
    if ENTITLED not in roles:
        raise NotYours
    if not round.outcome or authorisations.in_force(round) is None:
        raise NothingAuthorised


def check_authorised(case: Case[AuthorisePublication]) -> None:
    """X1, X2: by whom, of the approved version and no other, in which languages, from when.

    Raises: what `check_may_authorise` raises, OlderVersion, and what `_check_what` raises.
    """
    round, body = case.round, case.body
    check_may_authorise(round, round.roles_of(case.sent.by))
    if (body.version, body.sha256) != (round.version, round.sha256):
        raise OlderVersion(field="version", version=round.version)
    _check_what(case)


def authorised(case: Case[AuthorisePublication]) -> list[Effect]:
    """X2: it is published as it says; what is public stays so until then."""
    dropped = _needless(case.round, of_public=False)
    _add(case, case.body)
    return dropped


def check_withdrawn(case: Case[WithdrawPublication]) -> None:
    """X2: by whom. Raises: what `check_may_withdraw` raises."""
    check_may_withdraw(case.round, case.round.roles_of(case.sent.by))


def withdrawn(case: Case[WithdrawPublication]) -> list[Effect]:
    """X2: what is public goes offline, what waits never goes online; only a new authorisation undoes it."""
    round, now = case.round, authorisations.public(case.round)
    dropped = _needless(round, of_public=True)
    authorisations.turn(round, ("waiting", "public"), state="withdrawn")
    if now is None:
        return dropped
    told = news.of(case, "report_withdrawn")
    return [*dropped, Unpublish(n=now.n, submission=case.sent.id), *told]


def _needless(round: Round, of_public: bool) -> list[Effect]:
    """What is not published, or no longer, is neither countersigned nor announced."""
    kept = authorisations.public(round)
    mine = [a for a in round.open_assignments() if a.kind in authorisations.FOLLOWS]
    over = [a for a in mine if of_public or kept is None or authorisations.number(a.key) != kept.n]
    return [close(round, a, "closed") for a in over]


MAY = {"authorise_publication": check_may_authorise, "withdraw_publication": check_may_withdraw}
"""What may be decided about a round that is over, and who may."""


def offered(round: Round, by: str) -> tuple[str, ...]:
    """X2: what somebody may decide now about the publication of a round that is over."""
    return tuple(kind for kind, check in MAY.items() if not refusal(check, round, round.roles_of(by)))


KINDS = (
    Kind(
        model=DecidePublication,
        place=Place("publication", may_end=True),
        check_body=check_decision,
        check=check_decided,
        accept=decided,
        in_writing=True,
    ),
    Kind(
        model=AuthorisePublication,
        check_body=check_authorisation,
        check=check_authorised,
        accept=authorised,
        after=True,
        stands_in="answers",
    ),
    Kind(model=WithdrawPublication, check=check_withdrawn, accept=withdrawn, after=True, stands_in="answers"),
)
