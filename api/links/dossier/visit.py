"""The visit: its dates, agenda and both lists of arrangements, and what the working meetings found."""

from api.links.dossier.context import DossierContext
from api.links.dossier.papers import beside_sessions
from api.links.tasks import found
from api.links.tasks.context import Spoken
from methodologies.loader import capital_zone
from rounds.interventions.revising import REVISIONS
from templates import arranged
from templates import background as b
from templates import dossier as d
from templates.agenda import agenda as of_days
from templates.background import Block
from templates.dossier import Shown

CONFIRMED = "confirmed"


def dates(m: DossierContext) -> Shown:
    """The days that are agreed and the form of the visit, or those that are proposed (V5, V8)."""
    proposal = m.last("propose_dates")
    form = _form(m)
    if m.visit:
        days = Block(texts=(m.words.span(m.visit.starts, m.visit.ends),))
        gone = (d.warned(m.words.say(d.CANCELLED)),) if m.visit.state != CONFIRMED else ()
        return Shown(blocks=(*gone, days, *form))
    if proposal is None:
        return Shown()
    spans = tuple(m.words.span(w.starts, w.ends) for w in proposal.windows)
    return Shown(blocks=(d.warned(m.words.say(d.NOT_AGREED)), Block(texts=spans), *form))


def _form(m: DossierContext) -> tuple[Block, ...]:
    """How the visit is held, where there is more than one way: as it is agreed, or else as it is proposed."""
    proposal, forms = m.last("propose_dates"), m.methodology.visit_forms
    if proposal is None or len(forms) < 2:
        return ()
    return b.form_of_visit(m.words, m.form or proposal.visit_form or forms[0])


def agenda(m: DossierContext) -> Shown:
    """The sessions as they are now, day by day; as a page to print and for calendars too (V1, V4, V10)."""
    sent = _versions(m, "set_agenda")
    if gone := _waived(m, "set_agenda"):
        return gone
    if not sent or m.visit is None or m.visit.state != CONFIRMED:
        return Shown()
    apart = m.form in m.methodology.forms_apart
    zone = capital_zone(m.country)
    held = of_days(sent[-1].body, m.visit.starts, zone, "", people=_names(m), apart=apart)
    links = () if m.offline else (Block(links=b.agenda(m.words, m.link.address).links),)
    sessions = d.sessions(m.words, held, held.clock(m.link.here))
    return Shown(blocks=(*links, *sessions, *beside_sessions(m)))


def _names(m: DossierContext) -> dict[str, list[str]]:
    """Who holds each role now."""
    held: dict[str, list[str]] = {}
    for who, person in m.people.values():
        if who.state == "active":
            held.setdefault(who.role, []).append(person.name)
    return held


def _versions(m: DossierContext, kind: str) -> list[Spoken]:
    """What was arranged, in all its versions, the latest last."""
    return [said for name in (kind, REVISIONS[kind]) for said in m.said.get(name, ())]


def _waived(m: DossierContext, kind: str) -> Shown | None:
    """That it was waived, and why; None where it was not, or was arranged since (V10)."""
    waived = m.waived(kind)
    if waived is None or m.said.get(REVISIONS[kind]):
        return None
    return Shown(blocks=(d.waived(m.words, waived.body.reason),))


def _arranged(m: DossierContext, kind: str) -> Shown:
    """A list as it is now; experts see what concerns them (V2)."""
    sent = _versions(m, kind)
    if gone := _waived(m, kind):
        return gone
    if not sent:
        return Shown()
    items = arranged.seen(sent[-1].body.items, m.link.roles)
    if not items:
        return Shown(blocks=(Block(texts=(m.words.say(arranged.NOT_YOURS),)),))
    return Shown(blocks=(d.arrangements(m.words, items),))


def international(m: DossierContext) -> Shown:
    """What the secretariat arranges (V2)."""
    return _arranged(m, "arrange_international")


def local(m: DossierContext) -> Shown:
    """What the beneficiary arranges, with its choice about the press (V2, V7)."""
    sent = _versions(m, "arrange_local")
    choice = sent[-1].body.press if sent else ""
    press = (Block(items=((m.words.label("press"), m.words.choice("press", choice)),)),) if sent else ()
    return Shown(blocks=(*press, *_arranged(m, "arrange_local").blocks))


def findings(m: DossierContext) -> Shown:
    """What was found, meeting by meeting, and who recorded it (V6)."""
    if waived := m.waived("record_findings"):
        return Shown(blocks=(d.waived(m.words, waived.body.reason), *found.found(m)))
    return Shown(blocks=found.found(m))
