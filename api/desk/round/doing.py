"""Where an officer acts on a round: the form, what it would do before anything is sent, then the act itself.

Three presses of one page: what was typed is looked at (`look`), shown with all that it would bring, and sent
(`confirm`). Nothing is kept before the last but the files; whatever is refused comes back with all that was
typed. What is confirmed is sent once, however often the button is pressed, and not at all when the round has
gone on since the page was made.
"""

import hashlib
from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.deps import Tools, Used
from api.desk.found import Found
from api.desk.round.act_pages import WHY, Act, Typed, again, form, preview
from api.desk.round.acts import ANSWERS
from api.desk.round.asked import REASON, Wanted, asked
from api.desk.round.log import lines
from api.desk.session import DESK_ACTS, Asks, SignedIn
from api.desk.shell import then
from api.intake.intake import Verdict, verdict
from api.links import drafts, filling, forms
from api.links.adding import now_of
from api.links.answering import all_of, checked
from api.links.sheets import BASED_ON, PROOF, Sheet, read
from api.officers.in_place import missing
from beforehand.foreseen import Filed, Foreseen, foresee
from rounds.submissions.refusals import Refusal, WrongShape, refuse
from store import drafts as kept
from store import inbox
from store.reads import one_round
from store.reads.one_round import Moment
from store.tables import Round
from templates import desk_round as said

router = APIRouter(dependencies=[DESK_ACTS])

LOOK, CONFIRM, EDIT, SAVE = "look", "confirm", "edit", "save"

Id = Annotated[str, Query(max_length=500, pattern=r"^[^\x00-\x1f]*$")]


def _named(kind: str, key: Id = "", by: Id = "", about: Id = "") -> Wanted:
    """The act that the address names."""
    return Wanted(kind=kind, key=key, by=by, about=about)


Named = Annotated[Wanted, Depends(_named)]


@router.api_route("/desk/rounds/{round_id}/do/{kind}", methods=["GET", "HEAD"])
async def show(request: Request, tools: Used, asks: Asks, round: Found, wanted: Named) -> Response:
    """The form of an act."""
    act = await _act(request, tools, asks, round, wanted)
    return await form(act, Typed())


@router.post("/desk/rounds/{round_id}/do/{kind}")
async def post(request: Request, tools: Used, asks: Asks, round: Found, wanted: Named) -> Response:
    """Change the form, look at what would happen, or act."""
    act = await _act(request, tools, asks, round, wanted)
    sheet = Sheet()
    try:
        sheet = await read(request, tools, act.at.link, act.at.model, asks.officer.id)
        if sheet.refusal:
            raise sheet.refusal
        return await _press(act, sheet)
    except Refusal as error:
        return await again(act, sheet, all_of(error))


async def _act(request: Request, tools: Tools, asks: SignedIn, round: Round, wanted: Wanted) -> Act:
    async with tools.database.reading() as s:
        return Act(request, tools, asks, await asked(s, tools, asks, round, wanted))


async def _press(act: Act, sheet: Sheet) -> Response:
    """What the button says. Raises: Refusal."""
    word, _, path = sheet.action.partition(":")
    if word in (LOOK, CONFIRM):
        return await (_look if word == LOOK else _confirm)(act, sheet)
    if word == SAVE and act.at.own:
        await drafts.keep(act.tools, act.at.link, _assignment(act), sheet.typed, None)
        return await form(act, Typed(values=sheet.typed, pairs=sheet.pairs, notice=said.SAVED))
    if change := forms.CHANGES.get(word):
        values, place = forms.changed(act.at.model, sheet.typed, path, change)
    elif word in filling.WAYS:
        values, place = await _filled(act, sheet, path), path
    elif word == EDIT:
        values, place = sheet.typed, ""
    else:
        raise WrongShape(field="action")
    return await form(act, Typed(values=values, pairs=sheet.pairs, place=place))


def _assignment(act: Act) -> Any:
    assert act.at.a, "what is one's own to answer was asked"
    return act.at.a


async def _filled(act: Act, sheet: Sheet, path: str) -> dict[str, Any]:
    """The form with rows that were filled in: from people who are known, from a list, with what is usual."""
    if act.at.a and act.at.wanted.kind in ANSWERS:
        return await filling.filled(act.tools, act.at.link, act.at.a, sheet)
    return forms.completed(act.at.model, sheet.typed, path, act.at.prepared.asking.suggested)[0]


def _body(act: Act, sheet: Sheet) -> Any:
    """The submission that was typed. Raises: Refusal, with all that is wrong at once."""
    model = act.at.model
    typed = {**forms.pruned(model, sheet.typed), **act.at.filled}
    lacking = tuple(_lacking(act, sheet, typed))
    try:
        body = checked(act.at.link, model, typed)
    except Refusal as error:
        error.others = (*error.others, *lacking)
        raise
    refuse(lacking)
    return body


def _lacking(act: Act, sheet: Sheet, typed: dict[str, Any]) -> Iterator[Refusal]:
    """What it lacks that an officer does in somebody's place (S9)."""
    sent = dict(sheet.pairs)
    at, reason = (WHY, sent.get(WHY, "")) if act.at.says_why else (REASON, str(typed.get(REASON, "")))
    return missing(act.at.stands_in, reason, sent.get(PROOF, ""), at=at)


async def _look(act: Act, sheet: Sheet) -> Response:
    """What would happen, and who would be written to; nothing is sent by it."""
    body = _body(act, sheet)
    async with act.tools.database.reading() as s:
        now = await one_round.moment(s, act.at.round.id)
    foreseen = await _foresee(act, body)
    if foreseen.refusal:
        return await again(act, sheet, foreseen.refusal.all)
    return await preview(act, sheet, body, foreseen, now)


async def _foresee(act: Act, body: Any) -> Foreseen:
    """Raises: Refusal, for what is refused before any round is asked."""
    who = {"key": act.at.wanted.key, "by": act.at.by, "officer": act.asks.officer.id}
    whole = await act.tools.intake.looked_at(round_id=act.at.round.id, body=body, **who)
    filed = Filed(round=act.at.round.id, body=whole, **who)
    return await foresee(act.tools.database, act.tools.renderer, act.tools.links, filed, now_of(act.at.round))


async def _confirm(act: Act, sheet: Sheet) -> Response:
    """Hand it over, once. A round that has gone on since shows what changed, and nothing is done."""
    body = _body(act, sheet)
    id = _id(act, body, sheet.once)
    async with act.tools.database.reading() as s:
        there = await inbox.one(s, id)
        now = await one_round.moment(s, act.at.round.id)
    before = Moment.of(dict(sheet.pairs).get(BASED_ON, ""))
    if there is None and (before is None or before.serial != now.serial):
        return await _moved_on(act, sheet, body, before or Moment(), now)
    known = there is not None and there.state not in inbox.UNANSWERED
    told = verdict(there) if there is not None and known else await _submitted(act, sheet, body, id)
    if told.refusal:
        return await again(act, sheet, told.refusal.all)
    if act.at.own and told.state == "accepted":
        async with act.tools.database.writing() as s:
            await kept.drop(s, act.at.round.id, act.at.wanted.key, act.at.by)
    return then(f"/desk/rounds/{act.at.round.id}/done/{told.id}")


async def _submitted(act: Act, sheet: Sheet, body: Any, id: str) -> Verdict:
    """Through the one way in, as by the API."""
    sent = dict(sheet.pairs)
    return await act.tools.intake.submit(
        round_id=act.at.round.id,
        key=act.at.wanted.key,
        by=act.at.by,
        officer=act.asks.officer.id,
        proof=sent.get(PROOF, "") if act.at.proves else "",
        reason=sent.get(WHY, "").replace("\0", "") if act.at.says_why else "",
        body=body,
        id=id,
    )


def _id(act: Act, body: Any, once: str) -> str:
    """The same for two presses of one page."""
    sha256 = inbox.digest(inbox.body_json(body))
    at = act.at
    told = ("desk", at.round.id, act.asks.officer.id, at.by, at.wanted.key, body.kind, sha256, once)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]


async def _moved_on(act: Act, sheet: Sheet, body: Any, before: Moment, now: Moment) -> Response:
    """What has changed meanwhile, and what the act would do now; nothing was done."""
    async with act.tools.database.reading() as s:
        entries = await one_round.since(s, act.at.round.id, before) if before.serial else ()
        changed = await lines(s, act.asks, act.at.round, entries)
    foreseen = await _foresee(act, body)
    if foreseen.refusal:
        return await again(act, sheet, foreseen.refusal.all, changed)
    return await preview(act, sheet, body, foreseen, now, changed, HTTPStatus.CONFLICT)
