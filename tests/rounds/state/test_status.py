"""What an operator reads of a round."""

from dataclasses import replace
from typing import Any

import pytest

from rounds.state import status
from rounds.state.effects import Begin, Close, Escalate, Open, Remind, Seated, Take, Tell
from rounds.state.round import Moment
from rounds.state.status import OpenAssignment, Status
from rounds.submissions.panel import AnswerInvitation
from tests.rounds.scene import (
    CHILE,
    DAY,
    NOW,
    OFFICER,
    a_round,
    ask,
    dated,
    invite,
    reported,
    seated,
    send,
    with_panel,
)

DUE = NOW + 10 * DAY


def test_a_round_stands_where_its_open_assignments_are() -> None:
    round = with_panel()
    round.step = "panel"
    invite(round, CHILE)
    ask(round, "add_candidate:expert-2:1", overdue=True, due=NOW)
    assert status.status(round) == Status(
        round="round-ripso-pry-2027-1",
        methodology="ripso",
        country="PRY",
        step="panel",
        outcome="",
        version=0,
        waiting_on=("candidate", OFFICER),
        next_due=DUE,
        escalated=True,
        open=(
            OpenAssignment(
                key=f"answer_invitation:{CHILE}",
                title="answer the invitation",
                who="CHL candidate",
                due=DUE,
                overdue=False,
                paused=False,
            ),
            OpenAssignment(
                key="add_candidate:expert-2:1",
                title="add a candidate",
                who="DIS responsible officer",
                due=NOW,
                overdue=True,
                paused=False,
            ),
        ),
    )


@pytest.mark.parametrize(
    ("role", "holders", "words"),
    [
        ("focal_point", ("focal_point",), "PRY focal point"),
        ("candidate", (CHILE,), "CHL candidate"),
        ("expert-1", (CHILE,), "CHL expert 1"),
        ("lead_coordinator", ("coordinator-1.1",), "DIS lead coordinator"),
        ("head_of_secretariat", ("head_of_secretariat",), "DIS head of secretariat"),
        ("expert-2", (), "vacant: expert 2"),
    ],
)
def test_a_role_is_said_with_where_it_acts_from(role: str, holders: tuple[str, ...], words: str) -> None:
    assert status.who(seated(), role, holders) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (Moment(at=NOW, what="reminder", n=2, of=2), "Reminder 2 of 2"),
        (Moment(at=NOW, what="due"), "Deadline"),
        (Moment(at=NOW, what="monthly", n=3), "Monthly reminder 3"),
        (Moment(at=NOW, what="monthly", n=3, of=6), "Monthly reminder 3 of 6"),
        (Moment(at=NOW, what="end"), "End of waiting"),
        (Moment(at=NOW, what="freeze"), "Answers close before the visit"),
    ],
)
def test_a_timer_says_what_it_waits_for(moment: Moment, words: str) -> None:
    round = a_round()
    a = ask(round, "agree_panel:1")
    assert status.timer(round, a, moment) == f"{words}: agree to the panel, PRY focal point"


def test_a_batch_says_in_words_what_it_does() -> None:
    round = with_panel()
    invite(round, CHILE)
    key = f"answer_invitation:{CHILE}"
    effects: list[Any] = [
        Take(submission="s", key=key, subject="answer_invitation", by=CHILE, officer=""),
        Close(key=key, state="fulfilled"),
        Close(key=key, state="lingering"),
        Remind(key=key, holders=(CHILE,)),
        Escalate(key=key, to=()),
        Seated(seat=1, participant=CHILE),
        Seated(seat=1, participant=CHILE, left=True),
        Tell(what="panel_formed", people=()),
    ]
    assert status.activity(round, effects[:3]) == (
        "Took: answer invitation; Lingering: answer the invitation, CHL candidate"
    )
    assert status.activity(round, effects[3:5]) == (
        "Remind: answer the invitation, CHL candidate; Escalate: answer the invitation, CHL candidate"
    )
    assert status.activity(round, effects[5:]) == "Seat 1 taken; Seat 1 left; Tell: panel formed"
    assert status.activity(round, effects[1:2]) == "Write what changed"
    assert status.activity(round, [Begin(opening="o", methodology=round.methodology)]) == "Begin"


def test_a_summary_stays_on_one_line() -> None:
    round = with_panel()
    invite(round, CHILE)
    remind = Remind(key=f"answer_invitation:{CHILE}", holders=(CHILE,))
    text = status.activity(round, [remind] * 9)
    assert len(text) == status.LONGEST_SUMMARY
    assert text.endswith("…")


def test_the_details_name_what_is_awaited_and_from_whom() -> None:
    round = a_round()
    assert status.details(round) == "## RIPSO round, PRY: starting\n\nNothing is awaited."
    round.step = "request"
    ask(round, "examine_request:1")
    ask(round, "complete_request:1", overdue=True, paused=NOW)
    assert status.details(round) == (
        "## RIPSO round, PRY: request\n\n"
        "- **DIS responsible officer** to examine the request, until 2027-03-11 15:00 UTC"
        " (`examine_request:1`)\n"
        "- **PRY focal point** to complete the request, until 2027-03-11 15:00 UTC, **overdue**, **paused**"
        " (`complete_request:1`)"
    )


def test_the_details_tell_of_the_visit_that_is_waited_for_and_of_the_report() -> None:
    round = dated()
    round.step = "visit"
    for key in ("set_agenda:1", "arrange_international:1", "arrange_local:1"):
        round.assignments[key] = replace(round.assignments[key], state="waived")
    assert status.details(round) == (
        "## RIPSO round, PRY: visit\n\n- waiting for the visit, 2027-06-07 to 2027-06-10"
    )
    ended = reported()
    ended.outcome = "internal"
    assert status.details(ended) == ("## RIPSO round, PRY: internal\n\nNothing is awaited.\nReport version 2")


def test_operators_read_no_names_and_no_addresses() -> None:
    round = with_panel()
    invite(round, CHILE)
    no = AnswerInvitation(choice="decline", reason="Confidential")
    send(round, f"answer_invitation:{CHILE}", no, CHILE)
    shown = status.details(round) + repr(status.status(round)) + status.static_summary(round)
    for secret in ("Confidential", "@", "Ministry", "first"):
        assert secret not in shown


def test_an_assignment_that_is_being_opened_says_so() -> None:
    round = a_round()
    ask(round, "examine_request:1", state="opening", due=None)
    assert "to examine the request, opening (`examine_request:1`)" in status.details(round)
    opened = Open(key="x", rule=round.methodology.rule("examine_request"), role=OFFICER, holders=(OFFICER,))
    assert status.activity(round, [replace(opened, key="examine_request:1")]) == (
        "Open: examine the request, DIS responsible officer"
    )
