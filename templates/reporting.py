"""The report in words: contributions, comments, a version with its records (W2 to W6, X4)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rounds.methodology.model import Methodology
from rounds.submissions.report import (
    Comment,
    CommentAnswer,
    Need,
    Recommendation,
    Reply,
    SectionText,
    Version,
)
from templates.background import Block
from templates.comparing import Compared, compared
from templates.documents import rests_on
from templates.marked import joined, mixed
from templates.marking import N_
from templates.words import Words

BINDING = N_(
    "The recommendations of this report do not bind the beneficiary. It contains no scores and no rankings."
)
EXPERIENCE = N_("Contributions of %(name)s")
COMMENTS = N_("Comments by section")
REPORT = N_("The report, version %(version)s")
NUMBERED = N_("Recommendation %(number)s (%(nature)s)")
NEED = N_("%(topic)s (%(support)s)")
URGENT = N_("%(topic)s (%(support)s, priority: %(priority)s)")
APPROVED = N_("The approved report")
INTO = N_("Language of the translation: %(language)s")
COMMENT_OF = N_("%(section)s, %(name)s")
PASSAGE = N_("On the passage: %(quote)s")
BECAME = N_("What became of it: %(taken)s")


def contributed(words: Words, methodology: Methodology, by: str, body: Any) -> Block:
    """One expert's contributions, their records with the section that holds them (W2)."""
    heading = words.say(EXPERIENCE, name=by)
    return Block(heading=heading, items=(*texts(words, body.sections), *_records(words, methodology, body)))


def texts(words: Words, written: Iterable[SectionText]) -> tuple[tuple[str, str], ...]:
    """Texts by section, without those that are empty."""
    return tuple((words.choice("section", s.section), s.text) for s in written if s.text.strip())


def comments(words: Words, made: Iterable[Comment]) -> tuple[Block, ...]:
    """What is to change in the report, by section and passage (W4)."""
    items = tuple((words.choice("section", c.section), _comment(words, c)) for c in made if c.text.strip())
    return (Block(heading=words.say(COMMENTS), items=items, warning=True),) if items else ()


def comment_block(
    words: Words, made: Iterable[tuple[str, Comment]], given: Iterable[CommentAnswer] = ()
) -> tuple[Block, ...]:
    """Comments, each with who made it, and with what became of it once that is known (W4)."""
    became = {answer.on: answer for answer in given}
    items = tuple(
        (
            mixed(words.say(COMMENT_OF), section=words.choice("section", c.section), name=by),
            _comment(words, c, became.get(c.id)),
        )
        for by, c in made
        if c.text.strip()
    )
    return (Block(heading=words.say(COMMENTS), items=items),) if items else ()


def comment_parts(words: Words, comment: Comment) -> dict[str, str]:
    """The section of a comment in words, and what it says, with the passage that it is on."""
    return {"section": words.choice("section", comment.section), "text": _comment(words, comment)}


def _comment(words: Words, comment: Comment, became: CommentAnswer | None = None) -> str:
    quote = mixed(words.say(PASSAGE), quote=comment.quote) if comment.quote.strip() else ""
    taken = words.say(BECAME, taken=words.choice("taken", became.taken)) if became else ""
    return joined("\n", [part for part in (quote, comment.text, taken, became.why if became else "") if part])


def replied(words: Words, recommended: Iterable[Recommendation], said: Iterable[Reply]) -> tuple[Block, ...]:
    """What the beneficiary says of the recommendations, of those of which it says anything (W6)."""
    by = {reply.on: reply for reply in said}
    items = tuple(
        (
            f"{n}. {words.choice('answer', by[one.id].answer or '')}",
            joined("\n", [text for text in (one.text, by[one.id].why) if text]),
        )
        for n, one in enumerate(recommended, start=1)
        if one.id in by
    )
    return (Block(heading=words.label("replies"), items=items),) if items else ()


def into(words: Words, language: str) -> Block:
    """Into which language the report is translated (X2)."""
    return Block(texts=(words.say(INTO, language=words.choice("language", language)),))


def report(words: Words, methodology: Methodology, body: Any, version: int, sha256: str) -> tuple[Block, ...]:
    """A version, section by section with its records; what it is not (W5), and its fingerprint (X2)."""
    if body is None:
        return ()
    said = (words.say(BINDING), f"{words.label('sha256')}: {sha256}")
    heading = words.say(REPORT, version=version) if version else words.say(APPROVED)
    head = Block(heading=heading, texts=said)
    written = {s.section: s.text for s in body.sections if s.text.strip()}
    parts = (_section(words, methodology, body, written, section) for section in methodology.sections)
    return (head, *(part for part in parts if part.texts or part.items))


def _section(
    words: Words, methodology: Methodology, body: Any, written: Mapping[str, str], section: str
) -> Block:
    text = written.get(section, "")
    return Block(
        heading=words.choice("section", section),
        texts=(text,) if text else (),
        items=_records(words, methodology, body, section),
    )


def _records(
    words: Words, methodology: Methodology, body: Any, section: str = ""
) -> tuple[tuple[str, str], ...]:
    """The records of one section, or of all."""
    held = [name for name, at in methodology.records.items() if section in ("", at)]
    return tuple(line for name in held for line in LISTED[name](words, getattr(body, name)))


def differences(words: Words, methodology: Methodology, old: Version, new: Version) -> Iterator[Compared]:
    """Two versions, section by section, then record by record, by their ids (W4)."""
    was, now = ({s.section: s.text for s in version.sections} for version in (old, new))
    for section in methodology.sections:
        heading = words.choice("section", section)
        yield compared(heading, was.get(section, ""), now.get(section, ""))
        for name in (name for name, at in methodology.records.items() if at == section):
            yield from _of_records(words, name, getattr(old, name), getattr(new, name))


def _of_records(words: Words, name: str, old: Iterable[Any], new: Iterable[Any]) -> Iterator[Compared]:
    """Records by their ids, in the order of the new version; what is gone comes last."""
    was, now = ({record.id: record for record in listed} for listed in (old, new))
    for n, id in enumerate(dict.fromkeys((*now, *was)), start=1):
        sides = ["\n".join(_line(words, name, at[id])) if id in at else "" for at in (was, now)]
        yield compared(f"{words.label(SINGULAR[name])} {n}", *sides)


def _line(words: Words, name: str, record: Any) -> Iterator[str]:
    """A record as one text, its codes in words."""
    if name == "needs":
        yield from (str(need(words, record)), str(record.text))
    else:
        yield from (words.choice("nature", record.nature), str(_recommended(words, record)))


def recommendations(words: Words, listed: Iterable[Recommendation]) -> tuple[tuple[str, str], ...]:
    """Recommendations by their numbers, each with its reasons and what it rests on (W6)."""
    return tuple(
        (words.say(NUMBERED, number=n, nature=words.choice("nature", r.nature)), _recommended(words, r))
        for n, r in enumerate(listed, start=1)
    )


def _recommended(words: Words, one: Recommendation) -> str:
    reasons = words.pair(words.label("reasons"), one.reasons) if one.reasons.strip() else ""
    rests = words.pair(words.label("rests_on"), rests_on(words, one.rests_on)) if one.rests_on else ""
    return joined("\n", [part for part in (one.text, reasons, rests) if part])


def needs(words: Words, listed: Iterable[Need]) -> tuple[tuple[str, str], ...]:
    """Cooperation needs, by topic, kind of support and priority (X4)."""
    return tuple((need(words, n), n.text) for n in listed)


def need(words: Words, one: Need) -> str:
    """What a need is about, in a title; a topic in somebody's own words stays as they wrote it (Z4)."""
    named = {
        "topic": words.topic(one.topic, one.topic_words),
        "support": words.choice("support", one.support),
    }
    if one.priority is None:
        return mixed(words.say(NEED), **named)
    return mixed(words.say(URGENT), priority=words.choice("priority", one.priority), **named)


SINGULAR = {"recommendations": "Recommendation", "needs": "Need"}
LISTED: dict[str, Any] = {"recommendations": recommendations, "needs": needs}
"""How the records of each list are said."""
