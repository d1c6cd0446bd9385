"""Who takes part in stories, by their roles, and what they usually send."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from methodologies.loader import methodology
from rounds.state.keys import Key
from rounds.submissions.interventions import DecideExtension, MendAddress
from rounds.submissions.panel import (
    AddCandidate,
    AgreeCandidate,
    AgreePanel,
    AnswerInvitation,
    ProposePanel,
    ReviewConflict,
    Shortlist,
)
from rounds.submissions.people import Candidate, Contact
from rounds.submissions.publication import (
    AgreeAnnouncement,
    AnnouncementText,
    CountersignPublication,
    DecidePublication,
)
from rounds.submissions.questions import AnswerQuestionnaire, SendQuestionnaire, WriteQuestions
from rounds.submissions.report import (
    Comment,
    CommentAnswer,
    CommentDraft,
    ConsolidateReport,
    Contribute,
    FinishDraft,
    ReviewReport,
    ReviewTranslation,
    ReviseReport,
    SectionText,
    TranslateReport,
)
from rounds.submissions.request import CompleteRequest, ConfirmNote, ExamineRequest, Note, OpenRound
from rounds.submissions.visit import (
    ArrangeInternational,
    ArrangeLocal,
    Finding,
    Item,
    MarkDates,
    ProposeDates,
    ReadyVisit,
    RecordFindings,
    Session,
    SetAgenda,
    Window,
)
from store.tables import Assignment

RIPSO = methodology("ripso")


def address(who: str, story: str) -> str:
    """The address of somebody in a story: nobody takes part in two."""
    return f"{who}@{story}.example.org"


def contact(who: str, story: str) -> Contact:
    """Somebody by their role."""
    return Contact(name=f"Somebody, {who}, {story}", email=address(who, story), language="es")


def candidate(who: str, story: str, country: str) -> Candidate:
    """Somebody fit for a seat (P7)."""
    return Candidate(
        name=f"Somebody, {who}, {story}",
        email=address(who, story),
        language="en",
        country=country,
        institution=f"Ministry of {country}",
        points=RIPSO.profile_points,
    )


NOTE = Note(
    initiative="A register of households",
    stage="reform",
    objective="One register that every programme uses",
    countries_of_interest=("CHL", "COL"),
)
COMPLETE = CompleteRequest(
    initiative=NOTE.initiative,
    stage=NOTE.stage,
    objective=NOTE.objective,
    countries_of_interest=NOTE.countries_of_interest,
)
CONFIRM = ConfirmNote(choice="confirm")
ACCEPT = AnswerInvitation(choice="accept", ad_honorem=True, institution_agrees=True, conflict="none")
DECLARE = AnswerInvitation(
    choice="accept",
    ad_honorem=True,
    institution_agrees=True,
    conflict="possible",
    conflict_statement="A former employer keeps the register",
)
DECLINE = AnswerInvitation(choice="decline", reason="Another mission that month")
AGREE = AgreePanel(choice="agree")


def opening(story: str, *, note: bool, rules: str) -> OpenRound:
    """The opening of a round with everybody of the beneficiary named."""
    return OpenRound(
        methodology=rules,
        country="PRY",
        institution="Ministry of Social Development",
        focal_point=contact("focal_point", story),
        alternate_contact=contact("alternate_contact", story),
        technical_team=(contact("technical_team", story),),
        approver=contact("approver", story),
        note=NOTE if note else None,
    )


def panel(story: str, *, of: str = "first") -> ProposePanel:
    """Two candidates for the first seat, one for the second."""
    return ProposePanel(
        seats=(
            Shortlist(
                candidates=(
                    candidate(f"{of}-1-1", story, "CHL"),
                    candidate(f"{of}-1-2", story, "URY"),
                )
            ),
            Shortlist(candidates=(candidate(f"{of}-2-1", story, "COL"),)),
        ),
        coordinators=(contact("lead_coordinator", story), contact("coordinator", story)),
    )


def added(story: str, who: str = "added") -> AddCandidate:
    """A candidate for a seat whose shortlist is used up (P8)."""
    c = candidate(who, story, "CRI")
    return AddCandidate(
        name=c.name,
        email=c.email,
        language=c.language,
        country=c.country,
        institution=c.institution,
        points=c.points,
    )


def windows(earliest: date) -> ProposeDates:
    """Two stays of four days, the first from the first Monday that leaves time to prepare."""
    monday = earliest + timedelta(days=-earliest.weekday() % 7)
    return ProposeDates(
        windows=tuple(
            Window(starts=monday + timedelta(days=n), ends=monday + timedelta(days=n + 3)) for n in (0, 14)
        )
    )


AGENDA = SetAgenda(
    sessions=tuple(
        Session(
            day=1,
            starts=time(8 + n),
            ends=time(9 + n),
            session=kind,
            title="A session",
            interviewed="Families",
        )
        for n, kind in enumerate(RIPSO.sessions)
    )
)
MEETING = "1-1100"
"""The working meeting of that agenda."""
FOUND = (
    Finding(meeting=MEETING, what="finding", text="Many registers"),
    Finding(meeting=MEETING, what="challenge", text="Few people"),
    Finding(meeting=MEETING, what="recommendation", text="Make it one"),
)
ITEMS = (Item(what="Rooms and transport", owner="Protocol", by=date(2027, 3, 1), state="done"),)


def sections(text: str) -> tuple[SectionText, ...]:
    """Every section of the report."""
    return tuple(SectionText(section=section, text=text) for section in RIPSO.sections)


def report(version: int) -> ReviseReport:
    """A version of the report that differs from the others."""
    return ReviseReport(
        sections=sections(f"What the panel found, version {version}"),
        responses=(CommentAnswer(on="c1", taken="taken_up"),),
    )


def review(a: Assignment, choice: Any = "approve") -> ReviewReport:
    """What the approver says of the version that the assignment is about (W4)."""
    comments = (Comment(id="c1", section="findings", text="Say more about costs"),)
    return ReviewReport(
        version=a.version, sha256=a.sha256, choice=choice, comments=comments if choice == "changes" else ()
    )


def decision(a: Assignment, choice: Any = "publish", **more: Any) -> DecidePublication:
    """What the approver decides on the version that the assignment is about (X1)."""
    languages: Any = () if choice == "internal" else ("es",)
    return DecidePublication(version=a.version, sha256=a.sha256, choice=choice, languages=languages, **more)


def countersign(a: Assignment, choice: Any = "countersign", reason: str = "") -> CountersignPublication:
    """What an officer says of an authorisation (L11)."""
    return CountersignPublication(version=a.version, sha256=a.sha256, choice=choice, reason=reason)


def announcement(a: Assignment) -> AgreeAnnouncement:
    """A word on the announcement: the secretariat's draft is agreed to (X3)."""
    texts = (AnnouncementText(in_language="es", text="The report on the register is public"),)
    return AgreeAnnouncement(choice="agree", texts=texts if Key.parse(a.key).n == 1 else ())


USUAL: dict[str, Callable[[str, Assignment], Any]] = {
    "complete_request": lambda _, __: COMPLETE,
    "confirm_note": lambda _, __: CONFIRM,
    "examine_request": lambda _, __: ExamineRequest(choice="accept"),
    "propose_panel": lambda story, _: panel(story),
    "agree_panel": lambda _, __: AGREE,
    "answer_invitation": lambda _, __: ACCEPT,
    "add_candidate": lambda story, _: added(story),
    "review_conflict": lambda _, __: ReviewConflict(choice="clear"),
    "agree_candidate": lambda _, __: AgreeCandidate(choice="agree"),
    "write_questions": lambda _, __: WriteQuestions(questions=("Who keeps the register?",)),
    "send_questionnaire": lambda _, __: SendQuestionnaire(questions=("Who keeps it?", "At what cost?")),
    "answer_questionnaire": lambda _, __: AnswerQuestionnaire(answers=("The ministry", "It is free")),
    "propose_dates": lambda _, a: windows(a.earliest or a.due_at.date()),
    "mark_dates": lambda _, __: MarkDates(choice="some", suits=(1,)),
    "set_agenda": lambda _, __: AGENDA,
    "arrange_international": lambda _, __: ArrangeInternational(items=ITEMS),
    "arrange_local": lambda _, __: ArrangeLocal(items=ITEMS),
    "ready_visit": lambda _, __: ReadyVisit(choice="begin", reason="What is missing can wait"),
    "record_findings": lambda _, __: RecordFindings(found=FOUND),
    "contribute": lambda _, __: Contribute(sections=(SectionText(section="findings", text="One"),)),
    "consolidate_report": lambda _, __: ConsolidateReport(sections=sections("What the panel found")),
    "review_report": lambda _, a: review(a),
    "comment_draft": lambda _, a: CommentDraft(version=a.version, sha256=a.sha256, choice="none"),
    "finish_draft": lambda _, __: FinishDraft(sections=sections("What the panel found at last")),
    "revise_report": lambda _, a: report(Key.parse(a.key).n + 1),
    "translate_report": lambda _, __: TranslateReport(sections=sections("In other words")),
    "review_translation": lambda _, a: ReviewTranslation(
        version=a.version, sha256=a.sha256, choice="approve"
    ),
    "decide_publication": lambda _, a: decision(a),
    "countersign_publication": lambda _, a: countersign(a),
    "agree_announcement": lambda _, a: announcement(a),
    "decide_extension": lambda _, __: DecideExtension(choice="grant"),
    "mend_address": lambda story, _: MendAddress(email=address("mended", story)),
}
"""What each kind of assignment is answered with, where a story does not say otherwise."""


def usual(story: str, a: Assignment) -> Any:
    """What an assignment is usually answered with."""
    return USUAL[a.kind](story, a)
