"""What becomes of a round in which somebody has been silent for long (Z8)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from methodologies.loader import methodology
from rounds.clock import silence, timers
from rounds.methodology.model import AssignmentRule
from rounds.state.batches import Dates
from rounds.state.effects import Close, Escalate, Remind, Take
from rounds.state.round import Assignment, Moment, Round
from rounds.submissions.interventions import DecideSilence
from tests.rounds.scene import (
    DAY,
    NOW,
    OFFICER,
    Verdict,
    a_round,
    ask,
    proposal,
    send,
    sent,
    verdict,
    verdict_on,
)

KEY, DECISION = "propose_panel:1", "decide_silence:1"
RULES = {
    f"Z8 {name} {kind}": (name, rule)
    for name in ("ripso", "mecigep")
    for kind, rule in methodology(name).assignments.items()
}


def silent() -> Round:
    """A round whose panel nobody has proposed for a year, and whose officer is asked what becomes of it."""
    round = a_round()
    ask(round, KEY, overdue=True, quiet=True, passed=14)
    ask(round, DECISION)
    return round


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(DecideSilence(choice="wait"), None, id="Z8 waiting on needs no reason"),
        pytest.param(DecideSilence(choice="close", reason="Elections"), None, id="Z8 closing with a reason"),
        pytest.param(DecideSilence(choice="close"), ("reason_missing", "reason"), id="Z8 closing without"),
        pytest.param(
            DecideSilence(choice="withdraw", reason=" "), ("reason_missing", "reason"), id="Z8 blank"
        ),
    ],
)
def test_whoever_ends_a_round_gives_a_reason(body: DecideSilence, expected: Verdict) -> None:
    assert verdict_on(body) == expected


def test_it_is_the_officers_to_decide_z8() -> None:
    wait = DecideSilence(choice="wait")
    assert verdict(silent(), sent(DECISION, wait, "focal_point")) == ("not_yours", "")
    assert verdict(silent(), sent(DECISION, wait, OFFICER)) is None


def test_waiting_on_begins_the_monthly_reminders_anew_z8() -> None:
    round = silent()
    assert send(round, DECISION, DecideSilence(choice="wait"), OFFICER) == [
        Close(key=DECISION, state="fulfilled", submission=_last(round))
    ]
    a = round.assignments[KEY]
    assert (a.quiet, a.overdue, a.state) == (False, True, "open")
    assert timers.next_moment(a, round.rule(a), None) == Moment(
        at=NOW + timers.MONTH, what="monthly", n=1, of=12
    )
    assert (round.outcome, round.withdrawn) == ("", False)


@pytest.mark.parametrize(("choice", "ends"), [("close", ("dormant", False)), ("withdraw", ("", True))])
def test_the_round_ends_as_dormant_or_as_withdrawn_z8(choice: Any, ends: tuple[str, bool]) -> None:
    round = silent()
    send(round, DECISION, DecideSilence(choice=choice, reason="Another government"), OFFICER)
    assert (round.outcome, round.withdrawn) == ends
    assert verdict(round, sent(KEY, proposal(), OFFICER)) == ("round_is_over", "")


def test_an_answer_to_what_was_silent_makes_the_decision_needless_z8() -> None:
    round = silent()
    effects = send(round, KEY, proposal(), OFFICER)
    assert Close(key=DECISION, state="closed") in effects
    assert round.assignments[DECISION].state == "closed"


def test_while_something_else_is_silent_the_decision_stays_z8() -> None:
    round = silent()
    ask(round, "examine_request:1", overdue=True, quiet=True)
    send(round, KEY, proposal(), OFFICER)
    assert round.assignments[DECISION].state == "open"


def lived(name: str, rule: AssignmentRule, years: int = 3) -> tuple[Assignment, list[tuple[datetime, str]]]:
    """An assignment that nobody answers, and each time that somebody is written to about it."""
    round = a_round()
    round.methodology = methodology(name)
    a = Assignment(key=f"{rule.kind}:1", kind=rule.kind, role=rule.owner, holders=("somebody",), opened=NOW)
    reminders = tuple(NOW + n * DAY for n in range(1, 1 + len(rule.reminders)))
    due = NOW + 10 * DAY
    dates = Dates(key=a.key, due=due, reminders=reminders, monthly_from=due + timers.MONTH)
    round.assignments[a.key] = timers.opened(a, dates)
    written: list[tuple[datetime, str]] = []
    while True:
        a = round.assignments[f"{rule.kind}:1"]
        moment = timers.next_moment(a, rule, None)
        if moment is None or not a.awaited or moment.at > NOW + timedelta(days=365 * years):
            return a, written
        after, moment = timers.past(a, rule, moment.at)
        acts = silence.reminded if moment.what in ("reminder", "monthly") else silence.passed
        for effect in acts(round, after, moment):
            if isinstance(effect, Remind | Escalate):
                written += [(moment.at, who) for who in effect.holders]


@pytest.mark.parametrize(("name", "rule"), RULES.values(), ids=RULES.keys())
def test_after_three_silent_years_it_has_ended_or_waits_for_somebody_without_letters(
    name: str, rule: AssignmentRule
) -> None:
    a, written = lived(name, rule)
    assert a.state in ("expired", "lingering") or (a.quiet and a.holders == ("somebody",))
    assert len(written) <= len(rule.reminders) + 1 + 12
    assert len({at.date() for at, _ in written}) == len(written)


def test_only_a_decision_that_is_silent_itself_is_asked_of_nobody_z8() -> None:
    round = a_round()
    ask(round, DECISION, overdue=True, quiet=True)
    assert silence.silent(round) == []
    ask(round, KEY, overdue=True)
    assert silence.silent(round) == []
    round.assignments[KEY] = replace(round.assignments[KEY], quiet=True)
    assert silence.silent(round) == [round.assignments[KEY]]


def _last(round: Round) -> str:
    """The id of what was taken last."""
    return next(e.submission for e in round.pending if isinstance(e, Take))


@pytest.mark.parametrize("choice", ["wait", "close", "withdraw"])
def test_when_the_round_is_over_what_is_silent_is_let_go_and_nothing_is_withdrawn_z8(choice: Any) -> None:
    round = silent()
    round.outcome, round.publishing = "authorised", True
    body = DecideSilence(choice=choice, reason="Nobody answers")
    if choice == "withdraw":
        assert verdict(round, sent(DECISION, body, OFFICER)) == ("round_is_over", "choice")
        return
    send(round, DECISION, body, OFFICER)
    assert (round.outcome, round.withdrawn) == ("authorised", False)
    assert round.assignments[KEY].state == ("open" if choice == "wait" else "expired")
