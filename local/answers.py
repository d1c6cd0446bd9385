"""What the cast of a sample answers, by kind of assignment: one table for every script."""

from collections.abc import Callable
from typing import Any

from local.script import Asked, Script, code
from rounds.state.keys import Key
from rounds.submissions.assessment import (
    AgreeFramework,
    AnswerSelfAssessment,
    ProposeFramework,
    Question,
    WriteSelfAssessment,
)
from rounds.submissions.panel import AgreePanel, AnswerInvitation, NameStates
from rounds.submissions.publication import AgreeAnnouncement, CountersignPublication, DecidePublication
from rounds.submissions.questions import AnswerQuestionnaire, SendQuestionnaire, WriteQuestions
from rounds.submissions.report import (
    CommentDraft,
    ConsolidateReport,
    FinishDraft,
    ReviewReport,
    ReviewTranslation,
    ReviseReport,
    WriteLessons,
)
from rounds.submissions.request import ConfirmNote, ExamineRequest
from rounds.submissions.visit import ArrangeInternational, ArrangeLocal, Finding, RecordFindings

_ACCEPT = AnswerInvitation(choice="accept", ad_honorem=True, institution_agrees=True, conflict="none")


def answer(script: Script, asked: Asked) -> Any:
    """What is sent, as the script has it; None for whoever stays silent."""
    return ANSWERS[asked.kind](script, asked)


def _framework(script: Script, _: Asked) -> ProposeFramework:
    return ProposeFramework(dimensions=tuple(script.all["analytical_framework"]))


def _self_assessment(script: Script, _: Asked) -> WriteSelfAssessment:
    written = script.all["self_assessment"]
    questions = (Question(dimension=q["dimension"], question=q["question"]) for q in written)
    return WriteSelfAssessment(questions=tuple(questions))


def _assessed(script: Script, asked: Asked) -> AnswerSelfAssessment:
    return AnswerSelfAssessment(answers=tuple(q["answer"] for q in script.assessed(asked.address)))


def _invitation(script: Script, asked: Asked) -> AnswerInvitation | None:
    return None if script.candidate(asked.address)["answer"] == "silent" else _ACCEPT


def _questions(script: Script, asked: Asked) -> WriteQuestions:
    who = script.candidate(asked.address)["key"]
    mine = [q["question"] for q in script.all["questionnaire"] if q["by"] == who]
    return WriteQuestions(questions=tuple(mine))


def _questionnaire(script: Script, _: Asked) -> SendQuestionnaire:
    return SendQuestionnaire(questions=tuple(q["question"] for q in script.all["questionnaire"]))


def _answers(script: Script, _: Asked) -> AnswerQuestionnaire:
    return AnswerQuestionnaire(answers=tuple(q["answer"] for q in script.all["questionnaire"]))


def _findings(script: Script, _: Asked) -> RecordFindings:
    """What the first working meeting found; of the others, that they found nothing."""
    first, *others = script.working_meetings()
    found = (Finding(meeting=first, what=what, text=text) for what, text in script.visit["found"].items())
    return RecordFindings(found=tuple(found), without=tuple(others))


def _local(script: Script, asked: Asked) -> ArrangeLocal:
    return ArrangeLocal(items=script.arrangements("local", asked.today), press=script.visit["press"])


def _first_report(script: Script, _: Asked) -> ConsolidateReport:
    return ConsolidateReport(
        sections=script.sections(changed=False),
        recommendations=script.recommendations(changed=False),
        needs=script.needs(),
    )


def _comments(script: Script, asked: Asked) -> CommentDraft:
    said = script.draft_comments(asked.address) if Key.parse(asked.key).n == 1 else ()
    return CommentDraft(version=0, sha256="", choice="comments" if said else "none", comments=said)


def _finished(script: Script, _: Asked) -> FinishDraft:
    return FinishDraft(
        sections=script.sections(changed=False),
        recommendations=script.recommendations(changed=False),
        needs=script.needs(),
        responses=script.responses("draft"),
    )


def _next_report(script: Script, _: Asked) -> ReviseReport:
    return ReviseReport(
        responses=script.responses("review"),
        sections=script.sections(changed=True),
        recommendations=script.recommendations(changed=True),
        needs=script.needs(),
    )


def _review(script: Script, asked: Asked) -> ReviewReport:
    """Version and hash stand in the page, hidden: what was shown is what is decided on."""
    changes = script.comments() if Key.parse(asked.key).n == 1 else ()
    if changes:
        return ReviewReport(version=0, sha256="", choice="changes", comments=changes)
    return ReviewReport(
        version=0,
        sha256="",
        choice="approve",
        replies=script.replies(),
        shown=bool(script.replies()),
        languages=tuple(script.report.get("translations", ())),
    )


def _decision(script: Script, _: Asked) -> DecidePublication:
    decided = script.all["publication"]
    choice = code(decided["decision"])
    languages = tuple(decided["languages"]) if choice == "publish" else ()
    return DecidePublication(version=0, sha256="", choice=choice, languages=languages)


ANSWERS: dict[str, Callable[[Script, Asked], Any]] = {
    "confirm_note": lambda _, __: ConfirmNote(choice="confirm"),
    "examine_request": lambda _, __: ExamineRequest(choice="accept"),
    "propose_framework": _framework,
    "agree_framework": lambda _, __: AgreeFramework(choice="agree"),
    "write_self_assessment": _self_assessment,
    "answer_self_assessment": _assessed,
    "name_states": lambda script, _: NameStates(states=tuple(script.all["request"]["states_chosen"])),
    "propose_panel": lambda script, _: script.proposal(),
    "agree_panel": lambda _, __: AgreePanel(choice="agree"),
    "answer_invitation": _invitation,
    "write_questions": _questions,
    "send_questionnaire": _questionnaire,
    "answer_questionnaire": _answers,
    "propose_dates": lambda script, asked: script.windows(asked.today),
    "mark_dates": lambda script, asked: script.marks(asked.address),
    "set_agenda": lambda script, _: script.agenda(),
    "arrange_international": lambda s, a: ArrangeInternational(
        items=s.arrangements("international", a.today)
    ),
    "arrange_local": _local,
    "record_findings": _findings,
    "contribute": lambda script, asked: script.contribution(asked.address),
    "write_lessons": lambda script, _: WriteLessons(lessons=tuple(script.all["procedure_lessons"])),
    "consolidate_report": _first_report,
    "comment_draft": _comments,
    "finish_draft": _finished,
    "review_report": _review,
    "revise_report": _next_report,
    "translate_report": lambda script, asked: script.translation(Key.parse(asked.key).about),
    "review_translation": lambda _, __: ReviewTranslation(version=0, sha256="", choice="approve"),
    "decide_publication": _decision,
    "countersign_publication": lambda _, __: CountersignPublication(
        version=0, sha256="", choice="countersign"
    ),
    "agree_announcement": lambda script, _: AgreeAnnouncement(choice="agree", texts=script.announcement()),
}
