"""What is added to a round once it was asked: questions, findings during the visit, comments: D2, D4, V6."""

from datetime import timedelta
from typing import Any

import pytest

from rounds.steps import additions, findings
from rounds.submissions.assessment import AgreeFramework, CommentFramework
from rounds.submissions.interventions import SendBack, Waive
from rounds.submissions.questions import AddQuestions, AnswerQuestionnaire, SendQuestionnaire
from rounds.submissions.visit import AddFindings, Finding, RecordFindings, WithdrawFinding
from store import inbox
from store.tables import CalendarEvent, Inbox
from tests.workflows import cast
from tests.workflows.anyone import Anyone
from tests.workflows.seen import Told, until
from tests.workflows.story import Story

EXPERT, ANOTHER, LEAD, TEAM = "candidate-1.1.1", "candidate-1.2.1", "coordinator-1.1", "technical_team-1"
NEW = AddQuestions(questions=("Since when?", "Why?"))
MECIGEP = Anyone("mecigep")
BESIDES = ("alternate_contact", TEAM, "approver", "authority-1", "authority-2")
"""Who agrees to a framework besides the focal point."""


async def opens(story: Story, key: str) -> str:
    async def found() -> bool | None:
        return await story.is_open(key) or None

    await until(found)
    return key


async def added(story: Story, by: str = EXPERT) -> tuple[str, str]:
    """Questions are added; the keys by which they are sent on and answered."""
    return additions.keys(additions.about(await story.does(by, "", NEW)))


def adds(what: Any, text: str, meeting: str = cast.MEETING) -> AddFindings:
    return AddFindings(found=(Finding(meeting=meeting, what=what, text=text),))


async def said(story: Story, kind: str) -> list[Any]:
    """What was accepted of a kind, the first first."""
    rows = [row for row in await story.rows(Inbox) if row.kind == kind and row.state == "accepted"]
    return [inbox.body_of(row) for row in sorted(rows, key=lambda row: row.received_at)]


@pytest.mark.kept
async def test_d2_questions_added_after_the_questionnaire_go_through_the_lead_and_are_answered_alone(
    story: Story,
) -> None:
    await story.opened()
    await story.goes_to("send_questionnaire:1")
    assert await story.refused(EXPERT, "", NEW) == "nothing_to_add_to"
    await story.usual("send_questionnaire:1")
    await story.goes_to("set_agenda:1")
    assert await story.refused("focal_point", "", NEW) == "not_yours"
    sent_on, answered = await added(story)
    await opens(story, sent_on)
    assert Told(LEAD, "assignment", sent_on) in await story.letters("assignment")
    await story.does(LEAD, sent_on, SendQuestionnaire(questions=("Since which year?",)))
    await opens(story, answered)
    assert await story.holders(answered) == ["focal_point", TEAM]
    short = AnswerQuestionnaire(answers=())
    assert await story.refused(TEAM, answered, short) == "answer_missing"
    await story.does(TEAM, answered, AnswerQuestionnaire(answers=("Since 2019",)))
    # Answers to what was added are sent back like any (D3).
    await story.does(LEAD, "", SendBack(about=answered, numbers=(1,), comment="By which law?"))
    again = await opens(story, f"{answered}:2")
    await story.does(TEAM, again, AnswerQuestionnaire(answers=("Since 2019, by Law 1",)))
    # The lead coordinator's own go straight to the beneficiary.
    _, straight = await added(story, LEAD)
    await opens(story, straight)
    await story.goes_to("record_findings:1", leaving=(straight,))
    states = await story.states("send_questionnaire", "answer_questionnaire")
    assert states == {
        "send_questionnaire:1": "fulfilled",
        "answer_questionnaire:1": "fulfilled",
        sent_on: "fulfilled",
        answered: "fulfilled",
        again: "fulfilled",
        straight: "frozen",
    }
    assert await story.refused(EXPERT, "", NEW) == "questions_too_late"
    news = [t for t in await story.letters("told") if t.about == "answers_arrived"]
    assert [t.to for t in news].count(EXPERT) == 3


async def test_d2_what_nobody_sends_on_is_closed_before_the_visit_and_nothing_waits_for_it(
    story: Story,
) -> None:
    await story.opened()
    await story.goes_to("answer_questionnaire:1")
    sent_on, answered = await added(story)
    await opens(story, sent_on)
    await story.goes_to("record_findings:1", leaving=(sent_on,))
    assert (await story.assignment(sent_on)).state == "frozen"
    assert answered not in await story.states("answer_questionnaire")


@pytest.mark.kept
async def test_v6_findings_are_added_once_their_meeting_took_place_and_completed_after_the_visit(
    story: Story,
) -> None:
    await story.opened()
    await story.goes_to("set_agenda:1")
    await story.goes_past("preparation")
    (event,) = await story.rows(CalendarEvent)
    # The story comes to the evening of the first day; the working meeting ended at noon.
    mine = adds("finding", "Seven registers")
    await story.does(EXPERT, "", mine)
    assert await story.refused("focal_point", "", mine) == "not_yours"
    assert await story.refused(ANOTHER, "", adds("finding", "X", "4-0900")) == "unknown_meeting"
    await story.passes_to((await story.now()) + timedelta(days=(event.ends - event.starts).days))
    await opens(story, "record_findings:1")
    await story.does(ANOTHER, "", adds("challenge", "No law"))
    # One that was recorded by mistake is taken back by who recorded it, and is not asked for any more.
    await story.does(EXPERT, "", adds("finding", "Of another country"))
    (wrong,) = (await said(story, "add_findings"))[-1].found
    back = WithdrawFinding(finding=wrong.id, reason="Of another meeting")
    assert await story.refused(ANOTHER, "", back) == "not_yours"
    await story.does(EXPERT, "", back)
    usual = cast.USUAL["record_findings"](story.name, await story.assignment("record_findings:1"))
    assert await story.refused(LEAD, "record_findings:1", usual) == "finding_left_out"
    kept = [f for body in await said(story, "add_findings") for f in body.found if f != wrong]
    whole = RecordFindings(found=(*kept, Finding(meeting=cast.MEETING, what="recommendation", text="One")))
    await story.does(LEAD, "record_findings:1", whole)
    assert await story.refused(EXPERT, "", mine) == "findings_complete"
    (recorded,) = await said(story, "record_findings")
    assert [f.id for f in recorded.found[:2]] == [f.id for f in kept]
    assert all(findings.CODE.fullmatch(f.id) and f.id for f in recorded.found)
    assert [t for t in await story.letters("told") if t.about == "add_findings"] == []


async def test_v6_before_any_meeting_took_place_nothing_is_recorded(story: Story) -> None:
    await story.opened()
    await story.goes_to("set_agenda:1")
    await story.usual("set_agenda:1")
    assert await story.refused(EXPERT, "", adds("finding", "X")) == "no_meeting"


async def test_d4_a_framework_is_agreed_by_everybody_there_and_experts_comment_later(story: Story) -> None:
    await story.opened(rules="mecigep", people=MECIGEP)
    await story.goes_to("agree_framework:1")
    keys = [key for key in await story.open() if key.startswith("agree_framework")]
    assert {key: await story.holders(key) for key in keys} == {
        "agree_framework:1": ["focal_point"],
        **{f"agree_framework:{who}:1": [who] for who in BESIDES},
    }
    await story.usual("agree_framework:1")
    changes = AgreeFramework(choice="changes", comment="No")
    await story.does("authority-1", "agree_framework:authority-1:1", changes)
    await opens(story, "propose_framework:2")
    assert (await story.assignment("agree_framework:approver:1")).state == "closed"
    await story.usual("propose_framework:2")
    await opens(story, "agree_framework:2")
    for key in ("agree_framework:2", *(f"agree_framework:{w}:2" for w in BESIDES if w != "approver")):
        await story.usual(key)
    assert not await story.is_open("write_self_assessment:1")
    await story.steers("agree_framework:approver:2", Waive(reason="On leave"))
    await opens(story, "write_self_assessment:1")
    await story.goes_to("propose_dates:1")
    comment = CommentFramework(comment="Users are missing")
    await story.does(EXPERT, "", comment)
    assert await story.refused("focal_point", "", comment) == "not_yours"
    told = sorted(t.to for t in await story.letters("told") if t.about == "framework_commented")
    assert told == [LEAD, "responsible_officer"]
