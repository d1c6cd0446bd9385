"""What can happen to a round, and whom RIPSO's table names for it."""

from typing import Any

import pytest

from rounds.state.round import Round
from rounds.submissions.interventions import LeavePanel
from rounds.submissions.panel import AddCandidate, AgreeCandidate, AgreePanel, AnswerInvitation
from rounds.submissions.questions import AnswerQuestionnaire, SendQuestionnaire
from rounds.submissions.report import Comment, ReviewReport
from rounds.submissions.request import CompleteRequest, ExamineRequest
from rounds.submissions.visit import (
    ArrangeInternational,
    ArrangeLocal,
    Finding,
    Item,
    RecordFindings,
    SetAgenda,
)
from tests.rounds.scene import (
    CHILE,
    COLOMBIA,
    LEAD,
    OFFICER,
    SECOND,
    STARTS,
    a_round,
    acceptance,
    ask,
    candidate,
    contact,
    dated,
    invite,
    opening,
    reported,
    seated,
    send,
    sessions,
    with_panel,
)

SUPPORT = "coordinator-1.2"
ITEMS = (Item(what="Rooms", owner="Protocol", by=STARTS, state="done"),)
DECLINES = AnswerInvitation(choice="decline", reason="Another mission")


def asked(round: Round, key: str, *holders: str) -> Round:
    ask(round, key, *holders)
    return round


def invited() -> Round:
    round = with_panel()
    invite(round, CHILE, COLOMBIA)
    return round


def left() -> Round:
    """The panel was complete, the first expert has left, the next is invited."""
    round = seated()
    round.done = ("panel",)
    send(round, "", LeavePanel(reason="A new post"), CHILE)
    invite(round, SECOND)
    return round


def review(choice: Any) -> ReviewReport:
    comments = (Comment(id="c1", section="findings", text="More"),) if choice == "changes" else ()
    return ReviewReport(version=2, sha256="2" * 64, choice=choice, comments=comments)


NOTE = CompleteRequest(
    initiative="Register", stage="reform", objective="A design", countries_of_interest=("CHL",)
)
AGREES = AgreePanel(choice="agree")
AGENDA = SetAgenda(sessions=sessions())
FOUND = RecordFindings(
    found=tuple(Finding(what=what, text="Many") for what in ("finding", "challenge", "recommendation"))
)


def examined(choice: Any) -> ExamineRequest:
    return ExamineRequest(choice=choice, reason="" if choice == "accept" else "Not yet")


def with_lists(*done: str) -> Round:
    """The visit is being prepared; these lists are complete."""
    round = dated()
    for kind in done:
        send(
            round, f"{kind}:1", ARRANGED[kind], OFFICER if kind == "arrange_international" else "focal_point"
        )
    return round


ARRANGED = {
    "arrange_international": ArrangeInternational(items=ITEMS),
    "arrange_local": ArrangeLocal(items=ITEMS),
}
QUESTIONNAIRE = SendQuestionnaire(questions=("Who?", "How?"))


def answering() -> Round:
    round = asked(seated(), "send_questionnaire:1")
    send(round, "send_questionnaire:1", QUESTIONNAIRE, LEAD)
    return asked(round, "answer_questionnaire:1", "focal_point", "technical_team-1")


def adding() -> Round:
    round = asked(with_panel(), "add_candidate:expert-1:1")
    added = candidate("added", "URY")
    fields = {name: getattr(added, name) for name in added.__dataclass_fields__}
    send(round, "add_candidate:expert-1:1", AddCandidate(**fields, acknowledged=("few_countries",)), OFFICER)
    return asked(round, "agree_candidate:expert-1:1")


def proposed() -> Round:
    round = with_panel()
    round.seats, round.roles = {}, {r: h for r, h in round.roles.items() if "coordinator" not in r}
    return asked(round, "agree_panel:1")


def with_alternate() -> Round:
    return a_round(opening(alternate_contact=contact("alternate")))


def one_seated() -> Round:
    round = invited()
    send(round, f"answer_invitation:{CHILE}", acceptance(), CHILE)
    return round


def complete() -> Round:
    round = seated()
    round.done = ("panel",)
    return round


DECLARES = acceptance(conflict="possible", conflict_statement="A cousin")
HAPPENINGS: list[Any] = [
    pytest.param(
        lambda: asked(a_round(), "complete_request:1"),
        "complete_request:1",
        NOTE,
        "focal_point",
        {},
        id="Q8 who asks has the receipt",
    ),
    pytest.param(
        lambda: asked(a_round(), "examine_request:1"),
        "examine_request:1",
        examined("accept"),
        OFFICER,
        {"request_accepted": ("focal_point",)},
        id="Q8 accepted",
    ),
    pytest.param(
        lambda: asked(with_alternate(), "examine_request:1"),
        "examine_request:1",
        examined("return"),
        OFFICER,
        {"request_returned": ("alternate_contact",)},
        id="Q8 returned",
    ),
    pytest.param(
        lambda: asked(a_round(), "examine_request:1"),
        "examine_request:1",
        examined("decline"),
        OFFICER,
        {},
        id="Q8 the end is told to everyone",
    ),
    pytest.param(
        proposed, "agree_panel:1", AGREES, "focal_point", {"panel_agreed": (OFFICER,)}, id="P1 agreed"
    ),
    pytest.param(
        invited,
        f"answer_invitation:{CHILE}",
        acceptance(),
        CHILE,
        {"invitation_accepted": (OFFICER,)},
        id="P8 the first of two",
    ),
    pytest.param(
        one_seated,
        f"answer_invitation:{COLOMBIA}",
        acceptance(),
        COLOMBIA,
        {},
        id="P8 the last: the panel is told of",
    ),
    pytest.param(
        invited,
        f"answer_invitation:{CHILE}",
        DECLINES,
        CHILE,
        {"invitation_declined": (OFFICER,)},
        id="P8 a no",
    ),
    pytest.param(
        invited,
        f"answer_invitation:{CHILE}",
        DECLARES,
        CHILE,
        {"conflict_under_review": ("focal_point",)},
        id="P6 under review",
    ),
    pytest.param(
        complete,
        "",
        LeavePanel(reason="A new post"),
        CHILE,
        {"expert_left": ("focal_point", OFFICER, LEAD, SUPPORT, COLOMBIA)},
        id="P8 an expert leaves",
    ),
    pytest.param(
        left,
        f"answer_invitation:{SECOND}",
        acceptance(),
        SECOND,
        {"expert_joined": ("focal_point", OFFICER, LEAD, SUPPORT, COLOMBIA)},
        id="P8 another comes",
    ),
    pytest.param(
        adding,
        "agree_candidate:expert-1:1",
        AgreeCandidate(choice="agree"),
        "focal_point",
        {"candidate_agreed": (OFFICER,)},
        id="P8 an added candidate",
    ),
    pytest.param(
        lambda: asked(seated(), "send_questionnaire:1"),
        "send_questionnaire:1",
        QUESTIONNAIRE,
        LEAD,
        {"questionnaire_sent": (CHILE, COLOMBIA)},
        id="D2 the questionnaire",
    ),
    pytest.param(
        answering,
        "answer_questionnaire:1",
        AnswerQuestionnaire(answers=("We", "So")),
        "focal_point",
        {"done_by_other": ("technical_team-1",), "answers_arrived": (CHILE, COLOMBIA, LEAD, SUPPORT)},
        id="D2 the answers",
    ),
    pytest.param(
        dated,
        "set_agenda:1",
        AGENDA,
        "focal_point",
        {"agenda_set": (OFFICER, LEAD, SUPPORT, CHILE, COLOMBIA)},
        id="V1 the agenda",
    ),
    pytest.param(
        dated, "arrange_local:1", ARRANGED["arrange_local"], "focal_point", {}, id="V2 one of two lists"
    ),
    pytest.param(
        lambda: with_lists("arrange_local"),
        "arrange_international:1",
        ARRANGED["arrange_international"],
        OFFICER,
        {"arrangements_complete": (CHILE, COLOMBIA)},
        id="V2 both lists",
    ),
    pytest.param(
        lambda: asked(seated(), "record_findings:1"),
        "record_findings:1",
        FOUND,
        LEAD,
        {"findings_recorded": (OFFICER, CHILE, COLOMBIA)},
        id="V6 findings",
    ),
    pytest.param(
        lambda: asked(reported(), "review_report:1"),
        "review_report:1",
        review("approve"),
        "focal_point",
        {"report_approved": (OFFICER, LEAD, CHILE, COLOMBIA)},
        id="W4 approved",
    ),
    pytest.param(
        lambda: asked(reported(), "review_report:1"),
        "review_report:1",
        review("changes"),
        "focal_point",
        {"changes_asked": (LEAD, CHILE, COLOMBIA)},
        id="W4 changes",
    ),
]
