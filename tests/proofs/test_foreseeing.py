"""What is said to move with a date, before it is moved, is what moves with it (Z1, V8, V10)."""

from datetime import date, timedelta
from typing import Any

import pytest

from rounds import foreseeing
from rounds.foreseeing import Shift
from rounds.submissions.changes import MoveVisit
from rounds.submissions.envelope import Sent
from rounds.submissions.fields import facts
from rounds.submissions.interventions import Extend
from rounds.submissions.refusals import Refusal
from rounds.submissions.visit import MarkDates, Window
from tests.proofs import moves
from tests.proofs.world import Played, World

REASON = "An election"


def asked(played: Played, body: Any, key: str = "") -> Sent:
    return Sent(id="preview", key=key, by="", sha256="", body=facts(body), officer=played.world.officer)


def goes_to(played: Played, *kinds: str) -> None:
    """Everybody does what is asked of them, but for these kinds, until nothing else is."""
    for _ in range(60):
        todo = [a for a in played.round.open_assignments() if a.kind not in kinds]
        if not todo:
            return
        moves.done(todo[0]).do(played)
        played.breathes()


@pytest.fixture
def arranging(lived_in: World) -> Played:
    """A round whose visit has dates, and lacks its agenda, its lists and its answers."""
    played = lived_in.opens("ripso", "PRY", note=True)
    goes_to(played, "set_agenda", "arrange_local", "arrange_international", "answer_questionnaire")
    return played


def stands(played: Played, key: str) -> tuple[date | None, date | None]:
    """When an assignment is due, and when its next reminder comes."""
    a = played.round.assignments[key]
    reminder = next((m.at.date() for m in a.moments[a.passed :] if m.what == "reminder"), None)
    return (a.due.date() if a.due else None), reminder


def of(shifts: tuple[Shift, ...], key: str) -> dict[str, tuple[date | None, date | None]]:
    return {s.what: (s.before, s.after) for s in shifts if s.key == key}


def test_z1_an_extension_moves_what_was_said(arranging: Played) -> None:
    key = "answer_questionnaire:1"
    due, reminder = stands(arranging, key)
    assert due
    later = due + timedelta(days=7)
    body = Extend(due=later, reason=REASON)
    before = arranging.round.copied()
    foreseen = foreseeing.extended(arranging.round, asked(arranging, body, key), arranging.lived.now)
    assert arranging.round == before
    arranging.steers(key, body)
    arranging.breathes()
    assert of(foreseen.shifts, key) == {
        "due": (due, later),
        "reminder": (reminder, stands(arranging, key)[1]),
    }


def test_v10_a_visit_that_moves_takes_along_what_was_said(arranging: Played) -> None:
    visit = arranging.round.visit
    assert visit
    windows = tuple(
        Window(starts=visit.starts + timedelta(days=n), ends=visit.ends + timedelta(days=n)) for n in (14, 28)
    )
    body = MoveVisit(windows=windows, reason=REASON)
    keys = ("set_agenda:1", "arrange_local:1", "arrange_international:1")
    then = {key: stands(arranging, key) for key in keys}
    cases = foreseeing.visit_moved(
        arranging.round,
        asked(arranging, body),
        arranging.lived.now,
        lambda who: arranging.calendar(who or "focal_point"),
    )
    assert [case.window for case in cases] == list(windows)
    arranging.steers("", body)
    for a in [a for a in arranging.round.open_assignments() if a.kind == "mark_dates"]:
        arranging.sends(arranging.keeps(a.key, a.holders[0], MarkDates(choice="some", suits=(1,))))
    arranging.breathes()
    moved = arranging.round.visit
    assert moved
    assert (moved.starts, moved.ends) == (windows[0].starts, windows[0].ends)
    shifts = cases[0].shifts
    assert of(shifts, "")["visit_starts"] == (visit.starts, windows[0].starts)
    for key in keys:
        now = stands(arranging, key)
        assert of(shifts, key)["due"] == (then[key][0], now[0])
    assert visit.freezes
    assert moved.freezes
    frozen = of(shifts, "answer_questionnaire:1")["freezes"]
    assert frozen == (visit.freezes.date(), moved.freezes.date())
    steps = {(s.step, s.what) for s in shifts if s.step}
    assert {("visit", "step_starts"), ("report", "step_starts"), ("publication", "step_ends")} <= steps


def test_v10_a_move_that_would_be_refused_is_not_foreseen(arranging: Played) -> None:
    past = Window(starts=date(2020, 3, 2), ends=date(2020, 3, 5))
    body = asked(arranging, MoveVisit(windows=(past,), reason=REASON))
    with pytest.raises(Refusal, match="window_too_soon"):
        foreseeing.visit_moved(arranging.round, body, arranging.lived.now, arranging.calendar)
