"""What people are told of a round, and whom its methodology's table names for it (Q8).

Each happening is told once to whoever is named, and never to whoever brought it about: they have a receipt.
"""

from collections.abc import Collection, Iterator
from typing import Any

from rounds.state.case import Case
from rounds.state.effects import Tell
from rounds.state.round import Round

SEVERAL = ("expert", "authority")
"""Roles of which each has a number."""
OF_MANY = ("move_not_agreed", "move_lapsed")
"""What the answers of several come to: nobody alone brought it about; whoever had asked them hears of it."""


def told(round: Round, what: str) -> tuple[str, ...]:
    """Whoever holds a role now that the methodology's table names for this happening, each once."""
    roles = round.methodology.news.get(what, ())
    return tuple(dict.fromkeys(p for role in roles for p in _holders(round, role)))


def _holders(round: Round, role: str) -> Iterator[str]:
    """Experts by their seats and authorities by their numbers hold roles of their own."""
    for name, holders in round.roles.items():
        if name == role or (role in SEVERAL and name.startswith(f"{role}-")):
            yield from holders


def tell(
    round: Round,
    what: str,
    *,
    key: str = "",
    about: str = "",
    by: str = "",
    submission: str = "",
    concerned: Collection[str] = (),
    besides: Collection[str] = (),
) -> list[Tell]:
    """The news for whomever the table names and for those concerned; none where that is nobody.

    `about` is the participant whom it is about; `by`, who brought it about, is not told, nor are those who
    hear of it otherwise (`besides`).
    """
    people = dict.fromkeys((*concerned, *told(round, what)))
    rest = tuple(p for p in people if p != by and p not in besides)
    return [Tell(what=what, people=rest, key=key, about=about, by=by, submission=submission)] if rest else []


def of(case: Case[Any], what: str, *, about: str = "", **people: Collection[str]) -> list[Tell]:
    """The news that a submission makes, once it has been taken."""
    sent = case.sent
    return tell(
        case.round, what, key=sent.key, about=about or sent.by, by=sent.by, submission=sent.id, **people
    )
