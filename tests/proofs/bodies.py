"""What people send in random rounds: the usual, and what they may send instead."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from rounds.state import people
from rounds.state.round import Assignment
from rounds.steps import warnings
from rounds.submissions.assessment import AgreeFramework
from rounds.submissions.changes import (
    DecideMove,
    MoveVisit,
    ReviseAgenda,
    ReviseInternational,
    ReviseLocal,
)
from rounds.submissions.interventions import DecideExtension
from rounds.submissions.panel import (
    AddCandidate,
    AgreeCandidate,
    AgreePanel,
    AnswerInvitation,
    ReviewConflict,
)
from rounds.submissions.report import DecidePublication, ReviewReport, ReviseReport, SectionText
from rounds.submissions.request import CompleteRequest, ExamineRequest
from rounds.submissions.visit import MarkDates, ReadyVisit, Session, SetAgenda, Window
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
        return CompleteRequest(**{f.name: getattr(note, f.name) for f in fields(note)})
    if a.kind == "revise_report":
        return ReviseReport(sections=played.people.sections(f"What the panel found, {a.key}"))
    body = played.people.usual(played.name, row)
    return _fit(played, a, body) if a.kind == "add_candidate" else body


def _fit(played: Played, a: Assignment, body: AddCandidate) -> AddCandidate:
    """Somebody of the seat's own state: none of another seat may be from there (P2)."""
    seat = played.round.seats[people.seat_number(a.about)]
    country = played.round.countries[seat.shortlist[0]]
    address = cast.address(a.key.replace(":", "-"), played.name)
    points = played.round.methodology.profile_points
    return replace(
        body, country=country, email=address, points=points, acknowledged=(warnings.FEW_COUNTRIES,)
    )


def _reviewed(a: Assignment, choice: Any) -> ReviewReport:
    comments = (SectionText(section="findings", text="Say more about costs"),)
    return ReviewReport(version=a.version, sha256=a.sha256, choice=choice, comments=comments)


def _moved(played: Played) -> ReadyVisit:
    starts = played.lived.now.date() + timedelta(days=30)
    return ReadyVisit(choice="move", reason="An election", starts=starts, ends=starts + timedelta(days=3))


def revised(kind: str, answer: Any) -> Any:
    """The same once more, as a revision; nothing where nothing was sent."""
    if kind == "revise_agenda" and isinstance(answer, SetAgenda):
        return ReviseAgenda(sessions=tuple(replace(s, title="Another") for s in _whole(answer.sessions)))
    if kind == "revise_local":
        return ReviseLocal(items=cast.ITEMS, press="note")
    return ReviseInternational(items=cast.ITEMS) if kind == "revise_international" else None


def _whole(sessions: tuple[Session, ...]) -> tuple[Session, ...]:
    """Sessions whose texts a history does not hold, with some."""
    return tuple(replace(s, body_met=s.body_met and "A ministry") for s in sessions)


def moves(played: Played, kind: str) -> tuple[Any, ...]:
    """Other dates, another form, or a decision about them."""
    if kind == "decide_move":
        return (
            DecideMove(choice="keep", reason="No other week"),
            DecideMove(choice="move", window=1, reason="No other week"),
        )
    starts = played.lived.now.date() + timedelta(days=40)
    stay = Window(starts=starts, ends=starts + timedelta(days=3))
    forms = played.round.methodology.visit_forms
    return (
        MoveVisit(windows=(stay,), reason="An election"),
        MoveVisit(windows=(stay,), visit_form=forms[-1], reason="An election"),
        MoveVisit(visit_form=forms[-1], reason="A storm"),
    )


OTHERWISE: dict[str, Callable[[Played, Assignment], tuple[Any, ...]]] = {
    "examine_request": lambda _, __: (ExamineRequest(choice="return", reason="Say more"),),
    "agree_panel": lambda _, __: (AgreePanel(choice="changes", comment="Somebody else"),),
    "answer_invitation": lambda _, __: (cast.DECLINE, AnswerInvitation(choice="decline"), cast.DECLARE),
    "review_conflict": lambda _, __: (ReviewConflict(choice="exclude", reason="Too close"),),
    "agree_candidate": lambda _, __: (AgreeCandidate(choice="changes", comment="Somebody else"),),
    "mark_dates": lambda _, __: (
        MarkDates(choice="some", suits=(2,)),
        MarkDates(choice="some", suits=(1, 2)),
        MarkDates(choice="some", suits=(3,)),
        MarkDates(choice="none"),
    ),
    "ready_visit": lambda played, _: (_moved(played),),
    "decide_extension": lambda _, __: (DecideExtension(choice="refuse", reason="The visit is near"),),
    "agree_framework": lambda _, __: (AgreeFramework(choice="changes", comment="Another one"),),
    "review_report": lambda _, a: (
        _reviewed(a, "changes"),
        ReviewReport(version=a.version + 1, sha256=a.sha256, choice="approve"),
    ),
    "decide_publication": lambda _, a: (
        DecidePublication(version=a.version, sha256=a.sha256, choice="internal"),
    ),
}
"""What they may send instead; some of it is refused."""
