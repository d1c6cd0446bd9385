"""The pages of whoever may sit on the panel: invited, added, under review (P6, P8)."""

from api.links.tasks.context import PageContext
from api.links.tasks.panel import asking_candidate
from api.links.tasks.prepared import Page, Prepared, request
from rounds.state.people import seat_number
from templates import background as b
from templates import dossier as d
from templates.background import Block
from templates.marked import marked


def invitation(m: PageContext) -> Prepared:
    """What the beneficiary asks for, the panel as it stands, and the dates (P9)."""
    spans = (m.words.span(m.visit.starts, m.visit.ends),) if m.visit else ()
    panel = (d.person(m.words, *who) for who in _seated(m))
    return Prepared(blocks=(*request(m), *d.for_a_candidate(m.words, tuple(panel), spans)))


def _seated(m: PageContext) -> list[tuple[str, str, str, str]]:
    """Who sits on the panel now, by role, with their posts."""
    active = [x for x in m.people.values() if x[0].state == "active"]
    roles = [f"expert-{n}" for n in range(1, m.methodology.limits.experts + 1)]
    return [
        (person.name, who.role, marked(person.institution, person.language), person.country)
        for role in (*roles, "lead_coordinator", "coordinator")
        for who, person in active
        if who.role == role
    ]


def add_candidate(m: PageContext) -> Prepared:
    """The same, for whoever looks for somebody more, and for which seat (P8)."""
    return Prepared(asking=asking_candidate(m), blocks=(*_seat(m), *request(m)))


def _seat(m: PageContext) -> tuple[Block, ...]:
    """The seat that is to be filled, and who has left it."""
    number = seat_number(m.key.about)
    gone = [person.name for p, person in m.people.values() if p.seat == number and p.state == "left"]
    return (b.seat(m.words, number, gone),)


def agree_candidate(m: PageContext) -> Prepared:
    """Who was added (P8)."""
    added = m.same("add_candidate")
    return Prepared(blocks=(b.candidate(m.words, added),) if added else ())


def review_conflict(m: PageContext) -> Prepared:
    """The statement, and whose it is (P6)."""
    candidate = m.key.about
    said = m.same("answer_invitation")
    if not said or candidate not in m.people:
        return Prepared()
    _, person = m.people[candidate]
    told = {
        "institution": marked(person.institution, person.language),
        "country": m.words.country(person.country),
        "conflict_statement": said.conflict_statement,
    }
    items = tuple((m.words.label(name), text) for name, text in told.items())
    return Prepared(blocks=(b.Block(heading=person.name, items=items),))


PAGES = (
    Page(
        kind="answer_invitation",
        papers=True,
        prepare=invitation,
    ),
    Page(
        kind="add_candidate",
        reads=("name_states",),
        people=True,
        prepare=add_candidate,
    ),
    Page(
        kind="agree_candidate",
        reads=("add_candidate",),
        prepare=agree_candidate,
    ),
    Page(
        kind="review_conflict",
        reads=("answer_invitation",),
        prepare=review_conflict,
    ),
)
