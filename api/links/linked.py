"""What a link leads to: read once, and put into its reader's words and clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Tools
from api.intake.attachments import named
from api.links.forms import texts
from api.links.tasks.answers import ANSWERED, beside
from api.links.tasks.context import gather
from api.links.tasks.prepared import Prepared
from api.links.tasks.registry import PAGES
from methodologies.loader import capital_zone, countries
from rounds.methodology import dossier
from rounds.methodology.model import Methodology
from rounds.state.held import Held
from rounds.state.keys import Key
from rounds.steps import additions
from rounds.steps.translation import into
from store import inbox
from store.letterheads import name_of
from store.links import ref
from store.reads import dossier as reads
from store.reads import links, seats, visit
from store.reads.asked import grant_of, methodology_of
from store.reads.known import Known, known
from store.reads.links import LinkRead, Paper, Said
from store.reads.papers import Reader
from store.tables import Assignment, Officer, Participant, Person, Secretariat
from store.uploads import Upload
from templates import background, dates
from templates.background import Block, Link
from templates.marked import marked, spoken
from templates.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A link that was opened; `here` and `there` are the reader's and the beneficiary's time zones."""

    read: LinkRead
    words: Words
    methodology: Methodology
    here: str
    there: str
    secretariat: Secretariat
    my_round_url: str
    who: str
    """What the table of the dossier knows its reader as."""

    @property
    def address(self) -> str:
        """The clean address of its page."""
        return f"/l/{ref(self.read.grant.id)}"

    @property
    def language(self) -> str:
        """The language that the page is in: the reader's own."""
        return self.words.language_code

    def reads(self, matter: str) -> bool:
        """Z6: whether its reader may read this matter of the round as it stands now.

        The link of a task that acts no more leads to its record alone (L13).
        """
        over = self.read.assignment is not None and not self.read.acts
        return not over and dossier.may_read(self.methodology, matter, self.who, self.read.round.step)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that the reader holds now."""
        me = self.read.participant
        return (me.role,) if me.state == "active" else ()

    @property
    def zone(self) -> ZoneInfo:
        """The reader's clock."""
        return ZoneInfo(self.here)

    @property
    def reader(self) -> Reader:
        """Who reads, as the table of the dossier is asked about papers."""
        round_, me = self.read.round, self.read.participant
        return Reader(methodology=self.methodology, participant=me.id, who=self.who, step=round_.step)

    def held(self, a: Assignment) -> Held:
        """An assignment as the reader sees it, from its row."""
        return Held(
            kind=a.kind,
            state=a.state,
            by=self.read.participant.id,
            holds=self.read.acts,
            personal=self.methodology.rule(a.kind).personal,
            paused=a.paused,
            delegates=tuple(who.id for who, _ in self.read.delegates),
            most=self.methodology.limits.delegates,
        )

    def moments(self, at: datetime) -> list[str]:
        """A moment on both clocks."""
        return self.words.moments(at.astimezone(ZoneInfo(self.here)), at.astimezone(ZoneInfo(self.there)))

    def frame(self) -> dict[str, Any]:
        """What every page says of the round and of whom to write to."""
        round_ = self.read.round
        about = {
            "secretariat": name_of(self.secretariat, self.methodology.secretariat_names, self.language),
            "methodology_name": self.methodology.name,
            **{n: getattr(round_, n) for n in ("country", "year", "number")},
            **{n: marked(getattr(round_, n), round_.language) for n in ("institution", "initiative")},
            "step": round_.step,
            "outcome": round_.outcome,
            "trouble": bool(round_.trouble),
        }
        return {
            "round": about,
            # Nobody is told to write to themselves.
            "contact": self.read.contact if self.read.contact.id != self.read.person.id else None,
            "my_round_url": self.my_round_url,
            # What is over takes nothing more, a choice of language neither (L13).
            "speak_at": f"{self.address}/language" if self.read.acts and not round_.outcome else "",
        }

    def task(self, a: Assignment, silence: str = "") -> dict[str, Any]:
        """An assignment as a page shows it; `silence`: what that means here, where its rule says less."""
        rule, key = self.methodology.rule(a.kind), Key.parse(a.key)
        means = silence or rule.silence
        return {
            "kind": a.kind,
            "added": additions.is_added(key),
            "into": into(a.kind, a.key),
            "version": a.version,
            "number": key.n,
            # Of whom a task is does not stand here: it says so beside it.
            "seat": 0,
            "about": "",
            "request": None,
            "role": a.role,
            "state": a.state,
            "due": self.moments(a.due_at),
            "overdue": a.overdue,
            "paused": a.paused,
            "closed": self.moments(a.closed_at) if a.closed_at else [],
            "silence": self.words.silence(
                a.kind, means, rule.escalate_to, rule.ends_after, rule.freezes, rule.quiet_after
            ),
        }


async def linked(s: AsyncSession, tools: Tools, grant_id: str) -> Linked | None:
    """What the link of a grant leads to; None for an unknown or revoked one (L12)."""
    read = await links.link(s, grant_id)
    if read is None:
        return None
    methodology = methodology_of(read.round)
    secretariat = await s.get_one(Secretariat, read.round.secretariat_id)
    mine = await grant_of(s, read.round.id, "", read.participant.id)
    return Linked(
        read=read,
        words=tools.renderer.words(read.person.language),
        methodology=methodology,
        here=_zone(read.person, methodology),
        there=capital_zone(read.round.country),
        secretariat=secretariat,
        my_round_url=tools.links.url(mine) if mine else "",
        who=await _who(s, read.participant),
    )


async def _who(s: AsyncSession, me: Participant) -> str:
    """A candidate who can no longer take the seat has gone, as has whoever left the panel."""
    who = dossier.reader(me.role, me.state)
    if who == "candidate" and not await reads.is_invited(s, me.round_id, me.id):
        return dossier.FORMER
    return who


def _zone(person: Person, methodology: Methodology) -> str:
    """The reader's clock: what they chose, their capital's, or the secretariat's for its own people."""
    try:
        return ZoneInfo(person.time_zone).key
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return capital_zone(person.country) if person.country in countries() else methodology.time_zone


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPage:
    """All that the page of an assignment needs: what it starts from, what may be opened from it."""

    prepared: Prepared
    uploads: tuple[Upload, ...]
    days_off: Mapping[str, str] = field(default_factory=dict)
    """Why a day is one on which offices are closed, by its date."""
    known: tuple[Known, ...] = ()
    """People whom the secretariat may name here again."""
    silence: str = ""
    """What silence means here."""

    def files(self, address: str) -> dict[str, Link]:
        """The files of the page by id, each with its address within this link."""
        return {u.id: Link(u.filename, f"{address}/documents/{u.id}") for u in self.uploads}


async def task_page_of(s: AsyncSession, link: Linked, a: Assignment) -> TaskPage:
    """The page of an assignment, with the documents that belong to it (L4).

    Through a link that acts no more, with those alone that its record names (L13).
    """
    page = PAGES[a.kind]
    kinds = (*page.reads, *(ANSWERED if page.answers else ()))
    m = await gather(
        s, link.read, a, link.words, reads=kinds, unfinished=page.unfinished, overdue=page.overdue
    )
    if not link.read.acts:
        recorded = await links.uploads_named(s, link.read.round.id, _files_named(link, a))
        return TaskPage(prepared=replace(page.prepare(m), blocks=()), uploads=recorded)
    papers = await links.papers(s, link.read.round.id)
    shown = papers if page.papers else ()
    prepared = page.prepare(m)
    documents = background.documents(
        link.words, [_paper(p, link.address, link.read.round.language) for p in shown]
    )
    agenda = await agenda_of(s, link)
    # Those who send the request go on with files of an earlier note; everybody sees what they sent.
    offered = papers if page.papers or page.files else ()
    own = await links.uploads_of(s, link.read.round.id, link.read.participant.id)
    where = dates.places(link.words, m.country, m.experts())
    return TaskPage(
        prepared=replace(
            prepared,
            blocks=(*prepared.blocks, *documents, *agenda),
            beside=(*prepared.beside, *(beside(m) if page.answers else ())),
            asking=replace(prepared.asking, day_off=partial(dates.day_off, link.words, where)),
        ),
        uploads=(*own, *(p.upload for p in offered if p.upload)),
        days_off=dates.days_off(link.words, where, datetime.now(UTC).date().replace(day=1)),
        known=await known(s, link.read.round) if page.people else (),
        silence=await _silence(s, link, a),
    )


async def _silence(s: AsyncSession, link: Linked, a: Assignment) -> str:
    """Whoever is the last on the list of their seat has nobody after them (P8)."""
    me, ruled = link.read.participant, link.methodology.rule(a.kind).silence
    if ruled != "next" or not me.seat:
        return ruled
    return (await seats.seat(s, link.read.round, link.methodology, me)).silence(ruled)


def _files_named(link: Linked, a: Assignment) -> set[str]:
    """The files in what was recorded for an assignment, and in what the reader had typed themselves."""
    said = answer_of(link, a)
    named_there = {file.upload for file in named(inbox.body_of(said.row))} if said else set()
    typed = (text for drafted in link.read.drafts for text in texts(drafted.draft.body))
    return named_there.union(typed)


async def agenda_of(s: AsyncSession, link: Linked) -> tuple[Block, ...]:
    """Where the agenda of the visit is, for whoever may read it, once it is set (V1)."""
    if not link.reads("agenda") or not await visit.has_agenda(s, link.read.round.id):
        return ()
    return (background.agenda(link.words, link.address),)


def _paper(paper: Paper, address: str, language: str) -> Link:
    title = marked(paper.title, language)
    return Link(title, f"{address}/documents/{paper.upload.id}" if paper.upload else paper.url)


def answer_of(link: Linked, a: Assignment) -> Said | None:
    """What was last sent for the assignment itself, not to steer it, and was not refused."""
    said: Sequence[Said] = [x for x in link.read.said if x.row.kind == a.kind]
    return said[-1] if said else None


async def recorded(s: AsyncSession, link: Linked, a: Assignment, said: Said) -> dict[str, Any]:
    """What was sent, when, by whom (L3): in the round's time once it was taken.

    An officer is named besides where they filed it for somebody else.
    """
    taken = a.closed_at if said.row.id == a.submission_id else None
    officer = await s.get(Officer, said.row.officer_id) if said.row.officer_id else None
    other = officer and not (said.by and said.by.id == officer.person_id)
    filed_by = await s.get(Person, officer.person_id) if officer and other else None
    return {
        "accepted": said.row.state == "accepted",
        "at": link.moments(taken or said.row.received_at),
        "by": said.by.name if said.by else "",
        "officer": filed_by.name if filed_by else "",
        "values": background.plain(spoken(inbox.body_of(said.row), said.row.language)),
    }
