"""Questions sent back to their author, answers sent back for clarification, each exchange kept: D3."""

import pytest

from rounds.submissions.interventions import SendBack
from rounds.submissions.questions import AnswerQuestionnaire
from tests.workflows.seen import Told, until
from tests.workflows.story import Story

ASKED, ASKED_AGAIN = "write_questions:expert-1", "write_questions:expert-1:2"
ANSWERED, ANSWERED_AGAIN = "answer_questionnaire:1", "answer_questionnaire:2"


async def opens(story: Story, key: str) -> str:
    async def found() -> bool | None:
        return await story.is_open(key) or None

    await until(found)
    return key


@pytest.mark.kept
async def test_d3_questions_and_answers_go_back_until_they_are_clear_and_nothing_else_waits(
    story: Story,
) -> None:
    await story.opened()
    await story.goes_to("send_questionnaire:1")
    (lead,) = await story.holders("send_questionnaire:1")
    await story.does(lead, "", SendBack(about=ASKED, numbers=(1,), comment="Which year?"))
    again = await opens(story, ASKED_AGAIN)
    assert await story.holders(again) == ["candidate-1.1.1"]
    assert Told("candidate-1.1.1", "assignment", again) in await story.letters("assignment")
    await story.usual(again)
    await story.usual("send_questionnaire:1")
    await opens(story, ANSWERED)
    await story.usual(ANSWERED)
    steered = SendBack(about=ANSWERED, numbers=(2,), comment="Free for whom?")
    await story.steers("", steered)
    once_more = await opens(story, ANSWERED_AGAIN)
    assert await story.refused(lead, "", steered) == "nothing_to_send_back"
    answers = AnswerQuestionnaire(answers=("The ministry", "Free for families"))
    await story.does("technical_team-1", once_more, answers)
    await story.goes_to("record_findings:1")
    assert await story.states("write_questions", "answer_questionnaire") == {
        ASKED: "fulfilled",
        "write_questions:expert-2": "fulfilled",
        ASKED_AGAIN: "fulfilled",
        ANSWERED: "fulfilled",
        ANSWERED_AGAIN: "fulfilled",
    }
    late = SendBack(about=ANSWERED_AGAIN, numbers=(1,), comment="Which one?")
    assert await story.refused(lead, "", late) == "nothing_to_send_back"
