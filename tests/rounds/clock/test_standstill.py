"""Time that stood still adds up: over several pauses, and whoever makes them in whatever moment (Z1)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rounds.clock import moves, timers
from rounds.clock.deadlines import MONTH, moved, on_working_day
from rounds.methodology.model import AssignmentRule, Clock
from rounds.state.batches import Dates
from rounds.state.effects import Move
from rounds.state.round import Assignment, Round
from tests.rounds.clock.test_deadlines import ASUNCION, local
from tests.rounds.scene import DAY, a_round

KEY = "examine_request:1"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MONDAY = local("2027-03-01T12:00")
DUE, REMINDER = local("2027-03-10T18:00"), local("2027-03-08T09:00")
"""A Wednesday and the Monday before."""

Times = list[tuple[str, str]]


def a_rule(unit: str = "working") -> AssignmentRule:
    return AssignmentRule("examine_request", "title", "expert", Clock(7, unit), (5,))  # type: ignore[arg-type]  # the unit of a case


def pauses(*days: str, hours: tuple[str, str]) -> Times:
    return [(f"2027-03-{day}T{hours[0]}", f"2027-03-{day}T{hours[1]}") for day in days]


def move(stood: Times, **more: object) -> Move:
    given = {"due": DUE, "reminders": (REMINDER,), "monthly_from": local("2027-04-09T09:00"), **more}
    times = tuple((local(since), local(until)) for since, until in stood)
    return Move(key=KEY, paused=False, tell=(), stood=times, **given)  # type: ignore[arg-type]  # the keys are the fields' names


WEEK = ("02", "03", "04", "05", "08")
CASES = {
    "nothing": ([], {}, "10", "08", 0.0),
    "ten quick pairs in one minute": (pauses("02", hours=("10:00", "10:01")) * 10, {}, "10", "08", 1 / 6),
    "an hour each day": (pauses(*WEEK, hours=("10:00", "11:00")), {}, "10", "08", 5),
    "ten pauses of an hour": (pauses(*WEEK, hours=("10:00", "11:00")) * 2, {}, "10", "08", 10),
    "twenty-four hours, an hour at a time": (pauses("02", hours=("10:00", "11:00")) * 24, {}, "11", "09", 0),
    "the hour at midnight, on four nights": (
        [(f"2027-03-0{n}T23:30", f"2027-03-0{n + 1}T00:30") for n in (1, 2, 3, 4)],
        {},
        "10",
        "08",
        4,
    ),
    "a night, and what it lacks to a day": (
        [("2027-03-02T18:00", "2027-03-03T09:00"), ("2027-03-03T18:00", "2027-03-04T03:00")],
        {},
        "11",
        "09",
        0,
    ),
    "a weekend, for working days": ([("2027-03-06T00:00", "2027-03-08T00:00")], {}, "10", "08", 0),
    "from Friday noon to Monday noon, for working days": (
        [("2027-03-05T12:00", "2027-03-08T12:00")],
        {},
        "11",
        "09",
        0,
    ),
    "the same for calendar days": (
        [("2027-03-05T12:00", "2027-03-08T12:00")],
        {"unit": "calendar"},
        "15",  # the Saturday before is a day off (Z8)
        "11",
        0,
    ),
    "an hour short of two days": ([("2027-03-02T12:00", "2027-03-04T11:00")], {}, "11", "09", 23),
    "what was left over before counts": (
        [("2027-03-02T12:00", "2027-03-02T16:00")],
        {"rest": 20 * HOUR},
        "11",
        "09",
        0,
    ),
    "it would have been due while it stood": ([("2027-03-10T17:00", "2027-03-10T20:00")], {}, "11", "08", 0),
    "and over the weekend": ([("2027-03-10T17:00", "2027-03-13T10:00")], {}, "15", "10", 0),
    "what a visit needs": (
        [("2027-03-02T12:00", "2027-03-09T12:00")],
        {"before": date(2027, 3, 13)},
        "12",
        "12",
        0,
    ),
    "what a visit needs, later by an officer's word": (
        [("2027-03-02T12:00", "2027-03-02T13:00")],
        {"before": date(2027, 3, 9)},
        "10",
        "08",
        1,
    ),
}


@pytest.mark.parametrize(
    ("stood", "more", "due", "reminder", "rest"), CASES.values(), ids=[f"Z1 {case}" for case in CASES]
)
def test_each_whole_day_that_stood_still_in_all_moves_the_dates_by_a_day_and_no_hour_is_lost(
    stood: Times, more: dict[str, object], due: str, reminder: str, rest: float
) -> None:
    given = {name: value for name, value in more.items() if name != "unit"}
    got = moved(move(stood, **given), a_rule(str(more.get("unit", "working"))), ASUNCION)
    assert got == Dates(
        key=KEY,
        due=local(f"2027-03-{due}T18:00"),
        reminders=(local(f"2027-03-{reminder}T09:00"),),
        monthly_from=local(f"{on_working_day(date(2027, 3, int(due)) + MONTH, ASUNCION)}T09:00"),
        rest=rest * HOUR,
    )


def test_of_what_is_overdue_only_the_monthly_reminders_move_by_whole_days_too_z1() -> None:
    stood = [("2027-03-11T12:00", "2027-03-12T06:00"), ("2027-03-13T12:00", "2027-03-13T19:00")]
    got = moved(move(stood, overdue=True, reminders=()), a_rule(), ASUNCION)
    assert got == Dates(key=KEY, due=DUE, reminders=(), monthly_from=local("2027-04-12T09:00"), rest=HOUR)


# ---- the state beside the world that answers it


class World:
    """A round with one clock, and a world that answers its moves at once, late, or only in the end."""

    def __init__(self) -> None:
        self.round: Round = a_round()
        a = Assignment(
            key=KEY, kind="examine_request", role="responsible_officer", holders=("x",), opened=MONDAY
        )
        dates = Dates(key=KEY, due=DUE, reminders=(REMINDER,), monthly_from=local("2027-04-09T09:00"))
        self.round.assignments[KEY] = timers.opened(a, dates)
        self.asked: list[Move] = []

    @property
    def clock(self) -> Assignment:
        return self.round.assignments[KEY]

    def toggles(self, now: datetime) -> None:
        """Somebody stops the clock, or lets it go on."""
        turn = moves.resumed if self.clock.paused else moves.stopped
        self.asked.append(turn(self.round, self.clock, now, tell=False))

    def answers(self) -> None:
        """What was asked is answered, in its order."""
        for asked in self.asked:
            self.round.assignments[KEY] = timers.aligned(self.clock, moved(asked, a_rule(), ASUNCION))
        self.asked = []


SPANS = st.lists(st.timedeltas(timedelta(0), 3 * DAY), max_size=12)


@given(spans=SPANS, answered=st.lists(st.booleans(), min_size=12, max_size=12))
def test_whenever_the_world_answers_the_dates_are_the_same_in_the_end_z1(
    spans: list[timedelta], answered: list[bool]
) -> None:
    prompt, late = World(), World()
    now = MONDAY
    for span, answers in zip(spans, answered, strict=False):
        now += span
        for world in (prompt, late):
            world.toggles(now)
        prompt.answers()
        if answers:
            late.answers()
    late.answers()
    assert late.clock == prompt.clock


@given(spans=SPANS)
def test_a_clock_that_goes_on_is_due_later_and_by_no_more_than_it_stood_or_one_working_day_z1(
    spans: list[timedelta],
) -> None:
    world, now, stood = World(), MONDAY, timedelta(0)
    for span in spans:
        stood += span if world.clock.paused else timedelta(0)
        now += span
        before = world.clock.due
        world.toggles(now)
        assert world.clock.due
        assert before
        if not world.clock.paused:
            assert world.clock.due > now or before <= now
        world.answers()
        assert world.clock.due >= before


def test_ten_quick_pairs_of_pause_and_resume_move_nothing_not_even_for_a_moment_z1() -> None:
    world = World()
    before = world.clock
    for n in range(20):
        world.toggles(MONDAY + n * timedelta(milliseconds=50))
        assert (world.clock.due, world.clock.moments, world.clock.monthly_from) == (
            before.due,
            before.moments,
            before.monthly_from,
        )
    world.answers()
    assert (world.clock.due, world.clock.moments, world.clock.stood) == (before.due, before.moments, ())


def test_a_clock_stopped_again_before_the_world_has_answered_shows_the_days_it_has_z1() -> None:
    world = World()
    friday, monday = local("2027-03-05T12:00"), local("2027-03-08T12:00")
    for now in (friday, monday, monday + MINUTE):
        world.toggles(now)
    world.answers()
    assert world.clock.paused == monday + MINUTE
    assert world.clock.due == local("2027-03-11T18:00")


def test_a_reminder_that_comes_while_the_world_is_asked_leaves_the_due_moment_where_it_is_z1() -> None:
    world = World()
    for now in (MONDAY, MONDAY + MINUTE):
        world.toggles(now)
    world.round.assignments[KEY], _ = timers.past(world.clock, world.round.rule(world.clock), REMINDER)
    world.answers()
    assert [moment.at for moment in world.clock.moments] == [REMINDER, DUE]


def test_a_day_that_an_officer_names_settles_what_stood_still_z1() -> None:
    world = World()
    for now in (MONDAY, MONDAY + 20 * HOUR):
        world.toggles(now)
    world.asked.append(moves.extended(world.round, world.clock, date(2027, 3, 17)))
    world.answers()
    assert world.clock.due == local("2027-03-17T18:00")
    assert (world.clock.stood, world.clock.shift, world.clock.rest) == ((), timedelta(0), timedelta(0))


@pytest.mark.parametrize("stands", [True, False], ids=["Z1 it was stopped", "Z1 it goes on"])
def test_what_was_being_opened_meanwhile_does_as_its_round_does(*, stands: bool) -> None:
    world = World()
    world.round.paused = MONDAY if stands else None
    world.round.assignments[KEY] = replace(world.clock, paused=None if stands else MONDAY)
    world.asked += moves.in_step(world.round, world.clock, MONDAY + MINUTE)
    assert [asked.paused for asked in world.asked] == [stands]
    assert (world.clock.paused is not None) == stands
    assert moves.in_step(world.round, world.clock, MONDAY + HOUR) == []
    world.answers()
    assert world.clock.due == DUE
