"""What is sent about the visit: dates, agenda, arrangements, findings (V1 to V8)."""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from rounds.submissions.fields import Line, OptionalLine, OptionalProse, Prose
from rounds.submissions.people import Language


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
    """One session; `day` counts from 1, times are the beneficiary's, `body_met` is of government (V5).

    `interviewed` is whom an interview is with (V4). `participants` are the roles that take part, of panel and
    beneficiary; none named: all. `language` is the one that is spoken, where that was said.
    """

    day: int
    starts: time
    ends: time
    session: str
    title: Line
    body_met: OptionalLine = ""
    interviewed: OptionalLine = ""
    venue: OptionalLine = ""
    participants: tuple[str, ...] = ()
    language: Language | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAgenda:
    """The national counterpart's agenda of the visit (V1, V4)."""

    sessions: tuple[Session, ...]
    kind: Literal["set_agenda"] = "set_agenda"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One arrangement: whose, by when; done, or waived by the secretariat with a reason (V2).

    `concerns` are the roles of the panel that are shown it.
    """

    what: Line
    owner: OptionalLine = ""
    by: date | None = None
    state: Literal["open", "done", "waived"]
    reason: OptionalLine = ""
    concerns: tuple[str, ...] = ()


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
class ReadyVisit:
    """The visit cannot begin as it is: the officer waives what is missing or moves the dates (V1, V2)."""

    choice: Literal["begin", "move"]
    reason: OptionalProse = ""
    starts: date | None = None
    ends: date | None = None
    kind: Literal["ready_visit"] = "ready_visit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a working meeting found (V6).

    `id` stays the same however it is worded later; whoever records a new one leaves it empty. `meeting` is
    the code of the meeting, such as `2-0930`: its day of the visit and when it began; empty: the visit as a
    whole.
    """

    id: str = ""
    meeting: str = ""
    what: Literal["finding", "challenge", "recommendation"]
    text: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFindings:
    """What somebody of the panel records of working meetings that took place (V6)."""

    found: tuple[Finding, ...]
    kind: Literal["add_findings"] = "add_findings"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawFinding:
    """A finding that was recorded by mistake is none any more; that it was recorded stays (V6)."""

    finding: str
    reason: OptionalLine = ""
    kind: Literal["withdraw_finding"] = "withdraw_finding"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFindings:
    """What the working meetings found, complete (V6); `without` are the meetings that found nothing.

    The three texts are how it was recorded before it was meeting by meeting; nobody is asked for them now.
    """

    found: tuple[Finding, ...] = ()
    without: tuple[str, ...] = ()
    findings: OptionalProse = ""
    challenges: OptionalProse = ""
    recommendations: OptionalProse = ""
    kind: Literal["record_findings"] = "record_findings"
