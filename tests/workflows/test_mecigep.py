"""Rounds of MECIGEP: its own order, its self-assessment, its states, its forms of visit."""

from rounds.submissions.interventions import LeavePanel, RecordLessons
from rounds.submissions.panel import ProposePanel
from rounds.submissions.visit import ProposeDates
from store.audit_log import Audit
from store.tables import Assignment, Participant, Round
from tests.workflows.anyone import Anyone
from tests.workflows.cast import ACCEPT
from tests.workflows.seen import Told, each_once
from tests.workflows.story import Story

MECIGEP = Anyone("mecigep")
EXPERTS = {f"candidate-1.{n}.1" for n in (1, 2, 3)}
PANEL = EXPERTS | {"coordinator-1.1"}
OFFICER = {"responsible_officer"}
EVERYONE = {
    *("focal_point", "alternate_contact", "technical_team-1", "approver", "authority-1", "authority-2"),
    *("head_of_secretariat", *OFFICER, *PANEL),
}
NEWS = {
    "request_accepted": {"focal_point"},
    "done_by_other": {"technical_team-1"},
    "self_assessment_answered": OFFICER,
    "panel_agreed": OFFICER,
    "invitation_accepted candidate-1.1.1": OFFICER,
    "invitation_accepted candidate-1.2.1": OFFICER,
    "panel_formed": {"focal_point", *PANEL},
    "agenda_set": OFFICER | PANEL,
    "arrangements_complete": EXPERTS,
    "report_drafted": PANEL - {"candidate-1.3.1"},  # who read the draft last knows that it has gone on
    "report_approved": {"focal_point"} | OFFICER | PANEL,
    "closed": EVERYONE,
}
"""Who has which of the news in a letter of their own, when everybody does at once what is asked of them."""


async def opened(story: Story) -> Story:
    return await story.opened(rules="mecigep", people=MECIGEP)


async def proposed(story: Story, *countries: tuple[str, ...]) -> None:
    """The panel of these states is proposed and agreed, and the first candidates are invited."""
    await opened(story)
    await story.goes_to("propose_panel:1")
    await story.does("responsible_officer", "propose_panel:1", MECIGEP.panel(story.name, *countries))
    await story.usual("agree_panel:1")


def invitation(candidate: str) -> str:
    return f"answer_invitation:{candidate}"


async def test_a_round_goes_through_its_own_order_to_the_authorisation_d1_d4_p2_p3_v5_y3(
    story: Story,
) -> None:
    await opened(story)
    steps = []
    while not await story.is_over():
        steps.append((await story.status()).step)
        await story.goes_past(steps[-1])
    assert tuple(steps) == MECIGEP.rules.steps
    assert (await story.ends()).outcome == "authorised"
    letters = await story.letters()
    each_once(letters)
    assert {(t.about, t.to) for t in letters if t.template == "told"} == {
        (what, who) for what, people in NEWS.items() for who in people
    }
    assert set((await story.states()).values()) == {"fulfilled"}
    asked = {a.kind for a in await story.rows(Assignment)}
    assert asked.isdisjoint({"write_questions", "record_findings", "arrange_international"})
    parts = {a.key: a.role for a in await story.rows(Assignment) if a.kind == "answer_self_assessment"}
    assert parts == {
        f"answer_self_assessment:{role}": role for role in ("authority-1", "authority-2", "technical_team")
    }
    seats = {p.seat: p.id for p in await story.rows(Participant) if p.role.startswith("expert-")}
    assert seats == {n: f"candidate-1.{n}.1" for n in (1, 2, 3)}
    (row,) = await story.rows(Round)
    assert row.secretariat_id == "DGPE"


async def test_the_authorities_have_sixty_days_and_three_reminders_d1(story: Story) -> None:
    await opened(story)
    await story.goes_to("answer_self_assessment:authority-1")
    a = await story.assignment("answer_self_assessment:authority-1")
    # Sixty days, and on from a day off; no more than a long weekend with holidays lies between (D1).
    assert 59 <= (a.due_at - a.opened_at).days <= 65
    await story.lapses(a.key)
    mine = await story.letters("assignment", "reminder", to="authority-1")
    framework = Told("authority-1", "assignment", "agree_framework:authority-1:1")
    assert mine == [
        framework,
        Told("authority-1", "assignment", a.key),
        *[Told("authority-1", "reminder")] * (3 + 1),
    ]
    assert Told("alternate_contact", "reminder") in await story.letters("reminder")


async def test_p8_an_expert_who_withdraws_while_the_visit_is_prepared_is_replaced(story: Story) -> None:
    await opened(story)
    await story.goes_to("set_agenda:1")
    await story.does("candidate-1.2.1", "", LeavePanel(reason="A new charge"))
    await story.usual(invitation("candidate-1.2.2"))
    assert Told("candidate-1.2.2", "visit", "REQUEST") in await story.letters()
    assert Told("candidate-1.2.1", "visit", "CANCEL") in await story.letters()
    await story.goes_to("contribute:expert-2")
    assert await story.holders("contribute:expert-2") == ["candidate-1.2.2"]


async def test_p2_p8_an_invitation_ends_at_once_when_its_state_has_come_to_sit_and_the_next_is_invited(
    story: Story,
) -> None:
    await proposed(story, ("CHL", "BRA"), ("URY",), ("BRA",))
    await story.lapses(invitation("candidate-1.1.1"))
    await story.usual(invitation("candidate-1.3.1"))
    late = "candidate-1.1.2"
    assert (await story.assignment(invitation(late))).state == "closed"
    (told,) = [row for row in await story.letter_rows() if row.template == "seat_filled"]
    assert (told.participant_id, told.params) == (late, {"why": "state_seated"})
    assert await story.is_open("add_candidate:expert-1:1")
    assert await story.refused(late, invitation(late), ACCEPT) == "not_open"
    await story.does("candidate-1.1.1", invitation("candidate-1.1.1"), ACCEPT)
    seated = {p.seat: p.id for p in await story.rows(Participant) if p.role.startswith("expert-")}
    assert seated == {1: "candidate-1.1.1", 3: "candidate-1.3.1"}


async def test_p2_candidates_come_from_the_states_that_the_beneficiary_named(story: Story) -> None:
    await opened(story)
    await story.goes_to("propose_panel:1")
    abroad = MECIGEP.panel(story.name, ("CHL",), ("PER",))
    assert await story.refused("responsible_officer", "propose_panel:1", abroad) == "state_not_named"


async def test_p2_fewer_than_two_peers_is_a_warning_that_is_acknowledged_and_never_blocks(
    story: Story,
) -> None:
    await opened(story)
    await story.goes_to("propose_panel:1")
    alone = MECIGEP.panel(story.name, ("CHL",))
    unseen = ProposePanel(seats=alone.seats, coordinators=alone.coordinators)
    refused = await story.refused("responsible_officer", "propose_panel:1", unseen)
    assert refused == "warning_unacknowledged"
    await story.does("responsible_officer", "propose_panel:1", alone)
    await story.usual("agree_panel:1")
    await story.usual(invitation("candidate-1.1.1"))
    assert await story.is_open("propose_dates:1")


async def test_v5_a_visit_by_videoconference_says_so_in_its_letters(story: Story) -> None:
    await opened(story)
    await story.goes_to("propose_dates:1")
    a = await story.assignment("propose_dates:1")
    dates = MECIGEP.usual(story.name, a)
    by_video = ProposeDates(windows=dates.windows, visit_form="videoconference")
    await story.does("responsible_officer", a.key, by_video)
    await story.goes_to("set_agenda:1")
    forms = {row.params["form"] for row in await story.letter_rows() if row.template == "visit"}
    assert forms == {"videoconference"}


async def test_y3_an_officer_records_lessons_at_any_time_while_the_round_is_open(story: Story) -> None:
    await opened(story)
    lessons = RecordLessons(lessons=("Open the round in January",))
    assert await story.refused("focal_point", "", lessons) == "officers_only"
    await story.steers("", lessons)
    assert "record_lessons" in {entry.action for entry in await story.rows(Audit)}
