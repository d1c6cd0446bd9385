"""Agenda and arrangements are revised until the visit's last day: V1, V2, V4, V7, V10."""

from dataclasses import replace
from typing import Any

import pytest

from rounds.interventions import revising
from rounds.state.round import Round
from rounds.steps import visit
from rounds.submissions.changes import ReviseAgenda, ReviseInternational, ReviseLocal
from rounds.submissions.visit import ArrangeInternational, ArrangeLocal, Item, SetAgenda
from tests.rounds import scene
from tests.rounds.scene import (
    CHILE,
    COLOMBIA,
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
    verdict_on,
)

AGENDA, LOCAL, INTERNATIONAL = "set_agenda:1", "arrange_local:1", "arrange_international:1"


def item(what: str = "Rooms", state: Any = "done", *concerns: str) -> Item:
    return Item(what=what, owner="Protocol", by=STARTS, state=state, reason="Not needed", concerns=concerns)


def arranged() -> Round:
    """A visit whose agenda and lists were sent."""
    round = dated()
    send(round, AGENDA, SetAgenda(sessions=sessions()), "focal_point")
    send(round, LOCAL, ArrangeLocal(items=(item(),)), "focal_point")
    send(round, INTERNATIONAL, ArrangeInternational(items=(item("Flights", "done", "expert-1"),)), OFFICER)
    return round


REVISED = ReviseAgenda(sessions=(*sessions(), session("working_meeting", day=2)))
NEXT = ReviseLocal(items=(item(), item("Buses")))
FLIGHTS = ReviseInternational(items=(item("Flights", "done", "expert-2"),))

WHO = [
    pytest.param(AGENDA, REVISED, "focal_point", None, id="V10 the agenda by whoever set it"),
    pytest.param(AGENDA, REVISED, OFFICER, ("not_yours", ""), id="V10 the agenda by an officer's own link"),
    pytest.param(AGENDA, REVISED, CHILE, ("not_yours", ""), id="V10 the agenda by an expert"),
    pytest.param(LOCAL, NEXT, "focal_point", None, id="V10 the beneficiary's list"),
    pytest.param(LOCAL, NEXT, CHILE, ("not_yours", ""), id="V10 the beneficiary's list by an expert"),
    pytest.param(INTERNATIONAL, FLIGHTS, OFFICER, None, id="V10 the secretariat's list"),
    pytest.param(AGENDA, NEXT, "focal_point", ("wrong_kind", ""), id="V10 a list for an agenda"),
]


@pytest.mark.parametrize(("key", "body", "by", "expected"), WHO)
def test_who_revises_what(key: str, body: Any, by: str, expected: Verdict) -> None:
    assert verdict(arranged(), sent(key, body, by)) == expected


def test_v10_an_officer_revises_for_whoever_owns_it() -> None:
    assert verdict(arranged(), sent(AGENDA, REVISED, officer="officer-1")) is None


def test_v10_what_was_not_recorded_yet_is_not_revised() -> None:
    round = dated()
    assert verdict(round, sent(AGENDA, REVISED, "focal_point")) == ("nothing_to_revise", "")
    del round.assignments[AGENDA]
    assert verdict(round, sent(AGENDA, REVISED, "focal_point")) == ("nothing_to_revise", "")


def test_v10_what_an_officer_waived_can_be_made_good_while_the_visit_goes_on() -> None:
    round = dated()
    round.assignments[AGENDA] = replace(round.assignments[AGENDA], state="waived")
    assert verdict(round, sent(AGENDA, REVISED, "focal_point")) is None


def test_v10_after_the_visit_nothing_of_it_changes() -> None:
    round = arranged()
    ask(round, "record_findings:1")
    assert visit.ahead(round) is None
    assert verdict(round, sent(AGENDA, REVISED, "focal_point")) == ("visit_over", "")
    assert verdict(round, sent(LOCAL, NEXT, officer="officer-1")) == ("visit_over", "")
    assert revising.offered(round, "focal_point") == ()


def test_v10_each_is_offered_what_is_theirs_a_delegate_what_they_did() -> None:
    round = arranged()
    assert revising.offered(round, "focal_point") == ("revise_agenda", "revise_local")
    assert revising.offered(round, OFFICER) == ("revise_international",)
    assert revising.offered(round, CHILE) == ()
    a = round.assignments[AGENDA]
    round.assignments[AGENDA] = replace(a, holders=(*a.holders, "delegate-1"))
    assert revising.offered(round, "delegate-1") == ("revise_agenda",)


def test_v4_v10_a_revised_agenda_is_an_agenda_like_the_first() -> None:
    *others, last = sessions()
    bare = tuple(replace(s, interviewed="") for s in (*others, last))
    assert verdict_on(ReviseAgenda(sessions=bare)) == ("with_whom_missing", "sessions.4.interviewed")
    assert verdict_on(ReviseAgenda(sessions=sessions()[:5])) == ("session_kind_missing", "sessions")
    late = ReviseAgenda(sessions=(*sessions(), session("working_meeting", day=5)))
    expected = ("session_outside_visit", "sessions.6.day")
    assert verdict(arranged(), sent(AGENDA, late, "focal_point")) == expected


def test_v10_the_new_version_takes_the_old_ones_place_and_whoever_travels_is_told_once() -> None:
    round = arranged()
    assert send(round, AGENDA, REVISED, "focal_point", id="revision") == []
    people = tuple(p for p in visit.travellers(round) if p != "focal_point")
    assert scene.told(round) == {"agenda_revised": people}
    answer = round.assignments[AGENDA].answer
    assert isinstance(answer, SetAgenda)
    assert (len(answer.sessions), round.assignments[AGENDA].state) == (7, "fulfilled")


def told(round: Round, key: str, body: Any, by: str) -> tuple[str, ...]:
    """Who is told of a list that somebody revises."""
    assert send(round, key, body, by) == []
    ((what, people),) = scene.told(round).items()
    assert what == "arrangements_revised"
    return people


def test_v10_a_list_is_told_to_both_sides_and_to_whom_it_concerns_or_did() -> None:
    round = arranged()
    assert told(round, LOCAL, NEXT, "focal_point") == (OFFICER,)
    people = told(round, INTERNATIONAL, FLIGHTS, OFFICER)
    assert set(people) == {"focal_point", CHILE, COLOMBIA}


def test_v7_v10_another_choice_about_the_press_is_told_to_all_who_travel() -> None:
    round = arranged()
    body = ReviseLocal(items=(item(),), press="open")
    people = told(round, LOCAL, body, "focal_point")
    assert {"focal_point", *people} == set(visit.travellers(round))


def test_v2_v10_only_the_secretariat_waives_an_item_more() -> None:
    round = dated()
    send(round, LOCAL, ArrangeLocal(items=(item("Rooms", "waived"),)), "focal_point", officer="officer-1")
    kept = ReviseLocal(items=(item("Rooms", "waived"), item("Buses")))
    more = ReviseLocal(items=(item("Rooms", "waived"), item("Buses", "waived")))
    assert verdict(round, sent(LOCAL, kept, "focal_point")) is None
    assert verdict(round, sent(LOCAL, more, "focal_point")) == ("only_officers_waive", "items.1.state")
    assert verdict(round, sent(LOCAL, more, officer="officer-1")) is None


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        pytest.param(("expert-1", "coordinator", "focal_point"), None, id="V4 roles of the round"),
        pytest.param(("expert-9",), ("nobody_of_the_round", "sessions.0.participants"), id="V4 no such role"),
    ],
)
def test_who_takes_part_in_a_session(roles: tuple[str, ...], expected: Verdict) -> None:
    first, *rest = sessions()
    body = SetAgenda(sessions=(replace(first, participants=roles), *rest))
    assert verdict(dated(), sent(AGENDA, body, "focal_point")) == expected


def test_v2_an_arrangement_concerns_roles_of_the_round() -> None:
    body = ArrangeLocal(items=(item("Rooms", "done", "expert-9"),))
    assert verdict(dated(), sent(LOCAL, body, "focal_point")) == ("nobody_of_the_round", "items.0.concerns")
