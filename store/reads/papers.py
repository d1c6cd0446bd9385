"""The papers of a round: all of them, and those that somebody may read (Z6)."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.methodology.dossier import may_read
from rounds.methodology.model import Methodology
from rounds.state.papers import PAPERS, reads_paper
from store.papers import Paper
from store.tables import Officer, Participant, Person
from store.uploads import Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads: the participant, and as what the table of the dossier knows them, at which step."""

    methodology: Methodology
    participant: str
    who: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRead:
    """A paper with its file and the name of who attached it; `own`: its reader did."""

    paper: Paper
    upload: Upload
    by: str
    own: bool = False


async def papers(s: AsyncSession, round_id: str) -> tuple[PaperRead, ...]:
    """Every paper of a round, the first one first."""
    rows = await s.exec(
        select(Paper, Upload)
        .join(Upload, col(Upload.id) == Paper.upload_id)
        .where(Paper.round_id == round_id)
        .order_by(col(Paper.at), col(Paper.id))
    )
    found = list(rows)
    names = await _names(s, round_id) if found else {}
    officers = await _officers(s) if any(not paper.participant_id for paper, _ in found) else {}
    return tuple(
        PaperRead(
            paper=paper,
            upload=upload,
            by=names.get(paper.participant_id) or officers.get(paper.officer_id, ""),
        )
        for paper, upload in found
    )


async def readable(s: AsyncSession, round_id: str, reader: Reader) -> tuple[PaperRead, ...]:
    """Those that somebody may read now: their own, and what is meant for them (Z6)."""
    m, who, step = reader.methodology, reader.who, reader.step
    if not may_read(m, PAPERS, who, step):
        return ()
    known = []
    for read in await papers(s, round_id):
        own = read.paper.participant_id == reader.participant
        if own or reads_paper(m, read.paper.audience, read.paper.about, who, step):
            known.append(PaperRead(paper=read.paper, upload=read.upload, by=read.by, own=own))
    return tuple(known)


async def _names(s: AsyncSession, round_id: str) -> Mapping[str, str]:
    rows = await s.exec(
        select(Participant.id, Participant.name, Person.name)
        .join(Person, col(Person.id) == Participant.person_id)
        .where(Participant.round_id == round_id)
    )
    return {id: own or name for id, own, name in rows}


async def _officers(s: AsyncSession) -> Mapping[str, str]:
    rows = await s.exec(select(Officer.id, Person.name).join(Person, col(Person.id) == Officer.person_id))
    return dict(rows.all())
