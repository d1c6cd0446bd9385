"""A batch that can never be written, at each effect: it is parked, left out, and the round ends.

In a round that is lived in this process, one effect is made to fail whenever it is tried.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, get_args

import pytest
from sqlmodel import select

from activities import committing
from activities.unit_of_work import UnitOfWork
from rounds.interventions import parking
from rounds.state import effects as e
from rounds.state import keeping
from rounds.state.status import details, status
from rounds.submissions.interventions import (
    CorrectAddress,
    Delegate,
    Extend,
    ReplacePerson,
    RetryBatch,
    SendAgain,
    SkipBatch,
    Withdraw,
)
from rounds.submissions.refusals import Refused
from store.tables import Audit, Inbox, Letter
from tests.proofs import moves
from tests.proofs.world import Played, World
from tests.workflows import cast

SKIP = SkipBatch(reason="Its row cannot be written")
RIPSO, BENEFICIARY = "ripso", "PRY"


class Poison:
    """The first effect of a kind that is tried fails then, and whenever it is tried again."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, kind: type) -> None:
        self.effect: Any = None
        self.mended = False
        self._does = committing.EFFECTS[kind]
        monkeypatch.setitem(committing.EFFECTS, kind, self._fails)

    async def _fails(self, work: UnitOfWork, effect: Any) -> None:
        self.effect = self.effect or effect
        if effect == self.effect and not self.mended:
            raise KeyError("Somebody With A Name")
        await self._does(work, effect)


def goes_to(played: Played, key: str) -> None:
    """Everybody does what they are asked, until this is open."""
    while not any(a.key == key for a in played.round.open_assignments()):
        moves.next_act(played).do(played)


def at(key: str, *then: Callable[[Played], Any]) -> Callable[[Played], None]:
    """In a round where this is open, this is done."""

    def do(played: Played) -> None:
        goes_to(played, key)
        for one in then:
            one(played)

    return do


def does(key: str) -> Callable[[Played], Any]:
    return lambda played: moves.done(played.round.assignments[key]).do(played)


def steers(body: Callable[[Played], Any], key: str = "") -> Callable[[Played], Any]:
    return lambda played: played.steers(key, body(played))


def withdraws(played: Played) -> None:
    (focal_point,) = played.round.holders("focal_point")
    played.sends(played.keeps("", focal_point, Withdraw(reason="Another government")))
    played.breathes()


def a_late_answer_is_refused(played: Played) -> None:
    played.relays(played.keeps("agree_panel:1", "approver", cast.AGREE))


def extended(played: Played) -> Extend:
    due = played.round.assignments["agree_panel:1"].due
    assert due
    return Extend(due=(due + timedelta(days=14)).date(), reason="An election")


def a_letter(played: Played) -> SendAgain:
    async def first() -> str:
        async with played.world.database.reading() as s:
            found = await s.exec(select(Letter.key).where(Letter.round_id == played.round.id))
            return found.first() or ""

    return SendAgain(letter=played.world.does(first()))


def lapses(played: Played) -> None:
    """The clock does what it does to the agreement on the panel, until it is overdue."""
    a = played.round.assignments["agree_panel:1"]
    while played.round.parked is None and played.lived.now <= (a.due or played.lived.now):
        played.lived.tick()


def somebody(who: str, played: Played) -> Any:
    return cast.contact(who, played.name)


HAPPEN: dict[type, Callable[[Played], Any]] = {
    e.Open: at("examine_request:1", does("examine_request:1")),
    e.Take: at("examine_request:1", does("examine_request:1")),
    e.Refuse: at("agree_panel:1", a_late_answer_is_refused),
    e.Close: at("examine_request:1", does("examine_request:1")),
    e.Remind: at("agree_panel:1", lapses),
    e.Escalate: at("agree_panel:1", lapses),
    e.Move: at("agree_panel:1", steers(extended, "agree_panel:1")),
    e.Seated: at("answer_invitation:candidate-1.1.1", does("answer_invitation:candidate-1.1.1")),
    e.Schedule: at(
        "mark_dates:1.expert-2",
        *(does(f"mark_dates:1.{who}") for who in ("focal_point", "expert-1", "expert-2")),
    ),
    e.Unschedule: at("set_agenda:1", withdraws),
    e.Replace: at(
        "agree_panel:1",
        steers(lambda p: ReplacePerson(participant="focal_point", newcomer=somebody("newcomer", p))),
    ),
    e.Share: at(
        "agree_panel:1",
        does("agree_panel:1"),
        lambda p: goes_to(p, "set_agenda:1"),
        lambda p: p.sends(p.keeps("set_agenda:1", "focal_point", Delegate(delegate=somebody("delegate", p)))),
    ),
    e.Readdress: at(
        "agree_panel:1",
        steers(lambda p: CorrectAddress(participant="focal_point", email=cast.address("new", p.name))),
    ),
    e.Resend: at("agree_panel:1", steers(a_letter)),
    e.Report: at("consolidate_report:1", does("consolidate_report:1")),
    e.Tell: at("answer_invitation:candidate-1.2.1", does("answer_invitation:candidate-1.2.1"), withdraws),
}
"""How a round comes to each effect; to its beginning it comes by itself."""


FIRST: dict[type, str] = {
    e.Open: "examine_request:1",
    e.Take: "examine_request:1",
    e.Close: "examine_request:1",
    e.Tell: "answer_invitation:candidate-1.2.1",
}
"""Where the way there has such effects itself, what is open when one is poisoned."""


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


def test_every_effect_is_tried() -> None:
    assert {*HAPPEN, e.Begin, e.Skip} == set(get_args(e.Effect)) == set(committing.EFFECTS)


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
    assert left == ["take", "close", "open"]


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

    async def locked(*_: Any) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr("store.writes.rounds.advance", locked)
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
