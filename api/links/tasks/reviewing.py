"""The pages on which a version of the report is read and decided on (W4, W6, X1, X2)."""

from collections.abc import Sequence
from typing import Any

from api.links.tasks.context import VERSIONS, PageContext
from api.links.tasks.prepared import Page, Prepared, offered
from rounds.submissions.people import LANGUAGES
from rounds.submissions.report import Recommendation
from templates import reporting as r
from templates.background import Block
from templates.forms import Asking
from templates.marked import mixed


def bound(m: PageContext) -> dict[str, Any]:
    """The version that a decision is about (X2)."""
    return {"version": m.assignment.version, "sha256": m.assignment.sha256}


def shown(m: PageContext) -> tuple[Block, ...]:
    """The version that a decision is about, to be read."""
    return r.report(m.words, m.methodology, m.report(), m.assignment.version, m.assignment.sha256)


def _commenting(m: PageContext, **more: Any) -> Asking:
    """Comments on the sections that there are (W4)."""
    options = {"section": offered(m, "section", m.methodology.sections), **more.pop("options", {})}
    return Asking(options=options, **more)


def comment_draft(m: PageContext) -> Prepared:
    """The draft, before it goes to the beneficiary (W2)."""
    return Prepared(values=bound(m), asking=_commenting(m), blocks=shown(m))


def review_report(m: PageContext) -> Prepared:
    """The version to review, with room for comments and for a word on each recommendation (W4, W6)."""
    report = m.report()
    recommended: Sequence[Recommendation] = report.recommendations if report else ()
    further = [code for code in LANGUAGES if code != _language(m)]
    hidden = set() if m.methodology.asks("translate_report") else {"languages"}
    hidden |= set() if recommended else {"replies", "shown"}
    return Prepared(
        values={**bound(m), "replies": [{"on": one.id} for one in recommended]},
        asking=_commenting(
            m,
            options={"languages": offered(m, "language", further)},
            fixed=frozenset({"replies"}),
            least={"replies": len(recommended)},
            headings={f"replies.{n}": numbered(n + 1, one) for n, one in enumerate(recommended)},
            without=frozenset(hidden),
        ),
        blocks=(*_answered(m), *shown(m)),
    )


def numbered(n: int, one: Recommendation) -> str:
    """A recommendation, by its number in the report."""
    return mixed("%(n)s. %(text)s", n=n, text=one.text)


def _language(m: PageContext) -> str:
    """That of the version which the assignment is about."""
    found = [s for kind in VERSIONS for s in m.said.get(kind, ()) if s.sha256 == m.assignment.sha256]
    return found[-1].language if found else ""


def _answered(m: PageContext) -> tuple[Block, ...]:
    """What became of the comments on the version before (W4)."""
    before = [s for s in m.said.get("review_report", ()) if s.asked.n == m.key.n - 1]
    given = [s.body for s in m.said.get("revise_report", ()) if s.asked.n == m.key.n - 1]
    made = [(s.by, c) for s in before for c in s.body.comments]
    return r.comment_block(m.words, made, given[-1].responses if given else ())


def review_translation(m: PageContext) -> Prepared:
    """The translation, with the approved text beside it (X2)."""
    originals = [s for kind in VERSIONS if kind != "translate_report" for s in m.said.get(kind, ())]
    original = next((s.body for s in originals if s.sha256 == m.original), None)
    return Prepared(
        values=bound(m),
        asking=_commenting(m),
        blocks=(r.into(m.words, m.key.about), *shown(m)),
        beside=r.report(m.words, m.methodology, original, 0, m.original),
        beside_title=m.words.say(r.APPROVED),
    )


def decide_publication(m: PageContext) -> Prepared:
    """The version to decide on, in the languages in which it exists (X1, X2)."""
    there = m.languages_there()
    asking = Asking(options={"languages": offered(m, "language", there)} if there else {})
    return Prepared(values=bound(m), asking=asking, blocks=shown(m))


PAGES = (
    Page(
        kind="comment_draft",
        reads=VERSIONS,
        prepare=comment_draft,
    ),
    Page(
        kind="review_report",
        reads=(*VERSIONS, "review_report"),
        prepare=review_report,
    ),
    Page(
        kind="review_translation",
        reads=(*VERSIONS, "review_report"),
        prepare=review_translation,
    ),
    Page(
        kind="decide_publication",
        reads=(*VERSIONS, "review_translation"),
        prepare=decide_publication,
    ),
)
