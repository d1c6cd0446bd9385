"""Who takes part in stories, by their roles, and what they usually send."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from methodologies.reading import methodology
from rounds import detour_messages as d
from rounds import messages as m
from rounds import record_messages as r
from store.tables import Assignment

RIPSO = methodology("ripso")


def address(who: str, story: str) -> str:
    """The address of somebody in a story: nobody takes part in two."""
    return f"{who}@{story}.example.org"


def contact(who: str, story: str) -> m.Contact:
    """Somebody by their role."""
    return m.Contact(name=f"Somebody, {who}, {story}", email=address(who, story), language="es")


def candidate(who: str, story: str, country: str) -> m.Candidate:
    """Somebody fit for a seat (P7)."""
    return m.Candidate(
        name=f"Somebody, {who}, {story}",
        email=address(who, story),
        language="en",
        country=country,
        institution=f"Ministry of {country}",
        points=RIPSO.profile_points,
    )


NOTE = m.Note(
    initiative="A register of households",
    stage="reform",
    objective="One register that every programme uses",
    countries_of_interest=("CHL", "COL"),
)
COMPLETE = m.CompleteRequest(
    initiative=NOTE.initiative,
    stage=NOTE.stage,
    objective=NOTE.objective,
    countries_of_interest=NOTE.countries_of_interest,
)
ACCEPT = m.AnswerInvitation(choice="accept", ad_honorem=True, institution_agrees=True, conflict="none")
DECLARE = m.AnswerInvitation(
    choice="accept",
    ad_honorem=True,
    institution_agrees=True,
    conflict="possible",
    conflict_statement="A former employer keeps the register",
)
DECLINE = m.AnswerInvitation(choice="decline", reason="Another mission that month")
AGREE = m.AgreePanel(choice="agree")


def opening(story: str, *, note: bool, rules: str) -> m.OpenRound:
    """The opening of a round with everybody of the beneficiary named."""
    return m.OpenRound(
        methodology=rules,
        country="PRY",
        institution="Ministry of Social Development",
        focal_point=contact("focal_point", story),
        alternate_contact=contact("alternate_contact", story),
        technical_team=(contact("technical_team", story),),
        approver=contact("approver", story),
        note=NOTE if note else None,
    )


def panel(story: str, *, of: str = "first") -> m.ProposePanel:
    """Two candidates for the first seat, one for the second."""
    return m.ProposePanel(
        seats=(
            m.Shortlist(
                candidates=(
                    candidate(f"{of}-1-1", story, "CHL"),
                    candidate(f"{of}-1-2", story, "URY"),
                )
            ),
            m.Shortlist(candidates=(candidate(f"{of}-2-1", story, "COL"),)),
        ),
        coordinators=(contact("lead_coordinator", story), contact("coordinator", story)),
    )


def added(story: str, who: str = "added") -> d.AddCandidate:
    """A candidate for a seat whose shortlist is used up (P8)."""
    c = candidate(who, story, "CRI")
    return d.AddCandidate(
        name=c.name,
        email=c.email,
        language=c.language,
        country=c.country,
        institution=c.institution,
        points=c.points,
    )


def windows(earliest: date) -> m.ProposeDates:
    """Two stays of four days, the first from the first Monday that leaves time to prepare."""
    monday = earliest + timedelta(days=-earliest.weekday() % 7)
    return m.ProposeDates(
        windows=tuple(
            m.Window(starts=monday + timedelta(days=n), ends=monday + timedelta(days=n + 3)) for n in (0, 14)
        )
    )


AGENDA = m.SetAgenda(
    sessions=tuple(
        m.Session(day=1, starts=time(8 + n), ends=time(9 + n), session=kind, title="A session")
        for n, kind in enumerate(RIPSO.sessions)
    )
)
ITEMS = (m.Item(what="Rooms and transport", owner="Protocol", by=date(2027, 3, 1), state="done"),)


def sections(text: str) -> tuple[m.SectionText, ...]:
    """Every section of the report."""
    return tuple(m.SectionText(section=section, text=text) for section in RIPSO.sections)


def report(version: int) -> m.ReviseReport:
    """A version of the report that differs from the others."""
    return m.ReviseReport(sections=sections(f"What the panel found, version {version}"))


def review(a: Assignment, choice: Any = "approve") -> m.ReviewReport:
    """What the approver says of the version that the assignment is about (W4)."""
    comments = (m.SectionText(section="findings", text="Say more about costs"),)
    return m.ReviewReport(
        version=a.version, sha256=a.sha256, choice=choice, comments=comments if choice == "changes" else ()
    )


def decision(a: Assignment, choice: Any = "publish") -> m.DecidePublication:
    """What the approver decides on the version that the assignment is about (X1)."""
    languages: Any = ("es",) if choice == "publish" else ()
    return m.DecidePublication(version=a.version, sha256=a.sha256, choice=choice, languages=languages)


USUAL: dict[str, Callable[[str, Assignment], Any]] = {
    "complete_request": lambda _, __: COMPLETE,
    "examine_request": lambda _, __: m.ExamineRequest(choice="accept"),
    "propose_panel": lambda story, _: panel(story),
    "agree_panel": lambda _, __: AGREE,
    "answer_invitation": lambda _, __: ACCEPT,
    "add_candidate": lambda story, _: added(story),
    "review_conflict": lambda _, __: d.ReviewConflict(choice="clear"),
    "agree_candidate": lambda _, __: d.AgreeCandidate(choice="agree"),
    "write_questions": lambda _, __: m.WriteQuestions(questions=("Who keeps the register?",)),
    "send_questionnaire": lambda _, __: m.SendQuestionnaire(questions=("Who keeps it?", "At what cost?")),
    "answer_questionnaire": lambda _, __: m.AnswerQuestionnaire(answers=("The ministry", "It is free")),
    "propose_dates": lambda _, a: windows(a.earliest or a.due_at.date()),
    "mark_dates": lambda _, __: m.MarkDates(choice="some", suits=(1,)),
    "set_agenda": lambda _, __: AGENDA,
    "arrange_international": lambda _, __: m.ArrangeInternational(items=ITEMS),
    "arrange_local": lambda _, __: m.ArrangeLocal(items=ITEMS),
    "ready_visit": lambda _, __: d.ReadyVisit(choice="begin", reason="What is missing can wait"),
    "record_findings": lambda _, __: r.RecordFindings(
        findings="Many registers", challenges="Few people", recommendations="Make it one"
    ),
    "contribute": lambda _, __: m.Contribute(sections=(m.SectionText(section="findings", text="One"),)),
    "consolidate_report": lambda _, __: m.ConsolidateReport(sections=sections("What the panel found")),
    "review_report": lambda _, a: review(a),
    "revise_report": lambda _, a: report(int(a.key.partition(":")[2]) + 1),
    "decide_publication": lambda _, a: decision(a),
    "decide_extension": lambda _, __: d.DecideExtension(choice="grant"),
    "mend_address": lambda story, _: d.MendAddress(email=address("mended", story)),
}
"""What each kind of assignment is answered with, where a story does not say otherwise."""


def usual(story: str, a: Assignment) -> Any:
    """What an assignment is usually answered with."""
    return USUAL[a.kind](story, a)
