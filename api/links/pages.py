"""The pages behind links, put together: what to show, in which state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from fastapi import Request
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Tools
from api.http.problems import language_of
from api.links import (
    changing,
    codes,
    delegates,
    drafts,
    filling,
    from_word,
    merging,
    people,
    previewing,
)
from api.links.forms import DECISIONS, merged, undecided, zones
from api.links.linked import Linked, answer_of, recorded, task_page_of
from api.links.more_time import ASK_MORE_TIME, more_time_of
from api.links.tasks.registry import PAGES
from rounds.interventions import delegation
from rounds.registry import KINDS, MODELS
from rounds.submissions.fields import shape
from rounds.submissions.refusals import refusal
from store.inbox import UNANSWERED
from store.tables import Assignment
from templates import notices, wrong
from templates.comparing import Compared
from templates.dates import WEEKEND
from templates.forms import Asking, describe

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
    base: str = ""
    """What the page started from, where what two have typed is put together."""
    besides: Mapping[str, Any] = field(default_factory=dict)
    """What was typed for something that the page offers besides."""
    beside: str = ""
    """What that is."""
    pasted: str = ""
    """A list of people that could not be read."""
    notice: str = ""
    """A message that says what was done."""
    more_time: Mapping[str, Any] = field(default_factory=dict)
    back: from_word.Back | None = None
    """A document that has come back from Word."""


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
    theirs = merged(prepared.values, draft.body, prepared.stays) if draft and shown.changed else {}
    first = merged(prepared.values, values, prepared.stays)
    both: Sequence[Compared] = ()
    if theirs and previewing.shows(a.kind):
        first, both = merging.together(link.words, shown.base, first, theirs)
    controls = describe(MODELS[a.kind], link.words, first, prepared.asking, shown.errors)
    offered_ = _offered(link, a, shown)
    more_time = await more_time_of(
        s, link, a, shown.more_time, shown.errors, prepared.asking, asked=done == ASK_MORE_TIME
    )
    code = codes.shown(link, a.kind, shown.errors)
    rest = (
        *((code.field,) if code else ()),
        *filling.fields(link),
        *(c for more in offered_ for c in more["controls"]),
        *(more_time["controls"] if more_time else ()),
    )
    return tools.renderer.page(
        "task",
        link.language,
        {
            **link.frame(),
            "task": link.task(a, at.silence),
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
            "theirs": describe(MODELS[a.kind], link.words, theirs, prepared.asking)
            if theirs and not previewing.shows(a.kind)
            else (),
            "blocks": (*declined, *delegates.block(link), *prepared.blocks),
            "preview": await previewing.offered(s, tools, link, a, first),
            "base": _base(a, shown, theirs or first),
            "back": shown.back,
            "document_error": shown.errors.get(from_word.FIELD, ""),
            "both": both,
            "beside": prepared.beside,
            "beside_title": prepared.beside_title,
            "code": code,
            "files": at.files(link.address),
            "action": link.address,
            "zones": zones(),
            "more_time": more_time,
        },
    )


def _base(a: Assignment, shown: Typed, first: Mapping[str, Any]) -> str:
    """What the page starts from; one that shows what is not saved yet has started where it did before."""
    if not previewing.shows(a.kind):
        return ""
    return shown.base if shown.back and shown.base else merging.base_of(first)


def _decides(a: Assignment) -> bool:
    """Whether something is decided by the answer, which nobody keeps for later."""
    return not set(DECISIONS).isdisjoint(shape(MODELS[a.kind]))


def _offered(link: Linked, a: Assignment, typed: Typed) -> list[dict[str, Any]]:
    delegates = [(who.id, person.name) for who, person in link.read.delegates]
    # Why an officer does it in their place is asked on the desk.
    asking = Asking(options={"participant": delegates}, without=frozenset({"reason"}))
    return [
        {
            "kind": kind,
            "wrong": kind == typed.beside,
            "controls": describe(MODELS[kind], link.words, typed.besides, asking, errors=typed.errors),
        }
        for kind in offered(link, a)
    ]


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


def unknown_page(request: Request, tools: Tools, unsent: Sequence[str] = ()) -> str:
    """One page for every link that leads nowhere, in the browser's language (L12).

    `unsent` are the texts that were sent to it, whichever link that was: they must not be lost.
    """
    return tools.renderer.page("unknown", language_of(request), {"unsent": unsent})
