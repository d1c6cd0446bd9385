"""What is sent about the report: contributions, versions, review, decision, lessons (W2 to X2, Y3)."""

from dataclasses import dataclass
from typing import Literal

from rounds.submissions.fields import Line, OptionalProse, Prose
from rounds.submissions.people import Language


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
class WriteLessons:
    """What the round taught about the procedure, where the methodology asks for it (Y3)."""

    lessons: tuple[Prose, ...]
    kind: Literal["write_lessons"] = "write_lessons"


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
