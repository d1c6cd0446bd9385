"""*My round*: where it stands, whose turn it is, what is its reader's own, and the way out (Z6)."""

from uuid import uuid4

from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Tools
from api.links import attaching, changing, publishing, returning
from api.links.dossier.people import awaited, turns
from api.links.dossier.reading import context, overview
from api.links.dossier.standing import standing
from api.links.linked import Linked, agenda_of
from api.links.pages import NOTICES, STEERED, Typed
from rounds.interventions import leaving
from rounds.registry import MODELS
from rounds.steps import clarifying
from rounds.submissions.refusals import refusal
from store.reads import links
from templates import notices, wrong
from templates.forms import Control, describe

WAYS = {
    "withdraw": leaving.check_may_withdraw,
    returning.KIND: clarifying.check_sender,
    "leave_panel": leaving.check_may_leave,
}
"""What *my round* may offer, and the rule that allows it; the first one that does is shown."""


def steering_of(link: Linked) -> str:
    """What this participant may do to the round: withdraw it (Z2), leave the panel (P8), or nothing."""
    if link.read.round.outcome or not link.read.acts:
        return ""
    return next((kind for kind, check in WAYS.items() if not refusal(check, link.roles)), "")


async def my_round_page(
    s: AsyncSession, tools: Tools, link: Linked, typed: Typed | None = None, done: str = ""
) -> str:
    """Where the round stands, whose turn it is, what is mine, and the way out.

    `done` is what was done just before.
    """
    notice = link.words.say(NOTICES[STEERED]) if done == STEERED else ""
    round_ = link.read.round
    gone = notices.gone(link.words, link.who, link.read.participant.state)
    mine = () if gone else await links.own_tasks(s, round_.id, link.read.person.id)
    stand = await standing(s, link)
    steering = "" if notice else steering_of(link)
    file = await context(s, link)
    back = returning.returnable(file) if steering == returning.KIND else None
    if steering == returning.KIND and back is None:
        steering = ""
    shown = turns(file, stand.waiting, {a.key for a, _ in mine})
    errors = dict(typed.errors) if typed else {}
    if "sure" in errors:
        errors["sure"] = link.words.say(notices.UNSURE)
    values = typed.values if typed else {}
    asking = back.asking if back else None
    controls = describe(MODELS[steering], link.words, values, asking, errors) if steering else ()
    confirming = Control(name="sure", control="check", label=link.words.say(notices.SURE))
    return tools.renderer.page(
        "my_round",
        link.language,
        {
            **link.frame(),
            "my_round_url": "",
            "gone": gone,
            "mine": [{**link.task(a), "url": tools.links.url(grant)} for a, grant in mine],
            "open": [{**link.task(a), "names": awaited(file, a)} for a in shown],
            "elsewhere": bool(stand.waiting),
            "standing": stand.said,
            "ended": await publishing.outcome(s, link),
            "dossier": overview(file),
            "publication": await publishing.block(s, link),
            "blocks": (
                *await agenda_of(s, link),
                *await changing.block(s, link),
                *attaching.block(link),
            ),
            "returnable": back.blocks if back else (),
            "steering": steering,
            "typed": bool(values),
            "controls": controls,
            "unsure": errors.get("sure", ""),
            "errors": wrong.listed(link.words, (*controls, confirming), errors),
            "sure": confirming.label,
            "once": uuid4().hex,
            "notice": notice,
            "action": link.address,
        },
    )
