"""The papers that people attached, as far as they are for this reader; those of a session stand there too."""

from collections.abc import Iterable

from api.links.dossier.context import DossierContext
from rounds.state.papers import session_of
from store.reads.papers import PaperRead
from store.uploads import Upload
from templates import attached
from templates import dossier as d
from templates.background import Block, Link
from templates.dossier import Shown
from templates.marked import marked, mixed


def papers(m: DossierContext) -> Shown:
    """Each with who attached it, when, for whom and to what; of one that was withdrawn, that it was."""
    return Shown(blocks=tuple(_paper(m, read) for read in m.papers))


def _paper(m: DossierContext, read: PaperRead) -> Block:
    title = marked(read.paper.title, read.paper.language)
    there = read.paper.at.astimezone(m.link.zone).date()
    said = attached.line(m.words, read.by, there, read.paper.audience, _about(m, read))
    if read.paper.withdrawn_at:
        return Block(heading=mixed(m.words.say(attached.WITHDRAWN), title=title), texts=(said,))
    link = m.file("papers", read.upload.id)
    return Block(heading=title, texts=(said,), links=(link,) if link else ())


def _about(m: DossierContext, read: PaperRead) -> str:
    """What a paper goes with, in words."""
    about = read.paper.about
    if session_of(about):
        return read.paper.session_title or m.words.choice("about", "agenda")
    return m.words.choice("about", about) if about else ""


def files(m: DossierContext) -> tuple[Upload, ...]:
    """The files of those that stand."""
    return tuple(read.upload for read in standing(m.papers))


def standing(known: Iterable[PaperRead]) -> Iterable[PaperRead]:
    """Those that were not withdrawn."""
    return (read for read in known if not read.paper.withdrawn_at)


def beside_sessions(m: DossierContext) -> tuple[Block, ...]:
    """The papers that go with the agenda or one of its sessions, by session."""
    by_session: dict[str, list[Link]] = {}
    for read in standing(m.papers):
        if read.paper.about != "agenda" and not session_of(read.paper.about):
            continue
        link = m.file("papers", read.upload.id, marked(read.paper.title, read.paper.language))
        by_session.setdefault(_about(m, read), []).extend([link] if link else [])
    papers = m.words.say(d.MATTERS["papers"])
    return tuple(
        Block(heading=mixed("%(papers)s: %(session)s", papers=papers, session=session), links=tuple(links))
        for session, links in by_session.items()
    )
