"""What a page may draw on: what the round has accepted so far, read once for each page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.accepting import ARRANGEMENTS
from rounds.methodology.model import Methodology
from rounds.state.people import dimensions
from rounds.steps.clarifying import first_key
from rounds.submissions.request import Note
from store import inbox
from store.reads import links, rounds
from store.reads.asked import methodology_of
from store.reads.links import LinkRead
from store.tables import Assignment, CalendarEvent, Participant, Person, Round
from templates.marked import spoken
from templates.words import Words

SELF_ASSESSED = ("propose_framework", "write_self_assessment", "answer_self_assessment")
NEEDS: dict[str, tuple[str, ...]] = {
    "complete_request": ("examine_request",),
    "propose_framework": ("propose_framework", "agree_framework"),
    "agree_framework": ("propose_framework",),
    "write_self_assessment": ("propose_framework",),
    "answer_self_assessment": (*SELF_ASSESSED, "send_back"),
    "name_states": ("name_states", "agree_panel"),
    "propose_panel": ("propose_panel", "agree_panel", "name_states"),
    "add_candidate": ("name_states",),
    "agree_panel": ("propose_panel",),
    "agree_candidate": ("add_candidate",),
    "review_conflict": ("answer_invitation",),
    "write_questions": ("write_questions", "send_back"),
    "send_questionnaire": ("write_questions",),
    "answer_questionnaire": ("send_questionnaire", "answer_questionnaire", "send_back"),
    "propose_dates": ("propose_dates", "mark_dates"),
    "mark_dates": ("propose_dates",),
    "decide_extension": ("ask_more_time",),
    "set_agenda": SELF_ASSESSED,
    "contribute": SELF_ASSESSED,
    "consolidate_report": ("contribute", "record_findings", *SELF_ASSESSED),
    "review_report": ("consolidate_report", "revise_report"),
    "revise_report": ("consolidate_report", "revise_report", "review_report"),
    "decide_publication": ("consolidate_report", "revise_report"),
}
"""The kinds of submission that a page reads."""

WITH_PAPERS = (
    "examine_request",
    "propose_framework",
    "write_self_assessment",
    "answer_self_assessment",
    "propose_panel",
    "answer_invitation",
    "write_questions",
    "send_questionnaire",
    "answer_questionnaire",
    "set_agenda",
    "contribute",
    "consolidate_report",
)
"""The kinds whose pages offer the request's reference documents."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """An accepted submission: for which assignment, by whom from where, what, and its sha256."""

    key: str
    by: str
    body: Any
    sha256: str
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """What a page may draw on."""

    words: Words
    methodology: Methodology
    country: str
    assignment: Assignment
    said: Mapping[str, Sequence[Spoken]]
    note: Note | None
    visit: CalendarEvent | None
    people: Mapping[str, tuple[Participant, Person]]
    authorities: Mapping[str, tuple[str, ...]]
    unfinished: Sequence[str] = ()

    def last(self, kind: str, key: str = "") -> Any:
        """The latest accepted body of a kind, or that of one assignment; None when there is none."""
        found = [s.body for s in self.said.get(kind, ()) if not key or s.key == key]
        return found[-1] if found else None

    def experts(self) -> list[tuple[str, str]]:
        """The country and the role of each expert on the panel, by seat."""
        seated = [
            (person.country, who.role)
            for who, person in self.people.values()
            if who.state == "active" and who.role.startswith("expert-")
        ]
        return sorted(seated, key=lambda place: place[1])

    def latest(self, kind: str) -> list[Spoken]:
        """What was sent last for each assignment of a kind: clarified, it takes the place of the first."""
        return list({first_key(s.key): s for s in self.said.get(kind, ())}.values())

    def before(self) -> Any:
        """What was sent for this assignment before it was asked for again; None the first time (D3)."""
        base = first_key(self.assignment.key)
        found = [s.body for s in self.said.get(self.assignment.kind, ()) if first_key(s.key) == base]
        return found[-1] if found and base != self.assignment.key else None

    def sent_back(self) -> list[Spoken]:
        """Every exchange about this assignment, the first one first (D3)."""
        base = first_key(self.assignment.key)
        return [s for s in self.said.get("send_back", ()) if first_key(s.body.about) == base]

    def report(self) -> Any:
        """The version of the report that this assignment is about; without one, the latest."""
        versions = [s for k in ("consolidate_report", "revise_report") for s in self.said.get(k, ())]
        own = [s.body for s in versions if s.sha256 == self.assignment.sha256]
        return (own or [s.body for s in versions] or [None])[-1]


async def gather(s: AsyncSession, read: LinkRead, assignment: Assignment, words: Words) -> PageContext:
    """What the page of an assignment may draw on."""
    round_ = read.round
    note = await links.note(s, round_.id)
    people = {x.participant.id: (x.participant, x.person) for x in await rounds.people(s, round_.id)}
    return PageContext(
        words=words,
        methodology=methodology_of(round_),
        country=round_.country,
        assignment=assignment,
        said=await said_of(s, round_.id, NEEDS.get(assignment.kind, ()), people),
        note=spoken(note, round_.language) if note else None,
        visit=await s.get(CalendarEvent, round_.id),
        people=people,
        unfinished=await _unfinished(s, round_.id, assignment.kind),
        authorities=await _authorities(s, round_),
    )


async def said_of(
    s: AsyncSession, round_id: str, kinds: Sequence[str], people: Mapping[str, tuple[Participant, Person]]
) -> dict[str, list[Spoken]]:
    """What was accepted of some kinds, the first one first, each text marked with its language."""
    said: dict[str, list[Spoken]] = {}
    for row in await rounds.accepted(s, round_id, *kinds) if kinds else ():
        by = people[row.participant_id][1] if row.participant_id in people else None
        name, country = (by.name, by.country) if by else ("", "")
        body = spoken(inbox.body_of(row), row.language)
        said.setdefault(row.kind, []).append(Spoken(row.key, name, body, row.sha256, country))
    return said


async def _authorities(s: AsyncSession, round_: Round) -> dict[str, tuple[str, ...]]:
    """For which dimensions each authority answers; asked only where somebody does (D1)."""
    if not methodology_of(round_).asks("answer_self_assessment"):
        return {}
    opening = await inbox.one(s, round_.opening_id)
    return dimensions(inbox.body_of(opening)) if opening else {}


async def _unfinished(s: AsyncSession, round_id: str, kind: str) -> list[str]:
    """What a visit would begin without; asked only where somebody decides about it."""
    if kind != "ready_visit":
        return []
    awaited = (await rounds.waiting(s, [round_id]))[round_id]
    return [a.kind for a in awaited if a.key in ARRANGEMENTS]
