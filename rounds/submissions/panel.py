"""What is sent about the panel: states, proposal, invitations, conflicts of interest (P1 to P8)."""

from dataclasses import dataclass
from typing import Literal

from rounds.submissions.fields import OptionalProse
from rounds.submissions.people import Candidate, Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class NameStates:
    """The states from which the beneficiary wishes its experts (P2)."""

    states: tuple[str, ...] = ()
    kind: Literal["name_states"] = "name_states"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortlist:
    """The ordered candidates for one seat; those after the first are alternates."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposePanel:
    """The secretariat proposes the panel (P1) and says what it was warned of; the first coordinator leads."""

    seats: tuple[Shortlist, ...]
    coordinators: tuple[Contact, ...]
    acknowledged: tuple[str, ...] = ()
    kind: Literal["propose_panel"] = "propose_panel"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreePanel:
    """The beneficiary agrees the panel or asks for changes (P1)."""

    choice: Literal["agree", "changes"]
    comment: OptionalProse = ""
    kind: Literal["agree_panel"] = "agree_panel"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerInvitation:
    """A candidate accepts with the undertakings, or declines with a reason (P6)."""

    choice: Literal["accept", "decline"]
    ad_honorem: bool = False
    institution_agrees: bool = False
    conflict: Literal["none", "possible"] | None = None
    conflict_statement: OptionalProse = ""
    reason: OptionalProse = ""
    kind: Literal["answer_invitation"] = "answer_invitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCandidate(Candidate):
    """The secretariat adds a candidate to a seat whose shortlist is used up (P8)."""

    acknowledged: tuple[str, ...] = ()
    kind: Literal["add_candidate"] = "add_candidate"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeCandidate:
    """The beneficiary agrees an added candidate or asks for another (P1, P8)."""

    choice: Literal["agree", "changes"]
    comment: OptionalProse = ""
    kind: Literal["agree_candidate"] = "agree_candidate"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewConflict:
    """The officer clears whoever declared a possible conflict, or excludes them with a reason (P6)."""

    choice: Literal["clear", "exclude"]
    reason: OptionalProse = ""
    kind: Literal["review_conflict"] = "review_conflict"
