"""The visit: its dates, its agenda, its arrangements (V1 to V8)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from rounds.methodology.model import Methodology
from rounds.state.effects import Effect, Schedule, Unschedule
from rounds.state.round import Round, Standing, Visit
from rounds.submissions.refusals import ReasonMissing, Refusal, TextMissing, WrongShape
from rounds.submissions.visit import MarkDates, ProposeDates, ReadyVisit, SetAgenda, Window


class VisitTooShortOrLong(Refusal):
    """The visit lasts the methodology's number of days (V3)."""

    code = "visit_length"


class WindowTooSoon(Refusal):
    """A window of dates starts before there is time to prepare (V8)."""

    code = "window_too_soon"


class WindowBackwards(Refusal):
    """A stay ends before it starts."""

    code = "window_backwards"


class UnknownWindow(Refusal):
    """A window that was not proposed (V8)."""

    code = "unknown_window"


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


class UnknownVisitForm(Refusal):
    """A form of visit that the methodology does not have (V5)."""

    code = "unknown_visit_form"


class ListEmpty(Refusal):
    """A list without an item."""

    code = "list_empty"


def check_stay(methodology: Methodology, starts: date, ends: date, path: str = "") -> None:
    """V3: the visit lasts 3 to 5 days (the methodology's numbers), both ends counted.

    Raises: WindowBackwards, VisitTooShortOrLong.
    """
    limits = methodology.limits
    if ends < starts:
        raise WindowBackwards(field=f"{path}ends")
    if not limits.visit_days_least <= (ends - starts).days + 1 <= limits.visit_days_most:
        raise VisitTooShortOrLong(
            field=f"{path}ends", least=limits.visit_days_least, most=limits.visit_days_most
        )


def check_windows(methodology: Methodology, _: str, body: ProposeDates) -> None:
    """V3, V5, V8: a form of visit that there is, and at least one window, each of a lawful length.

    Raises: UnknownVisitForm, ListEmpty, and what `check_stay` raises.
    """
    if body.visit_form and body.visit_form not in methodology.visit_forms:
        raise UnknownVisitForm(field="visit_form")
    if not body.windows:
        raise ListEmpty(field="windows")
    for n, window in enumerate(body.windows):
        check_stay(methodology, window.starts, window.ends, f"windows.{n}.")


def check_lead(at: Standing, body: ProposeDates) -> None:
    """V8: no window starts before the first day that leaves time to prepare.

    Raises: WindowTooSoon.
    """
    for n, window in enumerate(body.windows):
        if at.assignment.earliest and window.starts < at.assignment.earliest:
            raise WindowTooSoon(field=f"windows.{n}.starts", earliest=at.assignment.earliest)


def check_marks(_: Methodology, __: str, body: MarkDates) -> None:
    """V8: saying that some dates suit means saying which.

    Raises: WrongShape.
    """
    if (body.choice == "some") != bool(body.suits):
        raise WrongShape(field="suits")


def check_windows_known(at: Standing, body: MarkDates) -> None:
    """V8: the windows marked are among those proposed.

    Raises: UnknownWindow.
    """
    known = len(proposed(at.round, at.assignment.key.partition(":")[2].partition(".")[0]).windows)
    for n, number in enumerate(body.suits):
        if not 1 <= number <= known:
            raise UnknownWindow(field=f"suits.{n}", window=number)


def proposed(round: Round, number: str) -> ProposeDates:
    """The windows of the proposal of this number."""
    answer = round.assignments[f"propose_dates:{number}"].answer
    return answer if isinstance(answer, ProposeDates) else ProposeDates(windows=())


def form(round: Round, number: str) -> str:
    """V5: the form of the visit that was proposed; the methodology's first if none was said."""
    return proposed(round, number).visit_form or round.methodology.visit_forms[0]


def common(windows: tuple[Window, ...], marks: Iterable[MarkDates | None], today: date) -> Window | None:
    """V8: the earliest window still ahead that suits everyone; a waived mark (None) suits all."""
    given = [set(mark.suits) for mark in marks if mark]
    suiting = [w for n, w in enumerate(windows, start=1) if w.starts > today and all(n in s for s in given)]
    return min(suiting, key=lambda w: w.starts, default=None)


def check_agenda(methodology: Methodology, _: str, body: SetAgenda) -> None:
    """V4, V5: each kind of session that is needed; sessions run forwards and do not overlap.

    Raises: SessionKindMissing, SessionBackwards, SessionsOverlap, WrongShape, TextMissing for a meeting
    without the government body that is met.
    """
    for n, session in enumerate(body.sessions):
        if session.session not in methodology.sessions:
            raise WrongShape(field=f"sessions.{n}.session")
        if session.ends <= session.starts:
            raise SessionBackwards(field=f"sessions.{n}.ends")
        if session.session in methodology.sessions_with_body and not session.body_met.strip():
            raise TextMissing(field=f"sessions.{n}.body_met")
    held = {session.session for session in body.sessions}
    missing = [kind for kind in methodology.sessions_needed if kind not in held]
    if missing:
        raise SessionKindMissing(field="sessions", session=missing[0])
    _check_apart(body)


def _check_apart(body: SetAgenda) -> None:
    order = sorted(enumerate(body.sessions), key=lambda e: (e[1].day, e[1].starts))
    for (_, before), (n, after) in pairwise(order):
        if before.day == after.day and after.starts < before.ends:
            raise SessionsOverlap(field=f"sessions.{n}.starts")


def check_days(at: Standing, body: SetAgenda) -> None:
    """V4: every session falls on a day of the visit.

    Raises: SessionOutsideVisit.
    """
    assert at.round.visit, "the agenda is asked for once the visit has dates"
    days = (at.round.visit.ends - at.round.visit.starts).days + 1
    for n, session in enumerate(body.sessions):
        if not 1 <= session.day <= days:
            raise SessionOutsideVisit(field=f"sessions.{n}.day", days=days)


def check_ready(methodology: Methodology, _: str, body: ReadyVisit) -> None:
    """V1, V2: beginning on an incomplete agenda or list has a reason; other dates make a lawful stay.

    Raises: ReasonMissing, WrongShape, and what `check_stay` raises.
    """
    if not body.reason.strip():
        raise ReasonMissing(field="reason")
    if body.choice == "begin":
        return
    if not body.starts:
        raise WrongShape(field="starts")
    if not body.ends:
        raise WrongShape(field="ends")
    check_stay(methodology, body.starts, body.ends)


def check_move(at: Standing, body: ReadyVisit) -> None:
    """V1, V4: moved dates are still ahead, and an agenda that is set fits into them.

    Raises: WindowTooSoon, SessionOutsideVisit.
    """
    if body.choice == "begin":
        return
    assert body.starts
    assert body.ends
    assert at.round.visit
    earliest = max(at.round.visit.starts, at.now.date()) + timedelta(days=1)
    if body.starts < earliest:
        raise WindowTooSoon(field="starts", earliest=earliest)
    agenda = at.round.assignments["set_agenda:1"].answer
    days = (body.ends - body.starts).days + 1
    if isinstance(agenda, SetAgenda) and any(session.day > days for session in agenda.sessions):
        raise SessionOutsideVisit(field="ends", days=days)


def ahead(round: Round) -> Visit | None:
    """The visit, unless it has no dates yet or is over: then its findings are asked for."""
    over = "visit" in round.done or "record_findings:1" in round.assignments
    return None if over else round.visit


def joined(round: Round, participant: str) -> list[Effect]:
    """V8: whoever comes into the round while the visit is ahead has it in their calendar."""
    agreed = ahead(round)
    if not agreed or participant not in travellers(round):
        return []
    return [replace(scheduled(round, agreed), people=(participant,))]


def left(round: Round, participant: str) -> list[Effect]:
    """V8: the visit leaves the calendar of whoever leaves the round; asked while they still hold a role."""
    agreed = ahead(round)
    if not agreed or participant not in travellers(round):
        return []
    round.visit = replace(agreed, number=agreed.number + 1)
    return [
        Unschedule(number=round.visit.number, people=(participant,)),
        # For the others it stands as it was; this says so to the record, and to nobody.
        replace(scheduled(round, round.visit), people=()),
    ]


def travellers(round: Round) -> tuple[str, ...]:
    """Who has the visit in their calendar: beneficiary, panel and responsible officer, each once (V8)."""
    own = (p for role in ("focal_point", "responsible_officer") for p in round.holders(role))
    return tuple(dict.fromkeys((*own, *panel(round))))


def panel(round: Round) -> tuple[str, ...]:
    """The coordinators and whoever holds a seat, each once."""
    roles = ("coordinator", *(seat.role for seat in round.seats.values()))
    return tuple(dict.fromkeys(p for role in roles for p in round.holders(role)))


def scheduled(round: Round, visit: Visit) -> Schedule:
    """The effect that tells calendars the visit's dates, and learns its hours."""
    freezes = [rule.freezes for rule in round.methodology.assignments.values() if rule.freezes]
    return Schedule(
        starts=visit.starts,
        ends=visit.ends,
        number=visit.number,
        freeze=max(freezes, default=0),
        people=travellers(round),
        form=visit.form if len(round.methodology.visit_forms) > 1 else "",
    )
