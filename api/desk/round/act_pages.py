"""The pages of an act: its form, and what it would do before anything is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from fastapi import Request
from fastapi.responses import Response

from api.deps import Tools
from api.desk import naming
from api.desk.round.asked import Asked
from api.desk.round.foretold import told_of
from api.desk.session import FORM_TOKEN, SignedIn
from api.desk.shell import Shell
from api.http.problems import status_of
from api.intake import mails
from api.links import drafts, forms, people
from api.links.answering import ONCE, sentences
from api.links.forms import merged
from api.links.sheets import BASED_ON, PROOF, Sheet
from api.officers.in_place import LONGEST
from api.officers.previews import moves
from beforehand.foreseen import Foreseen
from rounds.submissions.changes import MoveVisit
from rounds.submissions.interventions import Extend
from rounds.submissions.refusals import Refused
from store.reads.one_round import Moment
from templates import dates, wrong
from templates import desk_round as said
from templates.forms import Control, describe

WHY = "why_filed"
"""Why an officer files it for its owner."""
NOT_OF_THE_FORM = frozenset({"action", FORM_TOKEN, ONCE, BASED_ON, drafts.SEEN, people.CHOSEN, people.LIST})
"""The fields of a page that are no part of what is sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What came with a press that did not end the matter, and what is wrong with it."""

    values: Mapping[str, Any] = field(default_factory=dict)
    pairs: Sequence[tuple[str, str]] = ()
    refusals: Sequence[Refused] = ()
    place: str = ""
    notice: str = ""

    @property
    def proof(self) -> str:
        """The file that shows who sent it."""
        return dict(self.pairs).get(PROOF, "")

    @property
    def why(self) -> str:
        """Why an officer sends it."""
        return dict(self.pairs).get(WHY, "")


@dataclass(frozen=True, slots=True)
class Act:
    """One request about one act."""

    request: Request
    tools: Tools
    asks: SignedIn
    at: Asked

    @property
    def address(self) -> str:
        """Of its page."""
        url = self.request.url
        return f"{url.path}?{url.query}" if url.query else url.path


async def preview(
    act: Act,
    sheet: Sheet,
    body: Any,
    foreseen: Foreseen,
    now: Moment,
    changed: Sequence[Any] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    """What would happen; `changed` is what has happened meanwhile, and then nothing was done."""
    words = act.asks.words
    shown = {**forms.pruned(act.at.model, sheet.typed)}
    dated = isinstance(body, Extend | MoveVisit)
    officer, key = act.asks.officer.id, act.at.wanted.key
    cases = await moves(act.tools, act.at.round, body, officer, key) if dated else ()
    async with act.tools.database.reading() as s:
        told = await told_of(s, act.asks, act.at.round, foreseen, cases)
    page = {
        **_frame(act),
        "controls": describe(act.at.model, words, shown, act.at.prepared.asking),
        "files": act.at.files,
        "pairs": [(n, v) for n, v in sheet.pairs if n not in NOT_OF_THE_FORM],
        "once": uuid4().hex,
        "based_on": now.text,
        "told": told,
        "changed": changed,
    }
    return _page(act, "look", page, status)


def _frame(act: Act) -> dict[str, Any]:
    words, at = act.asks.words, act.at
    return {
        "round": naming.about(act.asks, at.round),
        "kind": at.wanted.kind,
        "title": words.kind(at.wanted.kind),
        "subject": at.subject,
        "action": act.address,
        "for_whom": at.subject if at.proves else "",
        "own": at.own,
        "why": words.say(said.WHAT[at.wanted.kind]) if at.wanted.kind in said.WHAT else "",
    }


def _page(act: Act, name: str, page: Mapping[str, Any], status: HTTPStatus = HTTPStatus.OK) -> Response:
    shell = Shell(act.tools, act.asks, act.request)
    return shell.page(f"round/{name}", page, here="rounds", status=status)


async def again(
    act: Act, sheet: Sheet, refusals: Sequence[Refused], changed: Sequence[Any] | None = None
) -> Response:
    """The form with all that was typed, and every reason at its field."""
    model = act.at.model
    at_fields = [replace(r, field=forms.shown_at(model, sheet.typed, r.field)) for r in refusals]
    typed = Typed(values=sheet.typed, pairs=sheet.pairs, refusals=at_fields)
    return await form(act, typed, status_of(refusals[0].code), changed)


async def form(
    act: Act, typed: Typed, status: HTTPStatus = HTTPStatus.OK, changed: Sequence[Any] | None = None
) -> Response:
    """The form, with what was typed and what is wrong with it."""
    at, words = act.at, act.asks.words
    errors = sentences(act.tools, at.link, typed.refusals)
    first = merged(at.prepared.values, typed.values, at.prepared.stays)
    controls = (*describe(at.model, words, first, at.prepared.asking, errors), *_proof(act, typed, errors))
    page = {
        **_frame(act),
        "controls": controls,
        "errors": wrong.listed(words, controls, errors),
        "notice": words.say(typed.notice) if typed.notice else "",
        "blocks": at.prepared.blocks,
        "beside": at.prepared.beside,
        "beside_title": at.prepared.beside_title,
        "files": at.files,
        "known": at.known,
        "people": at.people,
        "unread": errors.get(people.LIST, ""),
        "pasted": dict(typed.pairs).get(people.LIST, "") if people.LIST in errors else "",
        "place": typed.place,
        "days": at.days,
        "weekend": words.say(dates.WEEKEND),
        "zones": forms.zones(),
        "saves": at.own,
        "over": at.a is not None and not at.link.read.acts and at.link.read.assignment is not None,
        "changed": changed,
    }
    return _page(act, "do", page, status)


def _proof(act: Act, typed: Typed, errors: Mapping[str, str]) -> tuple[Control, ...]:
    """What shows that its owner gave it in writing, and why an officer files it (S9)."""
    if not act.at.proves:
        return ()
    words = act.asks.words
    why = Control(
        name=WHY,
        control="lines",
        label=words.say(said.WHY),
        hint=words.say(said.WHY_HINT),
        required=True,
        longest=LONGEST,
        value=typed.why,
        error=errors.get(WHY, ""),
    )
    return (
        *((why,) if act.at.says_why else ()),
        Control(
            name=PROOF,
            control="file",
            label=words.say(said.PROOF),
            hint=words.say(said.PROOF_HINT, name=act.at.subject),
            required=True,
            accepts=mails.ENDING,
            value=typed.proof,
            error=errors.get(PROOF, ""),
        ),
    )
