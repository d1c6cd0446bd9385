"""The pages on which the visit is arranged and decided upon, and its findings recorded (V1 to V7)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from api.links.tasks.answers import assessed
from api.links.tasks.assessment import SELF_ASSESSED
from api.links.tasks.context import PageContext, People
from api.links.tasks.found import FOUND, record_findings
from api.links.tasks.prepared import Page, Prepared, stay
from rounds.methodology.model import Methodology
from rounds.state.people import seat_number
from templates import arranged
from templates import background as b
from templates.background import Block
from templates.forms import Asking, Options
from templates.words import Words

LISTS = {
    "arrange_international": ("arrange_international", "revise_international"),
    "arrange_local": ("arrange_local", "revise_local"),
}
"""What a side's list of arrangements is sent with, at first and later (V2, V10)."""
OF_THE_PANEL = ("expert", "lead_coordinator", "coordinator")
OF_THE_BENEFICIARY = ("focal_point", "technical_team", "authority")
"""The roles that may take part in a session; those of experts and authorities are numbered."""


def agenda_asking(words: Words, methodology: Methodology, people: People) -> Asking:
    """What the form of an agenda needs to know: its kinds of session, who may take part (V4, V5)."""
    fields = {"body_met": methodology.sessions_with_body, "interviewed": methodology.sessions_with_names}
    kinds = [(code, words.choice("session", code)) for code in methodology.sessions]
    roles = _roles(words, people, (*OF_THE_PANEL, *OF_THE_BENEFICIARY))
    return Asking(
        options={"session": kinds, "participants": roles},
        without=frozenset(name for name, asked in fields.items() if not asked),
    )


def list_asking(words: Words, people: People, least: int = 3) -> Asking:
    """What the form of a list of arrangements needs to know: whom of the panel one may concern (V2)."""
    return Asking(least={"items": least}, options={"concerns": _roles(words, people, OF_THE_PANEL)})


def _roles(words: Words, people: People, wanted: Iterable[str]) -> Options:
    """The roles of these that are held now, in their order, each with the names of who holds it."""
    order, held = tuple(wanted), dict[str, list[str]]()
    for who, person in people.values():
        if who.state == "active" and who.role.partition("-")[0] in order:
            held.setdefault(who.role, []).append(person.name)
    sorted_ = sorted(held.items(), key=lambda of: (order.index(of[0].partition("-")[0]), of[0]))
    return [(role, f"{', '.join(names)} ({words.role(role)})") for role, names in sorted_]


def set_agenda(m: PageContext) -> Prepared:
    """A session of each kind that is needed, to begin with (V4)."""
    return Prepared(
        values={
            "sessions": [
                {"session": kind, "title": m.words.choice("session", kind)}
                for kind in m.methodology.sessions_needed
            ]
        },
        asking=agenda_asking(m.words, m.methodology, m.people),
        blocks=(*stay(m), *assessed(m)),
    )


def arrange(m: PageContext) -> Prepared:
    """What the methodology suggests to begin with, the days, and what the other side arranges (V2)."""
    kind = m.assignment.kind
    by = m.assignment.due_at.date().isoformat()
    suggested = suggestions(m.words, m.methodology, kind, m.people, {"owner": m.owner, "by": by})
    asking = list_asking(m.words, m.people)
    return Prepared(
        values={"items": suggested} if suggested else {},
        asking=replace(asking, suggested={"items": suggested}),
        blocks=(*stay(m), *_others(m, kind)),
    )


def suggestions(
    words: Words, rules: Methodology, kind: str, people: People, usual: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The items that such a list usually has, in the reader's words; experts see those that concern them.

    `usual` is said of each: who takes care of it, and by when.
    """
    codes = {
        "arrange_international": rules.arrangements_international,
        "arrange_local": rules.arrangements_local,
    }[kind]
    seated = (who.role for who, _ in people.values() if who.state == "active" and seat_number(who.role))
    experts = sorted(seated)
    return [
        {
            "what": words.choice("arrangement", code),
            "concerns": experts if code in rules.arrangements_for_experts else [],
            **usual,
        }
        for code in codes
    ]


def _others(m: PageContext, kind: str) -> tuple[Block, ...]:
    """The other side's list, once it was sent."""
    other = next(name for name in LISTS if name != kind)
    sent = [said for name in LISTS[other] for said in m.said.get(name, ())]
    return (arranged.listed(m.words, other, sent[-1].body.items),) if sent else ()


def ready_visit(m: PageContext) -> Prepared:
    """What the visit would begin without (V1, V2)."""
    return Prepared(blocks=(*stay(m), *b.unfinished(m.words, m.unfinished)))


EVERY_LIST = tuple(name for names in LISTS.values() for name in names)

PAGES = (
    Page(
        kind="set_agenda",
        reads=SELF_ASSESSED,
        papers=True,
        prepare=set_agenda,
    ),
    Page(kind="arrange_international", reads=EVERY_LIST, prepare=arrange),
    Page(kind="arrange_local", reads=EVERY_LIST, prepare=arrange),
    Page(
        kind="ready_visit",
        unfinished=True,
        prepare=ready_visit,
    ),
    Page(kind="record_findings", answers=True, reads=FOUND, prepare=record_findings),
)
