"""The visit: its dates, agenda and both lists of arrangements, and what the working meetings found."""

from api.links.dossier.context import DossierContext
from methodologies.loader import capital_zone
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
    """How the visit is held, where there is more than one way."""
    proposal, forms = m.last("propose_dates"), m.methodology.visit_forms
    if proposal is None or len(forms) < 2:
        return ()
    return b.form_of_visit(m.words, proposal.visit_form or forms[0])


def agenda(m: DossierContext) -> Shown:
    """The sessions, day by day; as a page to print and for calendars too, while online (V1, V4)."""
    sent = m.said.get("set_agenda", ())
    if waived := m.waived("set_agenda"):
        return Shown(blocks=(d.waived(m.words, waived.body.reason),))
    if not sent or m.visit is None or m.visit.state != CONFIRMED:
        return Shown()
    held = of_days(sent[-1].body, m.visit.starts, capital_zone(m.country), "")
    links = () if m.offline else (Block(links=b.agenda(m.words, m.link.address).links),)
    return Shown(blocks=(*links, *d.sessions(m.words, held, m.link.here)))


def _arranged(m: DossierContext, kind: str) -> Shown:
    if waived := m.waived(kind):
        return Shown(blocks=(d.waived(m.words, waived.body.reason),))
    sent = m.last(kind)
    return Shown(blocks=(d.arrangements(m.words, sent.items),) if sent else ())


def international(m: DossierContext) -> Shown:
    """What the secretariat arranges (V2)."""
    return _arranged(m, "arrange_international")


def local(m: DossierContext) -> Shown:
    """What the beneficiary arranges, with its choice about the press (V2, V7)."""
    sent = m.last("arrange_local")
    press = (Block(items=((m.words.label("press"), m.words.choice("press", sent.press)),)),) if sent else ()
    return Shown(blocks=(*press, *_arranged(m, "arrange_local").blocks))


def findings(m: DossierContext) -> Shown:
    """What was recorded of the working meetings, by whom (V6)."""
    return Shown(
        blocks=tuple(
            Block(heading=s.by, items=block.items)
            for s in m.latest("record_findings")
            for block in b.findings(m.words, s.body)
        )
    )
