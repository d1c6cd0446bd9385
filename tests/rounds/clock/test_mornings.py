"""Nothing falls on a day off, and what is pending is said in the reader's own working morning (Z8)."""

from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from rounds.clock.deadlines import dates, morning_of, moved, next_morning
from rounds.methodology.model import AssignmentRule, Clock
from rounds.state.effects import Move
from tests.rounds.clock.test_deadlines import ASUNCION, MONDAY, VISIT, Weekdays, local, rule

CALENDAR = AssignmentRule("k", "title", "focal_point", Clock(60, "calendar"), (30, 45, 55))
DAYS_OFF = {
    "Z8 nothing falls on a day off": (
        frozenset[date](),
        "2027-04-30",
        ["03-31", "04-15", "04-26"],
        "2027-05-31",
    ),
    "Z8 a Friday off moves it over the weekend": (
        frozenset({date(2027, 4, 30), date(2027, 4, 15)}),
        "2027-05-03",
        ["03-31", "04-16", "04-26"],
        "2027-06-02",
    ),
    "Z8 a whole week off": (
        frozenset(date(2027, 4, 26) + timedelta(days=n) for n in range(5)),
        "2027-05-03",
        ["03-31", "04-15", "05-03"],
        "2027-06-02",
    ),
}


@pytest.mark.parametrize(("off", "due", "reminders", "monthly"), DAYS_OFF.values(), ids=DAYS_OFF.keys())
def test_a_clock_in_calendar_days_moves_to_the_next_working_day_with_all_its_reminders(
    off: frozenset[date], due: str, reminders: list[str], monthly: str
) -> None:
    got = dates("k", CALENDAR, MONDAY, replace(ASUNCION, off=off))
    assert got.due == local(f"{due}T18:00")
    assert got.reminders == tuple(local(f"2027-{day}T09:00") for day in reminders)
    assert got.monthly_from == local(f"{monthly}T09:00")


def test_calendar_days_before_a_visit_end_before_it_whatever_day_off_they_fall_on_z8() -> None:
    eve = AssignmentRule("k", "title", "focal_point", Clock(1, "calendar", "before_visit"), (10,))
    got = dates("k", eve, MONDAY, ASUNCION, visit_starts=VISIT["visit_starts"])
    assert (got.due, got.reminders) == (local("2027-06-04T18:00"), (local("2027-05-28T09:00"),))


MORNINGS_OF = {
    "Z8 in the morning: at once": ("2027-03-01T09:00", "2027-03-01T09:00"),
    "Z8 later in the morning: at once": ("2027-03-01T11:59", "2027-03-01T11:59"),
    "Z8 at night: that morning": ("2027-03-01T02:00", "2027-03-01T09:07"),
    "Z8 in the afternoon: the next morning": ("2027-03-01T12:00", "2027-03-02T09:07"),
    "Z8 on a Friday evening: on Monday": ("2027-03-05T18:00", "2027-03-08T09:07"),
    "Z8 on a Saturday morning: on Monday": ("2027-03-06T10:00", "2027-03-08T09:07"),
    "Z8 on a holiday: the day after": ("2027-03-03T09:30", "2027-03-04T09:07"),
}


@pytest.mark.parametrize(("now", "at"), MORNINGS_OF.values(), ids=MORNINGS_OF.keys())
def test_what_is_pending_is_said_in_the_readers_own_working_morning(now: str, at: str) -> None:
    off = replace(ASUNCION, off=frozenset({date(2027, 3, 3)}))
    assert next_morning(local(now), off, reminded=time(9, 7)) == local(at)


def test_the_morning_of_one_may_be_the_night_of_another_z8() -> None:
    belize = Weekdays(ZoneInfo("America/Belize"))
    nine_in_asuncion = local("2027-03-01T09:00")
    assert next_morning(nine_in_asuncion, ASUNCION) == nine_in_asuncion
    assert next_morning(nine_in_asuncion, belize) == local("2027-03-01T09:00", belize.zone)
    assert morning_of(date(2027, 3, 6), belize) == local("2027-03-08T09:00", belize.zone)


def test_a_reminder_never_moves_to_a_day_off_and_a_day_that_was_named_stays_z1_z8() -> None:
    saturday, sunday = "2027-04-03", "2027-04-04"
    named = Move(
        key="k", paused=False, tell=(), number=1, due=local(f"{sunday}T18:00"),
        reminders=(local("2027-03-20T09:00"), local(f"{saturday}T09:00")),
        monthly_from=local("2027-05-01T09:00"),
    )  # fmt: skip
    got = moved(named, rule("examine_request"), ASUNCION)
    assert got.due == local(f"{sunday}T18:00")
    assert got.reminders == (local("2027-03-22T09:00"), local(f"{sunday}T09:00"))
    assert got.monthly_from == local("2027-05-03T09:00")
    granted_by_nobody = moved(replace(named, slack="request"), rule("examine_request"), ASUNCION)
    assert granted_by_nobody.due == local("2027-04-05T18:00")
