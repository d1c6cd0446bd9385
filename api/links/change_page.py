"""The page of a change of the visit: its form, what was typed of it, what was recorded (V10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Tools
from api.links import adding, changing, codes, publishing
from api.links.changing import Changing
from api.links.dossier.reading import context
from api.links.dossier.registry import MATTERS
from api.links.forms import DECISIONS, merged, undecided
from api.links.linked import Linked
from rounds.interventions import revising
from rounds.registry import MODELS
from rounds.submissions.fields import shape
from store import change_drafts, inbox
from store.change_drafts import ChangeDraft, Of
from store.reads import rounds
from store.tables import Inbox
from templates import arranged, dates, notices, publication, wrong
from templates import dossier as words_of
from templates.background import Block
from templates.forms import describe
from templates.words import Words

SAVED, DISCARDED = "saved", "discarded"
"""What was just done: typing was kept, or forgotten."""
BESIDE = {
    "add_questions": "questionnaire",
    "add_findings": "findings",
    "withdraw_finding": "findings",
    "comment_framework": "framework",
}
"""The matter of the dossier that stands beside the form by which it is added to."""
NOTICES = {SAVED: notices.SAVED, DISCARDED: notices.DISCARDED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came with a POST that did not end the matter: what was typed, and what is wrong with it.

    `moved_on`: what it is a change of has changed meanwhile, and is shown beside it. `notice`: a message that
    says what was done.
    """

    typed: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    moved_on: bool = False
    notice: str = ""


def of(link: Linked, kind: str) -> Of:
    """Whose draft of which change."""
    return link.read.round.id, kind, link.read.participant.id


async def form_page(
    s: AsyncSession, tools: Tools, link: Linked, kind: str, sent: Sent | None = None, done: str = ""
) -> str:
    """The form of a change that may be made, with what was typed of it."""
    state = await changing.changing(s, link)
    assert state
    draft = await change_drafts.kept(s, of(link, kind))
    shown, based_on = sent or Sent(), changing.basis(kind, state)
    typed = shown.typed or (undecided(draft.body) if draft else {})
    moved_on = shown.moved_on or (not sent and draft is not None and draft.based_on != based_on)
    prepared = changing.prepared(kind, state)
    model, errors = MODELS[kind], shown.errors
    if moved_on and not errors:
        errors = {"": link.words.say(notices.MOVED_ON)}
    controls = describe(model, link.words, merged(prepared.values, typed), prepared.asking, errors)
    code = codes.shown(link, kind, errors)
    fields = (*controls, *((code.field,) if code else ()))
    notice = shown.notice or NOTICES.get(done, "")
    decides = done == SAVED and not set(DECISIONS).isdisjoint(shape(model))
    page = {
        **_frame(link, kind),
        "how": link.words.say((arranged.HOW | publication.HOW)[kind]),
        "errors": wrong.listed(link.words, fields, errors),
        "notice": link.words.say(notice) if notice else "",
        "undecided": link.words.say(notices.UNDECIDED) if decides else "",
        "may": True,
        # Another language is chosen on this very page, so that nothing that was typed is lost.
        "speak_at": f"{link.address}/change/{kind}",
        "controls": controls,
        "code": code,
        "now": describe(model, link.words, prepared.values, prepared.asking) if moved_on else (),
        "kept": _kept(link, draft) if not sent else "",
        "once": uuid4().hex,
        "based_on": based_on,
        "blocks": prepared.blocks,
        "beside": await _beside(s, link, kind),
        "beside_title": link.words.say(words_of.MATTERS[BESIDE[kind]]) if kind in BESIDE else "",
        **_days(link.words, state),
    }
    return tools.renderer.page("change", link.language, page)


async def _beside(s: AsyncSession, link: Linked, kind: str) -> tuple[Block, ...]:
    """What others have said already of what is added to, as far as its reader may read it (Z6)."""
    matter = BESIDE.get(kind, "")
    return MATTERS[matter].show(await context(s, link)).blocks if link.reads(matter) else ()


async def over_page(
    s: AsyncSession, tools: Tools, link: Linked, kind: str, why: str, typed: Mapping[str, Any]
) -> str:
    """That nothing may change any more, and why; what was typed or saved before is given back."""
    state = await changing.changing(s, link)
    draft = await change_drafts.kept(s, of(link, kind))
    unsent = typed or (draft.body if draft else {})
    asking = changing.prepared(kind, state).asking if state else None
    page = {
        **_frame(link, kind),
        "errors": wrong.listed(link.words, (), {"": why}),
        "controls": describe(MODELS[kind], link.words, unsent, asking) if unsent else (),
    }
    return tools.renderer.page("change", link.language, page)


async def recorded_page(s: AsyncSession, tools: Tools, link: Linked, kind: str, row: Inbox) -> str:
    """What was recorded of a change; or that it is on its way."""
    state = await changing.changing(s, link)
    asking = changing.recorded(kind, state) if state else None
    values = changing.plain(inbox.body_of(row))
    page = {
        **_frame(link, kind),
        "recorded": row.state,
        "controls": describe(MODELS[kind], link.words, values, asking),
    }
    return tools.renderer.page("change", link.language, page)


def _frame(link: Linked, kind: str) -> dict[str, Any]:
    """What stands on each of the three."""
    return {
        **link.frame(),
        "kind": kind,
        "notice": "",
        "recorded": "",
        "told": kind not in arranged.UNTOLD,
        "may": False,
        "errors": (),
        "blocks": (),
        "beside": (),
        "beside_title": "",
        "action": f"{link.address}/change/{kind}",
        "back": link.address,
    }


def _kept(link: Linked, draft: ChangeDraft | None) -> str:
    """That it starts from what was saved, and when that was."""
    if draft is None:
        return ""
    return link.words.say(notices.SAVED_AT, at="; ".join(link.moments(draft.saved_at)))


def _days(words: Words, state: Changing) -> dict[str, Any]:
    """Why days are ones on which offices are closed, for the page's script."""
    first = datetime.now(UTC).date().replace(day=1)
    off = dates.days_off(words, changing.where(state), first)
    return {"days": off, "weekend": words.say(dates.WEEKEND)}


async def newest(s: AsyncSession, link: Linked, kind: str) -> Inbox | None:
    """What was last said that such a change would change; of dates the last move, or what was added last."""
    mine: Sequence[str] = (
        (kind,) if kind in (*adding.KINDS, *publishing.KINDS) else changing.FROM["propose_dates"]
    )
    if revising.key_of(kind):
        mine = next([first, by] for first, by in revising.REVISIONS.items() if by == kind)
    said = await rounds.accepted(s, link.read.round.id, *mine)
    return said[-1] if said else None


async def moved_on(s: AsyncSession, link: Linked, kind: str, based_on: str) -> bool:
    """Whether that of which a page shows a change has changed since."""
    state = await changing.changing(s, link)
    return bool(based_on) and state is not None and changing.basis(kind, state) != based_on


async def suggested(s: AsyncSession, link: Linked, kind: str) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """The rows that its lists usually have."""
    state = await changing.changing(s, link)
    return changing.prepared(kind, state).asking.suggested if state else {}
