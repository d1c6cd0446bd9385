"""The page of a round: where it stands, what waits for whom, who takes part, every act at its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Tools, Used
from api.desk import naming
from api.desk.found import Found
from api.desk.round.acts import Offer, Offering, address, own_beside
from api.desk.round.reader import OnDesk, may, on_desk
from api.desk.session import DESK_ACTS, DESK_AUDITS, DESK_READS, Asks, SignedIn
from api.desk.shell import Shell, then
from api.links.dossier.reading import context, overview
from api.links.dossier.registry import MATTERS
from api.links.dossier.report import gone
from api.links.dossier.standing import Standing, standing
from api.officers.in_place import is_own
from rounds.methodology.dossier import readable
from rounds.registry import KINDS
from rounds.state.people import is_delegate
from store import views
from store.audit_log import Audit
from store.reads import one_round, rounds, states
from store.reads.one_round import Written
from store.reads.rounds import Someone
from store.tables import Assignment, Round
from templates import desk_round as said
from templates.asked_in_time import Task, chart
from templates.desk_round import LOG
from templates.marked import marked

router = APIRouter()
LONGEST_NOTE = 2000
"""Characters."""
OWN = ("letters", "submissions")
"""Matters that are a reader's own: the desk has the letters of everybody."""
ACTS_OF = ("round", "visit", "report")
"""The places of acts that are about no one task or person."""


@router.api_route("/desk/rounds/{round_id}", methods=["GET", "HEAD"], dependencies=[DESK_READS])
async def show(request: Request, tools: Used, asks: Asks, round: Found) -> Response:
    """Where the round stands, and what may be done."""
    return await _shown(request, tools, asks, round)


@router.post("/desk/rounds/{round_id}/notes", dependencies=[DESK_ACTS])
async def note(request: Request, tools: Used, asks: Asks, round: Found) -> Response:
    """Note something for the others of the secretariat; nobody is written to."""
    text = str((await request.form()).get("text", "")).strip()
    if not text or len(text) > LONGEST_NOTE:
        return await _shown(request, tools, asks, round, typed=text, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    async with tools.database.writing() as s:
        await views.note(s, asks.secretariat, asks.officer.id, [round.id], text, datetime.now(UTC))
    return then(f"/desk/rounds/{round.id}", "noted")


async def _shown(
    request: Request,
    tools: Tools,
    asks: SignedIn,
    round: Round,
    typed: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    async with tools.database.reading() as s:
        notes = await views.notes(s, round.id)
        link = await on_desk(s, tools, asks, round)
        parts = await _parts(s, asks, round, link) if link else {}
    about = naming.about(asks, round)
    page = {
        "round": {**about, "outcome": round.outcome},
        "outcome": asks.words.outcome(round.outcome) if round.outcome else "",
        "trouble": round.trouble,
        "notes": [(n.note.text, n.by.name, naming.day(asks, n.note.at)) for n in notes],
        "typed": typed,
        "wrong": status != HTTPStatus.OK,
        "most": LONGEST_NOTE,
        "acts": may(asks, DESK_ACTS),
        "audits": may(asks, DESK_AUDITS),
        "begun": bool(parts),
        **parts,
    }
    return Shell(tools, asks, request).page("round", page, here="rounds", status=status)


async def _parts(s: AsyncSession, asks: SignedIn, round: Round, link: OnDesk) -> dict[str, Any]:
    """All that a round has once it has begun, in a number of queries that does not grow with it."""
    stand = await standing(s, link)
    file = await context(s, link)
    read = _Read(
        asks=asks,
        round=round,
        offering=Offering(
            round_id=round.id,
            state=await states.as_it_stands(s, round.id),
            officer=asks.officer.id,
            stuck=round.trouble == "stuck",
        ),
        people={x.participant.id: x for x in await rounds.people(s, round.id)},
        holders=await one_round.holders(s, round.id),
        letters=await one_round.written(s, round.id),
        befell=await one_round.befell(s, round.id),
    )
    uploads = await one_round.uploads(s, round.id)
    asked = sorted(stand.asked, key=lambda a: (a.opened_at, a.key))
    today = max(datetime.now(UTC), round.changed_at).astimezone(asks.zone).date()
    waits = [read.waits(a, link) for a in stand.waiting]
    base = link.address
    return {
        "standing": stand.said,
        "mine": [row for row in waits if row["own"]],
        "waits": [row for row in waits if not row["own"]],
        "asked": [read.row(a) for a in asked],
        "chart": chart(asks.words, [read.task(a) for a in asked], today),
        "groups": _groups(file),
        "people": read.participants(),
        "letters": len(read.letters),
        "files": [
            (u.filename, f"{base}/files/{u.id}", asks.words.size(u.size), naming.day(asks, u.at))
            for u in uploads
        ],
        "versions": [
            {
                "n": v.version,
                "day": naming.day(asks, v.at),
                "language": asks.words.language(v.language) if v.language else "",
                "read": f"{base}/dossier/report" if v in gone(file) else f"{base}/dossier/drafts",
                "pdf": f"{base}/report-{v.version}.pdf",
                "docx": f"{base}/report-{v.version}.docx",
            }
            for v in reversed(file.versions)
        ],
        "act_places": read.places(),
        "missing": _missing(stand),
    }


def _missing(stand: Standing) -> bool:
    return not stand.asked


def _groups(file: Any) -> list[dict[str, Any]]:
    known = readable(file.methodology, file.link.who, file.round.step)
    assert all(name in MATTERS for name in known)
    groups: list[dict[str, Any]] = overview(file)["groups"]
    return [
        {**group, "matters": [m for m in group["matters"] if m["url"].rpartition("/")[2] not in OWN]}
        for group in groups
        if any(m["url"].rpartition("/")[2] not in OWN for m in group["matters"])
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What was read of a round, put into rows."""

    asks: SignedIn
    round: Round
    offering: Offering
    people: Mapping[str, Someone]
    holders: Mapping[str, tuple[str, ...]]
    letters: Sequence[Written]
    befell: Mapping[str, Sequence[Audit]]

    def _named(self, key: str) -> list[Someone]:
        return [self.people[who] for who in self.holders.get(key, ()) if who in self.people]

    def row(self, a: Assignment) -> dict[str, Any]:
        """What was asked, for the table."""
        words, named = self.asks.words, self._named(a.key)
        return {
            "task": words.kind(a.kind),
            "who": ", ".join(x.person.name for x in named) or words.role(a.role),
            "role": words.role(a.role),
            "asked": naming.day(self.asks, a.opened_at),
            "due": naming.day(self.asks, a.due_at),
            "late": a.overdue,
            "paused": a.paused,
            "state": words.state(a.state),
            "closed": naming.day(self.asks, a.closed_at) if a.closed_at else "",
            "befell": [
                (words.say(LOG[entry.action]), naming.day(self.asks, entry.at))
                for entry in self.befell.get(a.key, ())
            ],
        }

    def task(self, a: Assignment) -> Task:
        """The same, to be drawn."""

        def day(at: datetime) -> date:
            return at.astimezone(self.asks.zone).date()

        states = ("late" if a.overdue else "present") if a.state == rounds.AWAITED else "past"
        return Task(
            name=self.asks.words.kind(a.kind),
            starts=day(a.opened_at),
            ends=day(a.closed_at or a.due_at),
            state=states,
            marks=tuple((day(entry.at), entry.action) for entry in self.befell.get(a.key, ())),
        )

    def waits(self, a: Assignment, link: OnDesk) -> dict[str, Any]:
        """What the round waits for, with what may be done about it."""
        named = self._named(a.key)
        own = next((x for x in named if is_own(x.participant, self.asks.person.id)), None)
        owner = next((x for x in named if not is_delegate(x.participant.id)), None)
        beside = own_beside(self.people.values(), a.kind, self.asks.person.id)
        theirs = owner.participant.id if owner else ""
        by = own.participant.id if own else beside or theirs
        personal = link.methodology.rule(a.kind).personal and not KINDS[a.kind].in_writing
        may = bool(by) and not personal
        return {
            **self.row(a),
            "anchor": naming.task_anchor(a.key),
            "own": own is not None,
            "answer": address(self.round.id, a.kind, a.key, by) if may else "",
            "acts": self._said(self.offering.of("assignment", key=a.key, by=theirs)),
        }

    def _said(self, offers: Sequence[Offer]) -> list[tuple[str, str]]:
        return [(self.asks.words.kind(o.kind), o.address) for o in offers]

    def places(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """The acts on the round as a whole, its visit, its report."""
        found = ((place, self._said(self.offering.of(place))) for place in ACTS_OF)
        return [
            (f"{naming.ACTS}{place}", self.asks.words.say(said.PLACES[place]), acts)
            for place, acts in found
            if acts
        ]

    def participants(self) -> list[dict[str, Any]]:
        """Who takes part and who did, those who are there first, with how their letters fared."""
        there = sorted(
            self.people.values(), key=lambda x: (x.participant.state != "active", x.participant.id)
        )
        return [self._participant(x) for x in there]

    def _participant(self, x: Someone) -> dict[str, Any]:
        words, who, person = self.asks.words, x.participant, x.person
        states_ = [w.letter.state for w in self.letters if w.participant.id == who.id]
        active = who.state == "active"
        expert = {"by": who.id} if who.role.startswith("expert-") else {}
        offers = self.offering.of("person", about=who.id, **expert) if active else ()
        return {
            "anchor": naming.anchor(who.id),
            "name": person.name,
            "email": person.email,
            "role": words.role(who.role),
            "post": ", ".join(
                str(text)
                for text in (
                    marked(person.institution, person.language),
                    words.country(person.country) if person.country else "",
                )
                if text
            ),
            "language": words.language(person.language),
            "state": who.state,
            "refuses": person.refuses,
            "letters": words.say(said.LETTERS_OF, count=len(states_)) if states_ else "",
            "refused": words.say(said.REFUSED_OF, count=states_.count("refused"))
            if "refused" in states_
            else "",
            "at": f"/desk/rounds/{self.round.id}/letters?of={who.id}",
            "acts": self._said([o for o in offers if o.kind != "leave_panel" or expert]),
        }
