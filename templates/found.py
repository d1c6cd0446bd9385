"""Findings of the working meetings in words: what a meeting is called, what was found there (V6)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from rounds.steps.findings import code_of, of_meeting
from rounds.submissions.visit import Finding, Session
from templates.background import Block
from templates.marked import joined
from templates.marking import N_
from templates.words import Words

WHOLE = N_("The visit as a whole")
NOTHING = N_("This meeting had no findings to be recorded.")
NOT_YET = N_("Nothing has been recorded of this meeting yet.")
BACK = N_("Taken back")
BACK_BY = N_("Taken back by %(name)s")
GONE = N_("A meeting of %(day)s at %(at)s, which is no longer on the agenda")


def meeting(words: Words, first: date | None, session: Session) -> str:
    """What a meeting is called: its day and hours, then its title; `first` is the first day of the visit."""
    hours = f"{session.starts:%H:%M}–{session.ends:%H:%M}"  # noqa: RUF001 - the dash of a span
    day = words.day(first + timedelta(days=session.day - 1)) if first else str(session.day)
    return words.pair(f"{day}, {hours}", session.title)


def meetings(words: Words, first: date | None, sessions: Iterable[Session]) -> list[tuple[str, str]]:
    """The meetings to choose from, by their codes."""
    return [(code_of(session), meeting(words, first, session)) for session in sessions]


def blocks(
    words: Words,
    first: date | None,
    sessions: Sequence[Session],
    found: Sequence[Finding],
    by: Mapping[str, str],
    without: Sequence[str] = (),
) -> tuple[Block, ...]:
    """What was found, meeting by meeting in the order of the agenda; `by` says who recorded each."""
    called = dict(meetings(words, first, sessions))
    gone = [f.meeting for f in found if f.meeting and f.meeting not in called]
    called |= {code: _gone(words, first, code) for code in gone}
    whole = {"": words.say(WHOLE)} if any(not f.meeting for f in found) else {}
    return tuple(
        Block(
            heading=heading,
            items=tuple(_item(words, f, by) for f in found if f.meeting == code),
            texts=_none(words, code, found, without),
        )
        for code, heading in {**called, **whole}.items()
    )


def taken_back(words: Words, gone: Sequence[tuple[str, str, str, str]]) -> tuple[Block, ...]:
    """What was recorded by mistake: what it was, whose, who took it back, and why if they say so."""
    items = tuple(
        (
            _named(words, what, by),
            joined("\n", [text for text in (words.say(BACK_BY, name=who), why) if text]),
        )
        for what, by, who, why in gone
    )
    return (Block(heading=words.say(BACK), items=items),) if items else ()


def _named(words: Words, what: str, who: str) -> str:
    called = words.choice("what", what, "Finding")
    return f"{called} ({who})" if who else called


def _item(words: Words, finding: Finding, by: Mapping[str, str]) -> tuple[str, str]:
    return _named(words, finding.what, by.get(finding.id, "")), finding.text


def _none(words: Words, code: str, found: Iterable[Finding], without: Sequence[str]) -> tuple[str, ...]:
    if any(f.meeting == code for f in found):
        return ()
    return (words.say(NOTHING if code in without else NOT_YET),)


def _gone(words: Words, first: date | None, code: str) -> str:
    named = of_meeting(code)
    if named is None or first is None:
        return code
    day, at = named
    return words.say(GONE, day=words.day(first + timedelta(days=day - 1)), at=f"{at:%H:%M}")
