"""The report as it grows: what each expert wrote, every version, every comment and what became of it."""

from datetime import date
from itertools import combinations

from api.links.dossier.context import DossierContext
from api.links.dossier.reviewed import commented, drafted, replied
from api.links.tasks.context import VERSIONS
from rounds.submissions.report import Version
from store.tables import ReportVersion
from templates import dossier as d
from templates import reporting as r
from templates.background import Block, Link
from templates.dossier import Piece, Shown
from templates.marked import joined

SIDES = 2
BETWEEN = "-"
"""Between the numbers of two versions in the address of their comparison."""


def contributions(m: DossierContext) -> Shown:
    """Each expert's texts, by section (W2)."""
    said = m.latest("contribute")
    return Shown(blocks=tuple(r.contributed(m.words, m.methodology, s.by, s.body) for s in said))


def day(m: DossierContext, version: ReportVersion) -> date:
    """When a version was sent, by the clock of the beneficiary."""
    return version.at.astimezone(m.zone).date()


def _bodies(m: DossierContext) -> dict[str, Version]:
    return {s.sha256: s.body for kind in VERSIONS for s in m.said.get(kind, ())}


def gone(m: DossierContext) -> list[ReportVersion]:
    """The versions that are no drafts: they went to the beneficiary, or translate what did."""
    read, sent = ({a.sha256 for a in m.rows(kind)} for kind in ("comment_draft", "review_report"))
    return [v for v in m.versions if v.sha256 not in read - sent]


def drafts(m: DossierContext) -> Shown:
    """Each draft before it goes to the beneficiary, with the experts' comments and their answers (W2)."""
    asked = {a.sha256 for a in m.rows("comment_draft")}
    known = [v for v in reversed(m.versions) if v.sha256 in asked]
    return Shown(pieces=tuple(_piece(m, v, *drafted(m, v)) for v in known))


def report(m: DossierContext) -> Shown:
    """The latest version on the page, the earlier ones a page each; any two compared (W4, W5).

    Translations come after the versions that they translate (X2).
    """
    known = sorted(gone(m), key=lambda v: (bool(v.translation_of), -v.version))
    pieces = tuple(_piece(m, v) for v in known)
    blocks = (*pieces[0].blocks, *_offered(m)) if pieces else ()
    return Shown(blocks=blocks, pieces=pieces[1:])


def _piece(m: DossierContext, v: ReportVersion, *more: Block) -> Piece:
    body = _bodies(m).get(v.sha256)
    shown = r.report(m.words, m.methodology, body, v.version, v.sha256)
    into = (r.into(m.words, v.language),) if v.translation_of else ()
    title = d.version(m.words, v.version, day(m, v))
    if v.translation_of:
        title = joined(", ", (title, m.words.languages([v.language])))
    return Piece(id=str(v.version), title=title, blocks=(*into, *shown, *more))


def _comparable(m: DossierContext) -> list[ReportVersion]:
    """Versions of one text, in one language; whoever reads the drafts compares those too."""
    known = m.versions if m.link.reads("drafts") else gone(m)
    return [v for v in known if not v.translation_of]


def _offered(m: DossierContext) -> tuple[Block, ...]:
    pairs = list(combinations(_comparable(m), 2))
    if not pairs or m.offline:
        return ()
    links = tuple(
        Link(
            m.words.say(d.COMPARED, old=old.version, new=new.version),
            f"{m.link.address}/dossier/report/{old.version}{BETWEEN}{new.version}",
        )
        for old, new in reversed(pairs)
    )
    return (Block(heading=m.words.say(d.COMPARE), links=links),)


def comparison(m: DossierContext, id: str) -> Piece | None:
    """Two versions side by side, section by section and record by record (W4)."""
    known, bodies = {str(v.version): v for v in _comparable(m)}, _bodies(m)
    named = [known.get(number) for number in id.split(BETWEEN)]
    old, new = named if len(named) == SIDES else (None, None)
    if old is None or new is None or old is new:
        return None
    was, now = bodies.get(old.sha256), bodies.get(new.sha256)
    if was is None or now is None:
        return None
    return Piece(
        id=id,
        title=m.words.say(d.COMPARED, old=old.version, new=new.version),
        compared=tuple(r.differences(m.words, m.methodology, was, now)),
        sides=tuple(d.version(m.words, v.version, day(m, v)) for v in (old, new)),
    )


def comments(m: DossierContext) -> Shown:
    """What the beneficiary said of each version and recommendation, and what became of it (W4, W6)."""
    said = m.said.get("review_report", ())
    return Shown(blocks=(*(block for one in said for block in commented(m, one)), *replied(m)))
