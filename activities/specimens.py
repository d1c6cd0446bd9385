"""A letter that an officer has sent to themselves, to see how words look: by the way that letters go."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage

from temporalio import activity

from activities import names, trying
from activities.email_message import message
from activities.faults import told_by_code
from activities.handing_in import handed_in
from activities.post import now_utc
from activities.smtp import MailServer
from store import rows, specimens
from store.at_work import AtDesk
from store.links import Links
from store.session import Database
from store.specimens import Specimen
from store.wordings import Page
from templates.own_words import SPECIMEN
from templates.render import Rendered, Renderer


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecimenWanted:
    """An officer wants to see a letter; `id` is that of the row."""

    id: str


class Specimens:
    """Sends specimens, each to the officer who asked for it and to nobody else."""

    def __init__(
        self,
        database: Database,
        renderer: Renderer,
        links: Links,
        server: MailServer,
        now: Callable[[], datetime] = now_utc,
    ) -> None:
        self._database = database
        self._renderer = renderer
        self._links = links
        self._server = server
        self._now = now

    @activity.defn(name=names.SEND_SPECIMEN)
    async def send_specimen(self, wanted: SpecimenWanted) -> str:
        """Send one: sent, uncertain, refused, unmade; or needless when it was sent before, or says nothing.

        Raises ApplicationError while the mail server is away, so that it is tried again.
        """
        with told_by_code(wanted.id):
            async with self._database.writing() as s:
                taken = await specimens.take_up(s, wanted.id)
            if taken is None:
                return "needless"
            row, to = taken
            said = await self._said(row)
            if said is None:
                async with self._database.writing() as s:
                    await rows.settle(s, Specimen, row.id, "unmade")
                return "needless"
            letter, address = self._message(row, to, said), to.person.email
            return await handed_in(self._database, self._server, letter, address, Specimen, row.id)

    async def _said(self, row: Specimen) -> Rendered | None:
        page = Page(letter=row.letter, language=row.language, methodology=row.methodology)
        words = {message: tuple(forms) for message, forms in row.said.items()}
        async with self._database.reading() as s:
            trial = await trying.tried(s, self._links, row.letter_key, page, words)
        if trial is None:
            return None
        return self._renderer.letter(trial.template, trial.language, trial.context, trial.own)

    def _message(self, row: Specimen, to: AtDesk, said: Rendered) -> EmailMessage:
        """Without what opens pages: those are its reader's, and no officer's."""
        subject = self._renderer.words(row.language).say(SPECIMEN, subject=said.subject)
        bare = replace(said, subject=subject, pieces=(self._links.without(said.sheet),))
        key = f"specimen/{row.id}"
        return message(self._server, key, bare, row.language, to=to.person, now=self._now())
