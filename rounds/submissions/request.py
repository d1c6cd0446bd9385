"""What is sent about the request: a round is opened, its note sent, and examined (Q1 to Q7)."""

from dataclasses import dataclass
from typing import Annotated, Literal

from rounds.submissions.fields import Line, OptionalLine, OptionalProse, Text, WebLink
from rounds.submissions.people import Authority, Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A reference document: a file (the id of an upload) or a web link (Q5)."""

    title: Line
    url: WebLink = ""
    file: Annotated[str, Text(64, required=False, form="file")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """The request's content, as the methodology asks for it (Q2, Q3); `stage`: of the initiative (Q6)."""

    topic: str = ""
    topic_words: OptionalLine = ""
    initiative: Line
    stage: Literal["design", "reform", "launch", "running", "finished"]
    objective: OptionalProse = ""
    countries_of_interest: tuple[str, ...] = ()
    experiences_of_interest: tuple[Line, ...] = ()
    reference_documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRound:
    """An officer opens a round: with the beneficiary's note, or from its contacts alone (Q1).

    `request` is the id of the request that its focal point sent and confirmed: then the note is theirs (Q8).
    """

    methodology: str
    country: str
    institution: Line
    focal_point: Contact
    alternate_contact: Contact | None = None
    technical_team: tuple[Contact, ...] = ()
    authorities: tuple[Authority, ...] = ()
    approver: Contact | None = None
    note: Note | None = None
    note_file: Annotated[str, Text(64, required=False, form="file")] = ""
    request: str = ""
    kind: Literal["open_round"] = "open_round"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteRequest(Note):
    """The focal point sends the note (Q1, Q3)."""

    kind: Literal["complete_request"] = "complete_request"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmNote:
    """The focal point confirms the note that an officer typed or attached, or writes it themselves (Q8)."""

    choice: Literal["confirm", "correct"]
    kind: Literal["confirm_note"] = "confirm_note"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamineRequest:
    """The secretariat accepts, returns saying what is missing, or declines with a reason (Q7)."""

    choice: Literal["accept", "return", "decline"]
    reason: OptionalProse = ""
    acknowledged: tuple[str, ...] = ()
    kind: Literal["examine_request"] = "examine_request"
