"""A rule that raises: one submission is at fault, and its round goes on."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from rounds.registry import KINDS
from rounds.state import keeping
from rounds.state.kinds import Kind
from rounds.submissions.refusals import Refused
from tests.proofs import bodies, moves
from tests.proofs.world import Played, World

PROPOSE = "propose_panel:1"


def fails(*_: Any) -> Any:
    """A bug."""
    raise KeyError("Somebody With A Name")


@pytest.fixture
def proposing(lived_in: World) -> Played:
    """A round that waits for the proposal of its panel."""
    played = lived_in.opens("ripso", "PRY", note=True)
    for key in ("confirm_note:1", "examine_request:1"):
        moves.done(played.round.assignments[key]).do(played)
    return played


def proposed(played: Played) -> Refused:
    """What becomes of the proposal."""
    a = played.round.assignments[PROPOSE]
    sent = played.keeps(PROPOSE, a.holders[0], played.people.panel(played.name))
    (answer,) = played.lived.submit(sent)
    assert isinstance(answer, Refused)
    return answer


def broken(part: str) -> Kind:
    """The row of the proposal, with a bug in its rule or in its acceptance."""
    changed: dict[str, Any] = {part: fails}
    return replace(KINDS["propose_panel"], **changed)


@pytest.mark.parametrize("part", ["check", "accept"])
def test_a_rule_that_raises_faults_one_submission_and_the_round_goes_on(
    proposing: Played, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    before = keeping.plain(proposing.round)
    with monkeypatch.context() as patch:
        patch.setitem(KINDS, "propose_panel", broken(part))
        # The class of the fault, which is no refusal's code, and nothing of what it says.
        assert proposed(proposing) == Refused("KeyError")
    assert keeping.plain(proposing.round) == before
    moves.done(proposing.round.assignments[PROPOSE]).do(proposing)
    assert proposing.round.assignments["agree_panel:1"].awaited


def test_what_a_rule_accepted_is_taken_whatever_it_says_in_a_replay(
    proposing: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    """K6: the handler asks no rule, so one that was tightened since then refuses nothing of before."""
    a = proposing.round.assignments[PROPOSE]
    sent = proposing.keeps(PROPOSE, a.holders[0], proposing.people.panel(proposing.name))
    monkeypatch.setitem(KINDS, "propose_panel", broken("check"))
    (answer,) = proposing.lived.replayed(sent)
    assert not isinstance(answer, Refused)
    assert proposing.round.assignments[PROPOSE].state == "fulfilled"


def test_silence_waits_for_what_is_kept_and_acts_when_it_is_refused(lived_in: World) -> None:
    played = lived_in.opens("ripso", "PRY", note=True)
    for key in ("confirm_note:1", "examine_request:1", PROPOSE):
        moves.done(played.round.assignments[key]).do(played)
    a = played.round.assignments["agree_panel:1"]
    sent = played.keeps(a.key, "approver", bodies.usual(played, a))
    assert a.due
    while played.lived.now < a.due:
        played.lived.tick()
    assert not played.round.assignments[a.key].overdue
    played.lived.tick()
    assert played.lived.now == a.due + timedelta(minutes=5)
    assert not played.round.assignments[a.key].overdue
    played.relays(sent)
    played.lived.tick()
    assert played.round.assignments[a.key].overdue
    assert not played._hears()
