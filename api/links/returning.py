"""What may be sent back from *my round*: questions and answers as they were sent in (D3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from api.links.linked import Linked
from api.links.tasks.context import Spoken, said_of
from rounds.state.keys import Key
from rounds.steps.clarifying import CLEAR, Clearing, is_prepared
from rounds.steps.questions import QUESTIONNAIRE
from store.reads import rounds
from store.tables import Assignment
from templates import background as b
from templates.background import Block
from templates.forms import Asking

KIND = "send_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returnable:
    """What a form to send back needs to know, and what it is about."""

    asking: Asking
    blocks: tuple[Block, ...]


async def returnable(s: AsyncSession, link: Linked) -> Returnable | None:
    """The questions and answers that may be sent back now; None when there are none."""
    id = link.read.round.id
    people = {x.participant.id: (x.participant, x.person) for x in await rounds.people(s, id)}
    said = await said_of(s, id, (*CLEAR, KIND), people)
    rows = {a.key: a for a in await rounds.assignments(s, id, *CLEAR, Key.parse(QUESTIONNAIRE).kind)}
    clearing = _clearing(link, rows, said.get(KIND, ()))
    latest = {x.asked.first(): x for kind in CLEAR for x in said.get(kind, ())}
    here = [x for x in latest.values() if x.key in rows and clearing.returns(x.asked, rows[x.key].state)]
    if not here:
        return None
    most = max(len(_texts(spoken)) for spoken in here)
    options = {
        "about": [(x.key, f"{link.words.kind(x.body.kind)}: {x.by}") for x in here],
        "numbers": [(str(n), str(n)) for n in range(1, most + 1)],
    }
    blocks = tuple(b.sent_in(link.words, x.body.kind, x.by, _texts(x)) for x in here)
    return Returnable(asking=Asking(options=options), blocks=blocks)


def _clearing(link: Linked, rows: Mapping[str, Assignment], sent_back: Sequence[Spoken]) -> Clearing:
    """How far the round is, by its rows."""
    questionnaire = rows.get(QUESTIONNAIRE)
    return Clearing(
        again={str(Key.parse(x.body.about).again()) for x in sent_back},
        sent_on=questionnaire is not None and questionnaire.state != rounds.AWAITED,
        over=is_prepared(link.methodology.steps, link.read.round.step),
    )


def _texts(spoken: Spoken) -> tuple[str, ...]:
    texts: tuple[str, ...] = getattr(spoken.body, "questions", None) or spoken.body.answers
    return texts
