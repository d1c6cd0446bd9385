"""What a reader may change of the visit that was arranged, and what the form for it starts from (V10)."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from api.links.linked import Linked
from api.links.tasks.context import People
from api.links.tasks.prepared import Prepared
from api.links.tasks.visit import agenda_asking, list_asking
from rounds.interventions import moving, revising
from rounds.state import round as state
from rounds.state.round import Round
from rounds.steps import windows
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
}
"""From the page of which assignment each change is offered, once that is closed."""
KINDS = tuple(kind for kinds in FROM.values() for kind in kinds)
AHEAD = timedelta(days=90)
"""For how long from now holidays are shown to whoever moves the visit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changing:
    """What the form of a change draws on."""

    link: Linked
    round: Round
    read: VisitRead
    people: People
    reason: str = ""
    """Why a move was proposed that is to be decided."""


async def offered(s: AsyncSession, link: Linked) -> tuple[str, ...]:
    """What this reader may change now."""
    if link.read.round.outcome or link.read.participant.state != "active":
        return ()
    round = await states.as_it_stands(s, link.read.round.id)
    by = link.read.participant.id
    return (*revising.offered(round, by), *moving.offered(round, by)) if round else ()


async def block(s: AsyncSession, link: Linked, about: Assignment | None = None) -> tuple[Block, ...]:
    """Where that is done: on *my round* all of it, on the page of a closed task what was arranged there."""
    if about and about.kind not in FROM:
        return ()
    kinds = [k for k in await offered(s, link) if not about or k in FROM[about.kind]]
    links = tuple(Link(link.words.kind(kind), f"{link.address}/change/{kind}") for kind in kinds)
    return (Block(heading=link.words.say(arranged.CAN_CHANGE), links=links),) if links else ()


async def changing(s: AsyncSession, link: Linked) -> Changing | None:
    """What forms draw on; None before anything is known of the round."""
    id = link.read.round.id
    round = await states.as_it_stands(s, id)
    if round is None:
        return None
    people = {x.participant.id: (x.participant, x.person) for x in await rounds.people(s, id)}
    move = await inbox.one(s, round.moves[-1].submission) if round.moves else None
    reason = marked(inbox.body_of(move).reason, move.language) if move else ""
    return Changing(link=link, round=round, read=await visit.visit(s, id), people=people, reason=reason)


def prepared(kind: str, c: Changing) -> Prepared:
    """The form of a change: what it starts from, and what stands above it."""
    return FORMS[kind](c)


def _agenda(c: Changing) -> Prepared:
    values = plain(c.read.agenda) if c.read.agenda else {}
    return Prepared(
        values=values, asking=agenda_asking(c.link.words, c.link.methodology, c.people), blocks=_stay(c)
    )


def _international(c: Changing) -> Prepared:
    return _list(c, c.read.international)


def _local(c: Changing) -> Prepared:
    return _list(c, c.read.local)


def _list(c: Changing, listed: visit.Listed | None) -> Prepared:
    values = plain(listed.body) if listed else {}
    return Prepared(values=values, asking=list_asking(c.link.words, c.people, 1), blocks=_stay(c))


def _move(c: Changing) -> Prepared:
    words, forms = c.link.words, c.link.methodology.visit_forms
    now = datetime.now(UTC).date()
    where = dates.places(words, c.round.country, _experts(c))
    return Prepared(
        asking=Asking(
            least={"windows": 2},
            earliest=dict.fromkeys(("starts", "ends"), now + timedelta(days=1)),
            day_off=partial(dates.day_off, words, where),
            options={"visit_form": [(form, words.choice("visit_form", form)) for form in forms]},
            without=frozenset() if len(forms) > 1 else frozenset({"visit_form"}),
        ),
        blocks=(*_stay(c), dates.holidays_ahead(words, (now, now + AHEAD), where)),
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
