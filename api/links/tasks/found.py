"""What the working meetings found, as the pages of a round draw on it (V6)."""

from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten
from typing import Any

from api.links.tasks.context import PageContext, RoundContext, Spoken
from api.links.tasks.prepared import Prepared, stay
from rounds.interventions.revising import REVISIONS
from rounds.steps import findings, resting
from rounds.submissions.visit import Finding, Session
from templates import background as b
from templates import found as words_of
from templates.background import Block
from templates.forms import Asking
from templates.words import Words

RECORDED = ("add_findings", "withdraw_finding", "record_findings")
FOUND = ("set_agenda", REVISIONS["set_agenda"], *RECORDED)
"""What a page reads to show findings."""
LONGEST = 80
"""Characters of a finding where one is chosen."""
BEFORE = frozenset({"findings", "challenges", "recommendations"})
"""The fields in which findings were recorded before it was meeting by meeting."""


def agenda(m: RoundContext) -> Any:
    """The agenda as it is now; None before it is set (V10)."""
    return m.last(REVISIONS["set_agenda"]) or m.last("set_agenda")


def meetings(m: RoundContext) -> tuple[Session, ...]:
    """Its working meetings."""
    now = agenda(m)
    return findings.of_agenda(m.methodology, now.sessions) if now else ()


def standing(m: RoundContext) -> tuple[Finding, ...]:
    """The findings as they stand."""
    return resting.standing(s.body for s in in_order(m.said))


def entries(words: Words, said: Mapping[str, Sequence[Spoken]]) -> list[tuple[str, str]]:
    """The findings that stand by id, to choose one."""
    return _short(words, resting.standing(s.body for s in in_order(said)))


def ever(words: Words, said: Mapping[str, Sequence[Spoken]]) -> list[tuple[str, str]]:
    """The same of all that were ever recorded, so that a record of one that is gone says which it was."""
    known = {f.id: f for s in in_order(said) for f in getattr(s.body, "found", ())}
    return _short(words, known.values())


def _short(words: Words, findings: Iterable[Finding]) -> list[tuple[str, str]]:
    short = ((f.id, f.what, shorten(f.text, LONGEST, placeholder=" …")) for f in findings)
    return [(id, words.pair(words.choice("what", what, "Finding"), text)) for id, what, text in short]


def in_order(said: Mapping[str, Sequence[Spoken]]) -> list[Spoken]:
    """All that was recorded and taken back, the first one first."""
    return sorted((s for kind in RECORDED for s in said.get(kind, ())), key=lambda s: s.n)


def found(m: RoundContext) -> tuple[Block, ...]:
    """What was found, meeting by meeting, and who recorded it first; nothing before anything was."""
    said = in_order(m.said)
    if not said:
        return ()
    by = {f.id: s.by for s in reversed(said) for f in getattr(s.body, "found", ())}
    last = m.last("record_findings")
    first = m.visit.starts if m.visit else None
    shown = words_of.blocks(m.words, first, meetings(m), standing(m), by, last.without if last else ())
    return (*shown, *words_of.taken_back(m.words, _taken_back(m, by)))


def _taken_back(m: RoundContext, by: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    """What is none any more: what it was, who recorded it, who took it back, and why."""
    stand = {f.id for f in standing(m)}
    kinds = {f.id: f.what for s in m.said.get("add_findings", ()) for f in s.body.found}
    gone = {s.body.finding: s for s in m.said.get("withdraw_finding", ()) if s.body.finding not in stand}
    return [(kinds.get(id, "finding"), by.get(id, ""), s.by, s.body.reason) for id, s in gone.items()]


def record_findings(m: PageContext) -> Prepared:
    """What was recorded of each meeting, to be completed (V6)."""
    held, known = meetings(m), standing(m)
    options = words_of.meetings(m.words, m.visit.starts if m.visit else None, held)
    return Prepared(
        values={"found": [b.plain(f) for f in known]} if known else {},
        stays=frozenset({"found"}),
        asking=Asking(
            options={"meeting": options, "without": options},
            without=BEFORE if held else BEFORE | {"meeting", "without"},
            least={"found": 3},
        ),
        blocks=stay(m),
    )
