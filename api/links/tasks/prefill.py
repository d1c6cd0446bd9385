"""What the page of each kind of assignment shows and starts from: a table from kind to function.

All of it is read from what the round has accepted so far (`Matter.said`); nothing is copied anywhere.
"""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from api.links.tasks import assessment as a
from api.links.tasks import dates as d
from api.links.tasks.context import PageContext
from api.links.tasks.prepared import Prepared, answering, exchanges, offered, request, states, stay
from rounds.clock.extensions import request_in
from rounds.state.people import proposal_number
from rounds.steps import conflicts
from rounds.steps.warnings import FEW_COUNTRIES, of_stage
from rounds.submissions.request import Note
from templates import background as b
from templates.forms import Asking
from templates.marked import marked


def prepare(m: PageContext) -> Prepared:
    """What the page of this assignment shows and starts from."""
    return KINDS.get(m.assignment.kind, _nothing)(m)


def _nothing(_: PageContext) -> Prepared:
    return Prepared()


def _named(m: PageContext) -> list[tuple[str, str]]:
    """The states that the beneficiary named for the panel, else all (P2)."""
    named = m.last("name_states")
    return m.words.countries(named.states) if named else states(m)


def _candidate(m: PageContext, **more: Any) -> Asking:
    few = (FEW_COUNTRIES,) if m.methodology.limits.peer_countries else ()
    options = {
        "country": _named(m),
        "points": offered(m, "points", m.methodology.profile_points),
        "acknowledged": offered(m, "acknowledged", few),
    }
    return Asking(options=options, without=frozenset() if few else frozenset({"acknowledged"}), **more)


def _complete_request(m: PageContext) -> Prepared:
    most = m.methodology.limits.countries_of_interest
    examined = m.last("examine_request")
    needed = [need for need in m.methodology.note_needs if "|" not in need]
    return Prepared(
        values=b.plain(m.note) if m.note else {},
        asking=Asking(
            options={
                "countries_of_interest": states(m),
                "topic": offered(m, "topic", m.methodology.topics),
            },
            most={"countries_of_interest": most},
            without=frozenset(f.name for f in fields(Note)) - frozenset(m.methodology.note_asks),
            needed=frozenset(needed),
        ),
        blocks=b.missing(m.words, examined.reason) if examined and examined.choice == "return" else (),
    )


def _examine_request(m: PageContext) -> Prepared:
    if not m.note:
        return Prepared()
    found = of_stage(m.methodology, m.note.stage)
    warned = (b.not_ideal(m.words, m.methodology),) if found else ()
    return Prepared(
        asking=Asking(
            options={"acknowledged": offered(m, "acknowledged", found)},
            without=frozenset() if found else frozenset({"acknowledged"}),
        ),
        blocks=(*warned, b.note(m.words, m.note)),
    )


def _name_states(m: PageContext) -> Prepared:
    before, asked = m.last("name_states"), m.last("agree_panel")
    return Prepared(
        values=b.plain(before) if before else {},
        asking=Asking(options={"states": states(m)}, most={"states": m.methodology.limits.experts}),
        blocks=(*b.asked_changes(m.words, asked.comment if asked else ""), *request(m)),
    )


def _propose_panel(m: PageContext) -> Prepared:
    limits = m.methodology.limits
    before, asked = m.last("propose_panel"), m.last("agree_panel")
    fixed = frozenset({"seats"} if limits.experts_least == limits.experts else ())
    least = {"seats": limits.experts, "candidates": 2, "coordinators": limits.coordinators}
    return Prepared(
        values=b.plain(before) if before else {},
        asking=_candidate(m, fixed=fixed, least=least),
        blocks=(*b.asked_changes(m.words, asked.comment if asked else ""), *request(m)),
    )


def _agree_panel(m: PageContext) -> Prepared:
    proposal = m.last("propose_panel", f"propose_panel:{proposal_number(m.assignment.key)}")
    return Prepared(blocks=b.panel(m.words, proposal) if proposal else ())


def _invitation(m: PageContext) -> Prepared:
    return Prepared(blocks=request(m))


def _add_candidate(m: PageContext) -> Prepared:
    return Prepared(asking=_candidate(m), blocks=request(m))


def _agree_candidate(m: PageContext) -> Prepared:
    added = m.last("add_candidate", f"add_candidate:{proposal_number(m.assignment.key)}")
    return Prepared(blocks=(b.candidate(m.words, added),) if added else ())


def _review_conflict(m: PageContext) -> Prepared:
    """The statement, and whose it is (P6)."""
    candidate = conflicts.candidate(m.assignment.key)
    said = m.last("answer_invitation", f"answer_invitation:{candidate}")
    if not said or candidate not in m.people:
        return Prepared()
    _, person = m.people[candidate]
    told = {
        "institution": marked(person.institution, person.language),
        "country": m.words.country(person.country),
        "conflict_statement": said.conflict_statement,
    }
    items = tuple((m.words.label(name), text) for name, text in told.items())
    return Prepared(blocks=(b.Block(heading=person.name, items=items),))


def _write_questions(m: PageContext) -> Prepared:
    before = m.before()
    return Prepared(
        values={"questions": list(before.questions)} if before else {},
        asking=Asking(least={"questions": 3}),
        blocks=(*exchanges(m), *request(m)),
    )


def _send_questionnaire(m: PageContext) -> Prepared:
    written = m.latest("write_questions")
    return Prepared(
        values={"questions": [q for s in written for q in s.body.questions]},
        blocks=tuple(b.questions(m.words, s.by, s.body.questions) for s in written),
    )


def _answer_questionnaire(m: PageContext) -> Prepared:
    sent = m.last("send_questionnaire")
    return answering(m, sent.questions if sent else ())


def _set_agenda(m: PageContext) -> Prepared:
    kinds = offered(m, "session", m.methodology.sessions)
    without = frozenset() if m.methodology.sessions_with_body else frozenset({"body_met"})
    return Prepared(
        values={"sessions": [{"session": k} for k in m.methodology.sessions_needed]},
        asking=Asking(options={"session": kinds}, without=without),
        blocks=(*stay(m), *a.assessed(m)),
    )


def _arrange(m: PageContext) -> Prepared:
    return Prepared(asking=Asking(least={"items": 3}), blocks=stay(m))


def _ready_visit(m: PageContext) -> Prepared:
    return Prepared(blocks=(*stay(m), *b.unfinished(m.words, m.unfinished)))


def _sections(m: PageContext, name: str) -> Asking:
    titles = [m.words.choice("section", s) for s in m.methodology.sections]
    return Asking(fixed=frozenset({name}), headings={f"{name}.{n}": title for n, title in enumerate(titles)})


def _empty_sections(m: PageContext) -> list[dict[str, str]]:
    return [{"section": s, "text": ""} for s in m.methodology.sections]


def _contribute(m: PageContext) -> Prepared:
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
        asking=Asking(fixed=frozenset({"sections"}), headings=headings),
        blocks=(*stay(m), *a.assessed(m)),
    )


def _consolidate(m: PageContext) -> Prepared:
    findings = m.last("record_findings")
    contributions = [b.sections(m.words, s.by, s.body.sections) for s in m.said.get("contribute", ())]
    return Prepared(
        values={"sections": _empty_sections(m)},
        asking=_sections(m, "sections"),
        blocks=(*contributions, *b.findings(m.words, findings), *a.assessed(m)),
    )


def _bound(m: PageContext) -> dict[str, Any]:
    """The version that a decision is about (X2)."""
    return {"version": m.assignment.version, "sha256": m.assignment.sha256}


def _review(m: PageContext) -> Prepared:
    return Prepared(
        values={**_bound(m), "comments": _empty_sections(m)},
        asking=_sections(m, "comments"),
        blocks=b.report(m.words, m.report(), m.assignment.version, m.assignment.sha256),
    )


def _revise(m: PageContext) -> Prepared:
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


def _decide(m: PageContext) -> Prepared:
    return Prepared(
        values=_bound(m),
        blocks=b.report(m.words, m.report(), m.assignment.version, m.assignment.sha256),
    )


def _mend_address(m: PageContext) -> Prepared:
    someone = m.people.get(proposal_number(m.assignment.key).partition(":")[0])
    return Prepared(
        blocks=b.refusing(m.words, someone[0].role, someone[1].name, someone[1].email) if someone else ()
    )


def _decide_extension(m: PageContext) -> Prepared:
    about, n = request_in(m.assignment.key)
    asked = [s for s in m.said.get("ask_more_time", ()) if s.key == about]
    return Prepared(blocks=b.asked_time(m.words, about.partition(":")[0], asked[n - 1].by, asked[n - 1].body))


KINDS: dict[str, Callable[[PageContext], Prepared]] = {
    "complete_request": _complete_request,
    "examine_request": _examine_request,
    "propose_framework": a.propose_framework,
    "agree_framework": a.agree_framework,
    "write_self_assessment": a.write_self_assessment,
    "answer_self_assessment": a.answer_self_assessment,
    "name_states": _name_states,
    "propose_panel": _propose_panel,
    "agree_panel": _agree_panel,
    "answer_invitation": _invitation,
    "add_candidate": _add_candidate,
    "agree_candidate": _agree_candidate,
    "review_conflict": _review_conflict,
    "write_questions": _write_questions,
    "send_questionnaire": _send_questionnaire,
    "answer_questionnaire": _answer_questionnaire,
    "propose_dates": d.propose_dates,
    "mark_dates": d.mark_dates,
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
    "decide_extension": _decide_extension,
}
"""How each kind's page is prepared; a kind that is not here shows its form alone."""
