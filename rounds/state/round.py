"""The whole state of a round: facts, ids and hashes; never names, addresses or free text."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from rounds.methodology.model import DECISION_ON_TIME, REVIEW, AssignmentRule, Methodology
from rounds.state.batches import Parked
from rounds.state.effects import Effect
from rounds.state.keys import Key
from rounds.state.papers import Filed
from rounds.state.people import seat_role
from rounds.state.publishing import Authorisation
from rounds.submissions.envelope import Answer, Receipt
from rounds.submissions.visit import Window

State = Literal["opening", "open", "lingering", "fulfilled", "waived", "expired", "frozen", "closed"]
"""opening: its letters are being written; lingering: an invitation answered with no, or not in time,
whose link lives until the seat is filled; closed: ended because something else happened."""

TAKES = ("opening", "open", "lingering")
"""The states in which an assignment takes a submission."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something the clock does to an open assignment; `n` of `of` for a reminder."""

    at: datetime
    what: Literal["reminder", "due", "monthly", "end", "quiet", "freeze"]
    n: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Something that must be done by a date.

    `role` owns it, `holders` are the participants who may do it. `moments` are the reminders and the
    due moment, `passed` how many were acted on, `monthly_from` the first monthly reminder after it.
    `version` and `sha256` bind it to a version of the report. `earliest` is the first day that a
    proposed visit may start. `slack_until` is the last day granted for the asking, `slack_used` whether
    it was; `asked` counts the requests for more time, `moved` the changes of its clock, `escalated` how
    far up its chain its delay has come. `stood` are the times, from when until when, that its clock stood
    still and that its dates do not know of yet, but for `shift`, the whole days that they were moved by
    meanwhile; `rest` is what earlier ones left over. `following` is when the next monthly reminder comes,
    once the world has said so; `quiet`: there are no more, and an officer decides on the round (Z8).
    `left_out`: its opening could not be written and was skipped, so that nobody was asked.
    """

    key: str
    kind: str
    role: str
    holders: tuple[str, ...]
    opened: datetime
    state: State = "opening"
    due: datetime | None = None
    moments: tuple[Moment, ...] = ()
    monthly_from: datetime | None = None
    passed: int = 0
    overdue: bool = False
    paused: datetime | None = None
    version: int = 0
    sha256: str = ""
    earliest: date | None = None
    slack_until: date | None = None
    slack_used: bool = False
    asked: int = 0
    moved: int = 0
    stood: tuple[tuple[datetime, datetime], ...] = ()
    shift: timedelta = timedelta(0)
    rest: timedelta = timedelta(0)
    escalated: int = 0
    following: datetime | None = None
    quiet: bool = False
    answer: Answer | None = None
    left_out: bool = False

    @property
    def about(self) -> str:
        """Whom or what it is about, by its key."""
        return Key.parse(self.key).about

    @property
    def awaited(self) -> bool:
        """Whether the round waits for it."""
        return self.state in ("opening", "open")

    @property
    def takes(self) -> bool:
        """Whether its links still act."""
        return self.state in TAKES


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One expert's place: its candidates in order, who holds it, who left it."""

    number: int
    shortlist: tuple[str, ...]
    holder: str = ""
    left: tuple[str, ...] = ()

    @property
    def role(self) -> str:
        """The role of whoever sits here."""
        return seat_role(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The agreed stay; `number` counts its dates' changes (a calendar's SEQUENCE).

    `form` is how it is held (V5). `opens` and `closes` are its first morning and last evening there;
    `freezes` when answers close; `missed`: its first day passed while the round was paused.
    """

    starts: date
    ends: date
    number: int = 0
    form: str = ""
    opens: datetime | None = None
    closes: datetime | None = None
    freezes: datetime | None = None
    missed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitMove:
    """Other dates for the visit, or another form, that were proposed: `n` numbers the marks that agree them.

    asked: its marks are awaited; agreed, or decided by the officer: the visit has moved; refused: no window
    suits everyone; dropped: the visit stays.
    """

    n: int
    submission: str
    windows: tuple[Window, ...]
    form: str
    state: Literal["asked", "agreed", "refused", "decided", "dropped"] = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A translation of the approved version whose sha256 is `of`; `version` is its own number (X2)."""

    language: str
    version: int
    sha256: str
    of: str
    approved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedQuestions:
    """Questions that were added once the questionnaire had been sent: how many, whether asked at once (D2).

    `about` is what the assignments are about that ask them.
    """

    about: str
    count: int
    straight: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRequest:
    """More time than the slack was asked for: until when, by whom, and the role that decides."""

    about: str
    n: int
    by: str
    due: date
    role: str

    @property
    def key(self) -> str:
        """The key of the assignment to decide it."""
        return str(Key(DECISION_ON_TIME, self.about, self.n))


@dataclass(kw_only=True)
class Round:
    """One round. `opening` and `note` are inbox ids; `roles` the participants of each role, `countries`
    where a participant acts from; `unconfirmed`: an officer gave the note (Q8); `done` the steps that are
    over; `pending` the effects not yet committed, `serial` the number of the last batch, `parked` the one
    that cannot be written, `handled` the answers to submissions that may come again. `stage` is the
    initiative's (Q6), `framework` the dimensions agreed (D4), `dimensions` those that each authority
    answers for (D1), `states` those from which experts come (P2), `moves` those of the visit that were
    proposed once it had dates (V10), `added` the questions that came after the questionnaire (D2),
    `findings` the meeting of each finding by its id, `finders` who recorded it (V6), `papers` those that
    people attached, by id.
    `language` is that of the report in force, `wanted` are those that it was asked for in besides,
    `translations` what came of that, `authorisations` those to publish it (X2); `publishing`: the round is
    over, and what comes after it goes on. `schema` is that of `rounds.schemas`; its default never changes,
    since data without it is of the first.
    """

    id: str
    methodology: Methodology
    country: str
    opening: str
    note: str = ""
    unconfirmed: bool = False
    stage: str = ""
    framework: tuple[str, ...] = ()
    dimensions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    states: tuple[str, ...] = ()
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    step: str = ""
    assignments: dict[str, Assignment] = field(default_factory=dict)
    seats: dict[int, Seat] = field(default_factory=dict)
    visit: Visit | None = None
    version: int = 0
    sha256: str = ""
    language: str = ""
    authorisations: tuple[Authorisation, ...] = ()
    publishing: bool = False
    wanted: tuple[str, ...] = ()
    translations: tuple[Translation, ...] = ()
    handled: dict[str, Receipt] = field(default_factory=dict)
    pending: list[Effect] = field(default_factory=list)
    parked: Parked | None = None
    requests: tuple[TimeRequest, ...] = ()
    moves: tuple[VisitMove, ...] = ()
    papers: dict[str, Filed] = field(default_factory=dict)
    added: tuple[AddedQuestions, ...] = ()
    findings: dict[str, str] = field(default_factory=dict)
    finders: dict[str, str] = field(default_factory=dict)
    paused: datetime | None = None
    refused_addresses: tuple[str, ...] = ()
    sent_back: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    serial: int = 0
    begun: bool = False
    withdrawn: bool = False
    outcome: str = ""
    run: int = 1
    schema: int = 1

    def copied(self) -> "Round":
        """The same state, apart: what happens to the one does not happen to the other."""
        own = {f.name: getattr(self, f.name) for f in fields(self)}
        apart: dict[str, Any] = {n: v.copy() for n, v in own.items() if isinstance(v, dict | list)}
        return replace(self, **apart)

    def holders(self, role: str) -> tuple[str, ...]:
        """The participants who hold a role now; none while a seat is empty."""
        return self.roles.get(role, ())

    def roles_of(self, participant: str) -> tuple[str, ...]:
        """The roles that a participant holds now."""
        return tuple(role for role, holders in self.roles.items() if participant in holders)

    def panel(self) -> tuple[str, ...]:
        """The coordinators and whoever holds a seat, each once."""
        roles = ("coordinator", *(seat.role for seat in self.seats.values()))
        return tuple(dict.fromkeys(p for role in roles for p in self.holders(role)))

    def everyone(self) -> tuple[str, ...]:
        """Whoever holds a role, was asked something that is still open, or is under review; each once."""
        asked = [p for a in self.assignments.values() if a.takes for p in a.holders]
        held = [p for holders in self.roles.values() for p in holders]
        return tuple(dict.fromkeys((*held, *asked, *self.under_review())))

    def under_review(self) -> tuple[str, ...]:
        """The candidates who accepted, and whose declared conflict nobody has decided on yet (P6)."""
        return tuple(a.about for a in self.open_assignments() if a.kind == REVIEW)

    def open_assignments(self) -> Iterator[Assignment]:
        """What the round waits for, in the order of opening."""
        return (a for a in self.assignments.values() if a.awaited)

    def rule(self, a: Assignment) -> AssignmentRule:
        """How this assignment is awaited."""
        return self.methodology.rule(a.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a round ended: authorised, internal, declined, lapsed, dormant or withdrawn."""

    outcome: str
    version: int = 0
    sha256: str = ""
