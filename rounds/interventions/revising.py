"""Agenda and arrangements change until the visit's last day, and whoever it concerns is told how (V10)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from rounds.state import news
from rounds.state.case import Case
from rounds.state.effects import Effect
from rounds.state.keys import Key
from rounds.state.kinds import Kind
from rounds.state.people import is_delegate
from rounds.state.round import Assignment, Round
from rounds.steps import arrangements, visit
from rounds.submissions.changes import ReviseAgenda, ReviseInternational, ReviseLocal
from rounds.submissions.refusals import NotYours, Refusal, WrongKind, refusal
from rounds.submissions.visit import ArrangeInternational, ArrangeLocal, SetAgenda

REVISIONS = {
    "set_agenda": "revise_agenda",
    "arrange_international": "revise_international",
    "arrange_local": "revise_local",
}
"""By what each of them is revised."""
ENDED = ("fulfilled", "waived")
"""The states in which there is something to revise: recorded, or left out when the visit began."""

List = ReviseInternational | ReviseLocal


class VisitOver(Refusal):
    """What was arranged for a visit changes until its last day, and no longer (V10)."""

    code = "visit_over"
    conflict = True


class NothingToRevise(Refusal):
    """It was not recorded yet: its own assignment takes it (V10)."""

    code = "nothing_to_revise"
    conflict = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """Something that was arranged, as the state or its row tells: whose it is, how it stands.

    `ahead`: the visit has dates, and is not over.
    """

    role: str
    state: str
    ahead: bool


def check_may_revise(arranged: Arranged, roles: Collection[str]) -> None:
    """V10: whoever owns it, once it was recorded, until the visit's last day.

    Raises: NothingToRevise, VisitOver, NotYours.
    """
    if arranged.state not in ENDED:
        raise NothingToRevise
    if not arranged.ahead:
        raise VisitOver
    if arranged.role not in roles:
        raise NotYours


def check_revised(case: Case[Any]) -> None:
    """V10: the same, of the round as it stands; an officer may for its owner, a delegate for theirs.

    Raises: WrongKind, and what `check_may_revise` raises.
    """
    if REVISIONS.get(case.key.kind) != case.body.kind:
        raise WrongKind(kind=case.key.kind)
    a = case.round.assignments.get(case.sent.key)
    if a is None:
        raise NothingToRevise
    roles = (a.role,) if case.sent.officer else _roles(case.round, a, case.sent.by)
    check_may_revise(_arranged(case.round, a), roles)


def key_of(revision: str) -> str:
    """The key of what is revised by this kind; empty for a kind that revises nothing."""
    return next((str(Key(kind, n=1)) for kind, by in REVISIONS.items() if by == revision), "")


def _arranged(round: Round, a: Assignment) -> Arranged:
    return Arranged(role=a.role, state=a.state, ahead=visit.ahead(round) is not None)


def _roles(round: Round, a: Assignment, by: str) -> tuple[str, ...]:
    """The roles in which somebody may revise it: their own, or its owner's, for whom they did it."""
    return (a.role,) if is_delegate(by) and by in a.holders else round.roles_of(by)


def check_offered(round: Round, kind: str, by: str) -> None:
    """V10: whether somebody may make such a revision now.

    Raises: what `check_may_revise` raises.
    """
    a = round.assignments.get(key_of(kind))
    if a is None:
        raise NothingToRevise
    check_may_revise(_arranged(round, a), _roles(round, a, by))


def offered(round: Round, by: str) -> tuple[str, ...]:
    """V10: what somebody may revise now."""
    return tuple(kind for kind in REVISIONS.values() if not refusal(check_offered, round, kind, by))


def check_agenda(case: Case[ReviseAgenda]) -> None:
    """V4, V10: every session has its day in the visit.

    Raises: what `check_revised` raises, SessionOutsideVisit, NobodyOfTheRound.
    """
    check_revised(case)
    arrangements.check_days(case)


def check_list(case: Case[List]) -> None:
    """V2, V10: only the secretariat waives an item more.

    Raises: what `check_revised` raises, NobodyOfTheRound, OnlyOfficersWaive.
    """
    check_revised(case)
    arrangements.check_concerned(case)
    mine = case.sent.officer or case.key.kind == "arrange_international"
    before = _waived(case.assignment.answer)
    if not mine and _waived(case.body) > before:
        n = max(n for n, item in enumerate(case.body.items) if item.state == "waived")
        raise arrangements.OnlyOfficersWaive(field=f"items.{n}.state")


def _waived(listed: object) -> int:
    return sum(item.state == "waived" for item in getattr(listed, "items", ()))


def agenda_revised(case: Case[ReviseAgenda]) -> list[Effect]:
    """V1, V10: who travels or receives is told what changed."""
    _put(case, SetAgenda(sessions=case.body.sessions))
    people = visit.travellers(case.round)
    return _told(case, what="agenda_revised", people=people)


def list_revised(case: Case[List]) -> list[Effect]:
    """V2, V10: both sides are told what changed, and whom it concerns; of the press, all who travel."""
    body, before = case.body, case.assignment.answer
    press = isinstance(body, ReviseLocal) and body.press != getattr(before, "press", body.press)
    people = visit.travellers(case.round) if press else concerned(case.round, body, before)
    if isinstance(body, ReviseLocal):
        _put(case, ArrangeLocal(items=body.items, press=body.press))
    else:
        _put(case, ArrangeInternational(items=body.items))
    return _told(case, what="arrangements_revised", people=people)


def _told(case: Case[Any], what: str, people: Collection[str]) -> list[Effect]:
    sent = case.sent
    return [*news.tell(case.round, what, key=sent.key, by=sent.by, submission=sent.id, concerned=people)]


def concerned(round: Round, *lists: object) -> tuple[str, ...]:
    """Who is told of a list of arrangements: both sides, and whom one of its items concerns."""
    named = (role for listed in lists for item in getattr(listed, "items", ()) for role in item.concerns)
    roles = ("focal_point", "responsible_officer", *named)
    return tuple(dict.fromkeys(p for role in roles for p in round.holders(role)))


Answered = SetAgenda | ArrangeInternational | ArrangeLocal


def _put(case: Case[ReviseAgenda] | Case[List], answer: Answered) -> None:
    case.round.assignments[case.sent.key] = replace(case.assignment, answer=answer)


KINDS = (
    Kind(
        model=ReviseAgenda,
        check_body=arrangements.check_agenda,
        check=check_agenda,
        accept=agenda_revised,
        stands_in="acts",
    ),
    Kind(
        model=ReviseInternational,
        check_body=arrangements.check_items,
        check=check_list,
        accept=list_revised,
        stands_in="acts",
    ),
    Kind(
        model=ReviseLocal,
        check_body=arrangements.check_items,
        check=check_list,
        accept=list_revised,
        stands_in="acts",
    ),
)
