"""What people are taken to say: that for which the round goes on, in the fewest words that its rules take."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date, time, timedelta
from itertools import count
from typing import Any

from methodologies.days_off import is_day_off
from rehearsing import people
from rehearsing.people import NOBODY, Known
from rounds.clock.forecast import later
from rounds.methodology.model import Clock, Methodology
from rounds.state.keys import Key
from rounds.state.round import Assignment, Round
from rounds.steps import assessment, comments, findings, questions, warnings, windows
from rounds.steps.replies import in_force
from rounds.submissions.assessment import (
    AgreeFramework,
    AnswerSelfAssessment,
    ProposeFramework,
    Question,
    WriteSelfAssessment,
)
from rounds.submissions.interventions import DecideExtension, DecideSilence, MendAddress
from rounds.submissions.panel import AgreeCandidate, AgreePanel, AnswerInvitation, ReviewConflict
from rounds.submissions.publication import CountersignPublication, DecidePublication
from rounds.submissions.questions import AnswerQuestionnaire, SendQuestionnaire, WriteQuestions
from rounds.submissions.report import (
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
    WriteLessons,
)
from rounds.submissions.request import CompleteRequest, ConfirmNote, ExamineRequest
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

DAY = timedelta(days=1)
WEEK = 7
WORK_WEEK = 5
A_DAY = 8
"""Sessions that one day holds, an hour each."""
FIRST_HOUR = 9


def answer(known: Known, round: Round, a: Assignment) -> Any:
    """What whoever holds an assignment says. Raises KeyError for a kind that nobody is taken to answer."""
    return ANSWERS[a.kind](known, round, a)


def _note(known: Known, round: Round, _: Assignment) -> CompleteRequest:
    if known.note:
        return CompleteRequest(**{f.name: getattr(known.note, f.name) for f in fields(known.note)})
    rules = round.methodology
    said: dict[str, Any] = {
        "topic": next(iter(rules.topics), ""),
        "initiative": known.text,
        "stage": next(iter(rules.ideal_stages), "design"),
        "objective": known.text,
        "countries_of_interest": (next(people.peers(round)),),
    }
    return CompleteRequest(
        **{name: said[name] for name in ("initiative", "stage", *rules.note_asks) if name in said}
    )


def _examined(_: Known, round: Round, __: Assignment) -> ExamineRequest:
    return ExamineRequest(choice="accept", acknowledged=warnings.of_stage(round.methodology, round.stage))


def _framework(known: Known, round: Round, _: Assignment) -> ProposeFramework:
    own = () if round.methodology.dimensions else (known.text,)
    return ProposeFramework(dimensions=round.methodology.dimensions, own=own)


def _self_assessment(known: Known, round: Round, _: Assignment) -> WriteSelfAssessment:
    asked = (Question(dimension=dimension, question=known.text) for dimension in round.framework)
    return WriteSelfAssessment(questions=tuple(asked))


def _assessed(known: Known, round: Round, a: Assignment) -> AnswerSelfAssessment:
    sent = round.assignments[assessment.QUESTIONNAIRE].answer
    asked = sent.questions if isinstance(sent, WriteSelfAssessment) else ()
    theirs = assessment.parts(round.framework, round.dimensions).get(a.role, ())
    return AnswerSelfAssessment(answers=tuple(known.text for q in asked if q.dimension in theirs))


def _answered(known: Known, round: Round, a: Assignment) -> AnswerQuestionnaire:
    return AnswerQuestionnaire(answers=(known.text,) * questions.asked(round, Key.parse(a.key)))


# ---- the visit


def stay(round: Round, earliest: date) -> Window:
    """The first days from then on, as many as a visit has at most, on all of which people work there."""
    limits = round.methodology.limits
    length = max(min(limits.visit_days_most, WORK_WEEK), limits.visit_days_least)
    monday = earliest + DAY * (-earliest.weekday() % WEEK)
    for weeks in count():
        days = [monday + DAY * (WEEK * weeks + n) for n in range(length)]
        if not any(is_day_off(round.country, day) for day in days[:WORK_WEEK]):
            return Window(starts=days[0], ends=days[-1])
    raise AssertionError("there is always another week")


def _dates(known: Known, round: Round, a: Assignment) -> ProposeDates:
    """One window, which leaves as much time as the methodology asks once everybody has marked it."""
    rules, today = round.methodology, known.now.date()
    lead = Clock(rules.limits.visit_lead, "working")
    marked = later(today, rules.rule("mark_dates").clock) if rules.asks("mark_dates") else today
    return ProposeDates(windows=(stay(round, max(later(marked, lead), a.earliest or today)),))


def _marks(_: Known, round: Round, a: Assignment) -> MarkDates:
    offered = windows.proposed(round, Key.parse(a.key).n).windows
    return MarkDates(choice="some", suits=tuple(n for n, _ in enumerate(offered, start=1)))


def _agenda(known: Known, round: Round, _: Assignment) -> SetAgenda:
    rules = round.methodology
    kinds = rules.sessions_needed or rules.sessions[:1]
    return SetAgenda(sessions=tuple(_session(known, rules, kind, n) for n, kind in enumerate(kinds)))


def _session(known: Known, rules: Methodology, kind: str, n: int) -> Session:
    day, hour = divmod(n, A_DAY)
    return Session(
        day=day + 1,
        starts=time(FIRST_HOUR + hour),
        ends=time(FIRST_HOUR + hour + 1),
        session=kind,
        title=known.text,
        body_met=known.text if kind in rules.sessions_with_body else "",
        interviewed=known.text if kind in rules.sessions_with_names else "",
    )


def _items(known: Known, round: Round) -> tuple[Item, ...]:
    assert round.visit, "what is arranged is arranged for a visit that has dates"
    return (Item(what=known.text, owner=known.text, by=round.visit.starts, state="done"),)


def _ready(known: Known, round: Round, a: Assignment) -> ReadyVisit:
    assert round.visit
    if not round.visit.missed:
        return ReadyVisit(choice="begin", reason=known.text)
    later = stay(round, max(a.opened.date(), round.visit.starts) + DAY * WEEK)
    ends = later.starts + (round.visit.ends - round.visit.starts)
    return ReadyVisit(choice="move", reason=known.text, starts=later.starts, ends=ends)


def _findings(known: Known, round: Round, _: Assignment) -> RecordFindings:
    """All that was recorded, and of the first meeting one of each kind; the others found nothing (V6)."""
    held = [findings.code_of(session) for session in findings.meetings(round)]
    kept = [Finding(id=id, meeting=of, what="finding", text=known.text) for id, of in round.findings.items()]
    first = held[0] if held else ""
    kinds: tuple[Any, ...] = findings.WHAT
    new = [Finding(meeting=first, what=what, text=known.text) for what in kinds]
    spoken = {finding.meeting for finding in (*kept, *new)}
    silent = tuple(code for code in held if code not in spoken)
    return findings.identified(RecordFindings(found=(*kept, *new), without=silent))


# ---- the report


def _sections(known: Known, round: Round) -> tuple[SectionText, ...]:
    return tuple(SectionText(section=section, text=known.text) for section in round.methodology.sections)


def _version(model: Any) -> Callable[[Known, Round, Assignment], Any]:
    """A version with the records of the one in force; each comment on that has its answer (W4)."""

    def written(known: Known, round: Round, a: Assignment) -> Any:
        key, before = Key.parse(a.key), in_force(round)
        records = {"recommendations": before.recommendations, "needs": before.needs} if before else {}
        answers = comments.ABOUT.get(key.kind) and {
            "responses": tuple(
                CommentAnswer(on=comment.id, taken="taken_up") for comment in comments.answered_by(round, key)
            )
        }
        return model(sections=_sections(known, round), **records, **(answers or {}))

    return written


def _languages(round: Round) -> tuple[Any, ...]:
    return (round.language,) if round.language else ("en",)


def _mended(_: Known, __: Round, a: Assignment) -> MendAddress:
    return MendAddress(email=f"{a.about.replace('~', '-')}@{NOBODY}")


ANSWERS: dict[str, Callable[[Known, Round, Assignment], Any]] = {
    "complete_request": _note,
    "confirm_note": lambda _, __, ___: ConfirmNote(choice="confirm"),
    "examine_request": _examined,
    "propose_framework": _framework,
    "agree_framework": lambda _, __, ___: AgreeFramework(choice="agree"),
    "write_self_assessment": _self_assessment,
    "answer_self_assessment": _assessed,
    "name_states": lambda known, round, _: people.states(known, round),
    "propose_panel": lambda known, round, _: people.panel(known, round),
    "agree_panel": lambda _, __, ___: AgreePanel(choice="agree"),
    "answer_invitation": lambda _, __, ___: AnswerInvitation(
        choice="accept", ad_honorem=True, institution_agrees=True, conflict="none"
    ),
    "add_candidate": people.added,
    "agree_candidate": lambda _, __, ___: AgreeCandidate(choice="agree"),
    "review_conflict": lambda _, __, ___: ReviewConflict(choice="clear"),
    "write_questions": lambda known, _, __: WriteQuestions(questions=(known.text,)),
    "send_questionnaire": lambda known, _, __: SendQuestionnaire(questions=(known.text,)),
    "answer_questionnaire": _answered,
    "propose_dates": _dates,
    "mark_dates": _marks,
    "set_agenda": _agenda,
    "arrange_international": lambda known, round, _: ArrangeInternational(items=_items(known, round)),
    "arrange_local": lambda known, round, _: ArrangeLocal(items=_items(known, round)),
    "ready_visit": _ready,
    "record_findings": _findings,
    "contribute": lambda known, round, _: Contribute(sections=_sections(known, round)),
    "write_lessons": lambda known, _, __: WriteLessons(lessons=(known.text,)),
    "consolidate_report": _version(ConsolidateReport),
    "comment_draft": lambda _, __, a: CommentDraft(version=a.version, sha256=a.sha256, choice="none"),
    "finish_draft": _version(FinishDraft),
    "review_report": lambda _, __, a: ReviewReport(version=a.version, sha256=a.sha256, choice="approve"),
    "revise_report": _version(ReviseReport),
    "translate_report": _version(TranslateReport),
    "review_translation": lambda _, __, a: ReviewTranslation(
        version=a.version, sha256=a.sha256, choice="approve"
    ),
    "decide_publication": lambda _, round, a: DecidePublication(
        version=a.version, sha256=a.sha256, choice="publish", languages=_languages(round)
    ),
    "countersign_publication": lambda _, __, a: CountersignPublication(
        version=a.version, sha256=a.sha256, choice="countersign"
    ),
    "decide_extension": lambda _, __, ___: DecideExtension(choice="grant"),
    "decide_silence": lambda _, __, ___: DecideSilence(choice="wait"),
    "mend_address": _mended,
}
"""What each kind of assignment is answered with."""
