"""Who a submission brings into a round, under which id and role.

Ids come from business keys, so that the round and the store name everybody alike without asking each other.
"""

from dataclasses import dataclass

from rounds.submissions.envelope import Submission
from rounds.submissions.interventions import Delegate, ReplacePerson
from rounds.submissions.panel import AddCandidate, ProposePanel
from rounds.submissions.people import Candidate, Contact
from rounds.submissions.request import OpenRound

DELEGATE = "delegate"
"""The role of whoever does an assignment in its owner's place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPerson:
    """A participant as a submission names them. No country: they act from the secretariat."""

    id: str
    role: str
    contact: Contact
    country: str = ""
    institution: str = ""
    seat: int | None = None


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


def proposal_number(key: str) -> str:
    """What follows the kind in an assignment's key."""
    return key.partition(":")[2]


def candidate_id(key: str, seat: int, n: int) -> str:
    """The id of the n-th candidate for a seat in the proposal of this key."""
    return f"candidate-{proposal_number(key)}.{seat}.{n}"


def coordinator_id(key: str, n: int) -> str:
    """The id of the n-th coordinator in the proposal of this key."""
    return f"coordinator-{proposal_number(key)}.{n}"


def added_id(key: str) -> str:
    """The id of the candidate that the assignment of this key adds."""
    return f"candidate-added-{proposal_number(key)}"


def first_id(participant: str) -> str:
    """The id of whoever held this place first; assignments and shortlists go on under it."""
    return participant.partition("~")[0]


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


def brought(key: str, body: Submission, submission: str = "") -> tuple[NamedPerson, ...]:
    """Who comes into the round with an accepted submission, whose id it is."""
    match body:
        case ProposePanel():
            return (*_candidates(key, body), *_coordinators(key, body))
        case AddCandidate():
            return (_candidate(added_id(key), int(proposal_number(key).split(".")[0]), body),)
        case ReplacePerson():
            return (NamedPerson(id=newcomer_id(body.participant), role="", contact=body.newcomer),)
        case Delegate():
            return (NamedPerson(id=delegate_id(submission), role=DELEGATE, contact=body.delegate),)
        case _:
            return ()


def _candidate(id: str, seat: int, c: Candidate) -> NamedPerson:
    return NamedPerson(
        id=id, role="candidate", contact=c, country=c.country, institution=c.institution, seat=seat
    )


def _candidates(key: str, body: ProposePanel) -> list[NamedPerson]:
    return [
        _candidate(candidate_id(key, seat, n), seat, c)
        for seat, shortlist in enumerate(body.seats, start=1)
        for n, c in enumerate(shortlist.candidates, start=1)
    ]


def _coordinators(key: str, body: ProposePanel) -> list[NamedPerson]:
    return [
        NamedPerson(
            id=coordinator_id(key, n), role="lead_coordinator" if n == 1 else "coordinator", contact=c
        )
        for n, c in enumerate(body.coordinators, start=1)
    ]
