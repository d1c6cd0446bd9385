"""The pages on which dates are proposed and marked (V5, V8)."""

from datetime import timedelta

from api.links.tasks.context import PageContext
from api.links.tasks.prepared import Page, Prepared, offered
from rounds.state.keys import Key
from rounds.steps.windows import clashes
from rounds.submissions.changes import MoveVisit
from rounds.submissions.visit import Window
from templates import arranged, dates
from templates import background as b
from templates.background import Block
from templates.forms import Asking

AHEAD = timedelta(days=90)
"""For how long from the first possible day holidays are shown to whoever proposes dates."""


def propose_dates(m: PageContext) -> Prepared:
    """V8: when the visit may be, which days are free where, and what clashed when it was tried before."""
    earliest = m.assignment.earliest
    where = dates.places(m.words, m.country, m.experts())
    ahead = (dates.holidays_ahead(m.words, (earliest, earliest + AHEAD), where),) if earliest else ()
    return Prepared(
        asking=Asking(
            least={"windows": 3},
            earliest={"starts": earliest, "ends": earliest} if earliest else {},
            options={"visit_form": offered(m, "visit_form", m.methodology.visit_forms)},
            without=frozenset() if len(m.methodology.visit_forms) > 1 else frozenset({"visit_form"}),
        ),
        blocks=(*_clashed(m), *b.earliest(m.words, earliest, m.methodology.limits), *ahead),
    )


def _clashed(m: PageContext) -> tuple[Block, ...]:
    before = m.key.n - 1
    proposal = m.by_key(Key("propose_dates", n=before))
    marks = [s for s in m.said.get("mark_dates", ()) if s.asked.n == before]
    if not proposal:
        return ()
    marked_by = [(s.country or m.country, s.asked.about) for s in marks]
    told = clashes(proposal.windows, [s.body for s in marks])
    return (dates.clashed(m.words, told, marked_by),)


def _move(m: PageContext) -> MoveVisit | None:
    """V10: the change of the visit that these marks are about; None for the officer's first proposals."""
    moves = m.said.get("move_visit", ())
    n = m.key.n - len(m.said.get("propose_dates", ()))
    return moves[n - 1].body if 1 <= n <= len(moves) else None


def mark_dates(m: PageContext) -> Prepared:
    """V8, V10: the windows to choose from, with the holidays in them; of a change also what stands."""
    move = _move(m)
    proposal = move or m.by_key(Key("propose_dates", n=m.key.n))
    now = (m.visit.starts, m.visit.ends) if m.visit else None
    windows = proposal.windows if proposal else ()
    if move and not windows and m.visit:
        windows = (Window(starts=m.visit.starts, ends=m.visit.ends),)
    spans = [(w.starts, w.ends) for w in windows]
    suits = [(str(n), m.words.span(*span)) for n, span in enumerate(spans, start=1)]
    where = dates.places(m.words, m.country, m.experts())
    form = b.form_of_visit(m.words, proposal.visit_form if proposal else "")
    return Prepared(
        asking=Asking(options={"suits": suits}),
        blocks=(
            *(arranged.proposed(m.words, now, move.reason) if move else ()),
            *form,
            dates.holidays_in(m.words, spans, where),
        ),
    )


PAGES = (
    Page(
        kind="propose_dates",
        reads=("propose_dates", "mark_dates"),
        prepare=propose_dates,
    ),
    Page(
        kind="mark_dates",
        reads=("propose_dates", "move_visit"),
        prepare=mark_dates,
    ),
)
