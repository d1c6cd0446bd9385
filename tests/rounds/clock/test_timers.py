"""What the clock does to an open assignment, and how its clock is moved: Z1."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methodologies.loader import capital_zone, states
from rounds.clock import timers
from rounds.clock.deadlines import EVENING, MORNING
from rounds.methodology.model import AssignmentRule
from rounds.state.batches import Dates, Following, VisitHours
from rounds.state.round import Assignment, Moment, Visit
from tests.rounds.scene import DAY, ENDS, NOW, RIPSO, STARTS, a_round, dated

HOLD = RIPSO.rule("examine_request")
NEXT = RIPSO.rule("answer_invitation")
LAPSES = RIPSO.rule("complete_request")
FREEZES = RIPSO.rule("answer_questionnaire")
RULES = st.sampled_from([HOLD, NEXT, LAPSES, FREEZES])
DUE = NOW + 10 * DAY


def assignment(
    rule: AssignmentRule = HOLD, reminders: tuple[int, ...] = (3, 6), **changes: Any
) -> Assignment:
    a = Assignment(key=f"{rule.kind}:1", kind=rule.kind, role=rule.owner, holders=("x",), opened=NOW)
    dates = Dates(
        key=a.key,
        due=DUE,
        reminders=tuple(NOW + n * DAY for n in reminders),
        monthly_from=DUE + timers.MONTH,
    )
    return replace(timers.opened(a, dates), **changes)


def acted(a: Assignment, rule: AssignmentRule, now: datetime) -> tuple[Assignment, Moment]:
    """What a round does at `now`: silence makes an assignment overdue."""
    a, moment = timers.past(a, rule, now)
    return (replace(a, overdue=True) if moment.what == "due" else a), moment


def test_reminders_come_first_then_the_due_moment_then_a_letter_a_month_z1() -> None:
    a, seen = assignment(), []
    for _ in range(5):
        moment = timers.next_moment(a, HOLD, None)
        assert moment
        seen.append(moment)
        a, _same = acted(a, HOLD, moment.at)
    assert seen == [
        Moment(at=NOW + 3 * DAY, what="reminder", n=1, of=2),
        Moment(at=NOW + 6 * DAY, what="reminder", n=2, of=2),
        Moment(at=DUE, what="due"),
        Moment(at=DUE + timers.MONTH, what="monthly", n=1, of=12),
        Moment(at=DUE + 2 * timers.MONTH, what="monthly", n=2, of=12),
    ]


def test_after_twelve_monthly_reminders_there_are_no_more_until_somebody_waits_on_z8() -> None:
    a, seen = assignment(reminders=()), []
    while moment := timers.next_moment(a, HOLD, None):
        seen.append(moment)
        a, _same = acted(a, HOLD, moment.at)
        a = replace(a, quiet=moment.what == "quiet")
    assert [moment.what for moment in seen] == ["due", *["monthly"] * 12, "quiet"]
    assert seen[-1].at == DUE + 13 * timers.MONTH
    later = seen[-1].at + DAY
    anew = timers.listened(a, later)
    assert timers.next_moment(anew, HOLD, None) == Moment(at=later + timers.MONTH, what="monthly", n=1, of=12)


def test_a_round_from_before_there_was_an_end_of_letters_goes_on_having_them_z8() -> None:
    old = replace(HOLD, quiet_after=0)
    a = assignment(old, reminders=(), overdue=True, passed=1 + 40)
    assert timers.next_moment(a, old, None) == Moment(at=DUE + 41 * timers.MONTH, what="monthly", n=41)


def test_the_world_says_when_the_next_monthly_reminder_comes_unless_the_clock_went_on_meanwhile_z8() -> None:
    a, _ = acted(assignment(reminders=()), HOLD, DUE)
    a, first = acted(a, HOLD, DUE + timers.MONTH)
    assert first.n == 1
    monday = DUE + 2 * timers.MONTH + 2 * DAY
    told = timers.followed(a, Following(key=a.key, at=monday, passed=a.passed))
    assert timers.next_moment(told, HOLD, None) == Moment(at=monday, what="monthly", n=2, of=12)
    for changed in (replace(a, passed=a.passed + 1), replace(a, overdue=False), replace(a, quiet=True)):
        assert timers.followed(changed, Following(key=a.key, at=monday, passed=a.passed)) is changed
    after, _ = acted(told, HOLD, monday)
    assert timers.next_moment(after, HOLD, None) == Moment(
        at=DUE + 3 * timers.MONTH, what="monthly", n=3, of=12
    )


@pytest.mark.parametrize("day", [3, 400])
def test_what_had_fallen_silent_and_is_moved_is_waited_for_as_before_z8(day: int) -> None:
    quiet = assignment(reminders=(), overdue=True, quiet=True, passed=14, following=DUE)
    later = timers.extended(quiet, (DUE + day * DAY).date())
    assert (later.quiet, later.following) == (False, None)
    assert timers.next_moment(later, HOLD, None) == Moment(at=DUE + day * DAY, what="due")


def test_after_its_monthly_reminders_a_wait_that_ends_ends() -> None:
    a, last = assignment(LAPSES, reminders=()), None
    for _ in range(8):
        last = timers.next_moment(a, LAPSES, None)
        assert last
        a, _ = acted(a, LAPSES, last.at)
    assert last == Moment(at=DUE + 7 * timers.MONTH, what="end")


def test_the_silence_of_a_candidate_is_not_reminded_each_month_p8() -> None:
    a = assignment(NEXT, reminders=())
    a, moment = acted(a, NEXT, DUE)
    assert moment.what == "due"
    assert timers.next_moment(a, NEXT, None) is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"paused": NOW}, "Z1 paused"), ({"due": None}, "its letters are still being written")],
)
def test_no_clock_runs(changes: dict[str, Any], why: str) -> None:
    assert timers.next_moment(assignment(**changes), HOLD, None) is None, why


@pytest.mark.parametrize(
    ("freezes", "expected"),
    [
        pytest.param(NOW + 2 * DAY, "freeze", id="D2 before the first reminder"),
        pytest.param(NOW + 3 * DAY, "freeze", id="D2 at the moment of the first reminder"),
        pytest.param(NOW + 4 * DAY, "reminder", id="D2 after it"),
        pytest.param(None, "reminder", id="D2 while the visit has no hours"),
    ],
)
def test_what_freezes_before_the_visit_does_so_whatever_its_own_clock_says(
    freezes: datetime | None, expected: str
) -> None:
    visit = Visit(starts=STARTS, ends=ENDS, freezes=freezes)
    moment = timers.next_moment(assignment(FREEZES), FREEZES, visit)
    assert moment
    assert moment.what == expected
    other = timers.next_moment(assignment(), HOLD, visit)
    assert other
    assert other.what == "reminder"


def test_an_answer_that_came_while_the_letters_were_written_is_kept() -> None:
    a = assignment()
    for state in ("opening", "fulfilled", "lingering"):
        dates = Dates(key=a.key, due=DUE, reminders=(), monthly_from=DUE + timers.MONTH)
        opened = timers.opened(replace(a, state=state), dates)
        assert opened.state == ("open" if state == "opening" else state)
        assert opened.due == DUE


AFTER = st.integers(0, 400).map(lambda n: NOW + n * DAY)


@given(rule=RULES, nows=st.lists(AFTER, min_size=1, max_size=6))
def test_the_next_moment_never_goes_back_and_what_is_past_is_done_once(
    rule: AssignmentRule, nows: list[datetime]
) -> None:
    a, before = assignment(rule), NOW
    for now in sorted(nows):
        moment = timers.next_moment(a, rule, None)
        while moment and moment.at <= now:
            assert moment.at >= before
            before = moment.at
            passed, (a, moment_done) = a.passed, acted(a, rule, now)
            assert a.passed > passed
            if moment_done.what in ("end", "quiet"):
                return
            moment = timers.next_moment(a, rule, None)


@given(rule=RULES, outage=AFTER)
def test_after_an_outage_one_reminder_is_left_at_most(rule: AssignmentRule, outage: datetime) -> None:
    a, done = assignment(rule), list[str]()
    moment = timers.next_moment(a, rule, None)
    while moment and moment.at <= outage and not {"end", "quiet"} & set(done):
        a, acted_on = acted(a, rule, outage)
        done.append(acted_on.what)
        moment = timers.next_moment(a, rule, None)
    assert len(done) <= 2
    assert done in ([], ["reminder"], ["due"], ["due", "monthly"], ["due", "end"], ["due", "quiet"])


@given(rule=RULES, days=st.integers(1, 200), passed=st.integers(0, 2))
def test_an_extension_moves_all_that_has_not_passed_by_the_same_days_z1(
    rule: AssignmentRule, days: int, passed: int
) -> None:
    a = assignment(rule, passed=passed)
    before = timers.next_moment(a, rule, None)
    later = timers.extended(a, timers.due_day(a) + timedelta(days=days))
    after = timers.next_moment(later, rule, None)
    assert before
    assert after == replace(before, at=before.at + days * DAY)
    assert later.due == DUE + days * DAY
    assert later.moments[:passed] == a.moments[:passed]
    assert later.monthly_from == DUE + timers.MONTH + days * DAY


@given(
    paused=st.timedeltas(timedelta(0), 9 * DAY),
    pause=st.timedeltas(timedelta(0), 200 * DAY),
)
def test_after_a_pause_all_moves_by_the_whole_days_that_it_lasted_and_is_still_to_come_z1(
    paused: timedelta, pause: timedelta
) -> None:
    a = assignment()
    while (moment := timers.next_moment(a, HOLD, None)) and moment.at <= NOW + paused:
        a, _ = acted(a, HOLD, NOW + paused)
    before = timers.next_moment(a, HOLD, None)
    resumed = timers.resumed(timers.paused(a, NOW + paused), NOW + paused + pause)
    after = timers.next_moment(resumed, HOLD, None)
    assert before
    assert after
    went_on = NOW + paused + pause
    whole = DAY * (pause // DAY)
    days = whole if DUE + whole > went_on else whole + DAY
    assert after == replace(before, at=before.at + days)
    assert resumed.due == DUE + days
    assert resumed.due > went_on
    assert resumed.stood == ((NOW + paused, went_on),)


def test_what_was_overdue_before_a_pause_is_not_escalated_again_after_it_z1() -> None:
    a, _ = acted(assignment(reminders=()), HOLD, DUE)
    resumed = timers.resumed(timers.paused(a, DUE + DAY), DUE + 6 * DAY)
    assert resumed.overdue
    assert timers.next_moment(resumed, HOLD, None) == Moment(
        at=DUE + timers.MONTH + 5 * DAY, what="monthly", n=1, of=12
    )


def test_what_was_overdue_and_is_extended_is_due_again_z1() -> None:
    a, _ = acted(assignment(), HOLD, DUE)
    later = timers.extended(a, (DUE + 5 * DAY).date())
    assert not later.overdue
    assert timers.next_moment(later, HOLD, None) == Moment(at=DUE + 5 * DAY, what="due")


@pytest.mark.parametrize("country", states())
def test_a_day_is_that_of_the_owners_calendar_wherever_they_are_z1(country: str) -> None:
    zone = ZoneInfo(capital_zone(country))
    for day in (date(2027, 1, 15), date(2027, 7, 15)):
        due = datetime.combine(day, EVENING, zone).astimezone(UTC)
        morning = datetime.combine(day, MORNING, zone).astimezone(UTC) + timers.MONTH
        a = assignment(due=due, moments=(Moment(at=due, what="due"),), monthly_from=morning)
        assert timers.due_day(a) == day
        later = timers.extended(a, day + timedelta(days=3)).due
        assert later
        assert later.astimezone(zone).date() == day + timedelta(days=3)


def test_what_is_handed_on_begins_anew_and_stays_bound_to_its_version_x2() -> None:
    a = assignment(version=2, sha256="2" * 64, passed=2, overdue=True)
    later = NOW + DAY
    assert timers.reopened(a, ("y",), later) == Assignment(
        key=a.key, kind=a.kind, role=a.role, holders=("y",), opened=later, version=2, sha256="2" * 64
    )


def test_hours_of_dates_that_have_changed_meanwhile_are_not_taken_v8() -> None:
    round = dated()
    assert round.visit
    round.visit = Visit(starts=STARTS, ends=ENDS, number=1)
    hours: dict[str, Any] = {"opens": NOW, "closes": NOW + 3 * DAY, "freezes": NOW - DAY}
    timers.hours_known(round, VisitHours(number=0, **hours))
    assert round.visit == Visit(starts=STARTS, ends=ENDS, number=1)
    timers.hours_known(round, VisitHours(number=1, **hours))
    assert round.visit == Visit(starts=STARTS, ends=ENDS, number=1, **hours)
    timers.hours_known(a_round(), VisitHours(number=1, **hours))


def test_a_refusing_address_is_noted_once_and_forgotten() -> None:
    refused = timers.with_one_more(timers.with_one_more((), "a"), "a")
    assert refused == ("a",)
    assert timers.without((*refused, "b"), "a") == ("b",)
