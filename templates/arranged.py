"""What was arranged for the visit, put into words: lists of arrangements, a change that is being agreed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rounds.submissions.visit import Item
from templates.background import Block
from templates.marked import joined
from templates.marking import N_
from templates.words import Words

CHANGES = N_("A change of the visit is proposed")
STANDS = N_(
    "The visit is agreed for %(span)s. It stays as it is until everyone has agreed to the change, or the "
    "secretariat decides."
)
NOT_SUITABLE = N_("Not suitable for: %(people)s")
UNANSWERED = N_("Not answered yet: %(people)s")
CAN_CHANGE = N_("What can still change")
HOW = {
    "revise_agenda": N_(
        "Please change what is to change; the agenda stays as it is otherwise. Until the last day of the "
        "visit each change is told by letter to everyone who takes part, with a file for their calendars."
    ),
    "revise_international": N_(
        "Please change what is to change; the list stays as it is otherwise. Whoever it concerns is told by "
        "letter."
    ),
    "revise_local": N_(
        "Please change what is to change; the list stays as it is otherwise. Whoever it concerns is told by "
        "letter."
    ),
    "move_visit": N_(
        "Please propose other dates for the visit, another form of it, or both, with the reason. The "
        "beneficiary and the experts are asked whether they suit; until all have agreed the visit stays as "
        "it is."
    ),
    "decide_move": N_(
        "Please decide, with a reason, whether the visit stays as it is agreed or changes all the same."
    ),
}
"""What whoever changes something is asked for."""


def listed(words: Words, kind: str, items: Sequence[Item]) -> Block:
    """A side's list of arrangements, as it is now (V2)."""
    called = words.choice("list", kind)
    return Block(
        heading=called[:1].upper() + called[1:], items=tuple((i.what, line(words, i)) for i in items)
    )


def line(words: Words, item: Item) -> str:
    """How an arrangement stands, who takes care of it, by when."""
    said = [words.choice("state", item.state), item.owner, words.day(item.by) if item.by else "", item.reason]
    return joined(", ", [text for text in said if text])


def concerning(items: Iterable[Item], roles: Iterable[str]) -> tuple[Item, ...]:
    """The arrangements that are shown to whoever holds these roles."""
    mine = {role for own in roles for role in (own, *WITH_THE_LEAD.get(own, ()))}
    return tuple(item for item in items if mine & set(item.concerns))


WITH_THE_LEAD = {"lead_coordinator": ("coordinator",)}
"""A role that is another's too."""


def proposed(words: Words, stay: tuple[date, date] | None, reason: str) -> tuple[Block, ...]:
    """A change of the visit that somebody is asked to agree to: why, and what stands until then (V10)."""
    if stay is None:
        return ()
    texts = (words.say(STANDS, span=words.span(*stay)),)
    why = ((words.label("reason"), reason),)
    return (Block(heading=words.say(CHANGES), texts=texts, items=why, warning=True),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A window of a move, its number among them, and the roles and countries that it does not suit."""

    number: int
    starts: date
    ends: date
    without: tuple[tuple[str, str], ...]


def undecided(
    words: Words,
    form: str,
    reason: str,
    windows: Iterable[Answered],
    unanswered: Sequence[tuple[str, str]],
) -> Block:
    """A change of the visit that an officer may decide: what is proposed, whom it does not suit (V10)."""
    items = [
        (f"{w.number}. {words.span(w.starts, w.ends)}", _people(words, NOT_SUITABLE, w.without))
        for w in windows
    ]
    texts = (form, reason, _people(words, UNANSWERED, unanswered))
    shown = tuple(text for text in texts if text)
    return Block(heading=words.say(CHANGES), texts=shown, items=tuple(items), warning=True)


def _people(words: Words, sentence: str, named: Sequence[tuple[str, str]]) -> str:
    people = "; ".join(f"{words.role(role)} ({words.country(country)})" for country, role in named)
    return words.say(sentence, people=people) if people else ""
