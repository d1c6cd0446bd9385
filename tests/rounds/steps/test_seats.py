"""Review of a declared conflict of interest, by hand (P6, P8)."""

from dataclasses import replace
from typing import Any

import pytest

from rounds.state.effects import Close, Open, Seated
from rounds.state.round import Round
from rounds.submissions.panel import ReviewConflict
from tests.rounds.scene import (
    CHILE,
    COLOMBIA,
    NOW,
    OFFICER,
    RIPSO,
    SECOND,
    Verdict,
    acceptance,
    invite,
    send,
    sent,
    told,
    verdict,
    verdict_on,
    with_panel,
)

KEY = f"review_conflict:{CHILE}"
STATEMENT = acceptance(conflict="possible", conflict_statement="A former employer")
CLEAR = ReviewConflict(choice="clear")
EXCLUDE = ReviewConflict(choice="exclude", reason="Too close")


def declared(**changes: Any) -> Round:
    round = replace(with_panel(), **changes)
    invite(round, CHILE)
    send(round, f"answer_invitation:{CHILE}", STATEMENT, CHILE)
    return round


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(CLEAR, None, id="P6 cleared"),
        pytest.param(EXCLUDE, None, id="P6 excluded with a reason"),
        pytest.param(
            replace(EXCLUDE, reason=" "), ("reason_missing", "reason"), id="P6 excluded without a reason"
        ),
    ],
)
def test_excluding_gives_a_reason(body: Any, expected: Verdict) -> None:
    assert verdict_on(body) == expected


def test_the_statement_seats_nobody_and_opens_the_officers_review_p6() -> None:
    round = with_panel()
    invite(round, CHILE)
    effects = send(round, f"answer_invitation:{CHILE}", STATEMENT, CHILE)
    (opened,) = [e for e in effects if isinstance(e, Open)]
    assert (opened.key, opened.holders, opened.paused) == (KEY, (OFFICER,), False)
    assert not any(isinstance(e, Seated) for e in effects)
    assert (round.seats[1].holder, round.under_review()) == ("", (CHILE,))
    assert CHILE in round.everyone()


def test_a_review_that_opens_while_the_round_stands_still_stands_still_z1() -> None:
    assert declared(paused=NOW).assignments[KEY].paused == NOW


def test_under_rules_that_ask_for_no_review_the_acceptance_takes_the_seat_p6() -> None:
    kept = {kind: rule for kind, rule in RIPSO.assignments.items() if kind != "review_conflict"}
    round = declared(methodology=replace(RIPSO, assignments=kept))
    assert (round.seats[1].holder, KEY in round.assignments) == (CHILE, False)


def test_whoever_is_cleared_takes_the_seat_and_whoever_is_excluded_is_told_p6_p8() -> None:
    cleared, excluded = declared(), declared()
    assert Seated(seat=1, participant=CHILE) in send(cleared, KEY, CLEAR, OFFICER)
    assert (cleared.seats[1].holder, cleared.under_review()) == (CHILE, ())
    assert told(cleared) == {"conflict_cleared": (CHILE,), "conflict_decided": ("focal_point",)}
    assert send(excluded, KEY, EXCLUDE, OFFICER)[1:] == []
    assert told(excluded) == {"conflict_excluded": (CHILE,), "conflict_decided": ("focal_point",)}
    assert (excluded.seats[1].holder, excluded.under_review()) == ("", ())


def test_the_first_to_be_cleared_has_the_seat_and_the_others_review_ends_p8() -> None:
    round = declared()
    invite(round, SECOND)
    send(round, f"answer_invitation:{SECOND}", STATEMENT, SECOND)
    send(round, f"review_conflict:{SECOND}", CLEAR, OFFICER)
    assert round.seats[1].holder == SECOND
    assert round.assignments[KEY].state == round.assignments[f"answer_invitation:{CHILE}"].state == "closed"
    assert verdict(round, sent(KEY, CLEAR, OFFICER)) == ("not_open", "")


def test_a_review_ends_when_the_state_has_come_to_sit_on_another_seat_p2_p8() -> None:
    round = declared(methodology=replace(RIPSO, distinct_states=True))
    round.countries = {**round.countries, COLOMBIA: "CHL"}
    invite(round, COLOMBIA)
    effects = send(round, f"answer_invitation:{COLOMBIA}", acceptance(), COLOMBIA)
    ended = [(e.key, e.state, e.why) for e in effects if isinstance(e, Close) and e.why]
    assert ended == [
        (f"answer_invitation:{CHILE}", "closed", "state_seated"),
        (KEY, "closed", "state_seated"),
    ]
    assert round.under_review() == ()
    assert verdict(round, sent(KEY, CLEAR, OFFICER)) == ("not_open", "")


def test_the_limits_are_looked_at_when_a_candidate_is_cleared_p2_p6() -> None:
    round = declared(methodology=replace(RIPSO, distinct_states=True))
    round.countries = {**round.countries, COLOMBIA: "CHL"}
    round.seats[2] = replace(round.seats[2], holder=COLOMBIA)
    assert verdict(round, sent(KEY, CLEAR, OFFICER)) == ("state_seated", "")
    assert verdict(round, sent(KEY, EXCLUDE, OFFICER)) is None
