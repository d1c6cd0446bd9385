"""What is kept outlives the code that kept it: plain data of an older schema becomes that of today.

One number counts the changes of shape of all that is kept as data and read again months later: the state of
a round, the methodology pinned to it, the bodies of the inbox. Whatever is decoded passes here before, as
plain data (what JSON gives); nothing is ever decoded into a model of an older day.

Changes only add. A new field with a default needs no function, and is a change all the same: `Change()`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Plain = dict[str, Any]

SCHEMA = "schema"
"""Where the number stands in plain data; data without it is of schema 1."""


class NewerSchema(Exception):
    """Something was kept by newer code; the arguments are its schema and the latest that this code knows."""

    def __str__(self) -> str:
        """Say both numbers."""
        return "schema {} is newer than this code, which reads up to {}".format(*self.args)


def _as_it_is(plain: Plain) -> Plain:
    return plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What has to be added to data of one schema so that it is of the next.

    `state` is given a round without its methodology, `methodology` that, `bodies` by kind of submission
    what somebody sent; each returns data that has everything it was given, and more.
    """

    state: Callable[[Plain], Plain] = _as_it_is
    methodology: Callable[[Plain], Plain] = _as_it_is
    bodies: dict[str, Callable[[Plain], Plain]] = field(default_factory=dict)


NEWS_BEFORE = {
    "panel_formed": [
        "focal_point",
        "alternate_contact",
        "technical_team",
        "approver",
        "authority",
        "expert",
        "coordinator",
        "responsible_officer",
        "head_of_secretariat",
    ],
    "agenda_set": ["coordinator", "expert"],
}
"""Whom rounds told of what before their methodologies had a table of news."""


def _with_news(methodology: Plain) -> Plain:
    return methodology if methodology.get("news") else methodology | {"news": NEWS_BEFORE}


READ_BEFORE = {
    "agenda": (
        *("focal_point", "alternate_contact", "technical_team", "approver", "authority", "delegate"),
        *("expert", "coordinator", "lead_coordinator", "responsible_officer", "head_of_secretariat"),
    ),
    "report": (
        *("focal_point", "alternate_contact", "technical_team", "approver", "expert"),
        *("coordinator", "lead_coordinator", "responsible_officer", "head_of_secretariat"),
    ),
}
"""Who could read what before a methodology said it in a table."""


def _with_a_dossier(methodology: Plain) -> Plain:
    """A round that began before there was a table goes on as it was: who could read, still can."""
    first = methodology["steps"][0]
    table = {matter: dict.fromkeys(roles, first) for matter, roles in READ_BEFORE.items()}
    return {"dossier": table} | methodology


def _with_tables(methodology: Plain) -> Plain:
    return _with_a_dossier(_with_news(methodology))


WHAT_BEFORE = {"findings": "finding", "challenges": "challenge", "recommendations": "recommendation"}
"""The texts in which working meetings were recorded as a whole, and what each is now."""


def _finding_by_finding(body: Plain) -> Plain:
    """What was recorded in three texts, of all meetings, is three findings of the visit as a whole."""
    found = [
        {"id": what, "meeting": "", "what": what, "text": body[name]}
        for name, what in WHAT_BEFORE.items()
        if body.get(name)
    ]
    return {"found": found} | body


CHANGES: tuple[Change, ...] = (
    Change(methodology=_with_tables, bodies={"record_findings": _finding_by_finding}),
)
"""The first leads from schema 1 to 2, and so on; one is added at the end, none is ever changed."""


def current() -> int:
    """The schema that this code writes."""
    return len(CHANGES) + 1


def schema_of(plain: Plain) -> int:
    """The schema under which this was kept."""
    return int(plain.get(SCHEMA, 1))


def upcast(plain: Plain) -> Plain:
    """A round's state as this code reads it, with its methodology if that stands in it.

    Raises: NewerSchema.
    """
    for change in _since(schema_of(plain)):
        rules = plain.get("methodology")
        plain = change.state(plain)
        if rules is not None:
            plain = plain | {"methodology": change.methodology(rules)}
    return plain | {SCHEMA: current()}


def upcast_methodology(plain: Plain) -> Plain:
    """A pinned methodology as this code reads it.

    Raises: NewerSchema.
    """
    for change in _since(schema_of(plain)):
        plain = change.methodology(plain)
    return {name: value for name, value in plain.items() if name != SCHEMA}


def upcast_body(kind: str, plain: Plain, schema: int) -> Plain:
    """What somebody sent, as this code reads it; its row says under which schema it was kept.

    Raises: NewerSchema.
    """
    for change in _since(schema):
        plain = change.bodies.get(kind, _as_it_is)(plain)
    return plain


def pinned(methodology: Plain) -> Plain:
    """A methodology of today as it is kept, with the schema that it is of."""
    return methodology | {SCHEMA: current()}


def _since(schema: int) -> tuple[Change, ...]:
    if schema > current():
        raise NewerSchema(schema, current())
    return CHANGES[schema - 1 :]
