"""The code on the pages where a publication is authorised: asked for by a button, typed in below it (L11)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from api.deps import Tools
from api.intake.codes import TypedCode
from api.intake.engine import Away
from api.links.linked import Linked
from api.links.sheets import Sheet
from rounds.submissions.codes import FIELD, TooManyCodes
from rounds.submissions.refusals import WrongShape
from store import publication_codes
from templates import publication as words_of
from templates.forms import Control

ACTION = "send_code"
"""What the button says by which a code is asked for."""
KINDS = ("decide_publication", "authorise_publication")
"""The kinds by which publishing is authorised."""


@dataclass(frozen=True, slots=True)
class Code:
    """What a page shows of it: how it works, its button, its field."""

    how: str
    button: str
    field: Control
    action: str = ACTION


def shown(link: Linked, kind: str, errors: Mapping[str, str]) -> Code | None:
    """The part of a page on which a code is typed in; None where none is asked for."""
    if kind not in KINDS:
        return None
    say = link.words.say
    field = Control(
        name=FIELD,
        control="text",
        label=say(words_of.CODE),
        hint=say(words_of.CODE_HINT),
        error=errors.get(FIELD, ""),
    )
    return Code(how=say(words_of.CODE_HOW), button=say(words_of.SEND_CODE), field=field)


def typed(tools: Tools, sheet: Sheet) -> TypedCode:
    """What was typed in."""
    return TypedCode(dict(sheet.pairs).get(FIELD, ""), tools.links.is_code)


async def ask(tools: Tools, link: Linked, kind: str, sha256: str, once: str) -> str:
    """Have a code for this version sent to the address of the link's reader; what is said of it.

    Two clicks on one page, or a reload of its answer, ask for one. Raises: TooManyCodes; WrongShape where
    nothing is authorised.
    """
    if kind not in KINDS:
        raise WrongShape(field="action")
    round_id, by = link.read.round.id, link.read.participant.id
    id = hashlib.sha256("\n".join((round_id, by, sha256, once)).encode()).hexdigest()[:32]
    async with tools.database.writing() as s:
        asked = await publication_codes.ask(s, id, round_id, by, sha256, datetime.now(UTC))
    if asked == "too_many":
        raise TooManyCodes(field=FIELD)
    try:
        await tools.intake.engine.send_publication_code(id)
    except Away:
        # They ask again: the code would be too old by the time.
        return words_of.CODE_AWAY
    return words_of.CODE_SENT
