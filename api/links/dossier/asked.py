"""What a round is about and what was asked: request, rules, framework, questions with their answers."""

from collections.abc import Sequence

from api.links.dossier.context import DossierContext
from api.links.tasks.answers import assessed, replied
from api.links.tasks.assessment import named_dimensions, wants_changes
from api.links.tasks.context import Spoken
from rounds.state.keys import Key
from store.reads import rounds
from store.uploads import Upload
from templates import background as b
from templates import dossier as d
from templates.background import Block, Link
from templates.dossier import Shown
from templates.marked import marked


def request(m: DossierContext) -> Shown:
    """What the beneficiary asks for, with its documents (Q3, Q5)."""
    if m.note is None:
        return Shown()
    language = m.round.language
    links = [
        m.file("request", doc.file, marked(doc.title, language)) if doc.file else Link(doc.title, doc.url)
        for doc in m.note.reference_documents
    ]
    note = m.file("request", m.note_file, m.words.label("note_file")) if m.note_file else None
    return Shown(
        blocks=(
            # The page's own heading says what this is.
            Block(items=b.note(m.words, m.note).items),
            *b.documents(m.words, [link for link in (note, *links) if link]),
        )
    )


def request_files(m: DossierContext) -> tuple[Upload, ...]:
    """The files of the request."""
    ids = [doc.file for doc in m.note.reference_documents] if m.note else []
    return tuple(m.uploads[id] for id in (m.note_file, *ids) if id in m.uploads)


def rules(m: DossierContext) -> Shown:
    """The methodology in the version that this round runs under, with its document (Z7)."""
    rules = m.methodology
    about = rules.about.get(m.words.language_code, "")
    return Shown(
        blocks=(
            d.rules(m.words, rules.name, rules.version, about, rules.document),
            d.limits(m.words, rules.assignments.values()),
        )
    )


def framework(m: DossierContext) -> Shown:
    """The dimensions that the panel looks at (D4)."""
    if m.last("propose_framework") is None and not m.methodology.dimensions:
        return Shown()
    pending = m.methodology.asks("agree_framework") and not _agreed(m)
    if pending and m.last("propose_framework") is None:
        return Shown()
    warned = (d.warned(m.words.say(d.NOT_AGREED)),) if pending else ()
    comments = tuple(
        Block(heading=m.words.say(d.COMMENT_OF, name=s.by), texts=(s.body.comment,))
        for s in m.said.get("comment_framework", ())
    )
    dimensions = b.listed(m.words, "dimensions", named_dimensions(m).values())
    return Shown(blocks=(*warned, dimensions, *comments))


def _agreed(m: DossierContext) -> bool:
    """Whether everybody who was asked about the framework that was proposed last agrees to it (D4)."""
    asked = m.rows("agree_framework")
    last = max((Key.parse(a.key).n for a in asked), default=0)
    mine = [a for a in asked if Key.parse(a.key).n == last]
    waited_for = any(a.state == rounds.AWAITED for a in mine)
    return bool(mine) and not waited_for and wants_changes(m) is None


def self_assessment(m: DossierContext) -> Shown:
    """The questions of the self-assessment, each with its answer once there is one (D1, D5)."""
    return Shown(blocks=assessed(m))


def questions(m: DossierContext) -> Shown:
    """What each expert asked, what was added once it was sent, and what was sent back (D2, D3)."""
    asked = [b.questions(m.words, s.by, s.body.questions) for s in m.latest("write_questions")]
    added = [d.added(m.words, s.by, s.body.questions) for s in m.said.get("add_questions", ())]
    back = [s for s in m.exchanges() if s.body.about.startswith("write_questions")]
    return Shown(blocks=(*asked, *added, *_sent_back(m, back)))


def questionnaire(m: DossierContext) -> Shown:
    """The experts' questionnaire with its answers, also those that were only saved (D2, D3, D5)."""
    back = [s for s in m.exchanges() if s.body.about.startswith("answer_questionnaire")]
    return Shown(blocks=(*replied(m), *_sent_back(m, back)))


def _sent_back(m: DossierContext, back: Sequence[Spoken]) -> tuple[Block, ...]:
    return tuple(b.sent_back(m.words, s.by, s.body.numbers, s.body.comment) for s in back)
