"""What people send in random rounds: the usual, and what they may send instead."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from rounds.state import people
from rounds.state.round import Assignment
from rounds.steps import findings, warnings
from rounds.submissions.assessment import AgreeFramework, CommentFramework
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
from rounds.submissions.publication import DecidePublication
from rounds.submissions.questions import AddQuestions
from rounds.submissions.report import (
    Comment,
    CommentAnswer,
    CommentDraft,
    FinishDraft,
    ReviewReport,
    ReviewTranslation,
    ReviseReport,
)
from rounds.submissions.request import CompleteRequest, ConfirmNote, ExamineRequest
from rounds.submissions.visit import (
    AddFindings,
    Finding,
    MarkDates,
    ReadyVisit,
    RecordFindings,
    Session,
    SetAgenda,
    Window,
    WithdrawFinding,
)
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
        return ReviseReport(
            sections=played.people.sections(f"What the panel found, {a.key}"),
            responses=(CommentAnswer(on="c1", taken="not", why="Costs are not known"),),
        )
    if a.kind == "finish_draft":
        return FinishDraft(
            sections=played.people.sections(f"What the panel found, {a.key}"),
            responses=(CommentAnswer(on="c1", taken="taken_up"),),
        )
    if a.kind == "record_findings":
        return _recorded(played)
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


def _recorded(played: Played) -> RecordFindings:
    """What was added or recorded, and one of each kind; of other meetings, that they found nothing (V6)."""
    held = [findings.code_of(s) for s in findings.meetings(played.round)]
    known = [
        Finding(id=id, meeting=meeting, what="finding", text="Anew")
        for id, meeting in played.round.findings.items()
    ]
    spoken = {f.meeting for f in known}
    found = tuple(replace(f, meeting=held[0] if held else "") for f in cast.FOUND)
    rest = tuple(code for code in held[1:] if code not in spoken)
    own = findings.identified(RecordFindings(found=found)).found
    before = [f for f in known if f.id not in {mine.id for mine in own}]
    return RecordFindings(found=(*before, *own), without=rest)


def added(played: Played) -> tuple[Any, ...]:
    """What somebody of the panel may add (D2, D4, V6)."""
    held = findings.held(played.round, played.lived.now)
    found = Finding(meeting=findings.code_of(held[0]) if held else "1-0900", what="finding", text="A law")
    return (
        findings.identified(AddFindings(found=(found,))),
        WithdrawFinding(finding=next(iter(played.round.findings), "00000000")),
        AddQuestions(questions=("Since when?",)),
        CommentFramework(comment="Users are missing"),
    )


def _reviewed(a: Assignment, choice: Any) -> ReviewReport:
    comments = (Comment(id="c1", section="findings", text="Say more about costs"),)
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
    "confirm_note": lambda _, __: (ConfirmNote(choice="correct"),),
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
    "comment_draft": lambda _, a: (
        CommentDraft(
            version=a.version,
            sha256=a.sha256,
            choice="comments",
            comments=(Comment(id="c1", section="findings", text="Say more about costs"),),
        ),
    ),
    "review_translation": lambda _, a: (
        ReviewTranslation(
            version=a.version,
            sha256=a.sha256,
            choice="changes",
            comments=(Comment(id="c2", section="findings", text="Another word"),),
        ),
    ),
    "review_report": lambda _, a: (
        _reviewed(a, "changes"),
        replace(_reviewed(a, "approve"), comments=(), languages=("en", "pt")),
        ReviewReport(version=a.version + 1, sha256=a.sha256, choice="approve"),
    ),
    "decide_publication": lambda _, a: (
        DecidePublication(version=a.version, sha256=a.sha256, choice="internal"),
    ),
}
"""What they may send instead; some of it is refused."""
