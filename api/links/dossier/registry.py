"""Every matter of a dossier: how it is shown, and which files belong to it. One row a matter."""

from collections.abc import Callable
from dataclasses import dataclass

from api.links.dossier import asked, own, papers, people, report, visit
from api.links.dossier.context import DossierContext
from store.uploads import Upload
from templates.dossier import Piece, Shown


def _no_files(_: DossierContext) -> tuple[Upload, ...]:
    """It has none."""
    return ()


def _nothing_more(_: DossierContext, __: str) -> None:
    """All of it is there at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One matter: `show` makes what is read, `files` are what may be taken away with it.

    `more` makes a piece that is made only when it is asked for, by its id; None where there is no such.
    """

    name: str
    show: Callable[[DossierContext], Shown]
    files: Callable[[DossierContext], tuple[Upload, ...]] = _no_files
    more: Callable[[DossierContext, str], Piece | None] = _nothing_more


ROWS = (
    Matter(name="beneficiary", show=people.beneficiary),
    Matter(name="secretariat", show=people.secretariat),
    Matter(name="panel", show=people.panel),
    Matter(name="candidates", show=people.candidates),
    Matter(name="request", show=asked.request, files=asked.request_files),
    Matter(name="rules", show=asked.rules),
    Matter(name="framework", show=asked.framework),
    Matter(name="self_assessment", show=asked.self_assessment),
    Matter(name="questions", show=asked.questions),
    Matter(name="questionnaire", show=asked.questionnaire),
    Matter(name="dates", show=visit.dates),
    Matter(name="agenda", show=visit.agenda),
    Matter(name="arrangements_international", show=visit.international),
    Matter(name="arrangements_local", show=visit.local),
    Matter(name="findings", show=visit.findings),
    Matter(name="contributions", show=report.contributions),
    Matter(name="drafts", show=report.drafts),
    Matter(name="report", show=report.report, more=report.comparison),
    Matter(name="comments", show=report.comments),
    Matter(name="papers", show=papers.papers, files=papers.files),
    Matter(name="letters", show=own.letters),
    Matter(name="submissions", show=own.submissions, files=own.submitted_files),
)
MATTERS = {matter.name: matter for matter in ROWS}
"""Every row by its name; a test holds that they are those of `rounds.methodology.dossier`."""
