"""What a reader may change of the visit that was arranged, or say of the approved report, and its form."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import time, timedelta
from functools import partial
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from api.links import adding, approved, publishing
from api.links.linked import Linked
from api.links.tasks import found
from api.links.tasks.context import People, owner, said_of
from api.links.tasks.prepared import Prepared
from api.links.tasks.visit import LISTS, agenda_asking, list_asking, suggestions
from rounds.interventions import moving, revising
from rounds.registry import KINDS as ROWS
from rounds.state import round as state
from rounds.state.round import Round
from rounds.steps import replies, taking_back, windows
from rounds.submissions.refusals import NotYours, Refusal, refusal
from rounds.submissions.visit import MarkDates
from store import inbox
from store.reads import rounds, states, visit
from store.reads.visit import VisitRead
from store.tables import Assignment
from templates import arranged, dates
from templates import background as b
from templates.background import Block, Link
from templates.forms import Asking
from templates.marked import marked

FROM = {
    **{kind: (revision,) for kind, revision in revising.REVISIONS.items()},
    "propose_dates": ("move_visit", "decide_move"),
    "write_questions": ("add_questions",),
}
"""From the page of which assignment each change is offered, once that is closed."""
KINDS = (
    *(kind for kinds in FROM.values() for kind in kinds),
    *adding.KINDS,
    *approved.KINDS,
    *publishing.KINDS,
)
AHEAD = timedelta(days=90)
"""For how long, around the visit, holidays are shown to whoever moves it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changing:
    """What the form of a change draws on."""

    link: Linked
    round: Round
    read: VisitRead
    people: People
    report: approved.Approved
    owners: Mapping[str, str] = field(default_factory=dict)
    """Who usually takes care of what is in each list of arrangements."""
    recorded: Sequence[tuple[str, str]] = ()
    """The findings that stand, by id, each in short."""
    ever: Sequence[tuple[str, str]] = ()
    """The same, with those that were taken back."""
    reason: str = ""
    """Why a move was proposed that is to be decided."""


async def offered(s: AsyncSession, link: Linked) -> tuple[str, ...]:
    """What this reader may change now."""
    if link.read.participant.state != "active":
        return ()
    round = await states.as_it_stands(s, link.read.round.id)
    by = link.read.participant.id
    if round is None:
        return ()
    if link.read.round.outcome:
        return (*publishing.offered(round, by), *approved.offered(round, by))
    now = adding.now_of(link.read.round)
    return (
        *revising.offered(round, by),
        *moving.offered(round, by),
        *adding.offered(round, by, now),
        *approved.offered(round, by),
    )


async def why_not(s: AsyncSession, link: Linked, kind: str) -> Refusal | None:
    """Why this reader may not make such a change now; None where they may."""
    round = await states.as_it_stands(s, link.read.round.id)
    if link.read.participant.state != "active":
        return NotYours()
    if round and kind in publishing.KINDS:
        return publishing.why_not(kind, round, link.read.participant.id)
    if round is None or (link.read.round.outcome and kind not in approved.KINDS):
        return revising.VisitOver()
    if kind in approved.KINDS:
        return None if kind in approved.offered(round, link.read.participant.id) else replies.NotApproved()
    if kind in adding.KINDS:
        now = adding.now_of(link.read.round)
        return adding.why_not(round, link.read.participant.id, now)[kind]
    check = revising.check_offered if revising.key_of(kind) else moving.check_offered
    return refusal(check, round, kind, link.read.participant.id)


async def block(s: AsyncSession, link: Linked, about: Assignment | None = None) -> tuple[Block, ...]:
    """Where that is done: on *my round* all of it, on the page of a closed task what was arranged there."""
    if (about and about.kind not in FROM) or link.read.round.outcome:
        return ()
    kinds = [k for k in await offered(s, link) if not about or k in FROM[about.kind]]
    new = [kind for kind in kinds if kind in adding.KINDS]
    changes = [kind for kind in kinds if kind not in new]
    under = ((arranged.CAN_CHANGE, changes), (arranged.CAN_ADD, new))
    return tuple(
        Block(
            heading=link.words.say(heading),
            links=tuple(Link(link.words.kind(k), f"{link.address}/change/{k}") for k in listed),
        )
        for heading, listed in under
        if listed
    )


async def changing(s: AsyncSession, link: Linked) -> Changing | None:
    """What forms draw on; None before anything is known of the round."""
    id = link.read.round.id
    round = await states.as_it_stands(s, id)
    if round is None:
        return None
    people = {x.participant.id: (x.participant, x.person) for x in await rounds.people(s, id)}
    move = await inbox.one(s, round.moves[-1].submission) if round.moves else None
    reason = marked(inbox.body_of(move).reason, move.language) if move else ""
    said = await said_of(s, id, found.RECORDED, people)
    return Changing(
        link=link,
        round=round,
        read=await visit.visit(s, id),
        people=people,
        report=await approved.approved(s, round),
        recorded=found.entries(link.words, said),
        ever=found.ever(link.words, said),
        owners={kind: await owner(s, link.read.round, kind, link.words) for kind in LISTS},
        reason=reason,
    )


def prepared(kind: str, c: Changing) -> Prepared:
    """The form of a change: what it starts from, and what stands above it."""
    made = FORMS[kind](c) if kind in FORMS else publishing.prepared(kind, c.link, c.round)
    day_off = partial(dates.day_off, c.link.words, where(c))
    # Why an officer does it in somebody's place is asked on the desk.
    without = frozenset({"reason"} if ROWS[kind].stands_in == "acts" else ())
    return replace(made, asking=replace(made.asking, day_off=day_off, without=made.asking.without | without))


def recorded(kind: str, c: Changing) -> Asking:
    """What the form of a change asked, also when what was chosen there is no longer to be chosen."""
    asking = prepared(kind, c).asking
    return replace(asking, options={**asking.options, "finding": c.ever})


def where(c: Changing) -> tuple[dates.Place, ...]:
    """The countries whose days off matter to the visit."""
    return dates.places(c.link.words, c.round.country, _experts(c))


def basis(kind: str, c: Changing) -> str:
    """What a change is one of, in short: other once somebody has changed it meanwhile; empty for an addition,
    which changes nothing that is there, and for a decision, whose rule knows what it is about."""
    if kind in adding.KINDS or kind in publishing.KINDS:
        return ""
    moves = [(move.n, move.state) for move in c.round.moves]
    what = moves if kind in FROM["propose_dates"] else FORMS[kind](c).values
    return hashlib.sha256(json.dumps(what, default=str, sort_keys=True).encode()).hexdigest()[:16]


def _agenda(c: Changing) -> Prepared:
    values = plain(c.read.agenda) if c.read.agenda else {}
    return Prepared(
        values=values, asking=agenda_asking(c.link.words, c.link.methodology, c.people), blocks=_stay(c)
    )


def _international(c: Changing) -> Prepared:
    return _list(c, "arrange_international", c.read.international)


def _local(c: Changing) -> Prepared:
    return _list(c, "arrange_local", c.read.local)


def _list(c: Changing, kind: str, listed: visit.Listed | None) -> Prepared:
    values = plain(listed.body) if listed else {}
    by = c.read.event.starts.isoformat() if c.read.event else ""
    usual = {"owner": c.owners.get(kind, ""), "by": by}
    suggested = suggestions(c.link.words, c.link.methodology, kind, c.people, usual)
    asking = list_asking(c.link.words, c.people, 1)
    return Prepared(values=values, asking=replace(asking, suggested={"items": suggested}), blocks=_stay(c))


def _move(c: Changing) -> Prepared:
    words, forms = c.link.words, c.link.methodology.visit_forms
    now = adding.now_of(c.link.read.round).date()
    first = max(now, c.read.event.starts - AHEAD / 2) if c.read.event else now
    return Prepared(
        asking=Asking(
            least={"windows": 2},
            earliest=dict.fromkeys(("starts", "ends"), now + timedelta(days=1)),
            options={"visit_form": [(form, words.choice("visit_form", form)) for form in forms]},
            without=frozenset() if len(forms) > 1 else frozenset({"visit_form"}),
        ),
        blocks=(*_stay(c), dates.holidays_ahead(words, (first, first + AHEAD), where(c))),
    )


def _experts(c: Changing) -> list[tuple[str, str]]:
    seats = c.round.seats.values()
    return [(c.round.countries[seat.holder], seat.role) for seat in seats if seat.holder in c.round.countries]


def _decide(c: Changing) -> Prepared:
    """The windows of the move by number, whom each does not suit, and who has not answered yet."""
    words, move = c.link.words, moving.undecided(c.round)
    if move is None:
        return Prepared()
    marks = windows.marks(c.round, move.n)
    given = [(a, a.answer) for a in marks if isinstance(a.answer, MarkDates)]
    shown = [
        arranged.Answered(
            number=n,
            starts=window.starts,
            ends=window.ends,
            without=tuple(_who(c, a) for a, answer in given if n not in answer.suits),
        )
        for n, window in enumerate(move.windows, start=1)
    ]
    several = len(c.link.methodology.visit_forms) > 1
    form = words.choice("visit_form", move.form) if several else ""
    unanswered = [_who(c, a) for a in marks if a.awaited]
    proposal = arranged.undecided(words, form, c.reason, shown, unanswered)
    return Prepared(blocks=(*_stay(c), proposal))


def _who(c: Changing, a: state.Assignment) -> tuple[str, str]:
    """From where whoever marks dates acts, and in which role."""
    country = c.round.countries.get(a.holders[0], "") if a.holders else ""
    return country or c.round.country, a.role


def _findings(c: Changing) -> Prepared:
    return adding.findings_form(c.link.words, c.round, c.read, adding.now_of(c.link.read.round))


def _finding(c: Changing) -> Prepared:
    own = taking_back.own(c.round, c.link.read.participant.id)
    return Prepared(asking=Asking(options={"finding": [o for o in c.recorded if o[0] in own]}))


def _as_it_is(_: Changing) -> Prepared:
    return Prepared()


def _stay(c: Changing) -> tuple[Block, ...]:
    event = c.read.event
    if event is None:
        return ()
    return (b.stay(c.link.words, event.starts, event.ends), *b.form_of_visit(c.link.words, c.read.form))


FORMS: dict[str, Callable[[Changing], Prepared]] = {
    "revise_agenda": _agenda,
    "revise_international": _international,
    "revise_local": _local,
    "move_visit": _move,
    "decide_move": _decide,
    "reply_recommendations": lambda c: approved.reply(c.link.words, c.report),
    "ask_translations": lambda c: approved.ask(c.link.words, c.round),
    "add_findings": _findings,
    "withdraw_finding": _finding,
    "add_questions": _as_it_is,
    "comment_framework": _as_it_is,
}
"""The form of each change."""


def plain(body: Any) -> dict[str, Any]:
    """A submission as the values of a form; a time of day as a field for it shows it."""

    def shown(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: shown(inner) for name, inner in value.items()}
        if isinstance(value, list | tuple):
            return [shown(inner) for inner in value]
        return value.strftime("%H:%M") if isinstance(value, time) else value

    made: dict[str, Any] = shown(asdict(body))
    return made
