"""What the cast of a sample answers, by kind of assignment: one table for every script."""

from collections.abc import Callable
from typing import Any

from local.script import Asked, Script, code
from rounds import assessment_messages as am
from rounds import messages as m
from rounds import record_messages as r

_ACCEPT = m.AnswerInvitation(choice="accept", ad_honorem=True, institution_agrees=True, conflict="none")


def answer(script: Script, asked: Asked) -> Any:
    """What is sent, as the script has it; None for whoever stays silent."""
    return ANSWERS[asked.kind](script, asked)


def _framework(script: Script, _: Asked) -> am.ProposeFramework:
    return am.ProposeFramework(dimensions=tuple(script.all["analytical_framework"]))


def _self_assessment(script: Script, _: Asked) -> am.WriteSelfAssessment:
    written = script.all["self_assessment"]
    questions = (am.Question(dimension=q["dimension"], question=q["question"]) for q in written)
    return am.WriteSelfAssessment(questions=tuple(questions))


def _assessed(script: Script, asked: Asked) -> am.AnswerSelfAssessment:
    return am.AnswerSelfAssessment(answers=tuple(q["answer"] for q in script.assessed(asked.address)))


def _invitation(script: Script, asked: Asked) -> m.AnswerInvitation | None:
    return None if script.candidate(asked.address)["answer"] == "silent" else _ACCEPT


def _questions(script: Script, asked: Asked) -> m.WriteQuestions:
    who = script.candidate(asked.address)["key"]
    mine = [q["question"] for q in script.all["questionnaire"] if q["by"] == who]
    return m.WriteQuestions(questions=tuple(mine))


def _questionnaire(script: Script, _: Asked) -> m.SendQuestionnaire:
    return m.SendQuestionnaire(questions=tuple(q["question"] for q in script.all["questionnaire"]))


def _answers(script: Script, _: Asked) -> m.AnswerQuestionnaire:
    return m.AnswerQuestionnaire(answers=tuple(q["answer"] for q in script.all["questionnaire"]))


def _local(script: Script, asked: Asked) -> m.ArrangeLocal:
    return m.ArrangeLocal(items=script.arrangements("local", asked.today), press=script.visit["press"])


def _first_report(script: Script, _: Asked) -> m.ConsolidateReport:
    return m.ConsolidateReport(sections=script.sections(changed=False), needs=script.needs())


def _next_report(script: Script, _: Asked) -> m.ReviseReport:
    return m.ReviseReport(sections=script.sections(changed=True), needs=script.needs())


def _review(script: Script, asked: Asked) -> m.ReviewReport:
    """Version and hash stand in the page, hidden: what was shown is what is decided on."""
    changes = script.comments() if asked.key.endswith(":1") else ()
    choice: Any = "changes" if changes else "approve"
    return m.ReviewReport(version=0, sha256="", choice=choice, comments=changes)


def _decision(script: Script, _: Asked) -> m.DecidePublication:
    decided = script.all["publication"]
    choice = code(decided["decision"])
    languages = tuple(decided["languages"]) if choice == "publish" else ()
    return m.DecidePublication(version=0, sha256="", choice=choice, languages=languages)


ANSWERS: dict[str, Callable[[Script, Asked], Any]] = {
    "examine_request": lambda _, __: m.ExamineRequest(choice="accept"),
    "propose_framework": _framework,
    "agree_framework": lambda _, __: am.AgreeFramework(choice="agree"),
    "write_self_assessment": _self_assessment,
    "answer_self_assessment": _assessed,
    "name_states": lambda script, _: am.NameStates(states=tuple(script.all["request"]["states_chosen"])),
    "propose_panel": lambda script, _: script.proposal(),
    "agree_panel": lambda _, __: m.AgreePanel(choice="agree"),
    "answer_invitation": _invitation,
    "write_questions": _questions,
    "send_questionnaire": _questionnaire,
    "answer_questionnaire": _answers,
    "propose_dates": lambda script, asked: script.windows(asked.today),
    "mark_dates": lambda script, asked: script.marks(asked.address),
    "set_agenda": lambda script, _: script.agenda(),
    "arrange_international": lambda s, a: m.ArrangeInternational(
        items=s.arrangements("international", a.today)
    ),
    "arrange_local": _local,
    "record_findings": lambda script, _: r.RecordFindings(**script.visit["findings"]),
    "contribute": lambda script, asked: script.contribution(asked.address),
    "write_lessons": lambda script, _: r.WriteLessons(lessons=tuple(script.all["procedure_lessons"])),
    "consolidate_report": _first_report,
    "review_report": _review,
    "revise_report": _next_report,
    "decide_publication": _decision,
}
