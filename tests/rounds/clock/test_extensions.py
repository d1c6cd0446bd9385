"""A participant asks for more time: within the slack at once, beyond it the officer decides (Z1)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from rounds.clock import extensions, moves, silence
from rounds.state.effects import Close, Tell
from rounds.state.round import Assignment, Moment, Round
from rounds.submissions.interventions import AskMoreTime, DecideExtension, Extend
from rounds.submissions.questions import WriteQuestions
from tests.rounds.scene import CHILE, DAY, NOW, OFFICER, Verdict, a_round, ask, seated, send, sent, verdict

KEY = "write_questions:expert-1"
DUE = (NOW + 10 * DAY).date()
SLACK = DUE + timedelta(days=7)


def asking(due: date = SLACK) -> AskMoreTime:
    return AskMoreTime(due=due, reason="The census is due the same week")


def asked_of(**changes: Any) -> Round:
    """An expert is asked for questions, and may have a week more for the asking."""
    round = seated()
    ask(round, KEY, CHILE, role="expert-1", slack_until=SLACK, **changes)
    return round


@pytest.mark.parametrize(
    ("due", "by", "expected"),
    [
        pytest.param(SLACK, CHILE, None, id="Z1 within the slack"),
        pytest.param(SLACK + 90 * DAY, CHILE, None, id="Z1 beyond it"),
        pytest.param(DUE + 180 * DAY, CHILE, None, id="Z1 as late as may be"),
        pytest.param(DUE + 181 * DAY, CHILE, ("date_too_late", "due"), id="Z1 a day later than that"),
        pytest.param(date(2099, 12, 25), CHILE, ("date_too_late", "due"), id="Z1 Christmas 2099"),
        pytest.param(DUE, CHILE, ("date_not_later", "due"), id="Z1 the day it is due already"),
        pytest.param(NOW.date() - DAY, CHILE, ("date_in_the_past", "due"), id="Z1 a day that is past"),
        pytest.param(SLACK, "focal_point", ("not_yours", ""), id="Z1 somebody else's assignment"),
    ],
)
def test_who_may_ask_for_what(due: date, by: str, expected: Verdict) -> None:
    assert verdict(asked_of(), sent(KEY, asking(due), by)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"state": "closed"}, ("not_open", ""), id="Z1 after it closed"),
        pytest.param({"state": "fulfilled"}, ("not_open", ""), id="Z1 after it was answered"),
        pytest.param({"state": "lingering"}, ("not_open", ""), id="Z1 while it only lingers"),
        pytest.param({"paused": NOW}, ("already_paused", ""), id="Z1 while its clock stands still"),
        pytest.param({"overdue": True}, None, id="Z1 when it is overdue"),
    ],
)
def test_when_time_may_be_asked_for(changes: dict[str, Any], expected: Verdict) -> None:
    assert verdict(asked_of(**changes), sent(KEY, asking(), CHILE)) == expected


def test_what_is_long_overdue_is_extended_from_now_and_officers_have_the_same_limit_z1() -> None:
    round = asked_of(overdue=True)
    later = replace(sent(KEY, Extend(due=DUE + 400 * DAY, reason="…"), officer="officer"))
    assert verdict(round, later, NOW + 300 * DAY) is None
    assert verdict(round, later, NOW + 200 * DAY) == ("date_too_late", "due")
    old = asked_of()
    old.methodology = replace(old.methodology, limits=replace(old.methodology.limits, extension_days=0))
    assert verdict(old, later) is None


def test_a_request_without_a_reason_is_refused_z1() -> None:
    body = replace(asking(), reason=" ")
    assert verdict(asked_of(), sent(KEY, body, CHILE)) == ("text_missing", "reason")


def test_within_the_slack_the_date_moves_at_once_and_holder_and_officer_see_it_z1() -> None:
    round = asked_of()
    (move,) = send(round, KEY, asking(), CHILE, id="request")
    assert (move.kind, move.tell, move.slack) == ("move", (CHILE, OFFICER), "request")
    after = round.assignments[KEY]
    assert after.due == NOW + 17 * DAY
    assert (after.slack_used, after.asked, round.requests) == (True, 1, ())


def test_the_slack_is_had_once_z1() -> None:
    round = asked_of()
    send(round, KEY, asking(SLACK - DAY), CHILE)
    assert send(round, KEY, asking(SLACK), CHILE) == []
    (request,) = round.requests
    assert (request.key, request.role) == (f"decide_extension:{KEY}:2", OFFICER)


def test_an_approval_has_no_slack_and_the_officers_own_request_goes_above_them_z1() -> None:
    round = a_round()
    ask(round, "examine_request:1", OFFICER)
    assert send(round, "examine_request:1", asking(), OFFICER) == []
    (request,) = round.requests
    assert request.role == "head_of_secretariat"


def referred() -> tuple[Round, str]:
    """More than the slack was asked for, and the officer is to decide."""
    round = asked_of()
    send(round, KEY, asking(SLACK + 30 * DAY), CHILE)
    key = round.requests[0].key
    ask(round, key, OFFICER)
    return round, key


def test_while_one_request_waits_another_is_refused_z1() -> None:
    round, key = referred()
    assert verdict(round, sent(KEY, asking(), CHILE)) == ("more_time_asked", "")
    assert verdict(round, sent(key, asking(), OFFICER)) == ("no_more_time", "")


def test_the_officer_grants_in_one_click_z1() -> None:
    round, key = referred()
    before = round.assignments[KEY].due
    effects = send(round, key, DecideExtension(choice="grant"), OFFICER)
    assert [effect.kind for effect in effects] == ["close", "move"]
    assert before
    assert round.assignments[KEY].due == before + 37 * DAY
    assert effects[1].tell == (CHILE,)
    assert extensions.pending(round) == []


def test_the_officer_refuses_with_a_reason_which_is_told_to_who_asked_z1() -> None:
    round, key = referred()
    no = DecideExtension(choice="refuse")
    assert verdict(round, sent(key, no, OFFICER)) == ("reason_missing", "reason")
    before = round.assignments[KEY]
    effects = send(round, key, replace(no, reason="The visit is fixed"), OFFICER)
    assert effects[1:] == [Tell(what="more_time_refused", people=(CHILE,), key=key)]
    assert round.assignments[KEY] == before


def test_what_has_passed_meanwhile_is_not_granted_z1() -> None:
    round, key = referred()
    late = sent(key, DecideExtension(choice="grant"), OFFICER)
    assert verdict(round, late, NOW + 90 * DAY) == ("date_in_the_past", "due")


@pytest.mark.parametrize("how", ["answered", "extended", "expired"])
def test_nobody_decides_about_what_needs_no_time_any_more_z1(how: str) -> None:
    round, key = referred()
    if how == "answered":
        effects = send(round, KEY, WriteQuestions(questions=("Who?",)), CHILE)
    elif how == "extended":
        later = Extend(due=SLACK + 40 * DAY, reason="Asked by telephone")
        effects = send(round, KEY, later, officer=OFFICER)
    else:
        effects = silence.passed(round, round.assignments[KEY], Moment(at=NOW, what="end"))
    assert Close(key=key, state="closed") in effects
    assert extensions.pending(round) == []


def test_the_number_of_a_request_is_never_used_again_z1() -> None:
    """An assignment that passes to others is asked about under keys that are new."""
    round, _ = referred()
    a: Assignment = round.assignments[KEY]
    moves.passed_on(round, a, ("somebody",), NOW)
    assert round.assignments[KEY].asked == 1
