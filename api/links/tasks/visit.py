"""The pages on which the visit is arranged and decided upon, and its findings recorded (V1 to V7)."""

from api.links.tasks.answers import assessed
from api.links.tasks.assessment import SELF_ASSESSED
from api.links.tasks.context import PageContext
from api.links.tasks.prepared import Page, Prepared, offered, stay
from templates import background as b
from templates.forms import Asking


def set_agenda(m: PageContext) -> Prepared:
    """A session of each kind that is needed, to begin with (V4)."""
    kinds = offered(m, "session", m.methodology.sessions)
    without = frozenset() if m.methodology.sessions_with_body else frozenset({"body_met"})
    return Prepared(
        values={"sessions": [{"session": k} for k in m.methodology.sessions_needed]},
        asking=Asking(options={"session": kinds}, without=without),
        blocks=(*stay(m), *assessed(m)),
    )


def arrange(m: PageContext) -> Prepared:
    """The days that things are arranged for (V2)."""
    return Prepared(asking=Asking(least={"items": 3}), blocks=stay(m))


def ready_visit(m: PageContext) -> Prepared:
    """What the visit would begin without (V1, V2)."""
    return Prepared(blocks=(*stay(m), *b.unfinished(m.words, m.unfinished)))


PAGES = (
    Page(
        kind="set_agenda",
        reads=SELF_ASSESSED,
        papers=True,
        prepare=set_agenda,
    ),
    Page(kind="arrange_international", prepare=arrange),
    Page(kind="arrange_local", prepare=arrange),
    Page(
        kind="ready_visit",
        unfinished=True,
        prepare=ready_visit,
    ),
    Page(kind="record_findings", answers=True),
)
