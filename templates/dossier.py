"""The dossier in words: what its matters are called, what is said where there is nothing yet, its blocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rounds.methodology.model import AssignmentRule, Clock
from rounds.submissions.visit import Item
from templates.agenda import Agenda, Sitting
from templates.background import Block, Link
from templates.comparing import Compared
from templates.forms import Control
from templates.marked import joined, mixed
from templates.marking import N_, NN_
from templates.words import Words

MATTERS = {
    "beneficiary": N_("The beneficiary"),
    "secretariat": N_("The secretariat"),
    "panel": N_("The panel"),
    "candidates": N_("Candidates for the panel"),
    "request": N_("The request"),
    "rules": N_("The rules of this round"),
    "framework": N_("The analytical framework"),
    "self_assessment": N_("The self-assessment"),
    "questions": N_("Questions of the experts"),
    "questionnaire": N_("Questions and answers"),
    "dates": N_("Dates of the visit"),
    "agenda": N_("Agenda of the visit"),
    "arrangements_international": N_("International arrangements"),
    "arrangements_local": N_("Local arrangements"),
    "findings": N_("Findings of the working meetings"),
    "contributions": N_("Contributions of the experts"),
    "drafts": N_("Drafts of the report"),
    "report": N_("The report"),
    "comments": N_("Comments of the beneficiary on the report"),
    "papers": N_("Papers that were attached"),
    "letters": N_("Letters sent to you"),
    "submissions": N_("What you have sent"),
}
EMPTY = {
    "beneficiary": N_("Nobody is named yet."),
    "secretariat": N_("Nobody is named yet."),
    "panel": N_("The panel has not been agreed yet."),
    "candidates": N_("Nobody has been proposed yet."),
    "request": N_("The request has not been sent yet."),
    "rules": N_("The methodology gives no time limits."),
    "framework": N_("No analytical framework has been proposed yet."),
    "self_assessment": N_("The questionnaire has not been written yet."),
    "questions": N_("No expert has sent questions yet."),
    "questionnaire": N_("The questionnaire has not been sent yet."),
    "dates": N_("No dates have been proposed yet."),
    "agenda": N_("The agenda has not been set yet."),
    "arrangements_international": N_("The list has not been completed yet."),
    "arrangements_local": N_("The list has not been completed yet."),
    "findings": N_("No findings have been recorded yet."),
    "contributions": N_("No expert has contributed yet."),
    "drafts": N_("There is no draft of the report yet."),
    "report": N_("There is no version of the report yet."),
    "comments": N_("The beneficiary has not reviewed the report yet."),
    "papers": N_("No papers for you have been attached yet."),
    "letters": N_("No letter has been sent to you yet."),
    "submissions": N_("You have not sent anything yet."),
}
NEVER = N_("The round ended without any of this.")
"""Said of each of these in a round that is over."""
NOTHING, NOTHING_YET = N_("nothing"), N_("nothing yet")
"""The same, as a mark beside a title: in a round that is over, and in one that goes on."""
GROUPS = {
    "request": N_("The request and what was asked"),
    "visit": N_("The visit"),
    "report": N_("The report"),
    "papers": N_("Papers"),
    "own": N_("Yours"),
}
"""What matters stand under, where all of them are listed."""
INVITATIONS = {
    "waiting": N_("not invited"),
    "open": N_("invited, no answer yet"),
    "lingering": N_("no answer in time; may still accept"),
    "declined": N_("declined; may still accept"),
    "reviewed": N_("accepted; a declared conflict of interest is being reviewed"),
    "seated": N_("on the panel"),
    "left": N_("was on the panel, and left it"),
    "over": N_("no longer needed"),
}
CLOCKS = {
    ("working", "opening"): NN_("one working day", "%(days)s working days", by="days"),
    ("calendar", "opening"): NN_("one calendar day", "%(days)s calendar days", by="days"),
    ("working", "before_visit"): NN_(
        "until one working day before the visit", "until %(days)s working days before the visit", by="days"
    ),
    ("calendar", "before_visit"): NN_(
        "until one calendar day before the visit", "until %(days)s calendar days before the visit", by="days"
    ),
    ("working", "after_visit"): NN_(
        "one working day after the visit", "%(days)s working days after the visit", by="days"
    ),
    ("calendar", "after_visit"): NN_(
        "one calendar day after the visit", "%(days)s calendar days after the visit", by="days"
    ),
}
BACK = N_("My round")
MADE = N_("As it stood on %(at)s.")
SEAT = N_("Seat %(number)s")
VACANT = N_("Seat %(number)s: nobody sits there now")
ANSWERS_OF = N_("Answers of %(name)s")
ADDED_BY = N_("Questions added by %(name)s")
ADDED = N_("Questions added by the secretariat")
COMMENT_OF = N_("Comment of %(name)s")
UNANSWERED = N_("Not answered yet.")
NOT_ANSWERED = N_("Not answered before the visit.")
FROZEN = N_("The time for answers ended before the visit. What had been saved by then is shown.")
WAIVED = N_("The secretariat has waived this: %(reason)s")
NOT_AGREED = N_("Proposed, and not agreed yet")
CANCELLED = N_("The visit has been cancelled.")
VERSION = N_("Version %(version)s, %(day)s")
COMMENTS_ON = N_("On version %(version)s")
APPROVED = N_("This version was approved.")
COMPARE = N_("Compare two versions")
COMPARED = N_("Version %(old)s and version %(new)s, side by side")
TAKEN_UP = N_("Version %(version)s of %(day)s answers these comments.")
REVISED = N_("The next version is being written.")
IN_FORCE = N_("%(name)s, version %(version)s: the rules under which this round began, and which it keeps.")
DOCUMENT = N_("About %(methodology)s")
TIME_LIMITS = N_("Time limits")
SO_FAR = N_("The panel so far")
NOBODY_YET = N_("Nobody has taken a seat yet.")
SENT_FOR = N_("Filed for you by the secretariat")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a matter with a page of its own: a letter, a version, something that was sent."""

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    controls: tuple[Control, ...] = ()
    compared: tuple[Compared, ...] = ()
    sides: tuple[str, ...] = ()
    """What stands on the left of what is compared, and on the right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A matter as it is read: what stands on its page, and its pieces."""

    blocks: tuple[Block, ...] = ()
    pieces: tuple[Piece, ...] = ()


def person(words: Words, name: str, role: str, institution: str, country: str) -> tuple[str, str]:
    """Somebody with their post."""
    lines = (words.role(role), post(words, institution, country))
    return name, joined("\n", [line for line in lines if line])


def for_a_candidate(
    words: Words, panel: Sequence[tuple[str, str]], spans: Sequence[str]
) -> tuple[Block, ...]:
    """What somebody wants to know before they accept a seat: with whom, and when (P9)."""
    nobody = () if panel else (words.say(NOBODY_YET),)
    return (
        Block(heading=words.say(SO_FAR), texts=nobody, items=tuple(panel)),
        Block(heading=words.say(MATTERS["dates"]), texts=tuple(spans) or (words.say(EMPTY["dates"]),)),
    )


def post(words: Words, institution: str, country: str) -> str:
    """Where somebody acts from."""
    parts = (institution, words.country(country) if country else "")
    return joined(", ", [part for part in parts if part])


def clock(words: Words, limit: Clock) -> str:
    """How long something may take."""
    return words.say(CLOCKS[limit.unit, limit.counted_from], days=limit.count)


def rules(words: Words, name: str, version: str, about: str, document: str) -> Block:
    """What a round's methodology is, and where its document stands (Z7)."""
    links = (Link(words.say(DOCUMENT, methodology=name), document),) if document else ()
    texts = tuple(text for text in (about, words.say(IN_FORCE, name=name, version=version)) if text)
    return Block(texts=texts, links=links)


def limits(words: Words, asked: Iterable[AssignmentRule]) -> Block:
    """Who has how long for what (Z1, Z7)."""
    items = tuple((words.kind(r.kind), f"{words.role(r.owner)}\n{clock(words, r.clock)}") for r in asked)
    return Block(heading=words.say(TIME_LIMITS), items=items)


def added(words: Words, by: str, questions: Iterable[str]) -> Block:
    """Questions that came up once the questionnaire had been sent (D2)."""
    return Block(heading=words.say(ADDED_BY, name=by) if by else words.say(ADDED), texts=tuple(questions))


def answered(
    words: Words, heading: str, questions: Sequence[str], answers: Sequence[str], *, over: bool = False
) -> Block:
    """Questions, each with its answer (D2, D5); `over`: no answer is awaited any more."""
    none = words.say(NOT_ANSWERED if over else UNANSWERED)
    known = [*answers, *("" for _ in questions)]
    pairs = zip(questions, known, strict=False)
    numbered = enumerate(pairs, start=1)
    return Block(
        heading=heading,
        items=tuple(
            (joined(" ", (f"{n}.", asked)), said if said.strip() else none) for n, (asked, said) in numbered
        ),
    )


def warned(text: str) -> Block:
    """A sentence that wants to be seen."""
    return Block(texts=(text,), warning=True)


def waived(words: Words, reason: str) -> Block:
    """What nobody has to do any more, and why."""
    return warned(mixed(words.say(WAIVED), reason=reason))


def arrangements(words: Words, items: Iterable[Item]) -> Block:
    """A list of arrangements, each with who takes care of it, by when, and where it stands (V2)."""
    return Block(items=tuple((item.what, _arranged(words, item)) for item in items))


def _arranged(words: Words, item: Item) -> str:
    state = words.choice("state", item.state)
    by = words.day(item.by) if item.by else ""
    return joined("\n", [part for part in (state, item.owner, by, item.reason) if part])


def sessions(words: Words, held: Agenda, zone: str) -> tuple[Block, ...]:
    """The agenda, day by day, on the clock that counts for its reader (V1, V4)."""
    return tuple(
        Block(
            heading=words.day(day),
            items=tuple(
                ("; ".join(words.hours(s.starts, s.ends, zone)), joined("\n", _session(words, s)))
                for s in of_day
            ),
        )
        for day, of_day in held.days()
    )


def _session(words: Words, s: Sitting) -> list[str]:
    """What a session is, with whom, where."""
    named = {
        "body_met": s.also_met,
        "interviewed": s.interviewed,
        "venue": s.venue,
        "participants": ", ".join(s.people),
        "spoken": words.languages([s.spoken]) if s.spoken else "",
    }
    lines = [words.pair(words.label(name), text) for name, text in named.items() if text]
    return [s.title, words.choice("session", s.session), *lines]


def version(words: Words, number: int, day: date) -> str:
    """Which version of the report, and of when."""
    return words.say(VERSION, version=number, day=words.short(day))
