"""Who a submission brings into a round, under which id and role.

Ids come from business keys, so that the round and the store name everybody alike without asking each other.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from rounds.state.keys import Key
from rounds.submissions.people import Contact
from rounds.submissions.request import OpenRound

B = TypeVar("B")

DELEGATE = "delegate"
"""The role of whoever does an assignment in its owner's place."""
EXPERT = "expert-"
"""Before the number of the seat, in the role of whoever sits there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPerson:
    """A participant as a submission names them. No country: they act from the secretariat.

    `place_of` is the participant whose role and seat they take, `beside` the one from where they act;
    empty for whoever comes in their own right.
    """

    id: str
    role: str
    contact: Contact
    country: str = ""
    institution: str = ""
    seat: int | None = None
    place_of: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming(Generic[B]):
    """An accepted submission that may name people: its inbox id, its key, its sender, its body."""

    id: str
    key: Key
    by: str
    body: B


def of_opening(body: OpenRound) -> tuple[NamedPerson, ...]:
    """The beneficiary's people. Who is not named is played by the focal point (see `roles`)."""

    def person(id: str, role: str, contact: Contact) -> NamedPerson:
        return NamedPerson(
            id=id, role=role, contact=contact, country=body.country, institution=body.institution
        )

    team = [
        person(f"technical_team-{n}", "technical_team", c) for n, c in enumerate(body.technical_team, start=1)
    ]
    authorities = [
        person(f"authority-{n}", f"authority-{n}", c) for n, c in enumerate(body.authorities, start=1)
    ]
    named = {"alternate_contact": body.alternate_contact, "approver": body.approver}
    return (
        person("focal_point", "focal_point", body.focal_point),
        *(person(role, role, contact) for role, contact in named.items() if contact),
        *team,
        *authorities,
    )


def roles(body: OpenRound) -> dict[str, tuple[str, ...]]:
    """Who holds each role of the beneficiary and of the secretariat when a round opens.

    By default the focal point approves, and answers the questions with their delegates; without an
    alternate contact, escalations go to the secretariat.
    """
    team = tuple(f"technical_team-{n}" for n, _ in enumerate(body.technical_team, start=1))
    authorities = [f"authority-{n}" for n, _ in enumerate(body.authorities, start=1)]
    return {
        "focal_point": ("focal_point",),
        "alternate_contact": ("alternate_contact",) if body.alternate_contact else ("responsible_officer",),
        "technical_team": ("focal_point", *team),
        "approver": ("approver",) if body.approver else ("focal_point",),
        **{who: (who,) for who in authorities},
        "responsible_officer": ("responsible_officer",),
        "head_of_secretariat": ("head_of_secretariat",),
    }


def dimensions(body: OpenRound) -> dict[str, tuple[str, ...]]:
    """The dimensions that each authority answers for, by role (D1)."""
    return {f"authority-{n}": who.dimensions for n, who in enumerate(body.authorities, start=1)}


def seat_role(number: int) -> str:
    """The role of whoever sits on the seat of this number."""
    return f"{EXPERT}{number}"


def seat_number(role: str) -> int:
    """The number of the seat that this role is of; 0 for a role that is no expert's."""
    return int(role.removeprefix(EXPERT)) if role.startswith(EXPERT) else 0


def candidate_id(proposal: int, seat: int, n: int) -> str:
    """The id of the n-th candidate for a seat in the proposal of this number."""
    return f"candidate-{proposal}.{seat}.{n}"


def coordinator_id(proposal: int, n: int) -> str:
    """The id of the n-th coordinator in the proposal of this number."""
    return f"coordinator-{proposal}.{n}"


def added_id(key: Key) -> str:
    """The id of the candidate whom the assignment of this key adds to a seat."""
    return f"candidate-added-{seat_number(key.about)}.{key.n}"


def first_id(participant: str) -> str:
    """The id of whoever held this place first; assignments and shortlists go on under it."""
    return participant.partition("~")[0]


def coordinates(participant: str, proposal: int) -> bool:
    """Whether this proposal named them as a coordinator, or whoever had their place before."""
    return first_id(participant).startswith(f"coordinator-{proposal}.")


def newcomer_id(old: str) -> str:
    """The id of whoever takes a participant's place."""
    base, _, n = old.partition("~")
    return f"{base}~{int(n or 1) + 1}"


def delegate_id(submission: str) -> str:
    """The id of the delegate whom a submission names; an assignment may have several."""
    return f"{DELEGATE}-{submission[:12]}"


def is_delegate(participant: str) -> bool:
    """Whether a participant does what another owns."""
    return participant.startswith(f"{DELEGATE}-")
