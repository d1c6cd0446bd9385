"""The pages of what may arise at any time: an address that refuses, a request for time (Z1), silence (Z8)."""

from zoneinfo import ZoneInfo

from api.links.tasks.context import PageContext
from api.links.tasks.prepared import Page, Prepared, offered
from methodologies.days_off import is_day_off, whose
from methodologies.loader import capital_zone
from rounds.state.keys import Key
from rounds.steps.warnings import DAY_OFF
from templates import background as b
from templates.forms import Asking


def mend_address(m: PageContext) -> Prepared:
    """Whose address it is."""
    someone = m.people.get(m.key.about)
    return Prepared(
        blocks=b.refusing(m.words, someone[0].role, someone[1].name, someone[1].email) if someone else ()
    )


def decide_extension(m: PageContext) -> Prepared:
    """Who asks, for what, from which date until when, and why (Z1); a day off there is acknowledged."""
    asked = [s for s in m.said.get("ask_more_time", ()) if s.key == m.key.about][m.key.n - 1]
    country = whose(asked.role, asked.country, m.methodology)
    found = (DAY_OFF,) if is_day_off(country, asked.body.due) else ()
    due = m.about.due_at.astimezone(ZoneInfo(capital_zone(m.country))).date() if m.about else None
    return Prepared(
        asking=Asking(
            options={"acknowledged": offered(m, "acknowledged", found)},
            without=frozenset() if found else frozenset({"acknowledged"}),
        ),
        blocks=b.asked_time(m.words, Key.parse(m.key.about).kind, asked.by, asked.body, due),
    )


def decide_silence(m: PageContext) -> Prepared:
    """What has been waited for, of whom, since when (Z8)."""
    silent = [(a.kind, a.role, a.due_at.date()) for a in m.overdue if a.key != m.assignment.key]
    return Prepared(blocks=b.silent(m.words, silent))


PAGES = (
    Page(kind="mend_address", prepare=mend_address),
    Page(
        kind="decide_extension",
        reads=("ask_more_time",),
        prepare=decide_extension,
    ),
    Page(kind="decide_silence", overdue=True, prepare=decide_silence),
)
