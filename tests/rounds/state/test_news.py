"""Each happening is told to whom the methodology's table names, once, never to whoever brought it about."""

from dataclasses import replace
from typing import Any

import pytest

from rounds.methodology.said import NEWS
from rounds.registry import KINDS
from rounds.state import news
from rounds.steps import request
from rounds.submissions.interventions import Delegate, ReplacePerson
from rounds.submissions.questions import AnswerQuestionnaire
from rounds.submissions.report import FinishDraft
from templates.telling import NEWS as TITLES
from tests.rounds.scene import (
    CHILE,
    COLOMBIA,
    LEAD,
    OFFICER,
    RIPSO,
    a_round,
    ask,
    contact,
    opening,
    reported,
    seated,
    send,
    texts,
    told,
)
from tests.rounds.state.happenings import HAPPENINGS, SUPPORT, answering


@pytest.mark.parametrize(("begins", "key", "body", "by", "expected"), HAPPENINGS)
def test_what_happens_is_told_to_exactly_its_people(
    begins: Any, key: str, body: Any, by: str, expected: Any
) -> None:
    round = begins()
    send(round, key, body, by)
    assert told(round) == expected


def test_a_note_that_an_officer_entered_is_told_to_whoever_asks_q8() -> None:
    round = a_round()
    assert request.arrived(round) == []  # the letter that asks the focal point to confirm it says so
    round.unconfirmed = False
    (arrived,) = request.arrived(round)
    assert (arrived.what, arrived.people, arrived.submission) == (
        "request_arrived",
        ("focal_point",),
        "opening-1",
    )
    assert request.arrived(a_round(opening(note=None))) == []


def test_a_version_that_goes_to_the_beneficiary_is_told_to_the_panel_w4() -> None:
    round = reported()
    assert told(round) == {}  # the experts read it first, and are asked to
    ask(round, "finish_draft:1")
    send(round, "finish_draft:1", FinishDraft(sections=texts()), OFFICER)
    assert told(round) == {"report_drafted": (LEAD, CHILE, COLOMBIA)}


def test_whoever_is_replaced_is_told_by_whom_and_the_others_too() -> None:
    round = seated()
    newcomer = ReplacePerson(participant="focal_point", newcomer=contact("newcomer"))
    send(round, "", newcomer, officer="officer")
    assert told(round) == {"place_taken": ("focal_point",), "person_replaced": (OFFICER, LEAD)}


def test_a_delegate_is_told_that_the_owner_has_done_it_and_the_other_way_round() -> None:
    for by, other in (("focal_point", "delegate-sent-delegat"), ("delegate-sent-delegat", "focal_point")):
        round = answering()
        round.assignments["answer_questionnaire:1"] = replace(
            round.assignments["answer_questionnaire:1"], holders=("focal_point",)
        )
        send(
            round,
            "answer_questionnaire:1",
            Delegate(delegate=contact("help")),
            "focal_point",
            id="sent-delegate",
        )
        send(round, "answer_questionnaire:1", AnswerQuestionnaire(answers=("We", "So")), by)
        assert told(round)["done_by_other"] == (other,)


def test_a_table_that_names_nobody_tells_nobody() -> None:
    silent = replace(seated(), methodology=replace(RIPSO, news={}))
    assert news.tell(silent, "panel_formed") == []
    assert [t.people for t in news.tell(silent, "panel_formed", concerned=[CHILE])] == [(CHILE,)]


def test_each_person_is_told_once_whatever_roles_they_hold() -> None:
    """The focal point approves too, and the lead is a coordinator."""
    everyone = ("focal_point", "approver", "lead_coordinator", "coordinator", "expert")
    round = replace(seated(), methodology=replace(RIPSO, news={"panel_formed": everyone}))
    assert news.told(round, "panel_formed") == ("focal_point", LEAD, SUPPORT, CHILE, COLOMBIA)


def test_every_kind_of_news_has_its_words_and_every_row_of_a_table_can_happen() -> None:
    assert set(NEWS) <= set(TITLES)
    assert {name for name, kind in KINDS.items() if not kind.receipt} == {
        "ask_again",
        "withdraw",
        "comment_draft",
    }
