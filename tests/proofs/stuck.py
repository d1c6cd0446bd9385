"""How a round comes to each of its effects, and one of them is made to fail for ever."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from activities import committing
from activities.unit_of_work import UnitOfWork
from rounds.state import effects as e
from rounds.state.delegating import Share, Unshare
from rounds.state.people import delegate_id
from rounds.submissions.interventions import (
    CorrectAddress,
    Delegate,
    EndDelegation,
    Extend,
    ReplacePerson,
    SendAgain,
    Withdraw,
)
from rounds.submissions.papers import AddPapers, Paper
from store.tables import Letter
from tests.proofs import moves
from tests.proofs.world import Played
from tests.workflows import cast


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
    return Extend(due=(due + timedelta(days=14)).date(), reason="An election", acknowledged=("day_off",))


def a_letter(played: Played) -> SendAgain:
    async def first() -> str:
        async with played.world.database.reading() as s:
            found = await s.exec(select(Letter.key).where(Letter.round_id == played.round.id))
            return found.first() or ""

    return SendAgain(letter=played.world.does(first()))


def a_paper(_: Played) -> AddPapers:
    return AddPapers(papers=(Paper(title="Minutes", file="0" * 32),), audience="everyone")


def lapses(played: Played) -> None:
    """The clock does what it does to the agreement on the panel, until it is overdue."""
    a = played.round.assignments["agree_panel:1"]
    while played.round.parked is None and played.lived.now <= (a.due or played.lived.now):
        played.lived.tick()


def helped(played: Played) -> None:
    """The focal point has somebody help with the agenda, and does it alone after all."""
    delegate = played.keeps("set_agenda:1", "focal_point", Delegate(delegate=somebody("delegate", played)))
    played.sends(delegate)
    ended = EndDelegation(participant=delegate_id(delegate.id))
    played.sends(played.keeps("set_agenda:1", "focal_point", ended))


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
        "mark_dates:expert-2:1",
        *(does(f"mark_dates:{who}:1") for who in ("focal_point", "expert-1", "expert-2")),
    ),
    e.Unschedule: at("set_agenda:1", withdraws),
    e.Replace: at(
        "agree_panel:1",
        steers(lambda p: ReplacePerson(participant="focal_point", newcomer=somebody("newcomer", p))),
    ),
    Share: at(
        "agree_panel:1",
        does("agree_panel:1"),
        lambda p: goes_to(p, "set_agenda:1"),
        lambda p: p.sends(p.keeps("set_agenda:1", "focal_point", Delegate(delegate=somebody("delegate", p)))),
    ),
    Unshare: at("agree_panel:1", does("agree_panel:1"), lambda p: goes_to(p, "set_agenda:1"), helped),
    e.Readdress: at(
        "agree_panel:1",
        steers(lambda p: CorrectAddress(participant="focal_point", email=cast.address("new", p.name))),
    ),
    e.Resend: at("agree_panel:1", steers(a_letter)),
    e.Report: at("consolidate_report:1", does("consolidate_report:1")),
    e.Tell: at("answer_invitation:candidate-1.2.1", withdraws),
    e.Papers: at("agree_panel:1", steers(a_paper)),
}
"""How a round comes to each effect; to its beginning it comes by itself."""


FIRST: dict[type, str] = {
    e.Open: "examine_request:1",
    e.Take: "examine_request:1",
    e.Close: "examine_request:1",
    e.Tell: "answer_invitation:candidate-1.2.1",
}
"""Where the way there has such effects itself, what is open when one is poisoned."""
