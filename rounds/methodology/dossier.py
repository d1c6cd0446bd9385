"""The dossier: what each role may read of a round, and from which step on (Z6).

A methodology's file says it in one table; pages, addresses, files and letters ask one predicate.
"""

from collections.abc import Iterator, Mapping

from rounds.methodology.model import ROLES, Methodology

NEVER = "never"
"""Stands in the table in a step's place; a role that is not named in a row never reads it either."""
FORMER = "former"
"""The role of whoever takes part no longer: who left the panel, whose seat another candidate took."""
READERS = (*ROLES, "delegate", FORMER)
"""Who a table speaks of: the roles of a round, delegates, and those who have gone."""

PEOPLE = ("beneficiary", "secretariat", "panel", "candidates")
"""Whose names and posts somebody may read: a matter for each side."""
MATTERS = (
    *PEOPLE,
    "request",
    "rules",
    "framework",
    "self_assessment",
    "questions",
    "questionnaire",
    "dates",
    "agenda",
    "arrangements_international",
    "arrangements_local",
    "findings",
    "contributions",
    "drafts",
    "report",
    "comments",
    "papers",
    "letters",
    "submissions",
)
"""All that a dossier is made of. `questions` are those that each expert wrote, `questionnaire` what was sent
and answered; `drafts` are the versions of the report before they go to the beneficiary, with the experts'
comments, `report` those that went there; `papers` are those that people attach; `letters` and `submissions`
are the reader's own."""


def reader(role: str, state: str = "active") -> str:
    """Under which name the table knows a participant: `expert-1` is an expert, who has left is no more."""
    return role.partition("-")[0] if state == "active" else FORMER


def may_read(methodology: Methodology, matter: str, who: str, step: str) -> bool:
    """Z6: whether somebody may read a matter while the round stands at this step; `who` is a `reader`."""
    since = methodology.dossier.get(matter, {}).get(who, NEVER)
    steps = methodology.steps
    # A round whose beginning is still being written stands before its first step.
    reached = steps.index(step) if step in steps else 0
    return since in steps and steps.index(since) <= reached


def readable(methodology: Methodology, who: str, step: str) -> tuple[str, ...]:
    """Z6: what somebody may read at this step, in the order of `MATTERS`."""
    return tuple(matter for matter in MATTERS if may_read(methodology, matter, who, step))


def faults(dossier: dict[str, dict[str, str]], steps: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a table: the entry, what it says that it must not, and the value to look for."""
    if unknown := [matter for matter in dossier if matter not in MATTERS]:
        yield unknown[0], f"no such matter {unknown[0]!r}", ""
    if missing := [matter for matter in MATTERS if matter not in dossier]:
        yield "", f"{missing[0]!r} is missing: say who reads it from which step on, be it nobody", ""
    for matter, row in dossier.items():
        for who, since in row.items():
            if who not in READERS:
                yield matter, f"no such role {who!r}", who
            if since != NEVER and since not in steps:
                yield matter, f"{who} reads it from {since!r} on, which is no step of this methodology", since


def audience_faults(audiences: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """What is wrong with the audiences of papers: the entry, and what it says that it must not."""
    for audience, roles in audiences.items():
        if not roles:
            yield audience, "nobody would read it"
        for n, role in enumerate(roles):
            if role not in ROLES:
                yield audience, f"no such role {role!r}"
            if role in roles[:n]:
                yield audience, f"{role!r} stands twice"
