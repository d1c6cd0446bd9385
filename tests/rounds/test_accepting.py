"""What an accepted submission and what silence change in a round: P8, D2, Z1, Z2."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rounds import accepting, closing, rules
from rounds.clock import silence
from rounds.state import assignments
from rounds.state.effects import Close, Escalate, Seated, Take, Tell, Unschedule
from rounds.state.round import Moment, Outcome, Round
from rounds.steps import arrangements
from rounds.submissions.envelope import Receipt
from rounds.submissions.interventions import Withdraw
from rounds.submissions.panel import AnswerInvitation
from rounds.submissions.questions import AnswerQuestionnaire
from rounds.submissions.refusals import Refusal
from rounds.submissions.request import ExamineRequest
from tests.rounds.scene import (
    CHILE,
    COLOMBIA,
    NOW,
    OFFICER,
    SECOND,
    a_round,
    acceptance,
    ask,
    dated,
    invite,
    reported,
    seated,
    send,
    sent,
    verdict,
    with_panel,
)

ACCEPT = ExamineRequest(choice="accept")
NO = AnswerInvitation(choice="decline", reason="Leave")


def test_an_answer_fulfils_its_assignment_and_is_receipted() -> None:
    round = a_round()
    ask(round, "examine_request:1")
    envelope = sent("examine_request:1", ACCEPT, OFFICER, officer="DIS-2", id="one")
    receipt = accepting.take(round, envelope, NOW)
    assert receipt == Receipt(id="one", key="examine_request:1", at=NOW)
    assert round.handled == {"one": receipt}
    a = round.assignments["examine_request:1"]
    assert (a.state, a.answer) == ("fulfilled", ACCEPT)
    assert round.pending == [
        Take(
            submission="one", key="examine_request:1", subject="examine_request", by=OFFICER, officer="DIS-2"
        ),
        Close(key="examine_request:1", state="fulfilled", submission="one"),
        Tell(
            what="request_accepted",
            people=("focal_point",),
            key="examine_request:1",
            about=OFFICER,
            by=OFFICER,
            submission="one",
        ),
    ]


def test_a_no_leaves_the_link_alive_p8() -> None:
    round = with_panel()
    invite(round, CHILE)
    effects = send(round, f"answer_invitation:{CHILE}", NO, CHILE, id="no")
    key = f"answer_invitation:{CHILE}"
    assert effects == [Close(key=key, state="lingering", submission="no", links_live=True)]


def test_an_acceptance_ends_all_that_was_still_open_for_the_seat_p8() -> None:
    round = with_panel()
    invite(round, CHILE, SECOND, COLOMBIA)
    ask(round, "add_candidate:expert-1:1")
    ask(round, "add_candidate:expert-2:1")
    effects = send(round, f"answer_invitation:{CHILE}", acceptance(), CHILE, id="yes")
    assert effects == [
        Close(key=f"answer_invitation:{CHILE}", state="fulfilled", submission="yes"),
        Seated(seat=1, participant=CHILE),
        Close(key=f"answer_invitation:{SECOND}", state="closed"),
        Close(key="add_candidate:expert-1:1", state="closed"),
    ]
    assert {key for key, a in round.assignments.items() if a.awaited} == {
        f"answer_invitation:{COLOMBIA}",
        "add_candidate:expert-2:1",
    }


ANSWERS = [*permutations([(CHILE, "yes"), (SECOND, "yes"), (COLOMBIA, "yes")])]
SAID = st.lists(st.tuples(st.sampled_from([CHILE, SECOND, COLOMBIA]), st.sampled_from(["yes", "no"])))


def _say(round: Round, who: str, what: str) -> bool:
    envelope = sent(f"answer_invitation:{who}", acceptance() if what == "yes" else NO, who)
    try:
        rules.check(round, envelope, NOW)
    except Refusal:
        return False
    accepting.take(round, envelope, NOW)
    return True


@given(SAID)
def test_the_first_acceptance_of_a_seat_wins_in_whatever_order_they_answer_p8(
    said: list[tuple[str, str]],
) -> None:
    round = with_panel()
    invite(round, CHILE, SECOND, COLOMBIA)
    seats = {CHILE: 1, SECOND: 1, COLOMBIA: 2}
    winners: dict[int, str] = {}
    for who, what in said:
        free = seats[who] not in winners
        assert _say(round, who, what) is free
        if what == "yes" and free:
            winners[seats[who]] = who
    assert {n: seat.holder for n, seat in round.seats.items() if seat.holder} == winners
    taken = [e for e in round.pending if isinstance(e, Seated)]
    assert [(e.seat, e.participant) for e in taken] == list(winners.items())
    for n, winner in winners.items():
        assert round.holders(f"expert-{n}") == (winner,)
        live = [a for a in round.assignments.values() if a.takes and seats[a.holders[0]] == n]
        assert not live


@pytest.mark.parametrize("order", ANSWERS)
def test_all_accept_in_any_order_and_each_seat_has_one_expert_p4_p8(order: Any) -> None:
    round = with_panel()
    invite(round, CHILE, SECOND, COLOMBIA)
    taken = [who for who, what in order if _say(round, who, what)]
    first = next(who for who, _ in order if who != COLOMBIA)
    assert set(taken) == {first, COLOMBIA}


# ---- silence


def passing(round: Round, key: str, what: Any) -> list[Any]:
    return silence.passed(round, round.assignments[key], Moment(at=NOW, what=what))


def test_silence_of_an_owner_is_told_to_whom_the_methodology_names_and_it_stays_open_z1() -> None:
    round = a_round()
    ask(round, "examine_request:1")
    assert passing(round, "examine_request:1", "due") == [
        Escalate(key="examine_request:1", to=("head_of_secretariat",), level=1, holders=(OFFICER,))
    ]
    a = round.assignments["examine_request:1"]
    assert (a.state, a.overdue) == ("open", True)


def test_silence_never_approves_and_never_publishes_w4_x2() -> None:
    round = reported()
    for key in ("review_report:1", "decide_publication:1"):
        ask(round, key)
        passing(round, key, "due")
        assert (round.assignments[key].answer, round.assignments[key].awaited) == (None, True)
    assert passing(round, "decide_publication:1", "end") == [
        Close(key="decide_publication:1", state="expired")
    ]
    assert round.assignments["decide_publication:1"].answer is None


def test_silence_of_a_candidate_leaves_the_link_alive_and_waits_no_more_p8() -> None:
    round = with_panel()
    invite(round, CHILE)
    key = f"answer_invitation:{CHILE}"
    assert passing(round, key, "due") == [Close(key=key, state="lingering", links_live=True)]
    a = round.assignments[key]
    assert (a.awaited, a.takes, a.overdue) == (False, True, True)


def test_answers_freeze_with_what_was_saved_d2() -> None:
    round = seated()
    ask(round, "answer_questionnaire:1")
    key = "answer_questionnaire:1"
    rest = (OFFICER, CHILE, COLOMBIA, "coordinator-1.1", "coordinator-1.2")
    assert passing(round, key, "freeze") == [
        Close(key=key, state="frozen"),
        Tell(what="frozen", people=("focal_point",), key=key),
        Tell(what="answers_frozen", people=rest, key=key),
    ]
    late = sent("answer_questionnaire:1", AnswerQuestionnaire(answers=("We",)), "focal_point")
    assert verdict(round, late) == ("not_open", "")


def test_an_opening_carries_what_its_dates_and_letters_need_v8_x2() -> None:
    round = dated()
    a = ask(round, "review_report:1", version=2, sha256="2" * 64)
    opening = assignments.opening(round, a)
    assert (opening.visit_starts, opening.lead) == (round.visit and round.visit.starts, 15)
    assert (opening.version, opening.sha256, opening.again) == (2, "2" * 64, False)
    assert opening.holders == ("focal_point",)


# ---- the end


def test_a_round_that_ends_closes_what_is_open_and_tells_everyone_once_z2() -> None:
    round = dated()
    send(round, "", Withdraw(), "focal_point")
    effects = closing.close(round)
    everyone = (
        "focal_point",
        OFFICER,
        "head_of_secretariat",
        "coordinator-1.1",
        "coordinator-1.2",
        CHILE,
        COLOMBIA,
    )
    travel = ("focal_point", OFFICER, "coordinator-1.1", "coordinator-1.2", CHILE, COLOMBIA)
    assert effects == [
        *(Close(key=key, state="closed") for key in arrangements.needed(round)),
        Unschedule(number=1, people=travel),
        Tell(what="closed", people=everyone),
    ]
    assert closing.outcome(round) == Outcome(outcome="withdrawn")
    assert not list(round.open_assignments())


def test_candidates_who_were_asked_are_told_too_and_a_visit_that_was_is_left_in_calendars_z2() -> None:
    round = with_panel()
    invite(round, CHILE)
    assert CHILE in round.everyone()
    over = dated()
    over.done = ("visit",)
    over.outcome = "authorised"
    effects = closing.close(over)
    assert not [e for e in effects if isinstance(e, Unschedule)]
    assert closing.outcome(over) == Outcome(outcome="authorised")
