"""A visit that has dates is moved or held in another form, agreed again or not: V3, V5, V8, V10."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from rounds.interventions import moving
from rounds.state.case import BodyCase
from rounds.state.effects import Close, Open, Schedule, Tell
from rounds.state.keys import Key
from rounds.state.round import Round, Visit
from rounds.steps import visit, windows
from rounds.submissions.changes import DecideMove, MoveVisit
from rounds.submissions.visit import MarkDates, ReadyVisit, SetAgenda, Window
from tests.rounds import mecigep, scene
from tests.rounds.scene import (
    CHILE,
    COLOMBIA,
    ENDS,
    NOW,
    OFFICER,
    STARTS,
    Verdict,
    ask,
    dated,
    send,
    sent,
    session,
    sessions,
    verdict,
)

MONTH_ON = STARTS + timedelta(days=30)
TOMORROW = NOW.date() + timedelta(days=1)
MARKERS = {"focal_point": "focal_point", "expert-1": CHILE, "expert-2": COLOMBIA}


def stay(starts: date = MONTH_ON, days: int = 4) -> Window:
    return Window(starts=starts, ends=starts + timedelta(days=days - 1))


def move(*stays: Window, form: str = "") -> MoveVisit:
    return MoveVisit(windows=stays, visit_form=form, reason="A storm")


PROPOSED = [
    pytest.param(move(stay()), None, id="V10 other dates"),
    pytest.param(move(), ("list_empty", "windows"), id="V10 nothing at all"),
    pytest.param(move(stay(days=6)), ("visit_length", "windows.0.ends"), id="V3 too long"),
    pytest.param(move(form="by_letter"), ("unknown_visit_form", "visit_form"), id="V5 no such form"),
    pytest.param(move(form="on_site"), ("nothing_moves", "visit_form"), id="V10 the form that it has"),
    pytest.param(move(stay(STARTS)), ("nothing_moves", "windows"), id="V10 the dates that it has"),
    pytest.param(move(stay(), stay(NOW.date())), ("window_too_soon", "windows.1.starts"), id="V8 of today"),
    pytest.param(move(stay(TOMORROW)), None, id="V8 of tomorrow: the officer knows why"),
]


@pytest.mark.parametrize(("body", "expected"), PROPOSED)
def test_what_may_be_proposed(body: MoveVisit, expected: Verdict) -> None:
    round = dated()
    assert round.visit
    round.visit = replace(round.visit, form="on_site")
    assert verdict(round, sent("", body, OFFICER)) == expected
    assert verdict(round, sent("", body, officer="officer-1")) == expected


def test_v10_only_whoever_looks_after_the_round_moves_its_visit() -> None:
    assert verdict(dated(), sent("", move(stay()), "focal_point")) == ("not_yours", "")
    assert moving.offered(dated(), "focal_point") == ()
    assert moving.offered(dated(), OFFICER) == ("move_visit",)


def test_v10_there_is_nothing_to_move_before_there_are_dates_and_after_the_visit() -> None:
    round = dated()
    round.visit = None
    assert verdict(round, sent("", move(stay()), OFFICER)) == ("no_visit_dates", "")
    round = dated()
    ask(round, "record_findings:1")
    assert verdict(round, sent("", move(stay()), OFFICER)) == ("visit_over", "")


def test_v4_v10_a_window_holds_the_agenda() -> None:
    round = dated()
    agenda = SetAgenda(sessions=(*sessions(), session("working_meeting", 4)))
    send(round, "set_agenda:1", agenda, "focal_point")
    expected = ("session_outside_visit", "windows.0.ends")
    assert verdict(round, sent("", move(stay(days=3)), OFFICER)) == expected


def moved(*stays: Window, form: str = "", of: Round | None = None) -> Round:
    """A round whose officer has proposed a move, and whose people were asked."""
    round = of or dated()
    send(round, "", move(*stays, form=form), OFFICER, id="move")
    for role, who in MARKERS.items():
        ask(round, str(Key("mark_dates", role, round.moves[-1].n)), who, role=role)
    return round


def marked(round: Round, **suits: tuple[int, ...]) -> list[Any]:
    """What follows once everyone has said which windows suit: the first, unless said otherwise."""
    n = round.moves[-1].n
    for role, who in MARKERS.items():
        own = suits.get(role.replace("-", "_"), (1,))
        body = MarkDates(choice="some" if own else "none", suits=own)
        send(round, str(Key("mark_dates", role, n)), body, who)
    return moving.settled(round, n, NOW)


def test_v8_v10_until_everyone_has_agreed_the_visit_stays_as_it_was() -> None:
    round = moved(stay())
    assert (round.visit and round.visit.starts, round.moves[0].state) == (STARTS, "asked")
    assert verdict(round, sent("", move(stay()), OFFICER)) == ("move_pending", "")
    assert windows.proposed(round, 1).windows == (stay(),)


def test_v8_v10_dates_that_everyone_agrees_to_are_those_of_the_visit() -> None:
    later = stay(MONTH_ON + timedelta(days=14))
    round = moved(stay(), later)
    effects = marked(round, expert_1=(2, 1), expert_2=(2,), focal_point=(1, 2))
    assert round.visit == Visit(starts=later.starts, ends=later.ends, number=1)
    assert round.moves[0].state == "agreed"
    told = effects[0]
    assert isinstance(told, Schedule)
    assert (told.number, told.was_starts, told.was_ends, told.submission) == (1, STARTS, ENDS, "move")
    assert told.people == visit.travellers(round)
    opened = [e for e in effects if isinstance(e, Open)]
    assert ({e.visit_starts for e in opened}, len(opened)) == ({later.starts}, 3)


def test_v8_v10_a_move_that_one_expert_cannot_keep_is_told_and_nothing_of_it_happens() -> None:
    round = moved(stay())
    before = round.visit
    effects = marked(round, expert_2=())
    assert round.visit is before
    assert effects == [Tell(what="move_not_agreed", people=visit.travellers(round), submission="move")]
    assert round.moves[0].state == "refused"
    # The officer may propose others, or decide all the same.
    assert moving.offered(round, OFFICER) == ("move_visit", "decide_move")
    assert verdict(round, sent("", move(stay()), OFFICER)) is None


def test_v8_v10_dates_that_have_come_meanwhile_are_agreed_too_late() -> None:
    round = moved(stay(TOMORROW))
    for role, who in MARKERS.items():
        send(round, str(Key("mark_dates", role, 1)), MarkDates(choice="some", suits=(1,)), who)
    (told,) = moving.settled(round, 1, NOW + timedelta(days=1))
    assert told.kind == "tell"


def test_v8_v10_a_waived_mark_suits() -> None:
    round = moved(stay())
    key = str(Key("mark_dates", "expert-2", 1))
    round.assignments[key] = replace(round.assignments[key], state="waived")
    for role in ("focal_point", "expert-1"):
        send(round, str(Key("mark_dates", role, 1)), MarkDates(choice="some", suits=(1,)), MARKERS[role])
    moving.settled(round, 1, NOW)
    assert round.moves[0].state == "agreed"


# ---- the officer decides


def decide(choice: Any, window: int = 0) -> DecideMove:
    return DecideMove(choice=choice, window=window, reason="The storm")


DECIDED = [
    pytest.param(decide("keep"), None, id="V10 it stays"),
    pytest.param(decide("move", 1), None, id="V10 it moves all the same"),
    pytest.param(decide("move"), ("choice_missing", "window"), id="V10 it moves, without saying where to"),
    pytest.param(decide("move", 2), ("unknown_window", "window"), id="V10 to what nobody proposed"),
]


@pytest.mark.parametrize(("body", "expected"), DECIDED)
def test_what_an_officer_may_decide(body: DecideMove, expected: Verdict) -> None:
    assert verdict(moved(stay()), sent("", body, OFFICER)) == expected
    assert verdict(dated(), sent("", body, OFFICER)) == ("no_move", "")


def test_v10_a_visit_that_stays_needs_nobody_to_agree_any_more() -> None:
    round = moved(stay())
    effects = send(round, "", decide("keep"), OFFICER, id="decision")
    closed = [e.key for e in effects if isinstance(e, Close)]
    assert closed == [f"mark_dates:{role}:1" for role in MARKERS]
    people = tuple(p for p in visit.travellers(round) if p != OFFICER)
    assert scene.told(round) == {"visit_stays": people}
    assert round.visit
    assert (round.visit.starts, round.moves[0].state) == (STARTS, "dropped")
    assert verdict(round, sent("", decide("keep"), OFFICER)) == ("no_move", "")
    assert moving.settled(round, 1, NOW) == []


def test_v10_an_officer_decides_for_dates_that_one_cannot_keep() -> None:
    round = moved(stay())
    marked(round, expert_2=())
    assert verdict(round, sent("", decide("keep"), OFFICER)) == ("no_move", "")
    send(round, "", decide("move", 1), OFFICER)
    assert round.visit
    assert (round.visit.starts, round.moves[0].state) == (MONTH_ON, "decided")


def test_v8_v10_a_visit_that_moves_for_what_is_missing_ends_the_move_that_was_being_agreed() -> None:
    round = moved(stay())
    ask(round, "ready_visit:1")
    body = ReadyVisit(choice="move", reason="Storm", starts=MONTH_ON, ends=MONTH_ON + timedelta(days=3))
    effects = send(round, "ready_visit:1", body, OFFICER)
    assert round.moves[0].state == "dropped"
    closed = [e.key for e in effects if isinstance(e, Close) and e.key.startswith("mark")]
    assert closed == [f"mark_dates:{role}:1" for role in MARKERS]


def test_v5_v10_another_form_on_the_same_days_is_agreed_alike_also_while_they_go_by() -> None:
    rules, body = mecigep.MECIGEP, move(form="videoconference")
    moving.check_proposal(BodyCase(methodology=rules, country="JAM", body=body))
    round = replace(dated(), methodology=rules)
    assert round.visit
    round.visit = replace(round.visit, form="on_site")
    moved(form="videoconference", of=round)
    for role in MARKERS:
        key = str(Key("mark_dates", role, 1))
        answer = MarkDates(choice="some", suits=(1,))
        round.assignments[key] = replace(round.assignments[key], state="fulfilled", answer=answer)
    second_day = NOW.replace(month=6, day=8)
    told = moving.settled(round, 1, second_day)[0]
    assert (round.visit.form, round.visit.starts, round.visit.number) == ("videoconference", STARTS, 1)
    assert isinstance(told, Schedule)
    assert (told.form, told.was_form, told.was_starts) == ("videoconference", "on_site", STARTS)


def test_a_move_that_is_being_agreed_when_the_visit_ends_is_told_to_whoever_was_asked_or_had_asked_v10() -> (
    None
):
    round = dated()
    send(round, "", move(stay()), officer="DIS-2", id="the-move")
    number = round.moves[-1].n
    for role, who in MARKERS.items():
        ask(round, f"mark_dates:{role}:{number}", who, role=role)
    send(round, f"mark_dates:expert-1:{number}", MarkDates(choice="none"), CHILE)
    *closed, told = visit.lapsed(round)
    assert [e.key for e in closed if isinstance(e, Close)] == [
        f"mark_dates:{role}:{number}" for role in ("focal_point", "expert-2")
    ]
    people = ("focal_point", COLOMBIA, OFFICER)
    assert told == Tell(what="move_lapsed", people=people, submission="the-move")
    assert visit.lapsed(round) == []
