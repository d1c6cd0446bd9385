"""What may happen to a round next: each move with its words, in an order that is always the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import Any

from rounds.clock import timers
from rounds.interventions import moving, revising
from rounds.state import people
from rounds.state.round import Assignment
from rounds.steps.clarifying import CLEAR
from rounds.submissions.envelope import Intervention, Sent
from rounds.submissions.interventions import (
    AskMoreTime,
    Delegate,
    EndDelegation,
    Extend,
    LeavePanel,
    Pause,
    ReplacePerson,
    Resume,
    SendBack,
    Waive,
    Withdraw,
)
from rounds.submissions.refusals import Refusal, Refused
from tests.proofs import bodies
from tests.proofs.world import Played
from tests.workflows import cast


@dataclass(frozen=True)
class Move:
    """Something that may happen, in words."""

    words: str
    do: Callable[[Played], Any]


# ---- what people answer


def answers(played: Played) -> list[Move]:
    """Whoever is asked something may answer it, one way or another."""
    moves = []
    for a in played.round.assignments.values():
        if a.takes and a.holders:
            other = bodies.OTHERWISE[a.kind](played, a) if a.kind in bodies.OTHERWISE else ()
            said = (bodies.usual(played, a), *other)
            moves += [
                Move(f"{a.holders[-1]} answers {a.key} ({n})", partial(_sends, a.key, a.holders[-1], body))
                for n, body in enumerate(said)
            ]
    return moves


def done(a: Assignment) -> Move:
    """Whoever is asked does it, and is heard."""
    return Move(f"{a.holders[0]} does {a.key}", partial(_does, a))


def next_act(played: Played, but: str = "") -> Move:
    """Whoever is asked first does it, unless it is `but`; where nobody is, time goes by."""
    asked = [a for a in played.round.open_assignments() if a.holders and a.key != but]
    return done(asked[0]) if asked else silence(played)[0]


def _does(a: Assignment, played: Played) -> None:
    (answer,) = played.sends(played.keeps(a.key, a.holders[0], bodies.usual(played, a)))
    assert not isinstance(answer, Refused), answer


def _sends(key: str, by: str, body: Any, played: Played) -> None:
    for sent in _kept(key, by, body, played):
        played.sends(sent)


def _kept(key: str, by: str, body: Any, played: Played) -> list[Sent]:
    """What was kept; nothing if it is wrong in itself."""
    try:
        return [played.keeps(key, by, body)]
    except Refusal:
        return []


def late(played: Played) -> list[Move]:
    """An answer comes once more, or from a link that is older than what happened: nothing changes."""
    over = [a for a in played.round.assignments.values() if not a.takes and a.holders]
    return [Move(f"{a.holders[0]} answers {a.key}, which is over", partial(_too_late, a)) for a in over[-3:]]


def _too_late(a: Assignment, played: Played) -> None:
    before = dict(played.round.assignments)
    (answer,) = played.sends(*_kept(a.key, a.holders[0], bodies.usual(played, a), played))
    assert isinstance(answer, Refused)
    assert played.round.assignments == before


def together(played: Played) -> list[Move]:
    """Two candidates of one seat, or two who sit side by side, accept in the same instant."""
    asked = [a for a in played.round.assignments.values() if a.kind == "answer_invitation" and a.takes]
    return [
        Move(f"{one.key} and {other.key} are accepted at once", partial(_at_once, (one, other)))
        for one, other in pairwise(asked)
    ]


def _at_once(both: tuple[Assignment, ...], played: Played) -> None:
    played.sends(*(played.keeps(a.key, a.holders[0], cast.ACCEPT) for a in both))


def kept(played: Played) -> list[Move]:
    """An answer is kept while nobody can hand it over; its assignment's silence finds it, or the relay."""
    asked = [a for a in played.round.open_assignments() if a.holders]
    return [Move(f"{a.holders[0]} answers {a.key}, unheard", partial(_unheard, a)) for a in asked[:3]] + [
        Move(f"{sent.key} is handed over", partial(_handed_over, sent)) for sent in played.unheard[:1]
    ]


def _unheard(a: Assignment, played: Played) -> None:
    played.unheard += _kept(a.key, a.holders[0], bodies.usual(played, a), played)


def _handed_over(sent: Sent, played: Played) -> None:
    played.unheard.remove(sent)
    played.relays(sent)


# ---- what time brings


def silence(_: Played) -> list[Move]:
    """Nobody does anything until the clock does."""
    return [Move("time goes by", lambda played: played.lived.tick())]


def more_time(played: Played) -> list[Move]:
    """Somebody asks for more time, a little or much, or has somebody else do it."""
    open_ = [a for a in played.round.open_assignments() if a.state == "open" and a.due and a.holders]
    return [
        Move(
            f"{a.holders[0]} asks to have {a.key} until {body.due}",
            partial(_sends, a.key, a.holders[0], body),
        )
        for a in open_[-3:]
        for days in (3, 60)
        for body in [AskMoreTime(due=timers.due_day(a) + timedelta(days=days), reason="Holidays")]
    ] + [
        Move(f"{a.holders[0]} {what} {a.key}", partial(does, a))
        for a in open_[-3:]
        for what, does in (("delegates", _delegates), ("has nobody help any more with", _helps_no_more))
    ]


def _delegates(a: Assignment, played: Played) -> None:
    somebody = cast.contact(f"delegate-{a.key.replace(':', '-')}-{len(a.holders)}", played.name)
    _sends(a.key, a.holders[0], Delegate(delegate=somebody), played)


def _helps_no_more(a: Assignment, played: Played) -> None:
    delegate = next((holder for holder in a.holders if people.is_delegate(holder)), "delegate-nobody")
    _sends(a.key, a.holders[0], EndDelegation(participant=delegate), played)


def unclear(played: Played) -> list[Move]:
    """Questions or answers go back to whoever sent them (D3)."""
    given = [a for a in played.round.assignments.values() if a.kind in CLEAR and a.answer]
    sent_back = [SendBack(about=a.key, numbers=(1,), comment="What is meant?") for a in given[-3:]]
    return [Move(f"the officer sends {body.about} back", partial(_steers, "", body)) for body in sent_back]


def additions(played: Played) -> list[Move]:
    """An expert adds findings, questions, a comment: whether it is time for it or not (D2, D4, V6)."""
    experts = [seat.holder for seat in played.round.seats.values() if seat.holder]
    return [
        Move(f"{by}: {body.kind}", partial(_sends, "", by, body))
        for by in experts[:1]
        for body in bodies.added(played)
    ]


def visit_changes(played: Played) -> list[Move]:
    """What was arranged for the visit changes: agenda, lists, dates, form (V10)."""
    round, made = played.round, []
    for revision, by in [
        (r, p) for p in ("focal_point", "responsible_officer") for r in revising.offered(round, p)
    ]:
        key = revising.key_of(revision)
        body = bodies.revised(revision, round.assignments[key].answer)
        made += [Move(f"{by} revises {key}", partial(_sends, key, by, body))] if body else []
    for kind in moving.offered(round, "responsible_officer"):
        made += [
            Move(f"the officer: {body.kind} ({n})", partial(_steers, "", body))
            for n, body in enumerate(bodies.moves(played, kind))
        ]
    return made


# ---- what officers, participants and operators do to it


def steering(played: Played) -> list[Move]:
    """The officer moves clocks, waives, and follows changes among people."""
    open_ = [a for a in played.round.open_assignments() if a.state == "open" and a.due]
    later = [
        (
            a.key,
            Extend(
                due=timers.due_day(a) + timedelta(days=9), reason="An election", acknowledged=("day_off",)
            ),
        )
        for a in open_[:2]
    ]
    clocks = (Pause(reason="A storm"), Resume(reason="It is over"))
    keys = ("", *(a.key for a in open_[:2]))
    steered: list[tuple[str, Intervention]] = [
        *later,
        *((key, Waive(reason="Needless")) for key in keys[1:]),
        *((key, body) for key in keys for body in clocks),
    ]
    return [Move(f"the officer: {body.kind} {key}", partial(_steers, key, body)) for key, body in steered]


def _steers(key: str, body: Any, played: Played) -> None:
    played.steers(key, body)


def changes(played: Played) -> list[Move]:
    """Somebody is replaced, leaves the panel, or has an address that refuses letters."""
    round = played.round
    held = dict.fromkeys(p for holders in round.roles.values() for p in holders)
    asked = dict.fromkeys(p for a in round.assignments.values() if a.takes for p in a.holders)
    here = [p for p in {**held, **asked} if p not in round.holders("head_of_secretariat")]
    return [
        *(Move(f"{p} is replaced", partial(_replaced, p)) for p in here),
        *(
            Move(f"{seat.holder} leaves the panel", partial(_leaves, seat.holder))
            for seat in round.seats.values()
            if seat.holder
        ),
        *(Move(f"{p} cannot be reached", partial(_unreachable, p)) for p in here[:4]),
    ]


def _replaced(participant: str, played: Played) -> None:
    newcomer = cast.contact(people.newcomer_id(participant).replace("~", "-"), played.name)
    played.steers("", ReplacePerson(participant=participant, newcomer=newcomer))


def _leaves(participant: str, played: Played) -> None:
    played.sends(played.keeps("", participant, LeavePanel(reason="Another post")))


def _unreachable(participant: str, played: Played) -> None:
    played.lived.signal("address_refused", participant)


def operators(_: Played) -> list[Move]:
    """A fresh history."""
    return [Move("the round continues as new", lambda played: played.lived.signal("continue_as_new"))]


def ends(_: Played) -> list[Move]:
    """The beneficiary withdraws, or an operator cancels."""
    return [
        Move("the beneficiary withdraws", _withdraws),
        Move("an operator cancels", lambda played: played.lived.cancel()),
    ]


def _withdraws(played: Played) -> None:
    (focal_point,) = played.round.holders("focal_point")
    played.sends(played.keeps("", focal_point, Withdraw(reason="A change of government")))


HAPPENINGS: tuple[tuple[int, Callable[[Played], list[Move]]], ...] = (
    (12, answers),
    (4, silence),
    (3, steering),
    (2, more_time),
    (1, unclear),
    (1, visit_changes),
    (1, additions),
    (2, changes),
    (2, together),
    (2, kept),
    (1, late),
    (1, operators),
)
"""What happens, and how often beside the others."""
