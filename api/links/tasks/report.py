"""The pages of the report, its review and the decision on it (W2 to X2, Y3)."""

from typing import Any

from api.links.tasks.context import PageContext
from api.links.tasks.prepared import Page, Prepared, stay
from templates import background as b
from templates.forms import Asking

VERSIONS = ("consolidate_report", "revise_report")
"""The kinds that make a version of the report."""


def _sections(m: PageContext, name: str) -> Asking:
    """W3: every section is written, but for that whose needs are records; which is commented is free."""
    all_ = m.methodology.sections
    texts = {s: f"{name}.{n}.text" for n, s in enumerate(all_)}
    records = frozenset(path for s, path in texts.items() if s == m.methodology.needs_section)
    return Asking(
        fixed=frozenset({name}),
        headings={f"{name}.{n}": m.words.choice("section", s) for n, s in enumerate(all_)},
        needed=frozenset(texts.values()) - records if name == "sections" else frozenset(),
        depends=frozenset({"text"}) if name == "comments" else records,
    )


def _empty_sections(m: PageContext) -> list[dict[str, str]]:
    return [{"section": s, "text": ""} for s in m.methodology.sections]


def contribute(m: PageContext) -> Prepared:
    """W2: the sections that are the experts' to write."""
    writers = m.methodology.writers
    marked = [
        s
        for s in m.methodology.sections
        if writers.get(s, "expert") == m.methodology.rule("contribute").owner
    ]
    headings = {f"sections.{n}": m.words.choice("section", s) for n, s in enumerate(marked)}
    return Prepared(
        values={"sections": [{"section": s, "text": ""} for s in marked]},
        asking=Asking(fixed=frozenset({"sections"}), headings=headings, depends=frozenset({"text"})),
        blocks=stay(m),
    )


def consolidate_report(m: PageContext) -> Prepared:
    """What was contributed and found, beside an empty report (W2, W3)."""
    findings = m.last("record_findings")
    contributions = [b.sections(m.words, s.by, s.body.sections) for s in m.said.get("contribute", ())]
    return Prepared(
        values={"sections": _empty_sections(m)},
        asking=_sections(m, "sections"),
        blocks=(*contributions, *b.findings(m.words, findings)),
    )


def _bound(m: PageContext) -> dict[str, Any]:
    """The version that a decision is about (X2)."""
    return {"version": m.assignment.version, "sha256": m.assignment.sha256}


def review_report(m: PageContext) -> Prepared:
    """The version to review, with room for comments by section (W4)."""
    return Prepared(
        values={**_bound(m), "comments": _empty_sections(m)},
        asking=_sections(m, "comments"),
        blocks=b.report(m.words, m.report(), m.assignment.version, m.assignment.sha256),
    )


def revise_report(m: PageContext) -> Prepared:
    """The version that was reviewed, beside the comments on it (W4)."""
    report, review = m.report(), m.last("review_report")
    written = {s.section: s.text for s in report.sections} if report else {}
    return Prepared(
        values={
            "sections": [{"section": s, "text": written.get(s, "")} for s in m.methodology.sections],
            "needs": b.plain(report).get("needs", []) if report else [],
        },
        asking=_sections(m, "sections"),
        blocks=b.comments(m.words, review.comments if review else ()),
    )


def decide_publication(m: PageContext) -> Prepared:
    """The version to decide on (X1, X2)."""
    return Prepared(
        values=_bound(m),
        blocks=b.report(m.words, m.report(), m.assignment.version, m.assignment.sha256),
    )


PAGES = (
    Page(
        kind="contribute",
        papers=True,
        answers=True,
        prepare=contribute,
    ),
    Page(kind="write_lessons"),
    Page(
        kind="consolidate_report",
        reads=("contribute", "record_findings"),
        papers=True,
        answers=True,
        prepare=consolidate_report,
    ),
    Page(
        kind="review_report",
        reads=VERSIONS,
        prepare=review_report,
    ),
    Page(
        kind="revise_report",
        reads=(*VERSIONS, "review_report"),
        answers=True,
        prepare=revise_report,
    ),
    Page(
        kind="decide_publication",
        reads=VERSIONS,
        prepare=decide_publication,
    ),
)
