"""What a country sends from the public pages to ask for a round, before there is one (Q1)."""

from dataclasses import dataclass
from typing import Literal

from rounds.submissions.fields import Address, Line, Name, OptionalLine, OptionalProse
from rounds.submissions.people import Contact, Language
from rounds.submissions.refusals import Refusal
from rounds.submissions.request import Note, OpenRound


class AskedTooOften(Refusal):
    """More requests for rounds have come in than somebody would write."""

    code = "asked_too_often"


class NotConfirmed(Refusal):
    """There is no request of this id that its focal point has confirmed and from which nothing came yet."""

    code = "not_confirmed"
    conflict = True


class RequestDiffers(Refusal):
    """What is said of a round that is opened from a request is not what its focal point confirmed (Q8)."""

    code = "request_differs"
    conflict = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForRound:
    """A request from the public pages, with its note; who is named in it confirms it by a link (Q1, Q8)."""

    methodology: str
    country: str
    institution: Line
    topic: str = ""
    topic_words: OptionalLine = ""
    initiative: Line
    stage: Literal["design", "reform", "launch", "running", "finished"]
    objective: OptionalProse = ""
    countries_of_interest: tuple[str, ...] = ()
    experiences_of_interest: tuple[Line, ...] = ()
    name: Name
    email: Address
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """An officer sets a request aside; with a reason, whoever confirmed it is told it (Q7)."""

    reason: OptionalProse = ""


OF_THE_NOTE = (
    "topic",
    "topic_words",
    "initiative",
    "stage",
    "objective",
    "countries_of_interest",
    "experiences_of_interest",
)
"""What of a request is its note; documents are sent once the round is open."""


def note_of(body: AskForRound) -> Note:
    """The note that a request holds: the focal point's own words (Q8)."""
    return Note(**{name: getattr(body, name) for name in OF_THE_NOTE})


def opening_of(id: str, body: AskForRound) -> OpenRound:
    """The opening of the round that a confirmed request asks for."""
    return OpenRound(
        methodology=body.methodology,
        country=body.country,
        institution=body.institution,
        focal_point=Contact(name=body.name, email=body.email, language=body.language),
        note=note_of(body),
        request=id,
    )


SAME = ("methodology", "country", "institution", "focal_point", "note")
"""What an officer opens a request's round with as it was confirmed, and not otherwise."""


def check_same(asked: OpenRound, body: OpenRound) -> None:
    """Q8: nobody confirms again what they have confirmed; so it is opened as they said it.

    Raises: RequestDiffers, naming the field.
    """
    for field in SAME:
        if getattr(asked, field) != getattr(body, field):
            raise RequestDiffers(field=field)
