"""The pages of what may arise at any time: an address that refuses letters, a request for more time (Z1)."""

from zoneinfo import ZoneInfo

from api.links.tasks.context import PageContext
from api.links.tasks.prepared import Page, Prepared
from methodologies.loader import capital_zone
from rounds.state.keys import Key
from templates import background as b


def mend_address(m: PageContext) -> Prepared:
    """Whose address it is."""
    someone = m.people.get(m.key.about)
    return Prepared(
        blocks=b.refusing(m.words, someone[0].role, someone[1].name, someone[1].email) if someone else ()
    )


def decide_extension(m: PageContext) -> Prepared:
    """Who asks, for what, from which date until when, and why (Z1)."""
    asked = [s for s in m.said.get("ask_more_time", ()) if s.key == m.key.about][m.key.n - 1]
    due = m.about.due_at.astimezone(ZoneInfo(capital_zone(m.country))).date() if m.about else None
    return Prepared(blocks=b.asked_time(m.words, Key.parse(m.key.about).kind, asked.by, asked.body, due))


PAGES = (
    Page(kind="mend_address", prepare=mend_address),
    Page(
        kind="decide_extension",
        reads=("ask_more_time",),
        prepare=decide_extension,
    ),
)
