"""Where publishing stands: which authorisation waits, which is public, what each waits for (X1 to X3)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

from rounds.state import news
from rounds.state.assignments import close
from rounds.state.effects import Effect
from rounds.state.publishing import Announce, Authorisation, Publish
from rounds.state.round import Round

HOUR = time(12, tzinfo=UTC)
"""From when on a day is that day: between six and nine in the morning in every capital of the Americas."""
ANNOUNCEMENT = "agree_announcement"
COUNTERSIGN = "countersign_publication"
FOLLOWS = (ANNOUNCEMENT, COUNTERSIGN)
"""What is asked about one authorisation, and no longer once that is none."""


def in_force(round: Round) -> Authorisation | None:
    """The newest authorisation that holds: what waits to be published, or what is public."""
    return waiting(round) or public(round)


def waiting(round: Round) -> Authorisation | None:
    """What is still to be published."""
    return next((a for a in round.authorisations if a.state == "waiting"), None)


def public(round: Round) -> Authorisation | None:
    """What is public now."""
    return next((a for a in round.authorisations if a.state == "public"), None)


def lacks(round: Round, a: Authorisation) -> tuple[str, ...]:
    """X2, L11: what an authorisation needs beside its giver's word before it holds: the kinds not answered.

    The code that its giver types in was asked for before it was kept.
    """
    return (COUNTERSIGN,) if round.methodology.asks(COUNTERSIGN) and not a.countersign else ()


def complete(round: Round, n: int) -> bool:
    """Whether nothing is waited for any more before this authorisation holds; also when it is none now."""
    a = waiting(round)
    return a is None or a.n != n or not lacks(round, a)


def begins(a: Authorisation) -> datetime | None:
    """X1: from when on it may be published; None: at once."""
    return datetime.combine(a.day, HOUR) if a.day else None


def waits_until(round: Round, a: Authorisation) -> datetime | None:
    """X3: until when publishing waits for the announcement; None where it does not, or no longer."""
    if a.latest is None or a.announced or not round.methodology.asks(ANNOUNCEMENT):
        return None
    return datetime.combine(a.latest, HOUR)


def published(round: Round) -> list[Effect]:
    """X2, X3: what was authorised is public, in the place of what was; if agreed, it is announced."""
    a = waiting(round)
    assert a
    gone = public(round)
    dropped = dropped_of(round, gone.n) if gone else []
    turn(round, ("public",), state="replaced")
    turn(round, ("waiting",), state="public")
    made = Publish(n=a.n, version=a.version, sha256=a.sha256, languages=a.languages, submission=a.submission)
    told = news.tell(round, "report_published")
    return [*dropped, made, *told, *announced(round)]


def dropped_of(round: Round, n: int) -> list[Effect]:
    """What is asked about an authorisation that is none any more is asked no longer."""
    return [close(round, a, "closed") for a in _of(round, n)]


def _of(round: Round, n: int) -> list[Any]:
    return [a for a in round.open_assignments() if a.kind in FOLLOWS and number(a.key) == n]


def announced(round: Round, heard: Collection[str] = ()) -> list[Effect]:
    """X3: once it is public and its words are agreed, everyone of the round hears of it, and others.

    Those who have heard before that it is public are not written to about it again.
    """
    a = public(round)
    if a is None or a.announced != "agreed":
        return []
    change(round, a.n, announced="sent")
    people = tuple(p for p in round.everyone() if p not in heard)
    return [Announce(n=a.n, text=a.text, recipients=a.recipients, people=people)]


def change(round: Round, n: int, **values: Any) -> None:
    """Note something about one authorisation."""
    round.authorisations = tuple(replace(a, **values) if a.n == n else a for a in round.authorisations)


def turn(round: Round, before: Collection[str], **values: Any) -> None:
    """Note something about every authorisation that stands so."""
    round.authorisations = tuple(
        replace(a, **values) if a.state in before else a for a in round.authorisations
    )


def ended(round: Round) -> list[Effect]:
    """Nothing is left to wait for, until somebody speaks again."""
    round.publishing = False
    return [close(round, a, "closed") for a in round.assignments.values() if a.takes]


def number(key: str) -> int:
    """Which authorisation an announcement or a countersign is about, by its key."""
    return int(key.split(":")[1])
