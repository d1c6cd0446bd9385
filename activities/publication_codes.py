"""The letter with a code for an authorisation to publish, drawn when it is sent, and kept nowhere (L11)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from temporalio import activity

from activities import names, saying
from activities.email_message import message
from activities.faults import told_by_code
from activities.handing_in import handed_in
from activities.post import now_utc
from activities.smtp import MailServer
from activities.tasks import round_in_words
from rounds.submissions.codes import LASTS
from store import publication_codes
from store.links import Links
from store.publication_codes import PublicationCode
from store.reads import parties
from store.reads.asked import methodology_of
from store.session import Database
from store.tables import Participant, Person, Round, Secretariat
from templates.render import Rendered, Renderer

TEMPLATE = "publication_code"
FIGURES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeWanted:
    """Somebody who authorises wants a code; `id` is that of the row, which proves nothing."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Whose code it is, and in which round."""

    participant: Participant
    person: Person
    round: Round
    secretariat: Secretariat


class PublicationCodes:
    """Sends codes."""

    def __init__(
        self,
        database: Database,
        renderer: Renderer,
        links: Links,
        server: MailServer,
        now: Callable[[], datetime] = now_utc,
    ) -> None:
        self._database, self._renderer, self._links = database, renderer, links
        self._server, self._now = server, now

    @activity.defn(name=names.SEND_PUBLICATION_CODE)
    async def send_publication_code(self, wanted: CodeWanted) -> str:
        """Send one: sent, uncertain, refused, or needless when it is too old, or may have been sent before.

        Raises ApplicationError while the mail server is away, so that it is tried again, with a new code.
        """
        with told_by_code(wanted.id):
            code = "".join(str(secrets.randbelow(10)) for _ in range(FIGURES))
            digest = self._links.digest_of_code(wanted.id, code)
            async with self._database.writing() as s:
                row = await publication_codes.take_up(s, wanted.id, digest, self._now())
            if row is None:
                return "needless"
            async with self._database.reading() as s:
                to = await _reader(s, row)
                said = await self._said(s, to, row, code)
            key, language = f"publication-code/{wanted.id}", to.person.language
            letter = message(self._server, key, said, language, to=to.person, now=self._now())
            address = to.person.email
            return await handed_in(self._database, self._server, letter, address, PublicationCode, wanted.id)

    async def _said(self, s: AsyncSession, to: _Reader, row: PublicationCode, code: str) -> Rendered:
        language, round_ = to.person.language, to.round
        own = await saying.own(s, round_.secretariat_id, round_.methodology, language, TEMPLATE)
        return self._renderer.letter(TEMPLATE, language, await _context(s, to, row, code), own)


async def _reader(s: AsyncSession, row: PublicationCode) -> _Reader:
    participant, person = await parties.participant(s, row.round_id, row.participant_id)
    round_ = await s.get_one(Round, row.round_id)
    secretariat = await s.get_one(Secretariat, round_.secretariat_id)
    return _Reader(participant=participant, person=person, round=round_, secretariat=secretariat)


async def _context(s: AsyncSession, to: _Reader, row: PublicationCode, code: str) -> dict[str, Any]:
    """What the template is given: the code in two halves, how long it is good, for which version."""
    contact = await parties.responsible(s, to.round.id)
    half = FIGURES // 2
    return {
        "code": f"{code[:half]} {code[half:]}",
        "minutes": int(LASTS.total_seconds()) // 60,
        "sha256": row.sha256,
        "round": round_in_words(to.round, to.secretariat, methodology_of(to.round), to.person.language),
        "recipient": {
            "name": to.person.name,
            "role": to.participant.role,
            "is_contact": False,
            "former": False,
        },
        "contact": {"name": contact.name, "email": contact.email},
        "letterhead": saying.letterhead(to.secretariat, to.person.language),
        **dict.fromkeys(("introduction", "my_round_url"), ""),
        **dict.fromkeys(("receipts", "also"), ()),
    }
