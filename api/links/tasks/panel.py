"""The pages on which the panel is proposed and agreed (P1 to P5, P7)."""

from typing import Any

from api.links.tasks.context import PageContext
from api.links.tasks.prepared import Page, Prepared, offered, request, states
from rounds.steps.warnings import FEW_COUNTRIES, OTHER_COUNTRY
from templates import background as b
from templates.forms import Asking


def name_states(m: PageContext) -> Prepared:
    """The states that were named before, and what is asked to change (P2)."""
    before, asked = m.last("name_states"), m.last("agree_panel")
    return Prepared(
        values=b.plain(before) if before else {},
        asking=Asking(options={"states": states(m)}, most={"states": m.methodology.limits.experts}),
        blocks=(*b.asked_changes(m.words, asked.comment if asked else ""), *request(m)),
    )


def _named(m: PageContext) -> list[tuple[str, str]]:
    """The states that the beneficiary named for the panel, else all (P2)."""
    named = m.last("name_states")
    return m.words.countries(named.states) if named else states(m)


def _free(m: PageContext) -> list[tuple[str, str]]:
    """Of these, the states of which no other expert is, where each comes from another (P2)."""
    taken = {country for country, _ in m.experts()} if m.methodology.distinct_states else set()
    return [(code, name) for code, name in _named(m) if code not in taken]


def asking_candidate(m: PageContext, **more: Any) -> Asking:
    """What a form that names candidates must know (P2, P4, P7)."""
    warned = ((FEW_COUNTRIES,) if m.methodology.limits.peer_countries else ()) + (OTHER_COUNTRY,)
    options = {
        "country": _free(m),
        "points": offered(m, "points", m.methodology.profile_points),
        "acknowledged": offered(m, "acknowledged", warned),
    }
    return Asking(options=options, **more)


def propose_panel(m: PageContext) -> Prepared:
    """The panel that was proposed before, and what is asked to change in it (P1)."""
    limits = m.methodology.limits
    before, asked = m.last("propose_panel"), m.last("agree_panel")
    fixed = frozenset({"coordinators", *(["seats"] if limits.experts_least == limits.experts else [])})
    least = {"seats": limits.experts, "candidates": 2, "coordinators": limits.coordinators}
    return Prepared(
        values=b.plain(before) if before else {},
        asking=asking_candidate(m, fixed=fixed, least=least, most={"seats": limits.experts}),
        blocks=(*b.asked_changes(m.words, asked.comment if asked else ""), *request(m)),
    )


def agree_panel(m: PageContext) -> Prepared:
    """The proposal to agree (P1)."""
    proposal = m.same("propose_panel")
    return Prepared(blocks=b.panel(m.words, proposal) if proposal else ())


PAGES = (
    Page(
        kind="name_states",
        reads=("name_states", "agree_panel"),
        prepare=name_states,
    ),
    Page(
        kind="propose_panel",
        reads=("propose_panel", "agree_panel", "name_states"),
        papers=True,
        people=True,
        prepare=propose_panel,
    ),
    Page(
        kind="agree_panel",
        reads=("propose_panel",),
        prepare=agree_panel,
    ),
)
