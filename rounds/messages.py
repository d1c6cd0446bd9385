"""Submissions: what people send, one frozen model a kind.

The same models serve twice: with their texts, in the inbox; and with each text reduced to a mark
(`rounds.fields.facts`), in the updates and histories of a round. So a rule may ask of a text
whether there is one, never what it says.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Literal, get_args

from rounds.fields import Address, Line, OptionalLine, OptionalProse, Prose, Text, WebLink

Language = Literal["es", "en", "pt", "fr"]
LANGUAGES: tuple[str, ...] = get_args(Language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person, as somebody names them. No time zone: that of their country's capital."""

    name: Line
    email: Address
    language: Language
    time_zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate(Contact):
    """One name on a seat's shortlist; `points` are the points of the profile confirmed (P7)."""

    country: str
    institution: Line
    points: tuple[str, ...] = ()


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
class Authority(Contact):
    """Somebody who answers the self-assessment, for these dimensions (D1)."""

    dimensions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRound:
    """An officer opens a round: with the beneficiary's note, or from its contacts alone (Q1)."""

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
    kind: Literal["open_round"] = "open_round"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteRequest(Note):
    """The focal point sends the note (Q1, Q3)."""

    kind: Literal["complete_request"] = "complete_request"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamineRequest:
    """The secretariat accepts, returns saying what is missing, or declines with a reason (Q7)."""

    choice: Literal["accept", "return", "decline"]
    reason: OptionalProse = ""
    acknowledged: tuple[str, ...] = ()
    kind: Literal["examine_request"] = "examine_request"


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
class WriteQuestions:
    """An expert's technical questions (D2)."""

    questions: tuple[Prose, ...]
    kind: Literal["write_questions"] = "write_questions"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendQuestionnaire:
    """The lead coordinator sends the experts' questions as one questionnaire (D2)."""

    questions: tuple[Prose, ...]
    kind: Literal["send_questionnaire"] = "send_questionnaire"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestionnaire:
    """The technical team's answers, one for each question in its order (D2)."""

    answers: tuple[OptionalProse, ...]
    kind: Literal["answer_questionnaire"] = "answer_questionnaire"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A possible stay; both days belong to it."""

    starts: date
    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeDates:
    """Windows for the visit (V8), and its form (V5); none said: the methodology's first."""

    windows: tuple[Window, ...]
    visit_form: str = ""
    kind: Literal["propose_dates"] = "propose_dates"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkDates:
    """The windows, by number from 1, that suit a participant (V8)."""

    choice: Literal["some", "none"]
    suits: tuple[int, ...] = ()
    kind: Literal["mark_dates"] = "mark_dates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session; `day` counts from 1, times are the beneficiary's, `body_met` is of government (V5)."""

    day: int
    starts: time
    ends: time
    session: str
    title: Line
    body_met: OptionalLine = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAgenda:
    """The national counterpart's agenda of the visit (V1, V4)."""

    sessions: tuple[Session, ...]
    kind: Literal["set_agenda"] = "set_agenda"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One arrangement: whose, by when; done, or waived by the secretariat with a reason (V2)."""

    what: Line
    owner: OptionalLine = ""
    by: date | None = None
    state: Literal["open", "done", "waived"]
    reason: OptionalLine = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangeInternational:
    """The secretariat's list of arrangements (V2)."""

    items: tuple[Item, ...]
    kind: Literal["arrange_international"] = "arrange_international"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangeLocal:
    """The beneficiary's list of arrangements (V2), with its choice about the press (V7)."""

    items: tuple[Item, ...]
    press: Literal["none", "note", "open", "joint_statement"] = "none"
    kind: Literal["arrange_local"] = "arrange_local"


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionText:
    """A text for one section of the report."""

    section: str
    text: OptionalProse = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribute:
    """One expert's contributions by section (W2)."""

    sections: tuple[SectionText, ...]
    kind: Literal["contribute"] = "contribute"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A cooperation need, as donors will filter it (X4)."""

    topic: Line
    support: Literal["technical_assistance", "training", "exchange", "financing", "other"]
    text: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsolidateReport:
    """The first version of the report (W2, W3)."""

    sections: tuple[SectionText, ...]
    needs: tuple[Need, ...] = ()
    kind: Literal["consolidate_report"] = "consolidate_report"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReport:
    """The approver approves this version or asks for changes by section (W4)."""

    version: int
    sha256: str
    choice: Literal["approve", "changes"]
    comments: tuple[SectionText, ...] = ()
    kind: Literal["review_report"] = "review_report"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseReport:
    """The next version of the report (W4)."""

    sections: tuple[SectionText, ...]
    needs: tuple[Need, ...] = ()
    kind: Literal["revise_report"] = "revise_report"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidePublication:
    """Publish this version in these languages, or keep it internal (X1, X2)."""

    version: int
    sha256: str
    choice: Literal["publish", "internal"]
    languages: tuple[Language, ...] = ()
    kind: Literal["decide_publication"] = "decide_publication"
