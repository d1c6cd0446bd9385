"""A dossier as its reader has it: the predicate is asked here, before anything is shown or packed."""

from dataclasses import dataclass
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from api.links.dossier.context import DossierContext, gather
from api.links.dossier.registry import MATTERS, Matter
from api.links.linked import Linked
from rounds.methodology.dossier import PEOPLE, readable
from store.uploads import Upload
from templates import dossier as words_of
from templates.background import Link
from templates.dossier import Piece, Shown

GROUPS = {
    "request": ("request", "rules", "framework", "self_assessment", "questions", "questionnaire"),
    "visit": ("dates", "agenda", "arrangements_international", "arrangements_local", "findings"),
    "report": ("contributions", "drafts", "report", "comments"),
    "papers": ("papers",),
    "own": ("letters", "submissions"),
}
"""Which matters stand together on *my round*, after the people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A matter that its reader may read, and what it shows them."""

    row: Matter
    shown: Shown

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing of it yet."""
        return not (self.shown.blocks or self.shown.pieces)

    def piece(self, id: str) -> Piece | None:
        """One of its pieces; None when there is none of that name."""
        return next((piece for piece in self.shown.pieces if piece.id == id), None)


def address_of(link: Linked, matter: str) -> str:
    """Where a matter is read."""
    return f"{link.address}/dossier/{matter}"


def _online(link: Linked, matter: str, upload: Upload) -> str:
    return f"{address_of(link, matter)}/files/{upload.id}"


async def context(s: AsyncSession, link: Linked) -> DossierContext:
    """What the pages of a dossier draw on."""
    return await gather(s, link, lambda matter, upload: _online(link, matter, upload))


def all_of(m: DossierContext) -> list[Read]:
    """Every matter that the reader may read now (Z6), in order."""
    names = readable(m.methodology, m.link.who, m.round.step)
    return [Read(row=MATTERS[name], shown=MATTERS[name].show(m)) for name in names]


def files_of(m: DossierContext, matter: str) -> dict[str, Link]:
    """The files of a matter by id, each with where it is to be had."""
    return {u.id: Link(u.filename, m.file_at(matter, u)) for u in MATTERS[matter].files(m)}


def without(m: DossierContext, read: Read) -> str:
    """What is said in the place of a matter of which there is nothing; empty where there is something."""
    if not read.is_empty:
        return ""
    return m.words.say(words_of.NEVER if m.round.closed_at else words_of.EMPTY[read.row.name])


def overview(m: DossierContext) -> dict[str, Any]:
    """What *my round* says of the dossier: the people, and where everything else is read."""
    known = {read.row.name: read for read in all_of(m)}
    say = m.words.say
    nothing = words_of.NOTHING if m.round.closed_at else words_of.NOTHING_YET
    return {
        "people": [
            {
                "title": say(words_of.MATTERS[name]),
                "blocks": known[name].shown.blocks,
                "empty": without(m, known[name]),
            }
            for name in PEOPLE
            if name in known
        ],
        "groups": [
            {
                "title": say(words_of.GROUPS[group]),
                "matters": [
                    {
                        "title": say(words_of.MATTERS[name]),
                        "url": address_of(m.link, name),
                        "mark": say(nothing) if known[name].is_empty else "",
                    }
                    for name in names
                    if name in known
                ],
            }
            for group, names in GROUPS.items()
            if any(name in known for name in names)
        ],
        "whole": f"{m.link.address}/dossier.zip",
    }


def page_of(m: DossierContext, read: Read, piece: Piece | None) -> dict[str, Any]:
    """What the page of a matter shows, or that of one of its pieces."""
    name = read.row.name
    title = m.words.say(words_of.MATTERS[name])
    address = address_of(m.link, name)
    return {
        "title": title,
        "address": address,
        "back": address if piece else m.link.address,
        "back_to": title if piece else m.words.say(words_of.BACK),
        "piece": piece,
        "blocks": piece.blocks if piece else read.shown.blocks,
        "controls": piece.controls if piece else (),
        "compared": piece.compared if piece else (),
        "sides": piece.sides if piece else (),
        "files": files_of(m, name),
        "pieces": () if piece else read.shown.pieces,
        "empty": without(m, read),
    }
