"""What a round notes down beside its report: findings of meetings, lessons on the procedure itself."""

from dataclasses import dataclass
from typing import Literal

from rounds.fields import Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFindings:
    """What the working meetings found (V6)."""

    findings: Prose
    challenges: Prose
    recommendations: Prose
    kind: Literal["record_findings"] = "record_findings"


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteLessons:
    """What the round taught about the procedure, where the methodology asks for it (Y3)."""

    lessons: tuple[Prose, ...]
    kind: Literal["write_lessons"] = "write_lessons"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLessons:
    """What an officer notes about the procedure, of any round at any time (Y3)."""

    lessons: tuple[Prose, ...]
    kind: Literal["record_lessons"] = "record_lessons"
