"""Who takes part, with their posts: each side of a round is a matter of its own (Z6)."""

from collections.abc import Collection, Iterable, Iterator

from api.links.dossier.context import DossierContext
from rounds.methodology.dossier import reader
from rounds.state.keys import Key
from rounds.state.people import coordinates, first_id, seat_number
from rounds.state.sides import OFFICERS, people_of
from rounds.state.turns import sees_turn
from store.tables import Assignment, Participant, Person
from templates import dossier as d
from templates.background import Block
from templates.dossier import Shown
from templates.marked import joined, marked

BENEFICIARY = ("focal_point", "alternate_contact", "technical_team", "approver", "authority")
COORDINATORS = ("lead_coordinator", "coordinator")


def _line(m: DossierContext, who: Participant, person: Person) -> tuple[str, str]:
    institution = marked(person.institution, person.language)
    return d.person(m.words, person.name, who.role, institution, person.country)


def _of(m: DossierContext, roles: tuple[str, ...]) -> Shown:
    active = [(who, person) for who, person in m.people.values() if who.state == "active"]
    items = tuple(_line(m, *x) for role in roles for x in active if reader(x[0].role) == role)
    return Shown(blocks=(Block(items=items),) if items else ())


def turns(m: DossierContext, waiting: Iterable[Assignment], own: Collection[str]) -> list[Assignment]:
    """What its reader is told that the round waits for: their own, by key, and whose turn they may see."""
    who, step = m.link.who, m.step
    return [a for a in waiting if a.key in own or sees_turn(m.methodology, a.kind, a.role, who, step)]


def awaited(m: DossierContext, a: Assignment) -> str:
    """By name, of whom something is awaited; empty for whom its reader may not see, and for nobody."""
    if not m.link.reads(people_of(a.role)):
        return ""
    about = Key.parse(a.key).about if a.role == "candidate" else ""
    named = (
        person.name
        for who, person in m.people.values()
        if who.state == "active" and (who.id == about if about else who.role == a.role)
    )
    return ", ".join(named)


def beneficiary(m: DossierContext) -> Shown:
    """The people of the beneficiary."""
    return _of(m, BENEFICIARY)


def secretariat(m: DossierContext) -> Shown:
    """The secretariat's officers of this round."""
    return _of(m, OFFICERS)


def _proposal(m: DossierContext) -> int:
    """The number of the latest proposal of a panel; 0: none."""
    return max((said.asked.n for said in m.said.get("propose_panel", ())), default=0)


def panel(m: DossierContext) -> Shown:
    """The panel as it stands: the seats with whoever holds them, then the coordinators (P1, P8)."""
    agreed = m.last("agree_panel")
    if agreed is None or agreed.choice != "agree":
        return Shown()
    seated = {x[0].seat: x for x in m.people.values() if x[0].state == "active" and seat_number(x[0].role)}
    seats = len(m.last("propose_panel").seats)
    experts = [
        _line(m, *seated[n]) if n in seated else (m.words.say(d.VACANT, number=n), m.words.role("expert"))
        for n in range(1, seats + 1)
    ]
    # Those of an earlier proposal, which was not agreed, take part no more.
    last = _proposal(m)
    active = [x for x in m.people.values() if x[0].state == "active" and coordinates(x[0].id, last)]
    coordinators = [_line(m, *x) for role in COORDINATORS for x in active if x[0].role == role]
    return Shown(blocks=(Block(items=(*experts, *coordinators)),))


def candidates(m: DossierContext) -> Shown:
    """Who was proposed for each seat, in their order, and what became of the invitation (P1, P8)."""
    return Shown(blocks=tuple(_seats(m)))


def _seats(m: DossierContext) -> Iterator[Block]:
    own = (f"candidate-{_proposal(m)}.", "candidate-added-")
    named = [x for x in m.people.values() if x[0].seat and x[0].id.startswith(own)]
    for number in sorted({x[0].seat or 0 for x in named}):
        of_seat = sorted((x for x in named if x[0].seat == number), key=lambda x: _place(x[0].id))
        yield Block(
            heading=m.words.say(d.SEAT, number=number),
            items=tuple(_candidate(m, *x) for x in of_seat),
        )


def _place(id: str) -> tuple[bool, int]:
    """Those who were added come after the shortlist."""
    return "added" in id, int(first_id(id).rpartition(".")[2])


def _candidate(m: DossierContext, who: Participant, person: Person) -> tuple[str, str]:
    post = d.post(m.words, marked(person.institution, person.language), person.country)
    return person.name, joined("\n", (post, m.words.say(d.INVITATIONS[_standing(m, who)])))


def _standing(m: DossierContext, who: Participant) -> str:
    if seat_number(who.role):
        return "seated" if who.state == "active" else "left"
    asked = m.assignments.get(f"answer_invitation:{first_id(who.id)}")
    review = m.assignments.get(f"review_conflict:{who.id}")
    if asked is None:
        return "waiting"
    if review and review.state == "open":
        return "reviewed"
    if asked.state == "lingering" and any(s.key == asked.key for s in m.said.get("answer_invitation", ())):
        return "declined"
    return asked.state if asked.state in d.INVITATIONS else "over"
