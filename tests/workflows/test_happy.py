"""A round in which everybody does at once what is asked of them."""

import pytest

from rounds.state.round import Outcome
from store.audit_log import Audit
from store.tables import CalendarEvent, Inbox, ReportVersion, Round
from tests.workflows.publishing import becomes, countersigned
from tests.workflows.seen import Told, each_once
from tests.workflows.story import Story

ASKED = {
    "responsible_officer": {
        "examine_request:1",
        "propose_panel:1",
        "propose_dates:1",
        "arrange_international:1",
        "consolidate_report:1",
        "countersign_publication:1",
        "agree_announcement:1:responsible_officer:1",
    },
    "focal_point": {
        "confirm_note:1",
        "agree_panel:1",
        "mark_dates:focal_point:1",
        "set_agenda:1",
        "arrange_local:1",
        "answer_questionnaire:1",
    },
    "technical_team-1": {"answer_questionnaire:1"},
    "approver": {"review_report:1", "decide_publication:1"},
    "coordinator-1.1": {"send_questionnaire:1", "record_findings:1"},
    "candidate-1.1.1": {
        "answer_invitation:candidate-1.1.1",
        "write_questions:expert-1",
        "mark_dates:expert-1:1",
        "contribute:expert-1",
        "comment_draft:expert-1:1",
    },
    "candidate-1.2.1": {
        "answer_invitation:candidate-1.2.1",
        "write_questions:expert-2",
        "mark_dates:expert-2:1",
        "contribute:expert-2",
        "comment_draft:expert-2:1",
    },
}
TRAVELLERS = {
    "focal_point",
    "responsible_officer",
    "coordinator-1.1",
    "coordinator-1.2",
    "candidate-1.1.1",
    "candidate-1.2.1",
}
PANEL = TRAVELLERS - {"focal_point", "responsible_officer"}
RECEIPTS = {
    "responsible_officer": {
        "propose_panel:1",
        "propose_dates:1",
        "arrange_international:1",
        "consolidate_report:1",
    },
    "focal_point": {
        "confirm_note:1",
        "agree_panel:1",
        "answer_questionnaire:1",
        "set_agenda:1",
        "arrange_local:1",
    },
    "coordinator-1.1": {"send_questionnaire:1", "record_findings:1"},
    "candidate-1.1.1": {
        "answer_invitation:candidate-1.1.1",
        "write_questions:expert-1",
        "mark_dates:expert-1:1",
        "contribute:expert-1",
    },
    "candidate-1.2.1": {"write_questions:expert-2", "mark_dates:expert-2:1", "contribute:expert-2"},
}
"""Receipts that are letters of their own; the others stand in what their sender has at the same moment."""
EXPERTS = {"candidate-1.1.1", "candidate-1.2.1"}
EVERYONE = {*ASKED, "alternate_contact", "head_of_secretariat", "coordinator-1.2"}

LEAD, OFFICER = {"coordinator-1.1"}, {"responsible_officer"}
TOLD = {
    "request_accepted": {"focal_point"},
    "panel_agreed": OFFICER,
    "invitation_accepted candidate-1.1.1": OFFICER,
    "panel_formed": {"focal_point", "coordinator-1.1", "coordinator-1.2"},
    "questionnaire_sent": EXPERTS,
    "done_by_other": {"technical_team-1"},
    "answers_arrived": PANEL,
    "agenda_set": OFFICER | PANEL,
    "arrangements_complete": EXPERTS,
    "findings_recorded": OFFICER,
    "report_drafted": LEAD | {"candidate-1.1.1"},
    "report_approved": {"focal_point"} | OFFICER | LEAD | EXPERTS,
    "closed": EVERYONE,
    "report_published": {"focal_point", "approver"} | OFFICER | LEAD | EXPERTS,
}
"""News that are letters of their own: of the panel and of the findings, those hear who are asked something at
that moment in the letter that asks it; whoever reads the draft last knows that it has gone on."""
MOST_LETTERS = 100


@pytest.mark.kept
async def test_a_round_goes_from_the_request_to_the_authorisation_with_each_letter_once(
    story: Story,
) -> None:
    await story.opened()
    await story.goes_to()
    (version,) = await story.rows(ReportVersion)
    assert await story.ends() == Outcome(outcome="authorised", version=1, sha256=version.sha256)
    await story.comes_after()
    await countersigned(story)
    await becomes(story, True)
    told = await story.letters()
    each_once(told)
    assert set(told) == {
        *(Told(who, "assignment", key) for who, keys in ASKED.items() for key in keys),
        *(Told(who, "visit", "REQUEST") for who in TRAVELLERS),
        *(Told(who, "receipt", key) for who, keys in RECEIPTS.items() for key in keys),
        *(Told(who, "told", what) for what, people in TOLD.items() for who in people),
    }
    assert len(told) <= MOST_LETTERS
    (round_,) = await story.rows(Round)
    assert (round_.step, round_.outcome) == ("publication", "authorised")
    assert round_.closed_at
    (event,) = await story.rows(CalendarEvent)
    assert (event.state, event.sequence) == ("confirmed", 0)
    assert {row.state for row in await story.rows(Inbox)} == {"accepted"}
    kinds = {row.kind for row in await story.rows(Inbox)} - {"open_round"}
    assert kinds <= {entry.action for entry in await story.rows(Audit)}
    assert [key for key, state in (await story.states()).items() if state != "fulfilled"] == [
        "agree_announcement:1:responsible_officer:1"
    ]
