"""Why a rule said no: a class with a code, the field it is about, and the values its sentence needs.

The words stand in the locales under the code; the HTTP status is mapped once, in the api, from
`conflict`: True when the round has moved on (409), False when what was sent is wrong in itself (422).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar


class Refusal(Exception):
    """A rule refused what someone sent; `code` is stable and public."""

    code: ClassVar[str] = "refused"
    conflict: ClassVar[bool] = False

    def __init__(self, field: str = "", **values: object) -> None:
        super().__init__(self.code)
        self.field = field
        self.values = values
        self.others: tuple[Refusal, ...] = ()
        """What else is wrong with the same body: whoever sent it is told of all of it at once."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal as data, to travel and to be kept; `others` travel with it, and are not kept."""

    code: str
    field: str = ""
    values: tuple[tuple[str, str], ...] = ()
    others: tuple["Refused", ...] = ()

    @property
    def all(self) -> tuple["Refused", ...]:
        """Itself, then what else is wrong with the same body."""
        return (self, *self.others)


def as_data(refusal: Refusal) -> Refused:
    """The refusal as plain values."""
    return Refused(refusal.code, refusal.field, tuple((k, str(v)) for k, v in refusal.values.items()))


def refusal(check: Callable[..., None], *given: object) -> Refusal | None:
    """Why a check refuses what it is given; None for what it lets pass: so a page asks what a rule allows."""
    try:
        check(*given)
    except Refusal as said:
        return said
    return None


def found(check: Callable[..., None], *given: object) -> tuple[Refusal, ...]:
    """All that a check refuses of what it is given."""
    said = refusal(check, *given)
    return (said, *said.others) if said else ()


def refuse(wrong: Iterable[Refusal]) -> None:
    """Raise the first of what is wrong, the others beside it, one for each field; nothing if nothing is."""
    by_field: dict[str, Refusal] = {}
    for one in wrong:
        by_field.setdefault(one.field, one)
    if by_field:
        first, *others = by_field.values()
        first.others = tuple(others)
        raise first


class TextMissing(Refusal):
    """A text that is required is empty."""

    code = "text_missing"


class TextTooLong(Refusal):
    """A text is longer than its field admits."""

    code = "text_too_long"


class ChoiceMissing(Refusal):
    """Nothing was chosen where a deliberate choice is asked."""

    code = "choice_missing"


class ReasonMissing(Refusal):
    """This choice needs a reason."""

    code = "reason_missing"


class WrongShape(Refusal):
    """The body is not of the shape that this kind of submission has."""

    code = "wrong_shape"


class WrongKind(Refusal):
    """The submission is of another kind than the assignment."""

    code = "wrong_kind"


class NotOpen(Refusal):
    """The assignment does not exist, or is not open any more."""

    code = "not_open"
    conflict = True


class AlreadyAnswered(Refusal):
    """Somebody fulfilled the assignment before."""

    code = "already_answered"
    conflict = True


class NotYours(Refusal):
    """The assignment belongs to somebody else."""

    code = "not_yours"
    conflict = True


class RoundIsOver(Refusal):
    """The round has ended; nothing can be sent to it."""

    code = "round_is_over"
    conflict = True


class RehearsalBusy(Refusal):
    """Another round is being rehearsed, and one at a time is enough."""

    code = "rehearsal_busy"


class RehearsalNotMade(Refusal):
    """The rehearsal took too long, or could not be made."""

    code = "rehearsal_not_made"


class OnlyInPerson(Refusal):
    """An undertaking, an approval or an authorisation is never given on somebody's behalf."""

    code = "only_in_person"


class ProofMissing(Refusal):
    """What is filed on behalf of somebody needs a file that proves it."""

    code = "proof_missing"


class NotWaivable(Refusal):
    """An approval, an authorisation, or what the round cannot go on without is never waived (Z1)."""

    code = "not_waivable"


class OfficersOnly(Refusal):
    """Only the secretariat steers a round."""

    code = "officers_only"


class UnknownCountry(Refusal):
    """Not a member state in the dated list (Q1)."""

    code = "unknown_country"


class NothingWritten(Refusal):
    """Nothing was written where something is asked."""

    code = "nothing_written"


class CommentMissing(Refusal):
    """Changes are asked with comments by section (W4)."""

    code = "comment_missing"


class DateInThePast(Refusal):
    """The new due date has passed already."""

    code = "date_in_the_past"


class DateNotLater(Refusal):
    """The new due date is not later than the present one."""

    code = "date_not_later"


class NotPaused(Refusal):
    """There is no clock standing still to go on."""

    code = "not_paused"
    conflict = True


class AlreadyPaused(Refusal):
    """The clock stands still already."""

    code = "already_paused"
    conflict = True


class UnknownPerson(Refusal):
    """Nobody of this id takes part in the round now."""

    code = "unknown_person"


class SamePerson(Refusal):
    """Who is to come is there already: nobody replaces or assists themselves."""

    code = "same_person"


class NotAnOfficer(Refusal):
    """Only an officer of the secretariat takes the place of one."""

    code = "not_an_officer"


class LinkUnknown(Refusal):
    """The link is unknown, forged or revoked; nobody is told which."""

    code = "link_unknown"


class FileTooLarge(Refusal):
    """A file above the size that is admitted."""

    code = "file_too_large"


class FileKindRefused(Refusal):
    """The kind of file is not one of those admitted."""

    code = "file_kind_refused"


class FileNotWhatItSays(Refusal):
    """The content of a file is of another kind than its name."""

    code = "file_not_what_it_says"


class FileOfAnother(Refusal):
    """A file that belongs to another round, or that somebody else uploaded."""

    code = "file_of_another"


class BodyTooLarge(Refusal):
    """More was sent than is admitted."""

    code = "body_too_large"


class UnknownDimension(Refusal):
    """A dimension that the methodology, or the agreed framework, does not have (D4)."""

    code = "unknown_dimension"


class DraftChanged(Refusal):
    """Somebody else has saved something for the same assignment since the page was opened."""

    code = "draft_changed"
    conflict = True


class MethodologyUnknown(Refusal):
    """There is no methodology of this name."""

    code = "methodology_unknown"
