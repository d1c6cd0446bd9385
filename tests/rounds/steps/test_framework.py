"""The framework is agreed by everybody who takes part then; experts come later and comment: D4."""

from typing import Any

import pytest

from rounds import accepting, rules
from rounds.state.effects import Tell
from rounds.state.round import Round
from rounds.steps import assessment
from rounds.submissions.assessment import AgreeFramework, CommentFramework, ProposeFramework
from rounds.submissions.interventions import Waive
from tests.rounds.mecigep import TWO, a_round, asked, verdict
from tests.rounds.scene import NOW, OFFICER, Verdict, sent
from tests.rounds.scene import verdict as verdict_of

ROLES = {
    "focal_point": ("focal_point",),
    "alternate_contact": (OFFICER,),
    "technical_team": ("focal_point", "technical_team-1"),
    "approver": ("technical_team-1",),
    "authority-1": ("authority-1",),
    OFFICER: (OFFICER,),
    "head_of_secretariat": ("head_of_secretariat",),
}
AGREE, CHANGES = AgreeFramework(choice="agree"), AgreeFramework(choice="changes", comment="Not this one")
COMMENT = CommentFramework(comment="Users are missing")


def proposed() -> Round:
    """A framework is proposed, and everybody is asked about it."""
    round = a_round(roles=dict(ROLES))
    asked(round, "propose_framework:1")
    take(round, "propose_framework:1", ProposeFramework(dimensions=TWO), OFFICER)
    others = assessment.others(round, 1)
    asked(round, "agree_framework:1", "focal_point", "focal_point")
    for key, role, who in others:
        asked(round, key, who, role)
    return round


def take(round: Round, key: str, body: Any, by: str) -> set[str]:
    """What is told of it."""
    envelope = sent(key, body, by)
    rules.check(round, envelope, NOW)
    round.pending.clear()
    accepting.take(round, envelope, NOW)
    return {e.what for e in round.pending if isinstance(e, Tell)}


def test_each_who_takes_part_then_is_asked_once_but_the_secretariat_which_proposes_d4() -> None:
    round = proposed()
    keys = [key for key in round.assignments if key.startswith("agree_framework")]
    assert keys == [
        "agree_framework:1",
        "agree_framework:technical_team-1:1",
        "agree_framework:authority-1:1",
    ]
    # Asked once it is they, whoever holds the roles since.
    round.roles["authority-1"] = ("authority-1~2",)
    assert [key for key, _, _ in assessment.others(round, 1)] == keys[1:]
    assert "agree_framework:authority-1~2:2" in [key for key, _, _ in assessment.others(round, 2)]


def test_it_is_agreed_and_told_once_everybody_has_agreed_d4() -> None:
    round = proposed()
    for key, by in (("agree_framework:1", "focal_point"), ("agree_framework:authority-1:1", "authority-1")):
        assert "framework_agreed" not in take(round, key, AGREE, by)
        assert assessment.agreed(round, 1) == ()
    assert take(round, "agree_framework:technical_team-1:1", AGREE, "technical_team-1") == {
        "framework_agreed"
    }
    assert assessment.agreed(round, 1) == TWO


def test_whoever_asks_for_changes_ends_the_matter_for_all_d4() -> None:
    round = proposed()
    take(round, "agree_framework:authority-1:1", CHANGES, "authority-1")
    states = {key: a.state for key, a in round.assignments.items() if key.startswith("agree")}
    assert states == {
        "agree_framework:1": "closed",
        "agree_framework:technical_team-1:1": "closed",
        "agree_framework:authority-1:1": "fulfilled",
    }
    assert assessment.agreed(round, 1) == ()


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        pytest.param("agree_framework:authority-1:1", None, id="D4 another's may be waived"),
        pytest.param("agree_framework:1", ("not_waivable", ""), id="D4 the focal point's may not"),
    ],
)
def test_the_round_goes_on_without_the_agreement_of_others_alone(key: str, expected: Verdict) -> None:
    round = proposed()
    assert verdict_of(round, sent(key, Waive(reason="On leave"), officer="officer")) == expected


@pytest.mark.parametrize(
    ("by", "framework", "expected"),
    [
        pytest.param("candidate-1.1.1", TWO, None, id="D4 an expert"),
        pytest.param("candidate-1.1.1", (), ("nothing_to_comment", ""), id="D4 before there is one"),
        pytest.param("focal_point", TWO, ("not_yours", ""), id="D4 the beneficiary, who agreed to it"),
        pytest.param("coordinator-1.1", TWO, ("not_yours", ""), id="D4 a coordinator"),
    ],
)
def test_experts_comment_on_a_framework_that_was_agreed_before_they_came_d4(
    by: str, framework: tuple[str, ...], expected: Verdict
) -> None:
    round = commenting(framework)
    assert verdict(round, "", COMMENT, by) == expected


def commenting(framework: tuple[str, ...] = TWO) -> Round:
    roles = {**ROLES, "expert-1": ("candidate-1.1.1",), "lead_coordinator": ("coordinator-1.1",)}
    return a_round(roles=roles, framework=framework)


def test_a_comment_says_something_d4() -> None:
    blank = CommentFramework(comment=" ")
    assert verdict(commenting(), "", blank, "candidate-1.1.1") == ("text_missing", "comment")


def test_the_secretariat_and_the_lead_coordinator_are_told_of_a_comment_once_d4() -> None:
    round = commenting()
    take(round, "", COMMENT, "candidate-1.1.1")
    (tell,) = [e for e in round.pending if isinstance(e, Tell)]
    assert (tell.what, tell.people) == ("framework_commented", (OFFICER, "coordinator-1.1"))
