"""What people send in random rounds: the usual, and what they may send instead."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from rounds import assessment_messages as am
from rounds import detour_messages as d
from rounds import messages as m
from rounds import people, warnings
from rounds.round import Assignment
from tests.proofs.world import Played
from tests.workflows import cast


def usual(played: Played, a: Assignment) -> Any:
    """What whoever holds an assignment sends, if nothing is in the way."""
    row: Any = SimpleNamespace(
        key=a.key,
        kind=a.kind,
        role=a.role,
        earliest=a.earliest,
        due_at=a.due or played.lived.now,
        version=a.version,
        sha256=a.sha256,
    )
    if a.kind == "complete_request":
        note = played.people.note()
        return m.CompleteRequest(**{f.name: getattr(note, f.name) for f in fields(note)})
    if a.kind == "revise_report":
        return m.ReviseReport(sections=played.people.sections(f"What the panel found, {a.key}"))
    body = played.people.usual(played.name, row)
    return _fit(played, a, body) if a.kind == "add_candidate" else body


def _fit(played: Played, a: Assignment, body: d.AddCandidate) -> d.AddCandidate:
    """Somebody of the seat's own state: none of another seat may be from there (P2)."""
    seat = played.round.seats[int(people.proposal_number(a.key).partition(".")[0])]
    country = played.round.countries[seat.shortlist[0]]
    address = cast.address(a.key.replace(":", "-"), played.name)
    points = played.round.methodology.profile_points
    return replace(
        body, country=country, email=address, points=points, acknowledged=(warnings.FEW_COUNTRIES,)
    )


def _reviewed(a: Assignment, choice: Any) -> m.ReviewReport:
    comments = (m.SectionText(section="findings", text="Say more about costs"),)
    return m.ReviewReport(version=a.version, sha256=a.sha256, choice=choice, comments=comments)


def _moved(played: Played) -> d.ReadyVisit:
    starts = played.lived.now.date() + timedelta(days=30)
    return d.ReadyVisit(choice="move", reason="An election", starts=starts, ends=starts + timedelta(days=3))


OTHERWISE: dict[str, Callable[[Played, Assignment], tuple[Any, ...]]] = {
    "examine_request": lambda _, __: (m.ExamineRequest(choice="return", reason="Say more"),),
    "agree_panel": lambda _, __: (m.AgreePanel(choice="changes", comment="Somebody else"),),
    "answer_invitation": lambda _, __: (cast.DECLINE, m.AnswerInvitation(choice="decline"), cast.DECLARE),
    "review_conflict": lambda _, __: (d.ReviewConflict(choice="exclude", reason="Too close"),),
    "agree_candidate": lambda _, __: (d.AgreeCandidate(choice="changes", comment="Somebody else"),),
    "mark_dates": lambda _, __: (
        m.MarkDates(choice="some", suits=(2,)),
        m.MarkDates(choice="some", suits=(1, 2)),
        m.MarkDates(choice="some", suits=(3,)),
        m.MarkDates(choice="none"),
    ),
    "ready_visit": lambda played, _: (_moved(played),),
    "decide_extension": lambda _, __: (d.DecideExtension(choice="refuse", reason="The visit is near"),),
    "agree_framework": lambda _, __: (am.AgreeFramework(choice="changes", comment="Another one"),),
    "review_report": lambda _, a: (
        _reviewed(a, "changes"),
        m.ReviewReport(version=a.version + 1, sha256=a.sha256, choice="approve"),
    ),
    "decide_publication": lambda _, a: (
        m.DecidePublication(version=a.version, sha256=a.sha256, choice="internal"),
    ),
}
"""What they may send instead; some of it is refused."""
