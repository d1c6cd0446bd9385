"""Who a submission brings into a round, under which id and role."""

from typing import Any

import pytest

from rounds.registry import KINDS
from rounds.state import people
from rounds.state.keys import Key
from rounds.state.people import NamedPerson, Naming
from rounds.submissions.interventions import Delegate, ReplacePerson
from rounds.submissions.panel import AddCandidate
from rounds.submissions.request import ExamineRequest
from tests.rounds.scene import RIPSO, contact, opening, proposal


def named(key: str, body: Any, by: str = "") -> tuple[NamedPerson, ...]:
    """Whom an accepted submission brings in."""
    return KINDS[body.kind].brings(Naming(id="one", key=Key.parse(key), by=by, body=body))


def test_an_opening_brings_the_beneficiarys_people() -> None:
    body = opening(
        alternate_contact=contact("alternate"),
        approver=contact("approver"),
        technical_team=(contact("one"), contact("two")),
    )

    def there(id: str, role: str, name: str) -> NamedPerson:
        return NamedPerson(id=id, role=role, contact=contact(name), country="PRY", institution="Cabinet")

    assert people.of_opening(body) == (
        there("focal_point", "focal_point", "focal"),
        there("alternate_contact", "alternate_contact", "alternate"),
        there("approver", "approver", "approver"),
        there("technical_team-1", "technical_team", "one"),
        there("technical_team-2", "technical_team", "two"),
    )


def test_whoever_is_named_holds_the_role() -> None:
    body = opening(
        alternate_contact=contact("alternate"), approver=contact("approver"), technical_team=(contact("one"),)
    )
    assert people.roles(body) == {
        "focal_point": ("focal_point",),
        "alternate_contact": ("alternate_contact",),
        "technical_team": ("focal_point", "technical_team-1"),
        "approver": ("approver",),
        "responsible_officer": ("responsible_officer",),
        "head_of_secretariat": ("head_of_secretariat",),
    }


def test_a_proposal_brings_candidates_by_seat_and_coordinators_the_lead_first_p4_p5() -> None:
    brought = named("propose_panel:3", proposal())
    assert [(p.id, p.role, p.country, p.seat) for p in brought] == [
        ("candidate-3.1.1", "candidate", "CHL", 1),
        ("candidate-3.1.2", "candidate", "CHL", 1),
        ("candidate-3.2.1", "candidate", "COL", 2),
        ("coordinator-3.1", "lead_coordinator", "", None),
        ("coordinator-3.2", "coordinator", "", None),
    ]


def test_an_added_candidate_comes_for_the_seat_of_its_assignment_p8() -> None:
    body = AddCandidate(
        name="New",
        email="new@panel.example",
        language="en",
        country="PER",
        institution="Ministry",
        points=RIPSO.profile_points,
    )
    (added,) = named("add_candidate:expert-2:1", body)
    assert (added.id, added.seat, added.country) == ("candidate-added-2.1", 2, "PER")
    assert added.id == people.added_id(Key.parse("agree_candidate:expert-2:1"))


def test_a_newcomer_comes_under_an_id_of_their_own_in_the_place_of_another() -> None:
    body = ReplacePerson(participant="focal_point~2", newcomer=contact("third"))
    old, third = "focal_point~2", contact("third")
    expected = NamedPerson(id="focal_point~3", role="", contact=third, place_of=old, beside=old)
    assert named("", body) == (expected,)
    assert named("examine_request:1", ExamineRequest(choice="accept")) == ()


def test_a_delegate_comes_beside_whoever_named_them() -> None:
    body = Delegate(delegate=contact("deputy"))
    (deputy,) = named("contribute:expert-1", body, by="candidate-1.1.1")
    assert (deputy.id, deputy.role, deputy.beside) == ("delegate-one", "delegate", "candidate-1.1.1")


@pytest.mark.parametrize(("role", "number"), [("expert-2", 2), ("expert-12", 12), ("coordinator", 0)])
def test_an_experts_role_says_their_seat(role: str, number: int) -> None:
    assert people.seat_number(role) == number
    assert not number or people.seat_role(number) == role


@pytest.mark.parametrize(
    ("old", "new"), [("approver", "approver~2"), ("approver~2", "approver~3"), ("a~9", "a~10")]
)
def test_newcomers_are_counted_and_all_lead_back_to_the_first(old: str, new: str) -> None:
    assert people.newcomer_id(old) == new
    assert people.first_id(new) == people.first_id(old)
