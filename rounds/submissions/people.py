"""People, as somebody names them in a submission."""

from dataclasses import dataclass
from typing import Literal, get_args

from rounds.submissions.fields import Address, Line, Name

Language = Literal["es", "en", "pt", "fr"]
LANGUAGES: tuple[str, ...] = get_args(Language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person, as somebody names them. No time zone: that of their country's capital."""

    name: Name
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
class Authority(Contact):
    """Somebody who answers the self-assessment, for these dimensions (D1)."""

    dimensions: tuple[str, ...] = ()
