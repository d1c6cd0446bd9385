"""What a round wants done in the world: each effect may run twice and leaves one result."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from rounds.methodology.model import AssignmentRule, Methodology
from rounds.state.delegating import Share, Unshare
from rounds.state.publishing import Announce, Publish, Unpublish


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin:
    """Write the round, its people and its pinned methodology, from the opening kept in the inbox."""

    opening: str
    methodology: Methodology
    kind: Literal["begin"] = "begin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Work out the dates, write the assignment, a grant and a letter for each holder.

    `again`: it passes to new holders, the old grants end and the clock starts anew. `version`, `sha256`:
    the report it is about. `visit_…`: for clocks counted from it. `paused`: until the round goes on.
    `kept`: the date that holds if that of a new clock would be earlier.
    """

    key: str
    rule: AssignmentRule
    role: str
    holders: tuple[str, ...]
    visit_starts: date | None = None
    visit_ends: date | None = None
    lead: int = 0
    version: int = 0
    sha256: str = ""
    again: bool = False
    paused: bool = False
    kept: datetime | None = None
    kind: Literal["open"] = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A submission was accepted: its inbox row becomes final and what it says is recorded."""

    submission: str
    key: str
    subject: str
    by: str
    officer: str
    kind: Literal["take"] = "take"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """A submission handed over later was refused: its row becomes final and its sender is told.

    `values` are those that the refusal's sentence needs.
    """

    submission: str
    code: str
    field: str
    values: tuple[tuple[str, str], ...] = ()
    kind: Literal["refuse"] = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """An assignment ends: its row, its grants. `state` is how, `submission` what fulfilled it.

    `why` is a code for whoever it was asked of, where there is more to say than that it has ended.
    """

    key: str
    state: str
    submission: str = ""
    links_live: bool = False
    why: str = ""
    kind: Literal["close"] = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remind:
    """A reminder of this assignment is due to its holders (one letter with all they have open).

    A monthly one goes to those told of its delay `also`, and brings back when the one after it comes, which
    is on the working morning that follows `next_from`. `passed` tells by then whether that is still asked.
    """

    key: str
    holders: tuple[str, ...]
    also: tuple[str, ...] = ()
    next_from: datetime | None = None
    passed: int = 0
    kind: Literal["remind"] = "remind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate:
    """It is overdue: tell whom the methodology names at this `level` of its chain, and its holders."""

    key: str
    to: tuple[str, ...]
    level: int = 1
    holders: tuple[str, ...] = ()
    kind: Literal["escalate"] = "escalate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An open assignment has another due date, or its clock stands or goes on (see `rounds.clock.moves`)."""

    key: str
    due: datetime
    monthly_from: datetime
    paused: bool
    tell: tuple[str, ...]
    holders: tuple[str, ...] = ()
    reminders: tuple[datetime, ...] = ()
    overdue: bool = False
    stood: tuple[tuple[datetime, datetime], ...] = ()
    rest: timedelta = timedelta(0)
    before: date | None = None
    number: int = 0
    slack: str = ""
    kind: Literal["move"] = "move"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """A candidate has taken a seat, or its holder has left it."""

    seat: int
    participant: str
    left: bool = False
    kind: Literal["seated"] = "seated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The visit has dates: work out its hours, send calendar invitations or their update.

    `form` is how it is held, where the methodology leaves a choice (V5). `was_…` is what it was before, and
    `submission` what says why it changes (V10).
    """

    starts: date
    ends: date
    number: int
    freeze: int
    people: tuple[str, ...]
    form: str = ""
    was_starts: date | None = None
    was_ends: date | None = None
    was_form: str = ""
    submission: str = ""
    kind: Literal["schedule"] = "schedule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unschedule:
    """The visit will not take place: cancel the calendar invitations."""

    number: int
    people: tuple[str, ...]
    kind: Literal["unschedule"] = "unschedule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replace:
    """A newcomer takes a participant's place: grants move, a brief goes out."""

    old: str
    new: str
    keys: tuple[str, ...]
    kind: Literal["replace"] = "replace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Readdress:
    """A participant's address has changed: old links end, open ones are written anew."""

    participant: str
    submission: str
    keys: tuple[str, ...]
    kind: Literal["readdress"] = "readdress"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resend:
    """One letter goes out once more."""

    letter: str
    submission: str
    kind: Literal["resend"] = "resend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A version of the report exists; a translation is one too, of the version with that sha256 (X2)."""

    version: int
    sha256: str
    submission: str
    language: str = ""
    pages: int = 0
    translation_of: str = ""
    kind: Literal["report"] = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """News for people, once each (see `rounds.state.news`). `key`: which task it is about.

    `about` is the participant whom it is about, `submission` what brought it about, `by` who sent that: they
    are told nothing, also where they take part under another id.
    """

    what: str
    people: tuple[str, ...]
    key: str = ""
    about: str = ""
    by: str = ""
    submission: str = ""
    kind: Literal["tell"] = "tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """Papers that somebody attached are there for those who may read them; or one (`withdrawn`) no more."""

    submission: str
    withdrawn: str = ""
    kind: Literal["papers"] = "papers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """In the place of an effect that could not be written and was left out: that is recorded.

    `effect` is its kind, `subject` what it was about. What was sent with it (`submission`) becomes final
    all the same: `accepted`, or `refused` with its code.
    """

    effect: str
    subject: str = ""
    submission: str = ""
    answer: str = ""
    code: str = ""
    kind: Literal["skip"] = "skip"


Effect = (
    Begin
    | Open
    | Take
    | Refuse
    | Close
    | Remind
    | Escalate
    | Move
    | Seated
    | Schedule
    | Unschedule
    | Replace
    | Share
    | Unshare
    | Readdress
    | Resend
    | Report
    | Tell
    | Papers
    | Skip
    | Publish
    | Unpublish
    | Announce
)
