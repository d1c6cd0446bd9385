"""Letters about requests for rounds, which have no round yet: to whoever asks, and to the secretariat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from temporalio import activity

from activities import names, saying
from activities.email_message import message
from activities.faults import told_by_code, waits
from activities.smtp import MailServer, carry
from methodologies.loader import capital_zone, contact, methodology
from store import officers, requests
from store.letterheads import name_of
from store.links import Links
from store.outbox import WAITING
from store.requests import ARRIVED, CONFIRM, RoundRequest
from store.session import Database
from store.tables import Person, Secretariat
from templates.marked import marked
from templates.render import Renderer
from templates.reworded import Own

TEMPLATE = "asked"
LIFE = timedelta(days=5)
"""So long after it came in, or was decided on, a request is written about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLetter:
    """Somebody is to be written to about a request; `letter` says what."""

    request: str
    letter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whose letter it is."""

    name: str
    email: str
    language: str


class RequestLetters:
    """Writes what the row of a request says is to be written, and notes that it is done."""

    def __init__(self, database: Database, renderer: Renderer, links: Links, server: MailServer) -> None:
        self._database = database
        self._renderer = renderer
        self._links = links
        self._server = server

    @activity.defn(name=names.SEND_ABOUT_REQUEST)
    async def send_about_request(self, letter: RequestLetter) -> str:
        """Try a letter once: sent, refused, or needless when there is nothing to say any more.

        Raises ApplicationError while it has to wait. To several readers it is sent again to all of them.
        """
        with told_by_code(letter.request):
            async with self._database.reading() as s:
                row = await requests.one(s, letter.request)
                if row is None or row.letter != letter.letter:
                    return "needless"
                heads = await officers.heads(s, row.secretariat_id)
                house = await s.get_one(Secretariat, row.secretariat_id)
                readers = _readers(row, heads, house)
                own = {reader: await self._own(s, row, reader) for reader in readers}
            state = "needless"
            for reader in readers:
                made = self._made(row, reader, self._context(row, reader, heads, house), own[reader])
                attempt = await carry(self._server, made, reader.email)
                state = attempt.state
                since = row.settled_at or row.confirmed_at or row.received_at
                if state in WAITING and datetime.now(UTC) < since + LIFE:
                    raise waits(row.id, state, attempt.error)
            async with self._database.writing() as s:
                await requests.written(s, row.id, letter.letter)
            return state

    async def _own(self, s: AsyncSession, row: RoundRequest, reader: Reader) -> Own:
        return await saying.own(s, row.secretariat_id, row.methodology, reader.language, TEMPLATE)

    def _made(self, row: RoundRequest, reader: Reader, context: dict[str, Any], own: Own) -> EmailMessage:
        rendered = self._renderer.letter(TEMPLATE, reader.language, context, own)
        key = f"request/{row.id}/{row.letter}/{reader.email}"
        return message(self._server, key, rendered, reader.language, to=reader)

    def _context(
        self, row: RoundRequest, reader: Reader, heads: Sequence[Person], house: Secretariat
    ) -> dict[str, Any]:
        rules, words = methodology(row.methodology), self._renderer.words(reader.language)
        secretariat = name_of(house, rules.secretariat_names, reader.language)
        own = contact(row.secretariat_id)["email"]
        head = heads[0] if heads else None
        answers = (head.name, head.email) if head and not own else (secretariat, own)
        whom = dict(zip(("name", "email"), answers, strict=True))
        address = self._links.request(row.id) if row.letter == CONFIRM else self._links.of_api(row.id)
        return {
            "what": row.letter,
            "url": "" if row.letter not in (CONFIRM, ARRIVED) else address,
            "asked": words.recorded(requests.body_of(row)),
            "by": {"name": row.name, "email": row.email},
            "reason": row.reason,
            "recipient": {"name": reader.name, "is_contact": not whom["email"], "role": "", "former": False},
            "contact": whom,
            "letterhead": saying.letterhead(house, reader.language),
            "introduction": None,
            "receipts": [],
            "also": [],
            "my_round_url": "",
            "round": {
                "methodology_name": rules.name,
                "country": row.country,
                "institution": marked(row.institution, row.language),
                "initiative": marked(row.initiative, row.language),
                "secretariat": secretariat,
                "about": rules.about.get(reader.language, ""),
                "document": rules.document,
                "outcome": "",
                "zone": capital_zone(row.country),
            },
        }


def _readers(row: RoundRequest, heads: Sequence[Person], house: Secretariat) -> list[Reader]:
    """Whoever is named in the request; or the secretariat's own mailbox, else whoever heads it."""
    if row.letter != ARRIVED:
        return [Reader(name=row.name, email=row.email, language=row.language)]
    own = contact(row.secretariat_id)
    if own["email"]:
        language = own["language"] or "es"
        name = name_of(house, methodology(row.methodology).secretariat_names, language)
        return [Reader(name=name, email=own["email"], language=language)]
    return [Reader(name=head.name, email=head.email, language=head.language) for head in heads]
