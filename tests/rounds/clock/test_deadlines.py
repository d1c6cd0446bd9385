"""When things are due: the same clocks for everybody, in the calendar of whoever must act (Z1, V8, D2)."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methodologies.loader import methodology
from rounds.clock.deadlines import (
    dates,
    morning,
    moved,
    not_before,
    on_working_day,
    visit_hours,
    working_day,
)
from rounds.methodology.model import AssignmentRule, Clock
from rounds.state.batches import Dates, VisitHours
from rounds.state.effects import Move

RIPSO = methodology("ripso")


@dataclass(frozen=True)
class Weekdays:
    """Monday to Friday but for the given days off."""

    zone: ZoneInfo = field(default=ZoneInfo("America/Asuncion"))
    off: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.off


ASUNCION = Weekdays()
MONDAY = datetime(2027, 3, 1, 14, 30, tzinfo=UTC)


def local(text: str, zone: ZoneInfo = ASUNCION.zone) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def rule(kind: str) -> AssignmentRule:
    return RIPSO.rule(kind)


VISIT = {"visit_starts": date(2027, 6, 7), "visit_ends": date(2027, 6, 11)}

CASES = {
    "Z1 working days from the opening": (
        "examine_request",
        MONDAY,
        {},
        "2027-03-15T18:00",
        ["2027-03-08T09:00", "2027-03-11T09:00"],
    ),
    "V1 before the visit": (
        "set_agenda",
        MONDAY,
        VISIT,
        "2027-05-31T18:00",
        ["2027-05-10T09:00", "2027-05-24T09:00", "2027-05-27T09:00"],
    ),
    "V1 reminders that are past are left out": (
        "set_agenda",
        datetime(2027, 5, 25, 14, tzinfo=UTC),
        VISIT,
        "2027-05-31T18:00",
        ["2027-05-27T09:00"],
    ),
    "V1 opened too late for its date: the next working evening": (
        "arrange_local",
        datetime(2027, 6, 4, 14, tzinfo=UTC),
        VISIT,
        "2027-06-07T18:00",
        [],
    ),
    "V6 after the visit": (
        "record_findings",
        MONDAY,
        VISIT,
        "2027-06-25T18:00",
        ["2027-06-16T09:00", "2027-06-22T09:00"],
    ),
    "V6 opened late, five working days are left": (
        "record_findings",
        datetime(2027, 6, 23, 14, tzinfo=UTC),
        VISIT,
        "2027-06-30T18:00",
        [],
    ),
    "W2 calendar days after the visit; what falls on a weekend moves to Monday": (
        "consolidate_report",
        datetime(2027, 6, 12, 2, tzinfo=UTC),
        VISIT,
        "2027-07-12T18:00",
        ["2027-06-28T09:00", "2027-07-06T09:00"],
    ),
    "W2 a methodology without a visit counts from the opening": (
        "contribute",
        MONDAY,
        {},
        "2027-03-22T18:00",
        ["2027-03-11T09:00", "2027-03-17T09:00"],
    ),
}


@pytest.mark.parametrize(("kind", "now", "visit", "due", "reminders"), CASES.values(), ids=CASES.keys())
def test_dates_follow_the_methodologys_clock(
    kind: str, now: datetime, visit: dict[str, date], due: str, reminders: list[str]
) -> None:
    got = dates(f"{kind}:1", rule(kind), now, ASUNCION, **visit)  # type: ignore[arg-type]  # the table's keys are the parameters' names
    evening = local(due)
    month_later = on_working_day(evening.astimezone(ASUNCION.zone).date() + timedelta(days=30), ASUNCION)
    assert got == Dates(
        key=f"{kind}:1",
        due=evening,
        reminders=tuple(local(r) for r in reminders),
        monthly_from=local(f"{month_later.isoformat()}T09:00"),
        slack_until=got.slack_until,
    )


def test_a_public_holiday_of_whoever_must_act_moves_every_date_after_it_z1() -> None:
    off = replace(ASUNCION, off=frozenset({date(2027, 3, 2)}))
    plain = dates("k", rule("answer_invitation"), MONDAY, ASUNCION)
    moved = dates("k", rule("answer_invitation"), MONDAY, off)
    assert (plain.due, moved.due) == (local("2027-03-10T18:00"), local("2027-03-11T18:00"))
    assert plain.reminders == (local("2027-03-04T09:00"), local("2027-03-09T09:00"))
    assert moved.reminders == (local("2027-03-05T09:00"), local("2027-03-10T09:00"))


def test_the_day_of_the_opening_is_the_local_one_z1() -> None:
    late_sunday_there = datetime(2027, 3, 1, 2, tzinfo=UTC)
    assert dates("k", rule("mark_dates"), late_sunday_there, ASUNCION).due == local("2027-03-05T18:00")


def test_evening_stays_evening_when_the_clocks_change_z1() -> None:
    new_york = Weekdays(ZoneInfo("America/New_York"))
    got = dates("k", rule("examine_request"), datetime(2027, 3, 10, 15, tzinfo=UTC), new_york)
    assert got.due == datetime(2027, 3, 24, 22, tzinfo=UTC)
    assert got.reminders[0] == datetime(2027, 3, 17, 13, tzinfo=UTC)


def test_visits_are_proposed_at_least_the_lead_ahead_v8() -> None:
    got = dates("propose_dates:1", rule("propose_dates"), MONDAY, ASUNCION, lead=15)
    assert got.earliest == date(2027, 3, 22)


def test_the_visit_lasts_from_its_first_morning_to_its_last_evening_there_and_freezes_before_d2() -> None:
    assert visit_hours(date(2027, 6, 7), date(2027, 6, 11), 2, 5, ASUNCION) == VisitHours(
        number=2,
        opens=local("2027-06-07T09:00"),
        closes=local("2027-06-11T18:00"),
        freezes=local("2027-05-31T09:00"),
    )


MORNINGS = {
    "round-ripso-pry-2027-1": (15, "09:00:53"),
    "round-ripso-pry-2027-2": (15, "09:07:28"),
    "round-mecigep-jam-2027-1": (15, "09:01:20"),
    "round-ripso-chl-2030-41": (60, "09:01:02"),
    "round-ripso-ury-2027-1": (0, "09:00:00"),
}


@pytest.mark.parametrize(("round_id", "within"), MORNINGS.items(), ids=MORNINGS.keys())
def test_a_round_has_a_morning_of_its_own_and_always_the_same_z1(
    round_id: str, within: tuple[int, str]
) -> None:
    minutes, at = within
    assert morning(round_id, minutes) == time.fromisoformat(at)


def test_the_mornings_of_many_rounds_are_spread_evenly_over_the_minutes_z1() -> None:
    minutes = Counter(morning(f"round-ripso-pry-2027-{n}", 15).minute for n in range(3000))
    assert sorted(minutes) == list(range(15))
    assert min(minutes.values()) > 150
    assert max(minutes.values()) < 250


def test_a_rounds_own_morning_moves_its_reminders_and_no_deadline_z1() -> None:
    own = time(9, 13, 20)
    plain = dates("k", rule("examine_request"), MONDAY, ASUNCION)
    spread = dates("k", rule("examine_request"), MONDAY, ASUNCION, reminded=own)
    later = timedelta(minutes=13, seconds=20)
    assert plain.monthly_from
    assert spread == replace(
        plain,
        reminders=tuple(at + later for at in plain.reminders),
        monthly_from=plain.monthly_from + later,
    )
    move = Move(
        key="k", paused=False, tell=(), number=0,
        due=spread.due, reminders=spread.reminders, monthly_from=spread.monthly_from,
    )  # fmt: skip
    again = moved(move, rule("examine_request"), ASUNCION, reminded=own)
    assert again == replace(spread, slack_until=None)


ZONES = st.sampled_from(["America/Asuncion", "America/New_York", "America/St_Lucia", "America/Santiago"])
DAYS = st.dates(date(2026, 1, 1), date(2032, 12, 31))


@st.composite
def openings(draw: st.DrawFn) -> tuple[AssignmentRule, datetime, Weekdays, dict[str, date]]:
    counted_from = draw(st.sampled_from(["opening", "before_visit", "after_visit"]))
    count = draw(st.integers(1, 60))
    clock = Clock(count, draw(st.sampled_from(["working", "calendar"])), counted_from)  # type: ignore[arg-type]  # sampled from its literals
    sides = (
        st.integers(count + 1, count + 30) if counted_from == "before_visit" else st.integers(0, count - 1)
    )
    reminders = tuple(n for n in draw(st.lists(sides, max_size=3)) if n)
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 3_000_000)))
    starts = draw(DAYS)
    visit = {"visit_starts": starts, "visit_ends": starts + timedelta(days=draw(st.integers(2, 4)))}
    off = draw(st.frozensets(DAYS, max_size=20))
    calendar = Weekdays(ZoneInfo(draw(ZONES)), off)
    return AssignmentRule("k", "title", "focal_point", clock, reminders), now, calendar, visit


@given(openings())
def test_reminders_come_before_the_deadline_and_nothing_precedes_the_opening_z1(
    opening: tuple[AssignmentRule, datetime, Weekdays, dict[str, date]],
) -> None:
    one, now, calendar, visit = opening
    got = dates("k", one, now, calendar, **visit)  # type: ignore[arg-type]  # the keys are the parameters' names
    moments = [now, *got.reminders, got.due, got.monthly_from]
    assert moments == sorted(set(moments))
    assert {m.astimezone(calendar.zone).hour for m in got.reminders} <= {9}
    days = {m.astimezone(calendar.zone).date() for m in (*got.reminders, got.due, got.monthly_from)}
    assert [day for day in days if not calendar.is_working(day)] == []
    assert got.due.astimezone(calendar.zone).hour == 18


@given(DAYS, st.integers(-60, 60), st.frozensets(DAYS, max_size=20))
def test_so_many_working_days_lie_between_a_day_and_its_nth_z1(
    day: date, n: int, off: frozenset[date]
) -> None:
    calendar = Weekdays(off=off)
    there = working_day(day, n, calendar)
    low, high = sorted((day, there))
    between = [low + timedelta(days=i) for i in range((high - low).days + 1)]
    counted = [d for d in between if d != day and calendar.is_working(d)]
    assert len(counted) == abs(n)
    assert n == 0 or calendar.is_working(there)


def test_a_date_that_was_granted_holds_when_a_new_clock_would_end_earlier_q7_z1() -> None:
    """Its reminders stay; slack that would end before it is no more."""
    fresh = dates("complete_request:2", rule("complete_request"), MONDAY, ASUNCION)
    kept = fresh.due + timedelta(days=30)
    later = not_before(fresh, kept)
    assert later == replace(
        fresh, due=kept, monthly_from=fresh.monthly_from + timedelta(days=30), slack_until=None
    )
    assert not_before(fresh, fresh.due - timedelta(days=1)) == not_before(fresh, None) == fresh
