"""The pages of the analytical framework and of the self-assessment (D1, D4)."""

from typing import Any

from api.links.tasks.context import PageContext, RoundContext
from api.links.tasks.prepared import Page, Prepared, answering, offered, request
from rounds.steps.assessment import OWN, parts
from templates import background as b
from templates.forms import Asking

SELF_ASSESSED = ("propose_framework", "write_self_assessment", "answer_self_assessment")
"""What a page reads to show the self-assessment as it was answered."""


def propose_framework(m: PageContext) -> Prepared:
    """The framework that was proposed before, and what is asked to change in it (D4)."""
    before, asked = m.last("propose_framework"), wants_changes(m)
    return Prepared(
        values=b.plain(before) if before else {},
        asking=Asking(options={"dimensions": offered(m, "dimensions", m.methodology.dimensions)}),
        blocks=(*b.asked_changes(m.words, asked.comment if asked else ""), *request(m)),
    )


def wants_changes(m: RoundContext) -> Any:
    """What somebody asked to change in the framework that was proposed last; None where nobody did (D4)."""
    asked = [s for s in m.said.get("agree_framework", ()) if s.body.choice == "changes"]
    last = max((s.asked.n for s in m.said.get("propose_framework", ())), default=0)
    return next((s.body for s in reversed(asked) if s.asked.n == last), None)


def named_dimensions(m: RoundContext) -> dict[str, str]:
    """The dimensions of the framework with their names (D4)."""
    framework = m.last("propose_framework")
    if framework is None:
        return dict(offered(m, "dimensions", m.methodology.dimensions))
    own = {f"{OWN}{n}": words for n, words in enumerate(framework.own, start=1)}
    return dict(offered(m, "dimensions", framework.dimensions)) | own


def agree_framework(m: PageContext) -> Prepared:
    """The dimensions to agree (D4)."""
    return Prepared(blocks=(b.listed(m.words, "dimensions", named_dimensions(m).values()), *request(m)))


def write_self_assessment(m: PageContext) -> Prepared:
    """A question for each dimension, to begin with (D1)."""
    names = named_dimensions(m)
    return Prepared(
        values={"questions": [{"dimension": code} for code in names]},
        asking=Asking(options={"dimension": tuple(names.items())}),
        blocks=request(m),
    )


def questions_of(m: RoundContext, role: str) -> list[str]:
    """The questions that one part of the self-assessment is about, in their order, with dimensions (D1)."""
    names, written = named_dimensions(m), m.last("write_self_assessment")
    mine = parts(tuple(names), m.authorities).get(role, ())
    questions = written.questions if written else ()
    return [m.words.pair(names[q.dimension], q.question) for q in questions if q.dimension in mine]


def answer_self_assessment(m: PageContext) -> Prepared:
    """The questions of the reader's own dimensions (D1)."""
    return answering(m, questions_of(m, m.assignment.role))


PAGES = (
    Page(
        kind="propose_framework",
        reads=("propose_framework", "agree_framework"),
        papers=True,
        prepare=propose_framework,
    ),
    Page(
        kind="agree_framework",
        reads=("propose_framework",),
        prepare=agree_framework,
    ),
    Page(
        kind="write_self_assessment",
        reads=("propose_framework",),
        papers=True,
        prepare=write_self_assessment,
    ),
    Page(
        kind="answer_self_assessment",
        reads=(*SELF_ASSESSED, "send_back"),
        papers=True,
        prepare=answer_self_assessment,
    ),
)
