"""A panel of up to three experts, each from another state that the beneficiary named; warnings."""

from dataclasses import replace
from typing import Any

import pytest

from rounds.methodology.model import Methodology
from rounds.state.effects import Close
from rounds.state.round import Round, Seat, State
from rounds.steps import seats, warnings
from rounds.submissions.panel import AddCandidate, AnswerInvitation
from rounds.submissions.request import ExamineRequest
from tests.rounds.mecigep import MECIGEP, a_round, asked, candidate, proposal, verdict, verdict_on
from tests.rounds.scene import RIPSO, Verdict, send

PROPOSALS = [
    pytest.param(proposal(("CHL",), ("URY",), ("BRA",)), None, id="P2 three experts of three states"),
    pytest.param(proposal(("CHL",)), None, id="P2 one expert"),
    pytest.param(proposal(), ("wrong_number_of_seats", "seats"), id="P2 none"),
    pytest.param(
        proposal(("CHL",), ("URY",), ("BRA",), ("PER",)), ("wrong_number_of_seats", "seats"), id="P2 four"
    ),
    pytest.param(
        proposal(("CHL",), ("CHL",)),
        ("same_state_twice", "seats.1.candidates.0.country"),
        id="P2 two experts of one state",
    ),
    pytest.param(proposal(("CHL", "URY"), ("URY",)), None, id="P2 an alternate of another seat's state"),
    pytest.param(
        proposal(("CHL",), coordinators=2), ("wrong_number_of_coordinators", "coordinators"), id="P3 two"
    ),
]


@pytest.mark.parametrize(("body", "expected"), PROPOSALS)
def test_a_panel_of_up_to_three_experts_from_distinct_states_p2_p3(body: Any, expected: Verdict) -> None:
    assert verdict_on(body) == expected


WARNED = [
    pytest.param(MECIGEP, [{"CHL"}, {"URY"}], False, id="P2 two peers"),
    pytest.param(MECIGEP, [{"CHL"}], True, id="P2 one peer"),
    pytest.param(MECIGEP, [{"CHL", "URY"}, {"URY"}], True, id="P2 an alternate may leave one peer"),
    pytest.param(RIPSO, [{"CHL"}, {"CHL"}], True, id="P4 both from one country"),
    pytest.param(RIPSO, [{"CHL"}, {"COL"}], False, id="P4 from two countries"),
]


@pytest.mark.parametrize(("rules_", "seats", "warned"), WARNED)
def test_few_countries_are_a_warning_p2_p4(rules_: Methodology, seats: Any, warned: bool) -> None:
    assert bool(warnings.of_countries(rules_, seats)) is warned


STAGES = [
    pytest.param("launch", (), None, id="Q6 about to be launched"),
    pytest.param("design", (), ("warning_unacknowledged", "acknowledged"), id="Q6 in design, unseen"),
    pytest.param("design", ("not_ideal",), None, id="Q6 in design, seen"),
]


@pytest.mark.parametrize(("stage", "seen", "expected"), STAGES)
def test_a_stage_that_is_not_ideal_warns_and_never_blocks_q6(
    stage: str, seen: tuple[str, ...], expected: Verdict
) -> None:
    round = asked(a_round(stage=stage), "examine_request:1")
    assert verdict(round, "examine_request:1", ExamineRequest(choice="accept", acknowledged=seen)) == expected
    returned = ExamineRequest(choice="return", reason="The topic")
    assert verdict(round, "examine_request:1", returned) is None


NAMED = ("CHL", "URY", "BRA")
STANDING = [
    pytest.param(proposal(("CHL",), ("URY",)), None, id="P2 states that were named"),
    pytest.param(
        proposal(("CHL", "PER"), ("URY",)),
        ("state_not_named", "seats.0.candidates.1.country"),
        id="P2 a state that was not named",
    ),
    pytest.param(proposal(("CHL",)), ("warning_unacknowledged", "acknowledged"), id="P2 one peer, unseen"),
    pytest.param(proposal(("CHL",), seen=("few_countries",)), None, id="P2 one peer, seen"),
]


@pytest.mark.parametrize(("body", "expected"), STANDING)
def test_candidates_come_from_the_states_that_were_named_p2(body: Any, expected: Verdict) -> None:
    round = asked(a_round(states=NAMED), "propose_panel:1")
    assert verdict(round, "propose_panel:1", body) == expected


def seated() -> Round:
    """Seat 1 is empty, seat 2 is Uruguay's."""
    return a_round(
        states=NAMED,
        countries={"chile": "CHL", "uruguay": "URY", "second": "URY"},
        seats={
            1: Seat(number=1, shortlist=("chile", "second")),
            2: Seat(number=2, shortlist=("uruguay",), holder="uruguay"),
        },
    )


ACCEPT = AnswerInvitation(choice="accept", ad_honorem=True, institution_agrees=True, conflict="none")


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        pytest.param("chile", None, id="P2 a state of its own"),
        pytest.param("second", ("state_seated", ""), id="P2 P8 a state that sits already"),
    ],
)
def test_the_limit_holds_when_an_invitation_is_accepted_p2_p8(who: str, expected: Verdict) -> None:
    key = f"answer_invitation:{who}"
    round = asked(seated(), key, who, "candidate")
    assert verdict(round, key, ACCEPT, who) == expected
    assert seats.may_sit(round, round.seats[1], who) is (expected is None)
    assert seats.may_sit(replace_rules(round), round.seats[1], who)


def replace_rules(round: Round) -> Round:
    """The same round under rules without distinct states."""
    return replace(round, methodology=replace(round.methodology, distinct_states=False))


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        pytest.param("BRA", None, id="P8 a state that is free"),
        pytest.param("URY", ("same_state_twice", "country"), id="P2 P8 a state that sits already"),
        pytest.param("PER", ("state_not_named", "country"), id="P2 P8 a state that was not named"),
    ],
)
def test_an_added_candidate_keeps_to_the_limits_p2_p8(country: str, expected: Verdict) -> None:
    one = candidate(country)
    body = AddCandidate(
        name=one.name,
        email=one.email,
        language="es",
        country=country,
        institution="Ministry",
        points=one.points,
    )
    round = asked(seated(), "add_candidate:expert-1:1")
    assert verdict(round, "add_candidate:expert-1:1", body) == expected


@pytest.mark.parametrize("state", ["open", "lingering"])
def test_an_invitation_whose_state_has_come_to_sit_ends_at_once_and_says_why_p2_p8(state: State) -> None:
    round = seated()
    round.seats[2] = replace(round.seats[2], holder="")
    chile, second, uruguay = (f"answer_invitation:{who}" for who in ("chile", "second", "uruguay"))
    for key in (chile, second, uruguay):
        asked(round, key, key.partition(":")[2], "candidate")
    round.assignments[second] = replace(round.assignments[second], state=state)

    effects = send(round, uruguay, ACCEPT, "uruguay")

    assert [(e.key, e.why) for e in effects if isinstance(e, Close) and e.state == "closed"] == [
        (second, "state_seated")
    ]
    assert (round.assignments[second].state, round.assignments[chile].state) == ("closed", "open")
    assert verdict(round, second, ACCEPT, "second") == ("not_open", "")


def test_where_two_may_come_from_one_state_no_invitation_ends_for_it_p4() -> None:
    round = replace_rules(seated())
    round.seats[2] = replace(round.seats[2], holder="")
    second, uruguay = "answer_invitation:second", "answer_invitation:uruguay"
    for key in (second, uruguay):
        asked(round, key, key.partition(":")[2], "candidate")

    effects = send(round, uruguay, ACCEPT, "uruguay")

    assert not any(isinstance(e, Close) and e.state == "closed" for e in effects)
    assert verdict(round, second, ACCEPT, "second") is None


def test_an_added_candidate_whose_state_has_come_to_sit_is_put_to_nobody_any_more_p2_p8() -> None:
    round = seated()
    round.seats[2] = replace(round.seats[2], holder="")
    round.countries = {**round.countries, "candidate-added-1.1": "URY"}
    agreeing, uruguay = "agree_candidate:expert-1:1", "answer_invitation:uruguay"
    asked(round, agreeing)
    asked(round, uruguay, "uruguay", "candidate")
    send(round, uruguay, ACCEPT, "uruguay")
    assert round.assignments[agreeing].state == "closed"
