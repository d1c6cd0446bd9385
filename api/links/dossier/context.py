"""What the matters of a dossier draw on: all of a round that any of them shows, read once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from api.links.linked import Linked
from api.links.tasks.context import PageContext, RoundContext, Spoken, of_round
from api.links.tasks.prepared import Prepared
from api.links.tasks.registry import PAGES
from rounds.registry import MODELS
from rounds.submissions.fields import leaves
from store import inbox
from store.reads import dossier, papers, visit
from store.reads.dossier import SentLetter
from store.reads.papers import PaperRead
from store.tables import Assignment, Inbox, ReportVersion, Round
from store.uploads import Upload
from templates.background import Link
from templates.marked import marked


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierContext(RoundContext):
    """What a matter may draw on, for one reader.

    `file_at` is where a file of a matter is to be had; `offline`: for reading without the pages, so nothing
    leads to them.
    """

    link: Linked
    round: Round
    assignments: Mapping[str, Assignment]
    letters: tuple[SentLetter, ...]
    own: tuple[Inbox, ...]
    versions: tuple[ReportVersion, ...]
    papers: tuple[PaperRead, ...]
    uploads: Mapping[str, Upload]
    note_file: str
    file_at: Callable[[str, Upload], str]
    form: str = ""
    """How the visit is held, once that was told; empty where there is one way."""
    offline: bool = False

    @property
    def zone(self) -> ZoneInfo:
        """The clock of the beneficiary."""
        return ZoneInfo(self.link.there)

    def rows(self, kind: str) -> list[Assignment]:
        """What was asked of a kind."""
        return [a for a in self.assignments.values() if a.kind == kind]

    def waived(self, kind: str) -> Spoken | None:
        """Why the secretariat waived what was asked; None where it was not."""
        keys = {a.key for a in self.rows(kind) if a.state == "waived"}
        found = [said for said in self.said.get("waive", ()) if said.key in keys]
        return found[-1] if found else None

    def prepared(self, a: Assignment) -> Prepared:
        """What the page of an assignment was made of: how its choices and rows are called."""
        shared = {name: getattr(self, name) for name in RoundContext.__dataclass_fields__}
        return PAGES[a.kind].prepare(PageContext(**shared, assignment=a))

    def file(self, matter: str, id: str, title: str = "") -> Link | None:
        """A file of a matter to open; None where it is not there any more."""
        upload = self.uploads.get(id)
        if upload is None:
            return None
        return Link(title or marked(upload.filename, ""), self.file_at(matter, upload))


async def gather(
    s: AsyncSession, link: Linked, file_at: Callable[[str, Upload], str], *, offline: bool = False
) -> DossierContext:
    """All that any matter of a round may draw on, in a number of queries that does not grow with it."""
    read = link.read
    shared = await of_round(s, read.round, link.words, (*MODELS,))
    asked = {a.key: a for a in await dossier.assignments(s, read.round.id)}
    opening = await inbox.one(s, read.round.opening_id)
    note_file = inbox.body_of(opening).note_file if opening else ""
    own = await dossier.sent_by(s, read.round.id, read.participant.id)
    attached = await papers.readable(s, read.round.id, link.reader)
    ids = _files(shared, own, note_file) | {paper.upload.id for paper in attached}
    return DossierContext(
        **shared,
        link=link,
        round=read.round,
        assignments=asked,
        letters=await dossier.letters(s, read.round.id, read.participant.id),
        own=own,
        versions=await dossier.versions(s, read.round.id),
        papers=attached,
        uploads=await dossier.uploads(s, ids),
        note_file=note_file,
        file_at=file_at,
        form=await visit.form_of(s, read.round.id),
        offline=offline,
    )


def _files(shared: Mapping[str, Any], own: tuple[Inbox, ...], note_file: str) -> set[str]:
    """The ids of every file that may be shown."""
    note = shared["note"]
    documents = [d.file for d in note.reference_documents] if note else []
    sent = [id for row in own for id in files_in(inbox.body_of(row))]
    return {*documents, *sent, note_file} - {""}


def files_in(body: Any) -> list[str]:
    """The ids of the files that a submission names."""
    return [leaf.value for leaf in leaves(body) if leaf.text and leaf.text.form == "file" and leaf.value]
