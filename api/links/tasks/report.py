"""The pages on which the report is written: contributions, versions, translations (W2 to W4, W6, X4, Y3)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from textwrap import shorten
from typing import Any

from api.links.tasks.answers import ANSWERED
from api.links.tasks.context import VERSIONS, PageContext, Spoken
from api.links.tasks.found import standing
from api.links.tasks.prepared import Page, Prepared, offered, stay
from api.links.tasks.questions import asked
from rounds.state.keys import Key
from rounds.steps import additions, resting, topics
from rounds.submissions.report import Comment
from templates import background as b
from templates import reporting as r
from templates.documents import rests_on
from templates.forms import Asking
from templates.marked import mixed

RECORDS = frozenset(("recommendations", "needs"))
"""What of a report is records (W6, X4)."""
WRITTEN = ("contribute", *VERSIONS)
"""The kinds in which recommendations are written."""
LONGEST = 90
"""Characters of what a recommendation rests on, in a list to choose from."""


def sections(m: PageContext) -> Asking:
    """W3: every section is written, or has records in its place."""
    all_ = m.methodology.sections
    texts = {s: f"sections.{n}.text" for n, s in enumerate(all_)}
    records = frozenset(path for s, path in texts.items() if s in m.methodology.records.values())
    return Asking(
        fixed=frozenset({"sections"}),
        headings={f"sections.{n}": m.words.choice("section", s) for n, s in enumerate(all_)},
        needed=frozenset(texts.values()) - records,
        depends=records,
    )


def with_records(m: PageContext, asking: Asking, held: Sequence[str]) -> Asking:
    """The same with the records of these sections, and what may be chosen in them (W6, X4)."""
    there = {name for name, section in m.methodology.records.items() if section in held}
    return replace(
        asking,
        options={
            **asking.options,
            "topic": offered(m, "topic", topics.offered(m.methodology)),
            "rests_on": _bases(m),
        },
        without=asking.without | (RECORDS - there),
        least={**asking.least, **dict.fromkeys(there, 0)},
    )


def _bases(m: PageContext) -> list[tuple[str, str]]:
    """What a recommendation may rest on, with the beginning of its text (V6, D1, D2)."""
    asked_ = [(_before(each.answers), each.questions) for each in asked(m)]
    written = m.last("write_self_assessment")
    assessed = [(resting.ASSESSED, [q.question for q in written.questions])] if written else []
    # What is rested on already stays to be chosen, whatever became of it.
    kept = resting.held(s.body for kind in WRITTEN for s in m.said.get(kind, ()))
    names = {ref: rests_on(m.words, ref) for ref in kept}
    for basis in resting.bases(standing(m), (*asked_, *assessed)):
        names[basis.ref] = shorten(basis.text, LONGEST, placeholder=" …")
    return list(names.items())


def _before(answers: Key) -> str:
    return resting.before(answers.about) if additions.is_added(answers) else resting.ASKED


def contribute(m: PageContext) -> Prepared:
    """W2: the sections that are the experts' to write, and their records."""
    writers = m.methodology.writers
    marked = [
        s
        for s in m.methodology.sections
        if writers.get(s, "expert") == m.methodology.rule("contribute").owner
    ]
    headings = {f"sections.{n}": m.words.choice("section", s) for n, s in enumerate(marked)}
    asking = Asking(fixed=frozenset({"sections"}), headings=headings, depends=frozenset({"text"}))
    return Prepared(
        values={"sections": [{"section": s, "text": ""} for s in marked]},
        asking=with_records(m, asking, marked),
        blocks=stay(m),
    )


def consolidate_report(m: PageContext) -> Prepared:
    """What was contributed, beside a report that has the experts' records (W2, W3, W6)."""
    said = m.latest("contribute")
    contributions = [r.contributed(m.words, m.methodology, s.by, s.body) for s in said]
    records = {name: _contributed(said, name) for name in RECORDS}
    empty = [{"section": s, "text": ""} for s in m.methodology.sections]
    return Prepared(
        values={"sections": empty, **records},
        asking=with_records(m, sections(m), m.methodology.sections),
        blocks=tuple(contributions),
    )


def _contributed(said: Sequence[Spoken], name: str) -> list[dict[str, Any]]:
    """What the experts wrote as records, each once."""
    rows = [row for s in said for row in b.plain(s.body)[name]]
    return list({row["id"]: row for row in rows}.values())


def finish_draft(m: PageContext) -> Prepared:
    """The draft, with room for an answer to each of the experts' comments (W2, W4)."""
    said = [s for s in m.said.get("comment_draft", ()) if s.asked.n == m.key.n]
    return _next(m, [(s.by, c) for s in said for c in s.body.comments])


def revise_report(m: PageContext) -> Prepared:
    """The version that was reviewed, with room for an answer to each comment on it (W4)."""
    said = [s for s in m.said.get("review_report", ()) if s.asked.n == m.key.n]
    return _next(m, [(s.by, c) for s in said for c in s.body.comments])


def _next(m: PageContext, made: Iterable[tuple[str, Comment]]) -> Prepared:
    """The next version starts from the one before; each comment is answered once, whoever made it."""
    comments = {c.id or str(n): (by, c) for n, (by, c) in enumerate(made)}
    asked = [(by, c) for by, c in comments.values() if c.id]
    asking = with_records(m, sections(m), m.methodology.sections)
    return Prepared(
        values={**_written(m), "responses": [{"on": c.id} for _, c in asked]},
        asking=replace(
            asking,
            fixed=asking.fixed | {"responses"},
            headings={
                **asking.headings,
                **{f"responses.{n}": _heading(m, n + 1, c) for n, (_, c) in enumerate(asked)},
            },
            without=asking.without if asked else asking.without | {"responses"},
            least={**asking.least, "responses": len(asked)},
        ),
        blocks=tuple(r.comment_block(m.words, [(by, c) for by, c in comments.values()])),
    )


def _heading(m: PageContext, n: int, comment: Comment) -> str:
    return mixed("%(n)s. %(section)s: %(text)s", n=n, **r.comment_parts(m.words, comment))


def _written(m: PageContext) -> dict[str, Any]:
    """The version that the next one starts from, as the values of a form."""
    report = m.report()
    written = {s.section: s.text for s in report.sections} if report else {}
    return {
        "sections": [{"section": s, "text": written.get(s, "")} for s in m.methodology.sections],
        **{name: b.plain(report).get(name, []) if report else [] for name in RECORDS},
    }


def translate_report(m: PageContext) -> Prepared:
    """The approved text beside the form, whose records have all but their texts (X2)."""
    asking = with_records(m, sections(m), m.methodology.sections)
    before = [s.body for s in m.said.get("translate_report", ()) if s.asked.about == m.key.about]
    reviews = [s for s in m.said.get("review_translation", ()) if s.asked.about == m.key.about]
    return Prepared(
        values=_started(m, before[-1] if before else None),
        asking=replace(asking, fixed=asking.fixed | RECORDS),
        blocks=(
            r.into(m.words, m.key.about),
            *r.comments(m.words, reviews[-1].body.comments if reviews else ()),
        ),
        beside=r.report(m.words, m.methodology, m.report(), m.assignment.version, m.assignment.sha256),
        beside_title=m.words.say(r.APPROVED),
    )


def _started(m: PageContext, before: Any) -> dict[str, Any]:
    """What a translation starts from: the one that went back, or the records of the original untold."""
    values = _written(m)
    if before is not None:
        written = {s.section: s.text for s in before.sections}
        texts = [{"section": s, "text": written.get(s, "")} for s in m.methodology.sections]
        return {"sections": texts, **{name: b.plain(before)[name] for name in RECORDS}}
    untold = dict.fromkeys(("text", "reasons", "topic_words"), "")
    return {
        "sections": [{**part, "text": ""} for part in values["sections"]],
        **{name: [{k: untold.get(k, v) for k, v in row.items()} for row in values[name]] for name in RECORDS},
    }


PAGES = (
    Page(
        kind="contribute",
        reads=("contribute",),
        papers=True,
        answers=True,
        prepare=contribute,
    ),
    Page(kind="write_lessons"),
    Page(
        kind="consolidate_report",
        reads=("contribute",),
        papers=True,
        answers=True,
        prepare=consolidate_report,
    ),
    Page(
        kind="finish_draft",
        reads=(*WRITTEN, "comment_draft"),
        answers=True,
        prepare=finish_draft,
    ),
    Page(
        kind="revise_report",
        reads=(*WRITTEN, "review_report"),
        answers=True,
        prepare=revise_report,
    ),
    Page(
        kind="translate_report",
        reads=(*WRITTEN, "review_translation", *ANSWERED),
        prepare=translate_report,
    ),
)
