"""The pages behind links, put together: what to show, in which state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import uuid4
from zoneinfo import available_timezones

from fastapi import Request
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Tools
from api.http.problems import language_of
from api.links import changing, drafts, filling, people, returning
from api.links.dossier.reading import context, overview
from api.links.dossier.standing import standing
from api.links.forms import DECISIONS, merged, undecided
from api.links.linked import Linked, agenda_of, answer_of, recorded, task_page_of
from api.links.tasks.registry import PAGES
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
from templates import notices, wrong
from templates.dates import WEEKEND
from templates.forms import Asking, Control, describe

MORE_TIME = "more_time."
"""What the names of a page's second form begin with."""
ASK_MORE_TIME = "ask_more_time"
"""The button of that form, named as what it sends."""
BESIDES = {"delegate": delegation.check_may_delegate, "end_delegation": delegation.check_may_end}
"""What the page of a task may offer besides, and the rule that allows it."""
SAVED, SENT, RECORDED, STEERED = "saved", "sent", "recorded", "steered"
"""What was just done: typing was kept; an answer was received, or taken; *my round* was used."""
NOTICES = {
    SAVED: notices.SAVED,
    "delegate": notices.DELEGATED,
    "end_delegation": notices.DELEGATION_ENDED,
    ASK_MORE_TIME: notices.MORE_TIME_ASKED,
    STEERED: notices.STEERED,
}
"""What a page says when that is done."""
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
    """What came with a POST that did not end the matter: the values, and what is wrong with them."""

    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    seen: str | None = None
    """The saving that the page showed; None: it shows the latest one now."""
    changed: bool = False
    """Somebody else has saved something since: theirs is shown besides."""
    besides: Mapping[str, Any] = field(default_factory=dict)
    """What was typed for something that the page offers besides."""
    beside: str = ""
    """What that is."""
    pasted: str = ""
    """A list of people that could not be read."""
    notice: str = ""
    """A message that says what was done."""
    more_time: Mapping[str, Any] = field(default_factory=dict)


async def task_page(
    s: AsyncSession, tools: Tools, link: Linked, a: Assignment, typed: Typed | None = None, done: str = ""
) -> str:
    """The page of an assignment: its form, or what was recorded; `done` is what was done just before."""
    said = answer_of(link, a)
    on_its_way = said is not None and said.row.state in UNANSWERED
    final = said is not None and not KINDS[a.kind].lingers
    just_sent = said is not None and done in (SENT, RECORDED)
    if typed is None and (not link.read.acts or on_its_way or final or just_sent):
        return await recorded_page(s, tools, link, a, done=done)
    shown = typed or Typed(notice=NOTICES.get(done, ""))
    at = await task_page_of(s, link, a)
    declined = (notices.declined(link.words),) if said else ()
    draft = drafts.latest(link)
    # What was too large to be read leaves what was saved before; a decision of that is not shown as taken.
    values = shown.values or (undecided(draft.body) if draft else {})
    prepared = at.prepared
    theirs = merged(prepared.values, draft.body) if draft and shown.changed else {}
    first = merged(prepared.values, values)
    controls = describe(MODELS[a.kind], link.words, first, prepared.asking, shown.errors)
    offered_ = _offered(link, a, shown)
    more_time = await _more_time(s, link, a, shown, prepared.asking, asked=done == ASK_MORE_TIME)
    rest = (
        *filling.fields(link),
        *(c for more in offered_ for c in more["controls"]),
        *(more_time["controls"] if more_time else ()),
    )
    return tools.renderer.page(
        "task",
        link.language,
        {
            **link.frame(),
            "task": link.task(a),
            "controls": controls,
            "errors": wrong.listed(link.words, (*controls, *rest), shown.errors),
            "notice": link.words.say(shown.notice) if shown.notice else "",
            "undecided": link.words.say(notices.UNDECIDED) if done == SAVED and _decides(a) else "",
            "once": uuid4().hex,
            "known": at.known,
            "people": "seats" if PAGES[a.kind].people and "seats" in shape(MODELS[a.kind]) else "",
            "pasted": shown.pasted,
            "unread": shown.errors.get(people.LIST, ""),
            "days": at.days_off,
            "weekend": link.words.say(WEEKEND),
            "spreadsheet": f"{link.address}/questionnaire.xlsx" if "answers" in shape(MODELS[a.kind]) else "",
            "offered": offered_,
            "last_saved": drafts.last_saved(link),
            "seen": drafts.seen(link) if shown.seen is None else shown.seen,
            "theirs": describe(MODELS[a.kind], link.words, theirs, prepared.asking) if theirs else (),
            "blocks": (*declined, *prepared.blocks),
            "beside": prepared.beside,
            "files": at.files(link.address),
            "action": link.address,
            "zones": _zones(),
            "more_time": more_time,
        },
    )


def _decides(a: Assignment) -> bool:
    """Whether something is decided by the answer, which nobody keeps for later."""
    return not set(DECISIONS).isdisjoint(shape(MODELS[a.kind]))


def _offered(link: Linked, a: Assignment, typed: Typed) -> list[dict[str, Any]]:
    delegates = [(who.id, person.name) for who, person in link.read.delegates]
    asking = Asking(options={"participant": delegates})
    return [
        {
            "kind": kind,
            "wrong": kind == typed.beside,
            "controls": describe(MODELS[kind], link.words, typed.besides, asking, errors=typed.errors),
        }
        for kind in offered(link, a)
    ]


async def _more_time(
    s: AsyncSession, link: Linked, a: Assignment, typed: Typed, asking: Asking, *, asked: bool
) -> dict[str, Any] | None:
    """What a page says of asking for more time (Z1); nothing where there is no date to move."""
    deciding = [w for w in (await rounds.waiting(s, [a.round_id]))[a.round_id] if w.kind == DECISION_ON_TIME]
    pending = any(Key.parse(w.key).about == a.key for w in deciding)
    why = refusal(extensions.check_may_ask, link.held(a), pending)
    if why and not isinstance(why, extensions.MoreTimeAsked):
        return None
    at_once = extensions.granted_until(a.slack_until, a.slack_used)
    own = Asking(day_off=asking.day_off, earliest={"due": a.due_at.date() + timedelta(days=1)})
    return {
        "asked": asked,
        "pending": pending,
        "until": link.words.day(at_once) if at_once else "",
        "controls": describe(AskMoreTime, link.words, typed.more_time, own, typed.errors, MORE_TIME),
        "wrong": bool(typed.more_time),
        "action": ASK_MORE_TIME,
    }


async def recorded_page(
    s: AsyncSession,
    tools: Tools,
    link: Linked,
    a: Assignment,
    unsent: Mapping[str, Any] | None = None,
    done: str = "",
) -> str:
    """What was recorded, when, by whom; or how the assignment ended without an answer (L3, L13).

    `unsent` is what somebody had typed when it was closed already: they must not lose it, nor what they had
    saved before. `done` says whether the round has just taken it, which is written down a moment later.
    """
    said = answer_of(link, a)
    answer = await recorded(s, link, a, said) if said else None
    if answer and done == RECORDED:
        answer["accepted"] = True
    unsent = unsent or drafts.unsent(link, answer["values"] if answer else {})
    at = await task_page_of(s, link, a)
    asking = at.prepared.asking
    again = said is not None and link.read.acts and said.row.state not in UNANSWERED
    return tools.renderer.page(
        "recorded",
        link.language,
        {
            **link.frame(),
            "task": link.task(a),
            "answer": answer,
            "controls": describe(MODELS[a.kind], link.words, answer["values"], asking) if answer else (),
            "unsent": describe(MODELS[a.kind], link.words, unsent, asking) if unsent else (),
            "follows": notices.follows(link.words, link.methodology, said.row.kind, answer["values"])
            if said and answer
            else "",
            "again": link.address if again and KINDS[a.kind].lingers else "",
            "blocks": await changing.block(s, link, a),
            "files": at.files(link.address),
        },
    )


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
    left = link.read.participant.state != "active"
    mine = () if left else await links.own_tasks(s, round_.id, link.read.person.id)
    stand = await standing(s, link)
    steering = "" if notice else steering_of(link)
    back = await returning.returnable(s, link) if steering == returning.KIND else None
    if steering == returning.KIND and back is None:
        steering = ""
    errors = typed.errors if typed else {}
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
            "controls": controls,
            "unsure": errors.get("sure", ""),
            "errors": wrong.listed(link.words, (*controls, confirming), errors),
            "sure": confirming.label,
            "once": uuid4().hex,
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
