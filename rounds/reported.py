"""What a version of the report says, as values and codes: the store gathers it, templates say it in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from rounds.methodology.model import Methodology
from rounds.submissions.people import Language
from rounds.submissions.report import SectionText


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """Somebody of the panel, as they were declared for the round."""

    name: str
    role: str
    institution: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The beneficiary's word on a recommendation, which it wants shown (W6): `accepted`, `in_part`, `not`.

    `language`: of the reasons; empty: of what the beneficiary wrote of itself.
    """

    recommendation: str
    choice: str
    reasons: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """One version of a report, or what may become one (W3 to W5).

    `secretariat`: the name under which it was added. `written_in`: the language of `institution` and
    `initiative`; `language`: of the texts. `final`: this is the version that was approved.
    `recommendations` and `needs` are the records of the version's body. `form`: how the visit was held.
    `translation_of`: the sha256 of the approved version that this one translates, from `original_language`.
    """

    methodology: Methodology
    secretariat: str
    country: str
    institution: str
    initiative: str
    written_in: str
    year: int
    number: int
    language: Language
    version: int
    sha256: str
    on: date
    final: bool = False
    sections: tuple[SectionText, ...] = ()
    recommendations: tuple[Any, ...] = ()
    needs: tuple[Any, ...] = ()
    replies: tuple[Reply, ...] = ()
    panel: tuple[Sitting, ...] = ()
    starts: date | None = None
    ends: date | None = None
    form: str = ""
    translation_of: str = ""
    original_language: str = ""
