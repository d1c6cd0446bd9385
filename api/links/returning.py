"""What may be sent back from *my round*: questions and answers as they were sent in (D3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.links.dossier.context import DossierContext
from api.links.tasks.assessment import questions_of
from api.links.tasks.context import Spoken
from api.links.tasks.questions import asked
from rounds.state.keys import Key
from rounds.steps.clarifying import CLEAR, Clearing, is_prepared
from rounds.steps.questions import QUESTIONNAIRE
from store.reads import rounds
from templates import background as b
from templates import dossier as d
from templates.background import Block
from templates.forms import Asking

KIND = "send_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returnable:
    """What a form to send back needs to know, and what it is about."""

    asking: Asking
    blocks: tuple[Block, ...]


def returnable(m: DossierContext) -> Returnable | None:
    """The questions and answers that may be sent back now; None when there are none."""
    clearing = _clearing(m)
    latest = {x.asked.first(): x for kind in CLEAR for x in m.said.get(kind, ())}
    rows = m.assignments
    here = [x for x in latest.values() if x.key in rows and clearing.returns(x.asked, rows[x.key].state)]
    if not here:
        return None
    most = max(len(_texts(spoken)) for spoken in here)
    options = {
        "about": [(x.key, f"{m.words.kind(x.body.kind)}: {x.by}") for x in here],
        "numbers": [(str(n), str(n)) for n in range(1, most + 1)],
    }
    return Returnable(asking=Asking(options=options), blocks=tuple(_block(m, x) for x in here))


def _clearing(m: DossierContext) -> Clearing:
    """How far the round is, by its rows."""
    questionnaire = m.assignments.get(QUESTIONNAIRE)
    return Clearing(
        again={str(Key.parse(x.body.about).again()) for x in m.said.get(KIND, ())},
        sent_on=questionnaire is not None and questionnaire.state != rounds.AWAITED,
        over=is_prepared(m.methodology.steps, m.step),
    )


def _block(m: DossierContext, spoken: Spoken) -> Block:
    """What was sent in, numbered; an answer stands with the question that it is to."""
    texts, questions = _texts(spoken), _questions(m, spoken)
    if not questions:
        return b.sent_in(m.words, spoken.body.kind, spoken.by, texts)
    return d.answered(m.words, f"{m.words.kind(spoken.body.kind)}: {spoken.by}", questions, texts)


def _questions(m: DossierContext, spoken: Spoken) -> Sequence[str]:
    """The questions to which something answers; none where it is questions itself."""
    if spoken.body.kind == "answer_self_assessment":
        return questions_of(m, spoken.asked.about)
    return next((each.questions for each in asked(m) if each.answers == spoken.asked.first()), ())


def _texts(spoken: Spoken) -> tuple[str, ...]:
    texts: tuple[str, ...] = getattr(spoken.body, "questions", None) or spoken.body.answers
    return texts
