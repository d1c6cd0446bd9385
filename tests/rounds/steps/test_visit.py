"""The visit: its dates, and what happens when it cannot begin: V1, V3, V8."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from rounds.state.effects import Schedule, Tell
from rounds.state.round import Visit
from rounds.steps import visit, windows
from rounds.submissions.visit import MarkDates, ProposeDates, ReadyVisit, SetAgenda, Window
from tests.rounds.scene import (
    CHILE,
    COLOMBIA,
    DAY,
    ENDS,
    NOW,
    OFFICER,
    RIPSO,
    STARTS,
    Verdict,
    a_round,
    ask,
    dated,
    seated,
    send,
    sent,
    session,
    sessions,
    verdict,
    verdict_on,
)


def stay(days: int, starts: date = STARTS) -> Window:
    return Window(starts=starts, ends=starts + timedelta(days=days - 1))


STAYS = [
    pytest.param(1, ("visit_length", "windows.0.ends"), id="V3 a visit of 1 day"),
    pytest.param(2, ("visit_length", "windows.0.ends"), id="V3 a visit of 2 days"),
    pytest.param(3, None, id="V3 a visit of 3 days"),
    pytest.param(5, None, id="V3 a visit of 5 days"),
    pytest.param(6, ("visit_length", "windows.0.ends"), id="V3 a visit of 6 days"),
    pytest.param(0, ("window_backwards", "windows.0.ends"), id="V3 a visit that ends before it starts"),
]


@pytest.mark.parametrize(("days", "expected"), STAYS)
def test_how_long_a_visit_lasts(days: int, expected: Verdict) -> None:
    assert verdict_on(ProposeDates(windows=(stay(days),))) == expected


def test_dates_are_proposed_and_each_window_is_looked_at_v8() -> None:
    assert verdict_on(ProposeDates(windows=())) == ("list_empty", "windows")
    assert verdict_on(ProposeDates(windows=(stay(3), stay(6)))) == ("visit_length", "windows.1.ends")


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        pytest.param(STARTS, None, id="V8 on the first day that leaves time"),
        pytest.param(
            STARTS - timedelta(days=1), ("window_too_soon", "windows.1.starts"), id="V8 a day too soon"
        ),
    ],
)
def test_a_window_leaves_time_to_prepare(starts: date, expected: Verdict) -> None:
    round = seated()
    ask(round, "propose_dates:1", earliest=STARTS)
    body = ProposeDates(windows=(stay(3), stay(3, starts)))
    assert verdict(round, sent("propose_dates:1", body, OFFICER)) == expected


MARKS = [
    pytest.param("some", (1, 2), None, id="V8 both windows"),
    pytest.param("none", (), None, id="V8 none of them"),
    pytest.param("some", (), ("choice_missing", "suits"), id="V8 some, without saying which"),
    pytest.param("none", (1,), ("wrong_shape", "suits"), id="V8 none, and one all the same"),
    pytest.param("some", (3,), ("unknown_window", "suits.0"), id="V8 a window that was not proposed"),
    pytest.param("some", (1, 0), ("unknown_window", "suits.1"), id="V8 windows are counted from 1"),
]


@pytest.mark.parametrize(("choice", "suits", "expected"), MARKS)
def test_what_suits_a_participant(choice: Any, suits: tuple[int, ...], expected: Verdict) -> None:
    round = seated()
    ask(round, "propose_dates:1")
    send(round, "propose_dates:1", ProposeDates(windows=(stay(3), stay(4))), OFFICER)
    ask(round, "mark_dates:expert-1:1", CHILE)
    body = MarkDates(choice=choice, suits=suits)
    assert verdict(round, sent("mark_dates:expert-1:1", body, CHILE)) == expected


FIRST, LATER = stay(3), stay(3, STARTS + timedelta(days=14))


def some(*suits: int) -> MarkDates:
    return MarkDates(choice="some" if suits else "none", suits=suits)


@pytest.mark.parametrize(
    ("marks", "today", "expected"),
    [
        pytest.param((some(1, 2), some(2)), NOW.date(), LATER, id="V8 the one that suits everyone"),
        pytest.param((some(1, 2), some(2, 1)), NOW.date(), FIRST, id="V8 the earlier of two"),
        pytest.param((some(1), some(2)), NOW.date(), None, id="V8 none that suits everyone"),
        pytest.param((some(), None), NOW.date(), None, id="V8 one whom nothing suits"),
        pytest.param((some(1), None), NOW.date(), FIRST, id="V8 a waived mark suits all"),
        pytest.param((some(1), some(1)), STARTS, None, id="V8 a window that has begun suits nobody"),
        pytest.param((some(1), some(1)), STARTS - timedelta(days=1), FIRST, id="V8 one of tomorrow does"),
    ],
)
def test_the_agreed_window(marks: tuple[Any, ...], today: date, expected: Window | None) -> None:
    assert windows.common((LATER, FIRST), [_turned(mark) for mark in marks], today) == expected


def _turned(mark: MarkDates | None) -> MarkDates | None:
    """The windows stand in another order than their dates: number 1 is then the second in the list."""
    return mark and replace(mark, suits=tuple(3 - n for n in mark.suits))


def ready(choice: Any, starts: date | None = None, days: int = 3, reason: str = "Storm") -> ReadyVisit:
    ends = starts and starts + timedelta(days=days - 1)
    return ReadyVisit(choice=choice, reason=reason, starts=starts, ends=ends)


MONTH_ON = STARTS + timedelta(days=30)
READY = [
    pytest.param(ready("begin"), None, id="V1 begin all the same"),
    pytest.param(ready("begin", reason=""), ("reason_missing", "reason"), id="V1 begin without a reason"),
    pytest.param(ready("move", MONTH_ON), None, id="V8 move the dates"),
    pytest.param(ready("move"), ("wrong_shape", "starts"), id="V8 move without dates"),
    pytest.param(
        ReadyVisit(choice="move", reason="Storm", starts=MONTH_ON),
        ("wrong_shape", "ends"),
        id="V8 move without an end",
    ),
    pytest.param(ready("move", MONTH_ON, 2), ("visit_length", "ends"), id="V3 moved, of 2 days"),
    pytest.param(ready("move", MONTH_ON, 6), ("visit_length", "ends"), id="V3 moved, of 6 days"),
    pytest.param(ready("move", STARTS), ("window_too_soon", "starts"), id="V8 moved to where it was"),
    pytest.param(
        ready("move", STARTS + timedelta(days=2)), ("window_too_soon", "starts"), id="V8 moved to today"
    ),
    pytest.param(ready("move", STARTS + timedelta(days=3)), None, id="V8 moved to tomorrow"),
]


@pytest.mark.parametrize(("body", "expected"), READY)
def test_a_visit_that_cannot_begin_as_it_is(body: ReadyVisit, expected: Verdict) -> None:
    round = dated()
    ask(round, "ready_visit:1")
    assert round.visit
    assert round.visit.opens
    two_days_late = round.visit.opens + 2 * DAY
    assert verdict(round, sent("ready_visit:1", body, OFFICER), two_days_late) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [(4, None), pytest.param(3, ("session_outside_visit", "ends"), id="V4 shorter than its agenda")],
)
def test_an_agenda_that_is_set_fits_into_the_moved_dates(days: int, expected: Verdict) -> None:
    round = dated()
    agenda = SetAgenda(sessions=(*sessions(), session(RIPSO.sessions[0], 4)))
    send(round, "set_agenda:1", agenda, "focal_point")
    ask(round, "ready_visit:1")
    assert verdict(round, sent("ready_visit:1", ready("move", MONTH_ON, days), OFFICER)) == expected


def test_beginning_all_the_same_waives_what_is_missing_v2() -> None:
    round = dated()
    send(round, "set_agenda:1", SetAgenda(sessions=sessions()), "focal_point")
    ask(round, "ready_visit:1")
    send(round, "ready_visit:1", ready("begin"), OFFICER)
    states = {key: a.state for key, a in round.assignments.items() if "arrange" in key or "agenda" in key}
    assert states == {
        "set_agenda:1": "fulfilled",
        "arrange_international:1": "waived",
        "arrange_local:1": "waived",
    }


def test_moving_the_dates_tells_the_calendars_and_opens_anew_what_is_missing_v8() -> None:
    round = dated()
    send(round, "set_agenda:1", SetAgenda(sessions=sessions()), "focal_point")
    ask(round, "ready_visit:1")
    effects = send(round, "ready_visit:1", ready("move", MONTH_ON), OFFICER)
    assert round.visit == Visit(starts=MONTH_ON, ends=MONTH_ON + timedelta(days=2), number=1)
    assert [(e.kind, getattr(e, "key", "")) for e in effects] == [
        ("close", "ready_visit:1"),
        ("schedule", ""),
        ("open", "arrange_international:1"),
        ("open", "arrange_local:1"),
    ]
    assert {e.visit_starts for e in effects if e.kind == "open"} == {MONTH_ON}
    assert round.assignments["arrange_local:1"].due is None


def test_the_visit_is_in_the_calendar_of_everyone_once_v8() -> None:
    round = dated()
    assert round.visit
    assert visit.scheduled(round, round.visit) == Schedule(
        starts=STARTS,
        ends=ENDS,
        number=0,
        freeze=5,
        people=("focal_point", OFFICER, "coordinator-1.1", "coordinator-1.2", CHILE, COLOMBIA),
    )


def test_there_is_no_visit_ahead_before_its_dates_and_after_its_end() -> None:
    assert visit.ahead(a_round()) is None
    round = dated()
    assert visit.ahead(round) == round.visit
    ask(round, "record_findings:1")
    assert visit.ahead(round) is None
    round = dated()
    round.done = ("request", "panel", "preparation", "visit")
    assert visit.ahead(round) is None
    assert visit.joined(round, CHILE) == []
    assert visit.left(round, CHILE) == []


def test_whoever_was_to_see_to_what_is_waived_is_told_but_not_the_officer_who_waives_v1_v2() -> None:
    round = dated()
    ask(round, "ready_visit:1")
    effects = send(round, "ready_visit:1", ReadyVisit(choice="begin", reason="It can wait"), OFFICER)
    told = [(e.what, e.key, e.people) for e in effects if isinstance(e, Tell)]
    assert told == [
        ("waived", "set_agenda:1", ("focal_point",)),
        ("waived", "arrange_local:1", ("focal_point",)),
    ]
    assert round.assignments["arrange_international:1"].state == "waived"
