"""What is the reader's own: the letters that they were sent, as they were sent, and what they have sent."""

import hashlib

from api.links.dossier.context import DossierContext, files_in
from rounds.registry import MODELS
from store import inbox
from store.tables import Inbox
from store.uploads import Upload
from templates import background as b
from templates import dossier as d
from templates.background import Block
from templates.dossier import Piece, Shown
from templates.forms import describe
from templates.marked import joined, spoken


def letters(m: DossierContext) -> Shown:
    """Each letter with its text, the latest first; its links are left out, the pages have them all."""
    return Shown(
        pieces=tuple(
            Piece(
                id=hashlib.sha256(sent.letter.key.encode()).hexdigest()[:16],
                title=joined(" · ", (sent.text.subject, m.link.moments(sent.letter.written_at)[0])),
                blocks=(Block(texts=(sent.text.body,)),),
            )
            for sent in m.letters
        )
    )


def submissions(m: DossierContext) -> Shown:
    """Each thing that the reader sent, or that was filed for them, as it was recorded."""
    return Shown(pieces=tuple(_sent(m, row) for row in m.own if row.kind in MODELS))


def _sent(m: DossierContext, row: Inbox) -> Piece:
    a = m.assignments.get(row.key)
    asking = m.prepared(a).asking if a and a.kind == row.kind else None
    values = b.plain(spoken(inbox.body_of(row), row.language))
    filed = (Block(texts=(m.words.say(d.SENT_FOR),)),) if row.officer_id else ()
    return Piece(
        id=row.id,
        title=joined(" · ", (m.words.kind(row.kind), m.link.moments(row.answered_at or row.received_at)[0])),
        blocks=filed,
        controls=describe(MODELS[row.kind], m.words, values, asking),
    )


def submitted_files(m: DossierContext) -> tuple[Upload, ...]:
    """The files of what the reader sent."""
    ids = [id for row in m.own if row.kind in MODELS for id in files_in(inbox.body_of(row))]
    return tuple(m.uploads[id] for id in dict.fromkeys(ids) if id in m.uploads)
