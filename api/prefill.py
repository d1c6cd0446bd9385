"""What the page of each kind of assignment shows and starts from: a table from kind to function.

All of it is read from what the round has accepted so far (`Matter.said`); nothing is copied anywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from api.matter import Matter
from rounds.people import proposal_number
from rounds.request import ideal
from templates import background as b
from templates.background import Block
from templates.forms import Asking


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A form's first values, what it needs to know, and what stands above it."""

    values: dict[str, Any] = field(default_factory=dict)
    asking: Asking = field(default_factory=Asking)
    blocks: tuple[Block, ...] = ()


def prepare(m: Matter) -> Prepared:
    """What the page of this assignment shows and starts from."""
    return KINDS.get(m.assignment.kind, _nothing)(m)


def _nothing(_: Matter) -> Prepared:
    return Prepared()


def _states(m: Matter) -> list[tuple[str, str]]:
    """The states an expert or an experience may come from: all but the beneficiary (Q4, P2, P4)."""
    return m.words.countries(c for c in m.methodology.states if c != m.country)


def _candidate(m: Matter, **more: Any) -> Asking:
    points = [(p, m.words.choice("points", p)) for p in m.methodology.profile_points]
    return Asking(options={"country": _states(m), "points": points}, **more)


def _stay(m: Matter) -> tuple[Block, ...]:
    return (b.stay(m.words, m.visit.starts, m.visit.ends),) if m.visit else ()


def _complete_request(m: Matter) -> Prepared:
    most = m.methodology.limits.countries_of_interest
    examined = m.last("examine_request")
    return Prepared(
        values=b.plain(m.note) if m.note else {},
        asking=Asking(options={"countries_of_interest": _states(m)}, most={"countries_of_interest": most}),
        blocks=b.missing(m.words, examined.reason) if examined and examined.choice == "return" else (),
    )


def _examine_request(m: Matter) -> Prepared:
    if not m.note:
        return Prepared()
    warned = () if ideal(m.methodology, m.note.stage) else (b.not_ideal(m.words, m.methodology),)
    return Prepared(blocks=(*warned, b.note(m.words, m.note)))


def _propose_panel(m: Matter) -> Prepared:
    limits = m.methodology.limits
    before, asked = m.last("propose_panel"), m.last("agree_panel")
    least = {"seats": limits.experts, "candidates": 2, "coordinators": limits.coordinators}
    return Prepared(
        values=b.plain(before) if before else {},
        asking=_candidate(m, fixed=frozenset({"seats"}), least=least),
        blocks=(*b.asked_changes(m.words, asked.comment if asked else ""), *_request(m)),
    )


def _request(m: Matter) -> tuple[Block, ...]:
    return (b.note(m.words, m.note),) if m.note else ()


def _agree_panel(m: Matter) -> Prepared:
    proposal = m.last("propose_panel", f"propose_panel:{proposal_number(m.assignment.key)}")
    return Prepared(blocks=b.panel(m.words, proposal) if proposal else ())


def _invitation(m: Matter) -> Prepared:
    return Prepared(blocks=_request(m))


def _add_candidate(m: Matter) -> Prepared:
    return Prepared(asking=_candidate(m), blocks=_request(m))


def _agree_candidate(m: Matter) -> Prepared:
    added = m.last("add_candidate", f"add_candidate:{proposal_number(m.assignment.key)}")
    return Prepared(blocks=(b.candidate(m.words, added),) if added else ())


def _write_questions(m: Matter) -> Prepared:
    return Prepared(asking=Asking(least={"questions": 3}), blocks=_request(m))


def _send_questionnaire(m: Matter) -> Prepared:
    written = m.said.get("write_questions", ())
    return Prepared(
        values={"questions": [q for s in written for q in s.body.questions]},
        blocks=tuple(b.questions(m.words, s.by, s.body.questions) for s in written),
    )


def _answer_questionnaire(m: Matter) -> Prepared:
    sent = m.last("send_questionnaire")
    questions = sent.questions if sent else ()
    return Prepared(
        values={"answers": ["" for _ in questions]},
        asking=Asking(
            fixed=frozenset({"answers"}),
            least={"answers": len(questions)},
            headings={f"answers.{n}": f"{n + 1}. {q}" for n, q in enumerate(questions)},
        ),
    )


def _propose_dates(m: Matter) -> Prepared:
    earliest: date | None = m.assignment.earliest
    return Prepared(
        asking=Asking(least={"windows": 3}), blocks=b.earliest(m.words, earliest, m.methodology.limits)
    )


def _mark_dates(m: Matter) -> Prepared:
    number = proposal_number(m.assignment.key).partition(".")[0]
    proposal = m.last("propose_dates", f"propose_dates:{number}")
    windows = proposal.windows if proposal else ()
    offered = [(str(n), m.words.span(w.starts, w.ends)) for n, w in enumerate(windows, start=1)]
    return Prepared(asking=Asking(options={"suits": offered}))


def _set_agenda(m: Matter) -> Prepared:
    kinds = [(k, m.words.choice("session", k)) for k in m.methodology.sessions]
    return Prepared(
        values={"sessions": [{"session": k} for k, _ in kinds]},
        asking=Asking(options={"session": kinds}),
        blocks=_stay(m),
    )


def _arrange(m: Matter) -> Prepared:
    return Prepared(asking=Asking(least={"items": 3}), blocks=_stay(m))


def _ready_visit(m: Matter) -> Prepared:
    return Prepared(blocks=(*_stay(m), b.unfinished(m.words, m.unfinished)))


def _sections(m: Matter, name: str) -> Asking:
    titles = [m.words.choice("section", s) for s in m.methodology.sections]
    return Asking(fixed=frozenset({name}), headings={f"{name}.{n}": title for n, title in enumerate(titles)})


def _empty_sections(m: Matter) -> list[dict[str, str]]:
    return [{"section": s, "text": ""} for s in m.methodology.sections]


def _contribute(m: Matter) -> Prepared:
    return Prepared(values={"sections": _empty_sections(m)}, asking=_sections(m, "sections"), blocks=_stay(m))


def _consolidate(m: Matter) -> Prepared:
    findings = m.last("record_findings")
    contributions = [b.sections(m.words, s.by, s.body.sections) for s in m.said.get("contribute", ())]
    return Prepared(
        values={"sections": _empty_sections(m)},
        asking=_sections(m, "sections"),
        blocks=(*contributions, *b.findings(m.words, findings)),
    )


def _bound(m: Matter) -> dict[str, Any]:
    """The version that a decision is about (X2)."""
    return {"version": m.assignment.version, "sha256": m.assignment.sha256}


def _review(m: Matter) -> Prepared:
    return Prepared(
        values={**_bound(m), "comments": _empty_sections(m)},
        asking=_sections(m, "comments"),
        blocks=b.report(m.words, m.report(), m.assignment.version, m.assignment.sha256),
    )


def _revise(m: Matter) -> Prepared:
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


def _decide(m: Matter) -> Prepared:
    return Prepared(
        values=_bound(m),
        blocks=b.report(m.words, m.report(), m.assignment.version, m.assignment.sha256),
    )


def _mend_address(m: Matter) -> Prepared:
    someone = m.people.get(proposal_number(m.assignment.key).partition(":")[0])
    return Prepared(
        blocks=b.refusing(m.words, someone[0].role, someone[1].name, someone[1].email) if someone else ()
    )


KINDS: dict[str, Callable[[Matter], Prepared]] = {
    "complete_request": _complete_request,
    "examine_request": _examine_request,
    "propose_panel": _propose_panel,
    "agree_panel": _agree_panel,
    "answer_invitation": _invitation,
    "add_candidate": _add_candidate,
    "agree_candidate": _agree_candidate,
    "write_questions": _write_questions,
    "send_questionnaire": _send_questionnaire,
    "answer_questionnaire": _answer_questionnaire,
    "propose_dates": _propose_dates,
    "mark_dates": _mark_dates,
    "set_agenda": _set_agenda,
    "arrange_international": _arrange,
    "arrange_local": _arrange,
    "ready_visit": _ready_visit,
    "contribute": _contribute,
    "consolidate_report": _consolidate,
    "review_report": _review,
    "revise_report": _revise,
    "decide_publication": _decide,
    "mend_address": _mend_address,
}
"""How each kind's page is prepared; a kind that is not here shows its form alone."""
