"""When each step was, is, and is expected: a table of cases over both methodologies."""

from datetime import date

import pytest

from methodologies.loader import methodology, names
from rounds.clock.forecast import PATHS, Span, Stand, later, timeline
from rounds.methodology.model import STEPS, Clock
from rounds.registry import KINDS, PLACES

RIPSO = methodology("ripso")
BEGUN = {
    "request": date(2027, 1, 4),
    "panel": date(2027, 1, 11),
    "preparation": date(2027, 2, 8),
    "report": date(2027, 6, 11),
}
VISIT = (date(2027, 6, 7), date(2027, 6, 11))


def stand(step: str, *awaited: tuple[str, date], today: date = date(2027, 1, 4), **more: object) -> Stand:
    reached = RIPSO.steps[: RIPSO.steps.index(step) + 1]
    begun = {name: day for name, day in BEGUN.items() if name in reached}
    return Stand(step=step, begun=begun, awaited=awaited, today=today, **more)  # type: ignore[arg-type]  # the rest by name


def told(at: Stand) -> list[tuple[str, str, str, str]]:
    return [(s.step, s.state, str(s.starts or ""), str(s.ends or "")) for s in timeline(RIPSO, at)]


def test_before_anything_is_known_each_time_limit_after_the_other_gives_the_dates() -> None:
    assert told(stand("request", ("examine_request", date(2027, 1, 18)))) == [
        ("request", "present", "2027-01-04", "2027-01-18"),
        # 20 + 10 + 7 working days
        ("panel", "expected", "2027-01-18", "2027-03-10"),
        # 15 + 5 + 15 for the questionnaire, and the 15 that lie before a visit
        ("preparation", "expected", "2027-03-10", "2027-05-19"),
        ("visit", "expected", "2027-05-19", "2027-05-23"),
        # 30 calendar days after the visit, 5 working days for the experts, then 15 for the beneficiary
        ("report", "expected", "2027-05-23", "2027-07-20"),
        ("publication", "expected", "2027-07-20", "2027-08-10"),
    ]


def test_a_visit_that_has_dates_keeps_them_and_the_preparation_lasts_until_then() -> None:
    spans = told(stand("preparation", ("set_agenda", date(2027, 5, 31)), visit=VISIT))
    assert spans[:4] == [
        ("request", "past", "2027-01-04", "2027-01-11"),
        ("panel", "past", "2027-01-11", "2027-02-08"),
        ("preparation", "present", "2027-02-08", "2027-06-07"),
        ("visit", "expected", "2027-06-07", "2027-06-11"),
    ]
    assert spans[4][2] >= "2027-06-11"


def test_what_is_open_later_in_a_step_leaves_the_rest_of_it_alone() -> None:
    at = stand("panel", ("answer_invitation", date(2027, 2, 1)), ("answer_invitation", date(2027, 2, 3)))
    assert told(at)[1] == ("panel", "present", "2027-01-11", "2027-02-03")


def test_what_is_overdue_is_expected_from_today_on() -> None:
    late = stand("panel", ("agree_panel", date(2027, 1, 25)), today=date(2027, 3, 1))
    assert told(late)[1] == ("panel", "present", "2027-01-11", "2027-03-10")


def test_a_contribution_that_is_due_before_the_report_leaves_it_its_own_time() -> None:
    at = stand("report", ("contribute", date(2027, 7, 2)), today=date(2027, 6, 14), visit=VISIT)
    assert told(at)[3] == ("visit", "past", "2027-06-07", "2027-06-11")
    # Consolidated thirty days after the visit, read by the experts for 5 working days, reviewed for 15.
    assert told(at)[4] == ("report", "present", "2027-06-11", "2027-08-06")


def test_the_findings_go_on_after_the_visit() -> None:
    at = stand("visit", ("record_findings", date(2027, 6, 25)), today=date(2027, 6, 14), visit=VISIT)
    assert told(at)[3] == ("visit", "present", "2027-06-07", "2027-06-25")


def test_while_nothing_is_asked_no_date_is_made_up() -> None:
    spans = told(stand("panel"))
    assert spans[1:3] == [("panel", "present", "2027-01-11", ""), ("preparation", "expected", "", "")]


def test_a_round_that_has_ended_shows_what_it_came_to() -> None:
    spans = told(stand("panel", closed=date(2027, 2, 1)))
    assert spans == [
        ("request", "past", "2027-01-04", "2027-01-11"),
        ("panel", "past", "2027-01-11", "2027-02-01"),
    ]


def test_a_round_that_stands_nowhere_yet_stands_at_its_first_step() -> None:
    (first, *_) = timeline(RIPSO, Stand(step="", begun={}, awaited=(), today=date(2027, 1, 4)))
    assert first == Span(step="request", state="present", starts=None, ends=None)


@pytest.mark.parametrize("name", names())
def test_of_every_methodology_each_step_has_dates_once_its_first_task_has(name: str) -> None:
    m = methodology(name)
    at = Stand(
        step="request",
        begun={"request": date(2027, 1, 4)},
        awaited=(("complete_request", date(2027, 1, 25)),),
        today=date(2027, 1, 4),
    )
    spans = timeline(m, at)
    assert [s.step for s in spans] == list(m.steps)
    days = [day for s in spans for day in (s.starts, s.ends)]
    assert None not in days
    assert [s.starts for s in spans] == sorted(s.starts for s in spans if s.starts)


@pytest.mark.parametrize(
    ("count", "unit", "ends"),
    [
        (1, "working", "2027-01-11"),
        (5, "working", "2027-01-15"),
        (3, "calendar", "2027-01-11"),
        (0, "working", "2027-01-08"),
    ],
)
def test_working_days_leave_out_weekends(count: int, unit: str, ends: str) -> None:
    assert str(later(date(2027, 1, 8), Clock(count, unit))) == ends  # type: ignore[arg-type]  # one of the two


def test_the_paths_are_made_of_kinds_that_there_are_each_in_its_step() -> None:
    assert set(PATHS) == set(STEPS)
    assert {kind for branches in PATHS.values() for branch in branches for kind in branch} <= set(KINDS)
    astray = [
        (step, kind)
        for step, branches in PATHS.items()
        for branch in branches
        for kind in branch
        if PLACES[kind].step != step
    ]
    assert astray == []
