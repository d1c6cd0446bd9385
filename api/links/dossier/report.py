"""The report as it grows: what each expert wrote, every version, every comment and what became of it."""

from datetime import date
from zoneinfo import ZoneInfo

from api.links.dossier.context import DossierContext
from api.links.tasks.context import Spoken
from api.links.tasks.report import VERSIONS
from rounds.submissions.report import ReviewReport
from store.tables import ReportVersion
from templates import background as b
from templates import dossier as d
from templates.background import Block
from templates.dossier import Piece, Shown


def contributions(m: DossierContext) -> Shown:
    """Each expert's texts, by section (W2)."""
    said = m.latest("contribute")
    return Shown(blocks=tuple(b.sections(m.words, s.by, s.body.sections) for s in said))


def _day(m: DossierContext, version: ReportVersion) -> date:
    return version.at.astimezone(ZoneInfo(m.link.there)).date()


def report(m: DossierContext) -> Shown:
    """The latest version on the page, the earlier ones a page each (W4, W5)."""
    bodies = {s.sha256: s.body for kind in VERSIONS for s in m.said.get(kind, ())}
    pieces = tuple(
        Piece(
            id=str(v.version),
            title=d.version(m.words, v.version, _day(m, v)),
            blocks=b.report(m.words, bodies.get(v.sha256), v.version, v.sha256),
        )
        for v in reversed(m.versions)
    )
    return Shown(blocks=pieces[0].blocks if pieces else (), pieces=pieces[1:])


def comments(m: DossierContext) -> Shown:
    """What the beneficiary said of each version, and what became of it (W4)."""
    return Shown(blocks=tuple(_comments(m, said) for said in m.said.get("review_report", ())))


def _comments(m: DossierContext, said: Spoken) -> Block:
    review: ReviewReport = said.body
    items = tuple(item for block in b.comments(m.words, review.comments) for item in block.items)
    return Block(
        heading=m.words.say(d.COMMENTS_ON, version=review.version),
        texts=(_became(m, review),),
        items=items,
    )


def _became(m: DossierContext, review: ReviewReport) -> str:
    if review.choice == "approve":
        return m.words.say(d.APPROVED)
    following = [v for v in m.versions if v.version > review.version]
    if not following:
        return m.words.say(d.REVISED)
    return m.words.say(d.TAKEN_UP, version=following[0].version, day=m.words.short(_day(m, following[0])))
