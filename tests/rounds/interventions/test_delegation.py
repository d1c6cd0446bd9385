"""Who may have somebody else do an assignment, and what follows: D1."""

from dataclasses import replace

import pytest

from rounds.state import people
from rounds.state.delegating import Share, Unshare
from rounds.state.effects import Close, Replace
from rounds.state.round import Round
from rounds.submissions.fields import marker, shape
from rounds.submissions.interventions import Delegate, EndDelegation, ReplacePerson
from rounds.submissions.request import CompleteRequest
from tests.rounds.scene import OFFICER, Verdict, a_round, ask, contact, send, sent, verdict

KEY = "complete_request:1"
NAMED = Delegate(delegate=contact("delegate"))


def asked() -> Round:
    round = a_round()
    ask(round, KEY, "focal_point")
    return round


def delegated(round: Round) -> str:
    """The focal point names a delegate; the delegate's id."""
    (share,) = send(round, KEY, NAMED, "focal_point")
    assert isinstance(share, Share)
    return share.delegate


@pytest.mark.parametrize(
    ("key", "by", "expected"),
    [
        pytest.param(KEY, "focal_point", None, id="its owner"),
        pytest.param(KEY, OFFICER, ("not_yours", ""), id="somebody else"),
        pytest.param("agree_panel:1", "focal_point", ("not_open", ""), id="what is not open"),
        pytest.param("review_report:1", "approver", ("only_in_person", ""), id="an approval"),
        pytest.param("answer_invitation:x", "x", ("only_in_person", ""), id="an undertaking"),
    ],
)
def test_who_names_a_delegate_and_for_what(key: str, by: str, expected: Verdict) -> None:
    round = asked()
    ask(round, "review_report:1", "approver")
    ask(round, "answer_invitation:x", "x")
    assert verdict(round, sent(key, NAMED, by)) == expected


def test_an_officer_names_one_for_the_owner() -> None:
    assert verdict(asked(), sent(KEY, NAMED, "focal_point", officer="officer")) is None


def test_a_delegate_names_no_other() -> None:
    round = asked()
    who = delegated(round)
    assert verdict(round, sent(KEY, NAMED, who)) == ("delegate_of_delegate", "")


def test_delegate_and_owner_may_both_answer_and_the_first_counts() -> None:
    round = asked()
    who, other = delegated(round), delegated(round)
    assert round.assignments[KEY].holders == ("focal_point", who, other)
    assert (people.is_delegate(who), who != other, round.countries[who]) == (True, True, round.country)
    note = CompleteRequest(
        initiative="Register", stage="reform", objective="A design", countries_of_interest=("CHL",)
    )
    effects = send(round, KEY, note, who)
    assert [type(effect) for effect in effects] == [Close]
    assert verdict(round, sent(KEY, note, "focal_point")) == ("already_answered", "")


def test_a_delegate_stays_when_the_owner_is_replaced_and_may_be_replaced_themselves() -> None:
    round = asked()
    who = delegated(round)
    send(round, "", ReplacePerson(participant="focal_point", newcomer=contact("new")), officer="officer")
    effects = send(round, "", ReplacePerson(participant=who, newcomer=contact("other")), officer="officer")
    assert round.assignments[KEY].holders == ("focal_point~2", f"{who}~2")
    assert Replace(old=who, new=f"{who}~2", keys=(KEY,)) in effects
    assert people.is_delegate(f"{who}~2")


def test_as_many_as_the_methodology_says_do_one_task_and_one_more_is_refused_e7() -> None:
    round = asked()
    limits = replace(round.methodology.limits, delegates=2)
    round.methodology = replace(round.methodology, limits=limits)
    first, _ = delegated(round), delegated(round)
    assert verdict(round, sent(KEY, NAMED, "focal_point")) == ("too_many_delegates", "")
    send(round, KEY, EndDelegation(participant=first), "focal_point")
    assert verdict(round, sent(KEY, NAMED, "focal_point")) is None


def test_what_is_said_of_a_delegates_part_holds_no_web_address_e7() -> None:
    said = marker(shape(Delegate)["share"])
    assert said
    assert said.plain


def test_five_is_what_no_methodology_says_otherwise() -> None:
    assert a_round().methodology.limits.delegates == 5


def test_a_delegation_that_is_ended_leaves_the_task_to_its_owner_l13() -> None:
    round = asked()
    who, other = delegated(round), delegated(round)
    effects = send(round, KEY, EndDelegation(participant=who), "focal_point")
    assert [(e.key, e.owner, e.delegate) for e in effects if isinstance(e, Unshare)] == [
        (KEY, "focal_point", who)
    ]
    assert round.assignments[KEY].holders == ("focal_point", other)
    note = CompleteRequest(
        initiative="Register", stage="reform", objective="A design", countries_of_interest=("CHL",)
    )
    assert verdict(round, sent(KEY, note, who)) == ("not_yours", "")


@pytest.mark.parametrize(
    ("by", "officer", "whom", "expected"),
    [
        pytest.param("focal_point", "", "delegate", None, id="its owner"),
        pytest.param("focal_point", "officer", "delegate", None, id="an officer for its owner"),
        pytest.param("delegate", "", "delegate", ("delegate_of_delegate", ""), id="a delegate"),
        pytest.param(OFFICER, "", "delegate", ("not_yours", ""), id="somebody else"),
        pytest.param("focal_point", "", "focal_point", ("unknown_person", "participant"), id="no delegate"),
    ],
)
def test_who_ends_a_delegation(by: str, officer: str, whom: str, expected: Verdict) -> None:
    round = asked()
    who = {"delegate": delegated(round)}
    body = EndDelegation(participant=who.get(whom, whom))
    assert verdict(round, sent(KEY, body, who.get(by, by), officer=officer)) == expected


def test_where_nobody_was_named_there_is_nothing_to_end() -> None:
    ended = EndDelegation(participant="delegate-x")
    assert verdict(asked(), sent(KEY, ended, "focal_point")) == ("unknown_person", "participant")
