"""Why a rule said no: a class with a code, the field it is about, and the values its sentence needs.

The words stand in the locales under the code; the HTTP status is mapped once, in the api, from
`conflict`: True when the round has moved on (409), False when what was sent is wrong in itself (422).
"""

from dataclasses import dataclass
from typing import ClassVar


class Refusal(Exception):  # noqa: N818 - the glossary's word; a refusal is an answer, not a fault
    """A rule refused what someone sent; `code` is stable and public."""

    code: ClassVar[str] = "refused"
    conflict: ClassVar[bool] = False

    def __init__(self, field: str = "", **values: object) -> None:
        super().__init__(self.code)
        self.field = field
        self.values = values


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal as data, to travel and to be kept."""

    code: str
    field: str = ""
    values: tuple[tuple[str, str], ...] = ()


def as_data(refusal: Refusal) -> Refused:
    """The refusal as plain values."""
    return Refused(refusal.code, refusal.field, tuple((k, str(v)) for k, v in refusal.values.items()))


class TextMissing(Refusal):
    code = "text_missing"


class TextTooLong(Refusal):
    code = "text_too_long"


class ChoiceMissing(Refusal):
    code = "choice_missing"


class ReasonMissing(Refusal):
    code = "reason_missing"


class WrongShape(Refusal):
    """The body is not of the shape that this kind of submission has."""

    code = "wrong_shape"


class WrongKind(Refusal):
    code = "wrong_kind"


class NotOpen(Refusal):
    """The assignment does not exist, or is not open any more."""

    code = "not_open"
    conflict = True


class AlreadyAnswered(Refusal):
    code = "already_answered"
    conflict = True


class NotYours(Refusal):
    code = "not_yours"
    conflict = True


class RoundIsOver(Refusal):
    code = "round_is_over"
    conflict = True


class OnlyInPerson(Refusal):
    """An undertaking, an approval or an authorisation is never given on somebody's behalf."""

    code = "only_in_person"


class ProofMissing(Refusal):
    code = "proof_missing"


class NotWaivable(Refusal):
    code = "not_waivable"


class OfficersOnly(Refusal):
    code = "officers_only"


class UnknownCountry(Refusal):
    """Not a member state in the dated list (Q1)."""

    code = "unknown_country"


class TooManyCountries(Refusal):
    """More countries or experiences of interest than the methodology admits (Q4)."""

    code = "too_many_countries"


class OwnCountry(Refusal):
    """The beneficiary's own country as a country of interest."""

    code = "own_country"


class TooManyDocuments(Refusal):
    """More reference documents than the methodology admits (Q5)."""

    code = "too_many_documents"


class DocumentEmpty(Refusal):
    """A reference document with neither a file nor a web link, or with both."""

    code = "document_empty"


class WrongNumberOfSeats(Refusal):
    """Not the number of experts of the methodology (P2, P4)."""

    code = "wrong_number_of_seats"


class WrongNumberOfCoordinators(Refusal):
    """Not the number of coordinators of the methodology (P3, P5)."""

    code = "wrong_number_of_coordinators"


class ShortlistEmpty(Refusal):
    code = "shortlist_empty"


class ExpertFromBeneficiary(Refusal):
    """No expert comes from the beneficiary's country (P2, P4)."""

    code = "expert_from_beneficiary"


class ProfileUnchecked(Refusal):
    """A point of a candidate's profile was not confirmed (P7)."""

    code = "profile_unchecked"


class SamePersonTwice(Refusal):
    code = "same_person_twice"


class UndertakingMissing(Refusal):
    """Accepting needs the ad honorem undertaking, the institution's agreement and the statement (P6)."""

    code = "undertaking_missing"


class SeatTaken(Refusal):
    """Another candidate accepted first (P8)."""

    code = "seat_taken"
    conflict = True


class NothingWritten(Refusal):
    code = "nothing_written"


class AnswerMissing(Refusal):
    """A question was left without an answer (D2)."""

    code = "answer_missing"


class VisitTooShortOrLong(Refusal):
    """The visit lasts the methodology's number of days (V3)."""

    code = "visit_length"


class WindowTooSoon(Refusal):
    code = "window_too_soon"


class WindowBackwards(Refusal):
    code = "window_backwards"


class UnknownWindow(Refusal):
    code = "unknown_window"


class SessionKindMissing(Refusal):
    """The agenda lacks one of the kinds of session (V4)."""

    code = "session_kind_missing"


class SessionOutsideVisit(Refusal):
    code = "session_outside_visit"


class SessionBackwards(Refusal):
    code = "session_backwards"


class SessionsOverlap(Refusal):
    code = "sessions_overlap"


class ListEmpty(Refusal):
    code = "list_empty"


class OnlyOfficersWaive(Refusal):
    """An item of a list is waived by the secretariat only (V2)."""

    code = "only_officers_waive"


class SectionMissing(Refusal):
    """The report lacks a section of the methodology (W3)."""

    code = "section_missing"


class UnknownSection(Refusal):
    code = "unknown_section"


class OlderVersion(Refusal):
    """The decision was about a version that is not the one in force (X2)."""

    code = "older_version"
    conflict = True


class CommentMissing(Refusal):
    """Changes are asked with comments by section (W4)."""

    code = "comment_missing"


class LanguageMissing(Refusal):
    """An authorisation names the languages it is for (X2)."""

    code = "language_missing"


class DateInThePast(Refusal):
    code = "date_in_the_past"


class NotPaused(Refusal):
    code = "not_paused"
    conflict = True


class AlreadyPaused(Refusal):
    code = "already_paused"
    conflict = True


class UnknownPerson(Refusal):
    code = "unknown_person"


class SameAddress(Refusal):
    code = "same_address"


class LinkUnknown(Refusal):
    code = "link_unknown"


class FileTooLarge(Refusal):
    code = "file_too_large"


class FileKindRefused(Refusal):
    """The kind of file is not one of those admitted."""

    code = "file_kind_refused"


class FileNotWhatItSays(Refusal):
    """The content of a file is of another kind than its name."""

    code = "file_not_what_it_says"


class BodyTooLarge(Refusal):
    code = "body_too_large"


class Unchanged(Refusal):
    code = "unchanged"


class MethodologyUnknown(Refusal):
    code = "methodology_unknown"


CODES: dict[str, type[Refusal]] = {r.code: r for r in Refusal.__subclasses__()}
"""Every refusal by its code."""


def from_code(code: str) -> type[Refusal] | None:
    """The class of a code; None for a code that no rule has."""
    return CODES.get(code)
