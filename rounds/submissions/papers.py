"""Papers that whoever takes part attaches to a round: presentations, annexes, a signed letter, minutes."""

from dataclasses import dataclass
from typing import Annotated, Literal

from rounds.submissions.fields import Line, OptionalLine, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One of them: what it is called, and the id of its upload."""

    title: Line
    file: Annotated[str, Text(64, form="file")]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPapers:
    """Papers with those who may read them: one of the audiences of the methodology's file.

    `about` is what they go with: a matter of the dossier, a session of the agenda by its number
    (`session-3`); empty: the round as a whole.
    """

    papers: tuple[Paper, ...]
    about: str = ""
    audience: str
    kind: Literal["add_papers"] = "add_papers"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPaper:
    """A paper that was attached by mistake is shown to nobody any more; that it was stays on record."""

    paper: str
    reason: OptionalLine = ""
    kind: Literal["withdraw_paper"] = "withdraw_paper"
