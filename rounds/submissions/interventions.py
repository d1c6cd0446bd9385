"""What officers send to steer a round, what participants send from *my round*, and what both bring to decide.

`Sent.key` names the assignment it is about; empty, it is about the whole round.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from rounds.submissions.fields import Address, OptionalProse, Prose, Text
from rounds.submissions.people import Contact, Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend:
    """A later due date for one assignment, with a reason (Z1).

    `acknowledged`: the warnings that the officer has seen, such as `day_off`: nobody works on that day there.
    """

    due: date
    reason: Prose
    acknowledged: tuple[str, ...] = ()
    kind: Literal["extend"] = "extend"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskMoreTime:
    """A participant asks for a later due date, with a reason, from the page of their assignment (Z1)."""

    due: date
    reason: Prose
    kind: Literal["ask_more_time"] = "ask_more_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """The clocks of one assignment, or of the whole round, stand still (Z1)."""

    reason: Prose
    kind: Literal["pause"] = "pause"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """The clocks go on with the time that remained (Z1)."""

    reason: OptionalProse = ""
    kind: Literal["resume"] = "resume"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waive:
    """The round goes on without one assignment, with a reason (Z1)."""

    reason: Prose
    kind: Literal["waive"] = "waive"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectAddress:
    """A participant's address was wrong or has changed; their links are made anew."""

    participant: str
    email: Address
    reason: OptionalProse = ""
    kind: Literal["correct_address"] = "correct_address"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacePerson:
    """Somebody else takes a participant's place: open assignments move, old links end."""

    participant: str
    newcomer: Contact
    reason: OptionalProse = ""
    kind: Literal["replace_person"] = "replace_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegate:
    """Who owns an assignment has somebody do it, or the part of it that these words name."""

    delegate: Contact
    share: Annotated[str, Text(300, required=False, plain=True)] = ""
    reason: OptionalProse = ""
    kind: Literal["delegate"] = "delegate"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndDelegation:
    """Who owns an assignment does it without this delegate from now on."""

    participant: str
    reason: OptionalProse = ""
    kind: Literal["end_delegation"] = "end_delegation"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack:
    """Questions go back to their author, or answers for clarification: which, by number, and why (D3).

    `about` is the key of the assignment that was fulfilled with them.
    """

    about: str
    numbers: tuple[int, ...] = ()
    comment: Prose
    kind: Literal["send_back"] = "send_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendAgain:
    """One letter, by its key, is sent once more."""

    letter: str
    kind: Literal["send_again"] = "send_again"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAgain:
    """A participant whose link no longer acts asks for their own letter, at the registered address (L5)."""

    letter: str
    kind: Literal["ask_again"] = "ask_again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """The beneficiary, or the secretariat for it, withdraws the round (Z2)."""

    reason: OptionalProse = ""
    kind: Literal["withdraw"] = "withdraw"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavePanel:
    """An expert withdraws after accepting and is replaced (P8)."""

    reason: Prose
    kind: Literal["leave_panel"] = "leave_panel"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseLanguage:
    """A participant chooses the language of all that they are shown and sent (Z3)."""

    language: Language
    kind: Literal["choose_language"] = "choose_language"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryBatch:
    """What a round could not write is tried once more, after what stood in the way was mended."""

    kind: Literal["retry_batch"] = "retry_batch"


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipBatch:
    """What a round could not write is tried once more without the part that failed, with a reason."""

    reason: Prose
    kind: Literal["skip_batch"] = "skip_batch"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLessons:
    """What an officer notes about the procedure, of any round at any time (Y3)."""

    lessons: tuple[Prose, ...]
    kind: Literal["record_lessons"] = "record_lessons"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideExtension:
    """The officer grants the time that a participant asks for, or refuses it with a reason (Z1)."""

    choice: Literal["grant", "refuse"]
    reason: OptionalProse = ""
    acknowledged: tuple[str, ...] = ()
    kind: Literal["decide_extension"] = "decide_extension"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideSilence:
    """The officer waits on for who has been silent for long, or ends the round with a reason (Z8)."""

    choice: Literal["wait", "close", "withdraw"]
    reason: OptionalProse = ""
    kind: Literal["decide_silence"] = "decide_silence"


@dataclass(frozen=True, slots=True, kw_only=True)
class MendAddress:
    """The officer corrects an address that refused a letter."""

    email: Address
    kind: Literal["mend_address"] = "mend_address"
