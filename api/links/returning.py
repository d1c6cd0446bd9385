"""What may be sent back from *my round*: questions and answers as they were sent in (D3)."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from api.links.linked import Linked
from api.links.tasks.context import Spoken, said_of
from rounds.steps.clarifying import CLEAR, SENDS_BACK, first_key
from store.reads import rounds
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
    """The questions and answers that this reader may send back; None when there are none."""
    read = link.read
    if read.participant.role not in SENDS_BACK:
        return None
    people = {x.participant.id: (x.participant, x.person) for x in await rounds.people(s, read.round.id)}
    said = await said_of(s, read.round.id, (*CLEAR, "send_questionnaire", KIND), people)
    gone = {spoken.body.about for spoken in said.get(KIND, ())}
    latest = {first_key(x.key): x for kind in CLEAR if not _used(said, kind) for x in said.get(kind, ())}
    here = [spoken for spoken in latest.values() if spoken.key not in gone]
    if not here:
        return None
    most = max(len(_texts(spoken)) for spoken in here)
    options = {
        "about": [(x.key, f"{link.words.kind(x.body.kind)}: {x.by}") for x in here],
        "numbers": [(str(n), str(n)) for n in range(1, most + 1)],
    }
    blocks = tuple(b.sent_in(link.words, x.body.kind, x.by, _texts(x)) for x in here)
    return Returnable(asking=Asking(options=options), blocks=blocks)


def _used(said: dict[str, list[Spoken]], kind: str) -> bool:
    """Questions that were sent on are not sent back any more."""
    return kind == "write_questions" and "send_questionnaire" in said


def _texts(spoken: Spoken) -> tuple[str, ...]:
    texts: tuple[str, ...] = getattr(spoken.body, "questions", None) or spoken.body.answers
    return texts
