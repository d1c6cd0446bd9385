"""The pages behind links, put together: what to show, in which state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from fastapi import Request
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Tools
from api.http.problems import language_of
from api.links import changing, drafts, returning
from api.links.dossier.reading import context, overview
from api.links.dossier.standing import standing
from api.links.forms import merged
from api.links.linked import Linked, agenda_of, answer_of, recorded, task_page_of
from rounds.clock import extensions
from rounds.interventions import delegation, leaving
from rounds.methodology.model import DECISION_ON_TIME
from rounds.registry import KINDS, MODELS
from rounds.state.keys import Key
from rounds.steps import clarifying
from rounds.submissions.fields import shape
from rounds.submissions.interventions import AskMoreTime
from rounds.submissions.refusals import refusal
from store.inbox import UNANSWERED
from store.reads import links, rounds
from store.tables import Assignment
from templates import background
from templates.forms import Asking, describe

MORE_TIME = "more_time."
"""What the names of a page's second form begin with."""
ASK_MORE_TIME = "ask_more_time"
"""The button of that form, named as what it sends."""
BESIDES = {"delegate": delegation.check_may_delegate, "end_delegation": delegation.check_may_end}
"""What the page of a task may offer besides, and the rule that allows it."""
NOTICES = {"delegate": background.DELEGATED, "end_delegation": background.DELEGATION_ENDED}
"""What it says when that is done."""
WAYS = {
    "withdraw": leaving.check_may_withdraw,
    returning.KIND: clarifying.check_sender,
    "leave_panel": leaving.check_may_leave,
}
"""What *my round* may offer, and the rule that allows it; the first one that does is shown."""


def offered(link: Linked, a: Assignment) -> tuple[str, ...]:
    """What this participant may do from the page of an assignment, besides the assignment itself."""
    return tuple(kind for kind, check in BESIDES.items() if not refusal(check, link.held(a)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What came with a POST that did not end the matter: the values, what is wrong, whether it was saved."""

    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    saved: bool = False
    seen: str | None = None
    """The saving that the page showed; None: it shows the latest one now."""
    changed: bool = False
    """Somebody else has saved something since: theirs is shown besides."""
    besides: Mapping[str, Any] = field(default_factory=dict)
    """What was typed for something that the page offers besides."""
    notice: str = ""
    """A message that says what was done."""
    more_time: Mapping[str, Any] = field(default_factory=dict)
    asked: bool = False


async def task_page(
    s: AsyncSession, tools: Tools, link: Linked, a: Assignment, typed: Typed | None = None
) -> str:
    """The page of an assignment: its form, or what was recorded."""
    said = answer_of(link, a)
    on_its_way = said is not None and said.row.state in UNANSWERED
    final = said is not None and not KINDS[a.kind].lingers
    if typed is None and (not link.read.acts or on_its_way or final):
        return await recorded_page(s, tools, link, a)
    at = await task_page_of(s, link, a)
    declined = (background.declined(link.words),) if said else ()
    draft = drafts.latest(link)
    # What was too large to be read leaves what was saved before.
    values = (typed.values if typed else {}) or (draft.body if draft else {})
    errors = typed.errors if typed else {}
    prepared = at.prepared
    theirs = merged(prepared.values, draft.body) if draft and typed and typed.changed else {}
    controls = describe(MODELS[a.kind], link.words, merged(prepared.values, values), prepared.asking, errors)
    return tools.renderer.page(
        "task",
        link.language,
        {
            **link.frame(),
            "task": link.task(a),
            "controls": controls,
            "errors": errors,
            "saved": bool(typed and typed.saved),
            "notice": link.words.say(typed.notice) if typed and typed.notice else "",
            "spreadsheet": f"{link.address}/questionnaire.xlsx" if "answers" in shape(MODELS[a.kind]) else "",
            "offered": _offered(link, a, typed or Typed()),
            "last_saved": drafts.last_saved(link),
            "seen": drafts.seen(link) if typed is None or typed.seen is None else typed.seen,
            "theirs": describe(MODELS[a.kind], link.words, theirs, prepared.asking) if theirs else (),
            "blocks": (*declined, *prepared.blocks),
            "beside": prepared.beside,
            "files": at.files(link.address),
            "action": link.address,
            "zones": _zones(),
            "more_time": await _more_time(s, link, a, typed or Typed()),
        },
    )


def _offered(link: Linked, a: Assignment, typed: Typed) -> list[dict[str, Any]]:
    delegates = [(who.id, person.name) for who, person in link.read.delegates]
    asking = Asking(options={"participant": delegates})
    return [
        {
            "kind": kind,
            "controls": describe(MODELS[kind], link.words, typed.besides, asking, errors=typed.errors),
        }
        for kind in offered(link, a)
    ]


async def _more_time(s: AsyncSession, link: Linked, a: Assignment, typed: Typed) -> dict[str, Any] | None:
    """What a page says of asking for more time (Z1); nothing where there is no date to move."""
    deciding = [w for w in (await rounds.waiting(s, [a.round_id]))[a.round_id] if w.kind == DECISION_ON_TIME]
    pending = any(Key.parse(w.key).about == a.key for w in deciding)
    why = refusal(extensions.check_may_ask, link.held(a), pending)
    if why and not isinstance(why, extensions.MoreTimeAsked):
        return None
    at_once = extensions.granted_until(a.slack_until, a.slack_used)
    return {
        "asked": typed.asked,
        "pending": pending,
        "until": link.words.day(at_once) if at_once else "",
        "controls": describe(AskMoreTime, link.words, typed.more_time, errors=typed.errors, path=MORE_TIME),
        "wrong": bool(typed.more_time),
        "action": ASK_MORE_TIME,
    }


async def recorded_page(
    s: AsyncSession,
    tools: Tools,
    link: Linked,
    a: Assignment,
    answer: dict[str, Any] | None = None,
    unsent: Mapping[str, Any] | None = None,
) -> str:
    """What was recorded, when, by whom; or how the assignment ended without an answer (L3, L13).

    `unsent` is what somebody had typed when it was closed already: they must not lose it, nor what they had
    saved before.
    """
    said = answer_of(link, a)
    if answer is None and said is not None:
        answer = await recorded(s, link, a, said)
    unsent = unsent or drafts.unsent(link, answer["values"] if answer else {})
    at = await task_page_of(s, link, a)
    asking = at.prepared.asking
    return tools.renderer.page(
        "recorded",
        link.language,
        {
            **link.frame(),
            "task": link.task(a),
            "answer": answer,
            "controls": describe(MODELS[a.kind], link.words, answer["values"], asking) if answer else (),
            "unsent": describe(MODELS[a.kind], link.words, unsent, asking) if unsent else (),
            "blocks": (*at.prepared.blocks, *await changing.block(s, link, a)),
            "files": at.files(link.address),
        },
    )


def steering_of(link: Linked) -> str:
    """What this participant may do to the round: withdraw it (Z2), leave the panel (P8), or nothing."""
    if link.read.round.outcome or not link.read.acts:
        return ""
    return next((kind for kind, check in WAYS.items() if not refusal(check, link.roles)), "")


async def my_round_page(
    s: AsyncSession, tools: Tools, link: Linked, typed: Typed | None = None, notice: str = ""
) -> str:
    """Where the round stands, whose turn it is, what is mine, and the way out."""
    round_ = link.read.round
    left = link.read.participant.state != "active"
    mine = () if left else await links.own_tasks(s, round_.id, link.read.person.id)
    stand = await standing(s, link)
    steering = "" if notice else steering_of(link)
    back = await returning.returnable(s, link) if steering == returning.KIND else None
    if steering == returning.KIND and back is None:
        steering = ""
    errors = typed.errors if typed else {}
    values = typed.values if typed else {}
    return tools.renderer.page(
        "my_round",
        link.language,
        {
            **link.frame(),
            "my_round_url": "",
            "left": left,
            "mine": [{**link.task(a), "url": tools.links.url(grant)} for a, grant in mine],
            "open": [link.task(a) for a in stand.waiting],
            "standing": stand.said,
            "dossier": overview(await context(s, link)),
            "blocks": (
                *await agenda_of(s, link),
                *await changing.block(s, link),
                *(back.blocks if back else ()),
            ),
            "steering": steering,
            "typed": bool(values),
            "controls": describe(
                MODELS[steering], link.words, values, back.asking if back else None, errors=errors
            )
            if steering
            else (),
            "errors": errors,
            "notice": notice,
            "action": link.address,
        },
    )


def unknown_page(request: Request, tools: Tools, unsent: Sequence[str] = ()) -> str:
    """One page for every link that leads nowhere, in the browser's language (L12).

    `unsent` are the texts that were sent to it, whichever link that was: they must not be lost.
    """
    return tools.renderer.page("unknown", language_of(request), {"unsent": unsent})


@cache
def _zones() -> tuple[str, ...]:
    """The zones a person of the Americas may live in, to choose from while typing."""
    return tuple(sorted(z for z in available_timezones() if z.startswith("America/")))
