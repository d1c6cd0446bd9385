"""A batch that can never be written, at each effect: it is parked, left out, and the round ends.

In a round that is lived in this process, one effect is made to fail whenever it is tried.
"""

from typing import Any, get_args

import pytest
from sqlmodel import select

from activities import committing
from rounds.interventions import parking
from rounds.state import effects as e
from rounds.state import keeping
from rounds.state.publishing import Announce, Publish, Unpublish
from rounds.state.status import details, status
from rounds.submissions.interventions import RetryBatch, SkipBatch
from rounds.submissions.refusals import Refused
from store.audit_log import Audit
from store.tables import Inbox
from store.writes import rounds
from tests.proofs.stuck import FIRST, HAPPEN, Poison, does, goes_to, withdraws
from tests.proofs.world import Played, World

SKIP = SkipBatch(reason="Its row cannot be written")
RIPSO, BENEFICIARY = "ripso", "PRY"


def rows(played: Played, table: Any) -> list[Any]:
    async def found() -> list[Any]:
        async with played.world.database.reading() as s:
            return list(await s.exec(select(table).where(table.round_id == played.round.id)))

    return list(played.world.does(found()))


def skips(played: Played) -> Any:
    (answer,) = played.sends(played.keeps("", "", SKIP, "operator"))
    return answer


def is_kept(played: Played) -> None:
    """What is kept of the round is the round."""
    kept = played.kept()
    assert kept
    assert kept.state == keeping.kept(played.round)


def stuck(played: Played, poison: Poison, alarms: int = 1) -> None:
    """The round says so, and says what to do."""
    parked = played.round.parked
    assert parked
    assert (parked.effects[parked.at], parked.code) == (poison.effect, "KeyError")
    assert status(played.round).stuck == "KeyError"
    told = details(played.round)
    assert f"python admin.py skip {played.round.id}" in told
    assert f"python admin.py retry {played.round.id}" in told
    assert "Somebody" not in told
    assert played.lived.alarms == alarms


AFTERWARDS = {Publish, Unpublish, Announce}
"""What happens once the round is over: stories tell of it."""


def test_every_effect_is_tried() -> None:
    assert {*HAPPEN, e.Begin, e.Skip, *AFTERWARDS} == set(get_args(e.Effect)) == set(committing.EFFECTS)


@pytest.mark.parametrize("kind", HAPPEN)
def test_whatever_cannot_be_written_is_left_out_and_the_round_ends(
    lived_in: World, monkeypatch: pytest.MonkeyPatch, kind: type
) -> None:
    played = lived_in.opens(RIPSO, BENEFICIARY, note=True)
    if kind in FIRST:
        goes_to(played, FIRST[kind])
    with monkeypatch.context() as patch:
        poison = Poison(patch, kind)
        HAPPEN[kind](played)
        stuck(played, poison)
        assert not isinstance(skips(played), Refused)
        played.breathes()
        assert played.round.parked is None
        if not played.lived.outcome:
            withdraws(played)
    assert played.lived.outcome
    assert played.lived.outcome.outcome == "withdrawn"
    assert played.grants() == []
    assert {row.state for row in rows(played, Inbox)} <= {"accepted", "refused"}
    left = [row for row in rows(played, Audit) if row.action == "left_out"]
    assert [row.detail["what"] for row in left] == [poison.effect.kind]
    (skipped,) = [row for row in rows(played, Audit) if row.action == "skip_batch"]
    assert skipped.actor == "operator"
    is_kept(played)


def test_a_round_whose_beginning_cannot_be_written_ends_withdrawn(
    lived_in: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        poison = Poison(patch, e.Begin)
        played = lived_in.opens(RIPSO, BENEFICIARY, note=True)
        stuck(played, poison)
        assert not isinstance(skips(played), Refused)
        played.breathes()
    assert played.lived.outcome
    assert played.lived.outcome.outcome == "withdrawn"
    assert [(row.kind, row.state) for row in rows(played, Inbox)] == [
        ("open_round", "refused"),
        ("skip_batch", "accepted"),
    ]


def examined(lived_in: World, monkeypatch: pytest.MonkeyPatch) -> tuple[Played, Poison]:
    """A round that is stuck at the opening of what follows the examination."""
    played = lived_in.opens(RIPSO, BENEFICIARY, note=True)
    does("confirm_note:1")(played)
    poison = Poison(monkeypatch, e.Open)
    does("examine_request:1")(played)
    stuck(played, poison)
    return played, poison


def test_what_is_mended_is_written_when_it_is_tried_again(
    lived_in: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    played, poison = examined(lived_in, monkeypatch)
    poison.mended = True
    played.steers("", RetryBatch())
    assert played.round.parked is None
    assert played.round.assignments["propose_panel:1"].state == "open"
    is_kept(played)
    assert played.sends(played.keeps("", "", RetryBatch(), "operator"))[0] == Refused("nothing_parked")
    goes_to(played, "agree_panel:1")


def test_what_only_its_owner_may_do_is_asked_after_all_when_its_opening_was_left_out(
    lived_in: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    played = lived_in.opens(RIPSO, BENEFICIARY, note=True)
    goes_to(played, "comment_draft:expert-1:1")
    does("comment_draft:expert-1:1")(played)
    with monkeypatch.context() as patch:
        poison = Poison(patch, e.Open)
        does("comment_draft:expert-2:1")(played)
        stuck(played, poison)
        assert not isinstance(skips(played), Refused)
        played.breathes()
    a = played.round.assignments["review_report:1"]
    assert (played.round.parked, a.state, a.due, a.left_out) == (None, "opening", None, True)
    assert (
        f"nobody was asked**, since its opening was skipped: `python admin.py retry {played.round.id}`"
        in (details(played.round))
    )
    played.steers("", RetryBatch())
    a = played.round.assignments["review_report:1"]
    assert (a.state, a.due is None, a.left_out) == ("open", False, False)
    assert "review_report:1" in {grant.assignment_key for grant in played.grants()}
    assert played.sends(played.keeps("", "", RetryBatch(), "operator"))[0] == Refused("nothing_parked")
    is_kept(played)
    goes_to(played, "decide_publication:1")


def test_what_is_not_mended_is_parked_again_and_the_operator_told_once(
    lived_in: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    played, poison = examined(lived_in, monkeypatch)
    since = played.round.parked
    assert since
    played.steers("", RetryBatch())
    stuck(played, poison)
    assert played.round.parked
    assert played.round.parked.since == since.since


def test_a_stuck_round_is_withdrawn_without_what_is_parked(
    lived_in: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    played, _ = examined(lived_in, monkeypatch)
    withdraws(played)
    assert played.lived.outcome
    assert {row.state for row in rows(played, Inbox)} == {"accepted"}
    left = [row.detail["what"] for row in rows(played, Audit) if row.action == "left_out"]
    assert left == ["take", "close", "tell", "open"]


def test_a_stuck_round_is_cancelled_without_what_is_parked(
    lived_in: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    played, _ = examined(lived_in, monkeypatch)
    played.lived.cancel()
    played.breathes()
    assert played.lived.outcome
    assert played.grants() == []


def test_what_is_parked_outlives_a_fresh_history(lived_in: World, monkeypatch: pytest.MonkeyPatch) -> None:
    played, poison = examined(lived_in, monkeypatch)
    played.lived.signal("continue_as_new")
    played.lived.tick()
    assert played.lived.runs == 2
    stuck(played, poison)
    poison.mended = True
    played.steers("", RetryBatch())
    assert played.round.parked is None
    is_kept(played)
    goes_to(played, "agree_panel:1")
    is_kept(played)


def test_a_stuck_round_goes_on_answering(lived_in: World, monkeypatch: pytest.MonkeyPatch) -> None:
    played, poison = examined(lived_in, monkeypatch)
    does("propose_panel:1")(played)
    assert [a.key for a in played.round.open_assignments()] == ["agree_panel:1"]
    poison.mended = True
    played.steers("", RetryBatch())
    assert played.round.assignments["agree_panel:1"].state == "open"
    assert {row.state for row in rows(played, Inbox)} == {"accepted"}
    is_kept(played)


def test_without_knowing_what_fails_nothing_is_left_out(
    lived_in: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    played = lived_in.opens(RIPSO, BENEFICIARY, note=True)
    does("confirm_note:1")(played)

    async def locked(*_: Any) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(rounds, "advance", locked)
        does("examine_request:1")(played)
    assert played.round.parked
    assert (played.round.parked.at, played.round.parked.code) == (-1, "OSError")
    assert skips(played) == Refused("effect_unknown")
    played.steers("", RetryBatch())
    assert played.round.parked is None


def test_only_officers_and_operators_mend_a_round(lived_in: World, monkeypatch: pytest.MonkeyPatch) -> None:
    played, _ = examined(lived_in, monkeypatch)
    for body in (RetryBatch(), SKIP):
        assert played.sends(played.keeps("", "focal_point", body)) == [Refused("officers_only")]


def test_what_is_said_of_an_effect_that_was_left_out_covers_each() -> None:
    assert set(parking.LEAVES) <= set(get_args(e.Effect))
