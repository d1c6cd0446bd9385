"""The pages of the request (Q1 to Q7)."""

from dataclasses import fields

from api.links.tasks.context import PageContext
from api.links.tasks.prepared import Page, Prepared, offered, request, states
from rounds.steps.warnings import of_stage
from rounds.submissions.request import Note
from templates import background as b
from templates.forms import Asking


def complete_request(m: PageContext) -> Prepared:
    """The note as it stands, and what is missing of it (Q2, Q3, Q7)."""
    most = m.methodology.limits.countries_of_interest
    examined = m.last("examine_request")
    needs = [need.split("|") for need in m.methodology.note_needs]
    return Prepared(
        values=b.plain(m.note) if m.note else {},
        asking=Asking(
            options={
                "countries_of_interest": states(m),
                "topic": offered(m, "topic", m.methodology.topics),
            },
            most={
                "countries_of_interest": most,
                "experiences_of_interest": most,
                "reference_documents": m.methodology.limits.reference_documents,
            },
            without=frozenset(f.name for f in fields(Note)) - frozenset(m.methodology.note_asks),
            needed=frozenset(names[0] for names in needs if len(names) == 1),
            depends=frozenset(name for names in needs if len(names) > 1 for name in names),
        ),
        blocks=b.missing(m.words, examined.reason) if examined and examined.choice == "return" else (),
    )


def confirm_note(m: PageContext) -> Prepared:
    """The note as the officer gave it, to be read (Q8)."""
    return Prepared(blocks=request(m))


def examine_request(m: PageContext) -> Prepared:
    """The note, with what the officer is warned of (Q6)."""
    if not m.note:
        return Prepared()
    found = of_stage(m.methodology, m.note.stage)
    warned = (b.not_ideal(m.words, m.methodology),) if found else ()
    return Prepared(
        asking=Asking(
            options={"acknowledged": offered(m, "acknowledged", found)},
            without=frozenset() if found else frozenset({"acknowledged"}),
        ),
        blocks=(*warned, b.note(m.words, m.note)),
    )


PAGES = (
    Page(
        kind="complete_request",
        reads=("examine_request",),
        files=True,
        prepare=complete_request,
    ),
    Page(
        kind="confirm_note",
        papers=True,
        prepare=confirm_note,
    ),
    Page(
        kind="examine_request",
        papers=True,
        prepare=examine_request,
    ),
)
