"""What is arranged for the visit: its agenda, and the lists of secretariat and beneficiary (V1, V2, V4)."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from rounds.methodology.model import Methodology, Place
from rounds.state.case import BodyCase, Case
from rounds.state.keys import Key
from rounds.state.kinds import Kind, always
from rounds.state.round import Round
from rounds.submissions.changes import ReviseAgenda, ReviseInternational, ReviseLocal
from rounds.submissions.refusals import ReasonMissing, Refusal, TextMissing, WrongShape, refuse
from rounds.submissions.visit import ArrangeInternational, ArrangeLocal, Item, Session, SetAgenda

ALL = tuple(Key(kind, n=1) for kind in ("set_agenda", "arrange_international", "arrange_local"))
"""What must be complete before the visit begins (V1, V2), as far as the methodology asks for it."""


def needed(round: Round) -> tuple[str, ...]:
    """The keys of what must be complete before this round's visit begins (V1, V2)."""
    return tuple(str(key) for key in ALL if round.methodology.asks(key.kind))


class SessionKindMissing(Refusal):
    """The agenda lacks one of the kinds of session (V4)."""

    code = "session_kind_missing"


class SessionOutsideVisit(Refusal):
    """A session on a day that the visit does not have (V4)."""

    code = "session_outside_visit"


class SessionBackwards(Refusal):
    """A session ends before it starts."""

    code = "session_backwards"


class SessionsOverlap(Refusal):
    """Two sessions at the same time."""

    code = "sessions_overlap"


class ListEmpty(Refusal):
    """A list without an item."""

    code = "list_empty"


class ItemOpen(Refusal):
    """A list is sent once nothing on it is open any more; until then it is saved (V2)."""

    code = "item_open"


class WithWhomMissing(Refusal):
    """An interview that does not say whom it is with (V4)."""

    code = "with_whom_missing"


class NobodyOfTheRound(Refusal):
    """A session, or an arrangement, for a role that the round does not have."""

    code = "nobody_of_the_round"


class OnlyOfficersWaive(Refusal):
    """An item of a list is waived by the secretariat only (V2)."""

    code = "only_officers_waive"


# ---- the agenda


def check_agenda(case: BodyCase[SetAgenda] | BodyCase[ReviseAgenda]) -> None:
    """V4, V5: each kind of session that is needed; sessions run forwards and do not overlap.

    Raises: SessionKindMissing, SessionsOverlap, and what `_wrong_session` finds.
    """
    refuse(_wrong_agenda(case))


def _wrong_agenda(case: BodyCase[SetAgenda] | BodyCase[ReviseAgenda]) -> Iterator[Refusal]:
    body, methodology = case.body, case.methodology
    for n, session in enumerate(body.sessions):
        yield from _wrong_session(methodology, session, f"sessions.{n}")
    held = {session.session for session in body.sessions}
    missing = [kind for kind in methodology.sessions_needed if kind not in held]
    if missing:
        yield SessionKindMissing(field="sessions", session=missing[0])
    yield from _overlapping(body)


def _wrong_session(methodology: Methodology, session: Session, path: str) -> Iterator[Refusal]:
    """One session by itself: of a kind that there is, forwards, and with whom.

    WrongShape, SessionBackwards, WithWhomMissing, TextMissing for a meeting without the government body that
    is met.
    """
    if session.session not in methodology.sessions:
        yield WrongShape(field=f"{path}.session")
    if session.ends <= session.starts:
        yield SessionBackwards(field=f"{path}.ends")
    if session.session in methodology.sessions_with_body and not session.body_met.strip():
        yield TextMissing(field=f"{path}.body_met")
    if session.session in methodology.sessions_with_names and not session.interviewed.strip():
        yield WithWhomMissing(field=f"{path}.interviewed")


def _overlapping(body: SetAgenda | ReviseAgenda) -> Iterator[Refusal]:
    order = sorted(enumerate(body.sessions), key=lambda e: (e[1].day, e[1].starts))
    for (_, before), (n, after) in pairwise(order):
        if before.day == after.day and after.starts < before.ends:
            yield SessionsOverlap(field=f"sessions.{n}.starts")


def check_days(case: Case[SetAgenda] | Case[ReviseAgenda]) -> None:
    """V4: every session falls on a day of the visit, and names roles of the round.

    Raises: SessionOutsideVisit, NobodyOfTheRound.
    """
    visit = case.round.visit
    assert visit, "the agenda is asked for once the visit has dates"
    refuse(_astray(case.round, case.body.sessions, (visit.ends - visit.starts).days + 1))


def _astray(round: Round, sessions: Iterable[Session], days: int) -> Iterator[Refusal]:
    for n, session in enumerate(sessions):
        if not 1 <= session.day <= days:
            yield SessionOutsideVisit(field=f"sessions.{n}.day", days=days)
        yield from _unknown_roles(round, session.participants, f"sessions.{n}.participants")


def _unknown_roles(round: Round, roles: Iterable[str], field: str) -> Iterator[Refusal]:
    if any(role not in round.roles for role in roles):
        yield NobodyOfTheRound(field=field)


def fits(round: Round, starts: date, ends: date) -> bool:
    """V4: whether all sessions of an agenda that is set have their day in a stay."""
    agenda = round.assignments.get(str(Key("set_agenda", n=1)))
    days = (ends - starts).days + 1
    answer = agenda.answer if agenda else None
    return not isinstance(answer, SetAgenda) or all(session.day <= days for session in answer.sessions)


# ---- the two lists


Listed = ArrangeInternational | ArrangeLocal | ReviseInternational | ReviseLocal
"""What holds a list of arrangements."""


def check_items(case: BodyCase[Listed]) -> None:
    """V2: the list says something; what is done has an owner and a date, what is waived a reason.

    Raises: ListEmpty, ItemOpen, TextMissing, WrongShape, ReasonMissing.
    """
    if not case.body.items:
        raise ListEmpty(field="items")
    refuse(wrong for n, item in enumerate(case.body.items) for wrong in _wrong_item(item, f"items.{n}"))


def _wrong_item(item: Item, path: str) -> Iterator[Refusal]:
    if item.state == "waived":
        if not item.reason.strip():
            yield ReasonMissing(field=f"{path}.reason")
        return
    if not item.owner.strip():
        yield TextMissing(field=f"{path}.owner")
    if not item.by:
        yield WrongShape(field=f"{path}.by", expected="date")
    if item.state == "open":
        yield ItemOpen(field=f"{path}.state")


def check_concerned(case: Case[Any]) -> None:
    """V2: an arrangement is shown to roles that the round has.

    Raises: NobodyOfTheRound.
    """
    refuse(_unconcerned(case.round, case.body.items))


def _unconcerned(round: Round, items: Iterable[Item]) -> Iterator[Refusal]:
    for n, item in enumerate(items):
        yield from _unknown_roles(round, item.concerns, f"items.{n}.concerns")


def check_waivers(case: Case[ArrangeLocal]) -> None:
    """V2: only the secretariat waives an item.

    Raises: OnlyOfficersWaive, NobodyOfTheRound.
    """
    waived = () if case.sent.officer else (n for n, i in enumerate(case.body.items) if i.state == "waived")
    wrong = (OnlyOfficersWaive(field=f"items.{n}.state") for n in waived)
    refuse((*_unconcerned(case.round, case.body.items), *wrong))


def arranged(case: Case[ArrangeInternational | ArrangeLocal]) -> str:
    """V2: it is news once all the lists that the methodology asks for are complete."""
    return complete(case.round)


def complete(round: Round) -> str:
    """V2: the news that no list is awaited any more, and not all of them were waived; empty before."""
    lists = [round.assignments.get(key) for key in needed(round) if key.startswith("arrange_")]
    done = all(a and not a.awaited for a in lists) and any(a and a.state == "fulfilled" for a in lists)
    return "arrangements_complete" if done else ""


KINDS = (
    Kind(
        model=SetAgenda,
        place=Place("preparation", dispensable=True),
        check_body=check_agenda,
        check=check_days,
        news=always("agenda_set"),
    ),
    Kind(
        model=ArrangeInternational,
        place=Place("preparation", optional="international", dispensable=True),
        check_body=check_items,
        check=check_concerned,
        news=arranged,
    ),
    Kind(
        model=ArrangeLocal,
        place=Place("preparation", dispensable=True),
        check_body=check_items,
        check=check_waivers,
        news=arranged,
    ),
)
