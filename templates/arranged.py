"""What was arranged for the visit, put into words: lists of arrangements, a change that is being agreed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rounds.state.people import seat_number
from rounds.submissions.visit import Item
from templates.background import Block
from templates.marked import joined
from templates.marking import N_
from templates.words import Words

CHANGES = N_("A change to the visit is proposed")
STANDS = N_(
    "The visit is agreed for %(span)s. It stays as it is until everyone has agreed to the change, or the "
    "secretariat decides."
)
NOT_SUITABLE = N_("Not suitable for: %(people)s")
UNANSWERED = N_("Not answered yet: %(people)s")
NOT_YOURS = N_("Nothing in this list concerns you.")
CAN_CHANGE = N_("What can still change")
CAN_ADD = N_("What you may add")
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
        "Please propose what is to change of the visit, with the reason. The beneficiary and the experts are "
        "asked whether it suits; until all have agreed the visit stays as it is."
    ),
    "reply_recommendations": N_(
        "Please say, at the beneficiary's discretion, which recommendations it accepts, and why. It takes "
        "the place of what was said before; whether the report shows it is yours to choose."
    ),
    "ask_translations": N_(
        "Please choose the languages that the approved report is to be translated into. Each translation is "
        "reviewed before the report can be published in it."
    ),
    "decide_move": N_(
        "Please decide, with a reason, whether the visit stays as it is agreed or changes all the same."
    ),
    "add_findings": N_(
        "Please record what the working meetings that have taken place found: findings, challenges and "
        "concrete recommendations, one by one. The panel and the secretariat read them at once; whoever "
        "leads the panel completes them after the visit."
    ),
    "withdraw_finding": N_(
        "Please choose what was recorded by mistake. It is then none of the findings any more; that it was "
        "recorded and taken back stays on record."
    ),
    "add_questions": N_(
        "Please write the questions that have come up since the questionnaire was sent. The beneficiary is "
        "asked these alone; its earlier answers stand. This is possible until the time for answers ends "
        "before the visit."
    ),
    "comment_framework": N_(
        "The analytical framework was agreed before you joined the round. Please write what you wish to say "
        "of it. Your comment stands beside the framework; the secretariat and the lead coordinator are told."
    ),
}
"""What whoever changes or adds something is asked for."""
UNTOLD = ("add_findings", "withdraw_finding", "reply_recommendations")
"""What nobody is told of by letter: it is read when it is wanted."""


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


def seen(items: Iterable[Item], roles: Iterable[str]) -> tuple[Item, ...]:
    """The arrangements that whoever reads the list in these roles sees; experts see what concerns them."""
    held = tuple(roles)
    every = any(not seat_number(role) for role in held)
    return tuple(item for item in items if every or set(held) & set(item.concerns))


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
    texts = (form, _people(words, UNANSWERED, unanswered))
    shown = tuple(text for text in texts if text)
    why = (words.label("reason"), reason)
    return Block(heading=words.say(CHANGES), texts=shown, items=(why, *items), warning=True)


def _people(words: Words, sentence: str, named: Sequence[tuple[str, str]]) -> str:
    people = "; ".join(f"{words.role(role)} ({words.country(country)})" for country, role in named)
    return words.say(sentence, people=people) if people else ""
