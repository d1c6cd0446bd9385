"""The panel: P1, P4 to P8."""

from typing import Any

import pytest

from rounds.submissions.panel import (
    AddCandidate,
    AgreeCandidate,
    AgreePanel,
    AnswerInvitation,
    ProposePanel,
    Shortlist,
)
from rounds.submissions.people import Candidate
from tests.rounds.scene import (
    CHILE,
    COLOMBIA,
    OFFICER,
    RIPSO,
    SECOND,
    Verdict,
    acceptance,
    ask,
    candidate,
    contact,
    invite,
    proposal,
    seated,
    send,
    sent,
    verdict,
    verdict_on,
    with_panel,
)


def seats(*lists: tuple[Candidate, ...]) -> ProposePanel:
    return proposal(seats=tuple(Shortlist(candidates=candidates) for candidates in lists))


CHL, COL = candidate("one", "CHL"), candidate("two", "COL")
NO_POINTS = candidate("one", "CHL", points=RIPSO.profile_points[:2])
ALIEN_POINT = candidate("one", "CHL", points=(*RIPSO.profile_points, "charm"))

PROPOSALS = [
    pytest.param(proposal(), None, id="P4 P5 two seats, two coordinators"),
    pytest.param(seats((CHL,)), ("wrong_number_of_seats", "seats"), id="P4 one seat"),
    pytest.param(
        seats((CHL,), (COL,), (candidate("three", "PER"),)),
        ("wrong_number_of_seats", "seats"),
        id="P4 three seats",
    ),
    pytest.param(
        proposal(coordinators=(contact("lead"),)),
        ("wrong_number_of_coordinators", "coordinators"),
        id="P5 one coordinator",
    ),
    pytest.param(
        proposal(coordinators=(contact("a"), contact("b"), contact("c"))),
        ("wrong_number_of_coordinators", "coordinators"),
        id="P5 three coordinators",
    ),
    pytest.param(
        seats((CHL,), ()), ("shortlist_empty", "seats.1.candidates"), id="P4 a seat without a candidate"
    ),
    pytest.param(seats((CHL,), (candidate("two", "CHL"),)), None, id="P4 both experts from one country"),
    pytest.param(
        seats((CHL,), (COL, candidate("three", "PRY"))),
        ("expert_from_beneficiary", "seats.1.candidates.1.country"),
        id="P4 an expert from the beneficiary's country",
    ),
    pytest.param(
        seats((candidate("one", "ESP"),), (COL,)),
        ("unknown_country", "seats.0.candidates.0.country"),
        id="P4 Q1 an expert from no member state",
    ),
    pytest.param(
        seats((NO_POINTS,), (COL,)),
        ("profile_unchecked", "seats.0.candidates.0.points"),
        id="P7 a point of the profile not confirmed",
    ),
    pytest.param(
        seats((ALIEN_POINT,), (COL,)),
        ("wrong_shape", "seats.0.candidates.0.points"),
        id="P7 a point that no profile has",
    ),
    pytest.param(
        seats((CHL,), (candidate("two", "COL", email="ONE@panel.example"),)),
        ("same_person_twice", "seats.1.candidates.0.email"),
        id="P4 one address on both seats, in other letters",
    ),
    pytest.param(
        proposal(coordinators=(contact("lead"), contact("lead"))),
        ("same_person_twice", "coordinators.1.email"),
        id="P5 one address for both coordinators",
    ),
    pytest.param(
        seats((candidate("", "CHL", email="one@panel.example"),), (COL,)),
        ("text_missing", "seats.0.candidates.0.name"),
        id="P1 a candidate without a name",
    ),
]


@pytest.mark.parametrize(("body", "expected"), PROPOSALS)
def test_what_the_secretariat_proposes(body: ProposePanel, expected: Verdict) -> None:
    assert verdict_on(body) == expected


AGREEMENTS = [
    pytest.param("agree", "", None, id="P1 agree"),
    pytest.param("changes", "Somebody with more years", None, id="P1 changes with a comment"),
    pytest.param("changes", " ", ("comment_missing", "comment"), id="P1 changes without a comment"),
]


@pytest.mark.parametrize("model", [AgreePanel, AgreeCandidate], ids=["panel", "P8 added candidate"])
@pytest.mark.parametrize(("choice", "comment", "expected"), AGREEMENTS)
def test_what_the_beneficiary_answers(model: Any, choice: str, comment: str, expected: Verdict) -> None:
    assert verdict_on(model(choice=choice, comment=comment)) == expected


INVITATIONS = [
    pytest.param(acceptance(), None, id="P6 accept with all undertakings"),
    pytest.param(acceptance(ad_honorem=False), ("undertaking_missing", "ad_honorem"), id="P6 not ad honorem"),
    pytest.param(
        acceptance(institution_agrees=False),
        ("undertaking_missing", "institution_agrees"),
        id="P6 the institution does not agree",
    ),
    pytest.param(
        acceptance(conflict=None), ("undertaking_missing", "conflict"), id="P6 no statement on conflicts"
    ),
    pytest.param(
        acceptance(conflict="possible"),
        ("undertaking_missing", "conflict_statement"),
        id="P6 a possible conflict that is not described",
    ),
    pytest.param(
        acceptance(conflict="possible", conflict_statement="A former employer"),
        None,
        id="P6 a possible conflict, described",
    ),
    pytest.param(
        AnswerInvitation(choice="decline"), ("reason_missing", "reason"), id="P6 decline without a reason"
    ),
    pytest.param(
        AnswerInvitation(choice="decline", reason="Leave"), None, id="P6 decline with a reason alone"
    ),
]


@pytest.mark.parametrize(("body", "expected"), INVITATIONS)
def test_what_a_candidate_answers(body: AnswerInvitation, expected: Verdict) -> None:
    assert verdict_on(body) == expected


ADDED = [
    pytest.param("PER", {}, None, id="P8 an added candidate"),
    pytest.param("PRY", {}, ("expert_from_beneficiary", "country"), id="P4 P8 one of the beneficiary's"),
    pytest.param("PER", {"points": ()}, ("profile_unchecked", "points"), id="P7 P8 one unchecked"),
]


@pytest.mark.parametrize(("country", "changes", "expected"), ADDED)
def test_an_added_candidate_is_as_fit_as_a_proposed_one(
    country: str, changes: dict[str, Any], expected: Verdict
) -> None:
    whole = {"points": RIPSO.profile_points, "institution": "Ministry", "email": "x@example.org", **changes}
    assert verdict_on(AddCandidate(name="New", language="es", country=country, **whole)) == expected


def test_seats_come_into_being_only_when_the_beneficiary_agrees_p1() -> None:
    round = with_panel()
    assert {n: seat.shortlist for n, seat in round.seats.items()} == {1: (CHILE, SECOND), 2: (COLOMBIA,)}
    assert round.roles["lead_coordinator"] == ("coordinator-1.1",)
    assert round.roles["coordinator"] == ("coordinator-1.1", "coordinator-1.2")
    assert round.countries[SECOND] == "CHL"


def test_a_panel_that_is_to_change_makes_no_seats_p1() -> None:
    round = with_panel()
    round.seats = {}
    ask(round, "agree_panel:2")
    round.assignments["propose_panel:2"] = round.assignments["propose_panel:1"]
    send(round, "agree_panel:2", AgreePanel(choice="changes", comment="Others"), "focal_point")
    assert round.seats == {}


def test_who_declined_may_still_accept_while_the_seat_is_empty_p8() -> None:
    round = with_panel()
    invite(round, CHILE)
    no = AnswerInvitation(choice="decline", reason="Leave")
    send(round, f"answer_invitation:{CHILE}", no, CHILE)
    assert round.assignments[f"answer_invitation:{CHILE}"].state == "lingering"
    assert verdict(round, sent(f"answer_invitation:{CHILE}", acceptance(), CHILE)) is None


def test_who_accepts_after_another_is_told_that_the_task_is_over_p8() -> None:
    round = with_panel()
    invite(round, CHILE, SECOND)
    send(round, f"answer_invitation:{SECOND}", acceptance(), SECOND)
    assert round.seats[1].holder == SECOND
    late = sent(f"answer_invitation:{CHILE}", acceptance(), CHILE)
    assert verdict(round, late) == ("not_open", "")


def test_a_seat_that_is_held_takes_nobody_else_p8() -> None:
    round = seated()
    ask(round, f"answer_invitation:{SECOND}", SECOND)
    again = sent(f"answer_invitation:{SECOND}", acceptance(), SECOND)
    assert verdict(round, again) == ("seat_taken", "")
    no = AnswerInvitation(choice="decline", reason="Leave")
    assert verdict(round, sent(f"answer_invitation:{SECOND}", no, SECOND)) is None


def test_nobody_accepts_for_somebody_else_p6() -> None:
    round = with_panel()
    invite(round, CHILE)
    on_behalf = sent(f"answer_invitation:{CHILE}", acceptance(), CHILE, officer=OFFICER)
    assert verdict(round, on_behalf) == ("only_in_person", "")
    assert verdict(round, sent(f"answer_invitation:{CHILE}", acceptance(), SECOND)) == ("not_yours", "")


def test_an_agreed_added_candidate_is_the_last_of_the_shortlist_p8() -> None:
    round = with_panel()
    added = AddCandidate(
        name="New",
        email="new@panel.example",
        language="en",
        country="PER",
        institution="Ministry",
        points=RIPSO.profile_points,
    )
    ask(round, "add_candidate:expert-2:1")
    send(round, "add_candidate:expert-2:1", added, OFFICER)
    ask(round, "agree_candidate:expert-2:1")
    send(round, "agree_candidate:expert-2:1", AgreeCandidate(choice="agree"), "focal_point")
    assert round.seats[2].shortlist == (COLOMBIA, "candidate-added-2.1")
    assert round.countries["candidate-added-2.1"] == "PER"


def test_an_added_candidate_whom_the_beneficiary_does_not_want_is_on_no_shortlist_p1() -> None:
    round = with_panel()
    ask(round, "agree_candidate:expert-2:1")
    no = AgreeCandidate(choice="changes", comment="Another")
    send(round, "agree_candidate:expert-2:1", no, "focal_point")
    assert round.seats[2].shortlist == (COLOMBIA,)
