"""Clocks across the holidays and changes of time of the states, for a round in four time zones (Z1)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import TZPATH, ZoneInfo

import pytest

from activities.working_days import WorkingDays
from methodologies.loader import capital_zone, methodology, states
from rounds.clock.deadlines import dates, moved
from rounds.methodology.model import AssignmentRule, Clock
from rounds.state.effects import Move

RIPSO = methodology("ripso")
PARAGUAY, CHILE, BRAZIL = (WorkingDays(c, capital_zone(c)) for c in ("PRY", "CHL", "BRA"))
WASHINGTON = WorkingDays("USA", "America/New_York")
FOUR = (PARAGUAY, CHILE, BRAZIL, WASHINGTON)
"""Beneficiary, two experts, secretariat."""


def rule(count: int, *reminders: int, slack: int = 5) -> AssignmentRule:
    return AssignmentRule("k", "title", "expert", Clock(count, "working"), reminders, slack=slack)


def noon(text: str, calendar: WorkingDays) -> datetime:
    return datetime.fromisoformat(f"{text}T12:00").replace(tzinfo=calendar.zone).astimezone(UTC)


def local(at: datetime, calendar: WorkingDays) -> str:
    return at.astimezone(calendar.zone).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize(
    ("calendar", "opened", "due"),
    [
        pytest.param(PARAGUAY, "2026-12-30", "2027-01-07", id="Z1 Paraguay, turn of the year"),
        pytest.param(CHILE, "2026-12-30", "2027-01-07", id="Z1 Chile, turn of the year"),
        pytest.param(BRAZIL, "2026-12-30", "2027-01-08", id="Z1 Brazil, its offices close on 31 December"),
        pytest.param(WASHINGTON, "2026-12-30", "2027-01-07", id="Z1 Washington, turn of the year"),
        pytest.param(BRAZIL, "2027-02-05", "2027-02-17", id="Z1 Brazil, Carnival and Ash Wednesday"),
        pytest.param(PARAGUAY, "2027-02-05", "2027-02-12", id="Z1 Paraguay works at Carnival"),
        pytest.param(PARAGUAY, "2027-03-23", "2027-04-01", id="Z1 Paraguay, Maundy Thursday and Good Friday"),
        pytest.param(CHILE, "2027-03-23", "2027-03-31", id="Z1 Chile, Good Friday alone"),
        pytest.param(WASHINGTON, "2027-03-23", "2027-03-30", id="Z1 Washington works in Holy Week"),
        pytest.param(
            WorkingDays("URY", capital_zone("URY")), "2027-03-19", "2027-04-02", id="Z1 Uruguay, Tourism Week"
        ),
        pytest.param(
            WorkingDays("DOM", capital_zone("DOM")), "2026-12-31", "2027-01-11", id="Z1 Epiphany is moved"
        ),
    ],
)
def test_five_working_days_are_those_of_whoever_must_act(
    calendar: WorkingDays, opened: str, due: str
) -> None:
    assert local(dates("k", rule(5), noon(opened, calendar), calendar).due, calendar) == f"{due}T18:00"


@pytest.mark.parametrize("opened", ["2026-12-31", "2027-01-06", "2027-02-08", "2027-03-24", "2027-09-02"])
def test_four_time_zones_have_the_same_clock_each_in_its_own_days(opened: str) -> None:
    for calendar in FOUR:
        got = dates("k", rule(10, 5, 8), noon(opened, calendar), calendar)
        start, end = date.fromisoformat(opened), got.due.astimezone(calendar.zone).date()
        days = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
        assert sum(map(calendar.is_working, days)) == 10
        assert [local(r, calendar)[11:] for r in got.reminders] == ["09:00", "09:00"]
        assert local(got.due, calendar)[11:] == "18:00"
        assert got.slack_until
        assert got.slack_until > end


@pytest.mark.parametrize(
    ("opened", "reminder", "due"),
    [
        # Chile's clocks go back on 3 April 2027 and forward on 4 September 2027.
        pytest.param("2027-03-31", "2027-04-07T13:00", "2027-04-14T22:00", id="Z1 back in April"),
        pytest.param("2027-09-01", "2027-09-08T12:00", "2027-09-15T21:00", id="Z1 forward in September"),
    ],
)
def test_chiles_mornings_stay_mornings_when_its_clocks_change(opened: str, reminder: str, due: str) -> None:
    got = dates("k", rule(10, 5), noon(opened, CHILE), CHILE)
    assert [f"{at:%Y-%m-%dT%H:%M}" for at in (*got.reminders, got.due)] == [reminder, due]


def test_paraguay_keeps_minus_three_all_the_year_by_the_pinned_tables_z1() -> None:
    assert TZPATH == ()
    zone = ZoneInfo("America/Asuncion")
    offsets = {datetime(year, month, 1, tzinfo=zone).utcoffset() for year in (2027, 2030) for month in (1, 7)}
    assert offsets == {timedelta(hours=-3)}
    assert {ZoneInfo(capital_zone(country)).key for country in states()} == set(map(capital_zone, states()))


def move(calendar: WorkingDays, **changes: object) -> Move:
    got = dates("k", rule(10, 5), noon("2027-03-29", calendar), calendar)
    given = {"due": got.due, "reminders": got.reminders, "monthly_from": got.monthly_from, **changes}
    return Move(key="k", paused=False, tell=(), number=1, **given)  # type: ignore[arg-type]  # the keys are the fields' names


def test_an_extension_over_a_change_of_the_clock_is_due_in_the_evening_there_z1() -> None:
    plain = move(CHILE)
    later = move(
        CHILE, due=plain.due + timedelta(days=160), reminders=(plain.reminders[0] + timedelta(days=160),)
    )
    got = moved(later, rule(10, 5), CHILE)
    assert [local(at, CHILE)[11:] for at in (*got.reminders, got.due, got.monthly_from)] == [
        "09:00",
        "18:00",
        "09:00",
    ]
    assert got.number == 1


@pytest.mark.parametrize("calendar", FOUR, ids=lambda calendar: f"Z1 {calendar.country}")
def test_after_a_pause_as_many_working_days_remain_as_remained_z1(calendar: WorkingDays) -> None:
    stopped, now = noon("2027-04-01", calendar), noon("2027-09-03", calendar)
    plain = move(calendar)
    got = moved(move(calendar, stood=((stopped, now),)), rule(10, 5), calendar)

    def between(since: datetime, until: datetime) -> int:
        first, last = (at.astimezone(calendar.zone).date() for at in (since, until))
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(map(calendar.is_working, days))

    assert between(now, got.due) == between(stopped, plain.due)
    assert between(now, got.reminders[0]) == between(stopped, plain.reminders[0])
    assert local(got.due, calendar)[11:] == "18:00"


def test_what_was_due_on_the_day_of_the_pause_is_not_overdue_when_it_goes_on_z1() -> None:
    plain = move(PARAGUAY)
    stopped = plain.due - timedelta(hours=2)
    evening = noon("2027-06-10", PARAGUAY) + timedelta(hours=9)
    got = moved(move(PARAGUAY, reminders=(), stood=((stopped, evening),)), rule(10), PARAGUAY)
    assert local(got.due, PARAGUAY) == "2027-06-11T18:00"


def test_what_a_visit_needs_is_due_before_it_whatever_the_pause_z1_v1() -> None:
    before = date(2027, 6, 7)
    stopped, now = noon("2027-03-30", PARAGUAY), noon("2027-06-01", PARAGUAY)
    got = moved(move(PARAGUAY, stood=((stopped, now),), before=before), rule(10, 5), PARAGUAY)
    assert local(got.due, PARAGUAY) == "2027-06-04T18:00"
