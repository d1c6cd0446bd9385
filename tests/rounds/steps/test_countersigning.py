"""The countersign of an authorisation to publish: who, of what, with what consequence (L11)."""

from dataclasses import replace
from typing import Any

import pytest

from rounds.state.effects import Close, Effect, Take, Tell
from rounds.state.round import Round
from rounds.steps import authorisations, countersigning, translation
from rounds.submissions.publication import (
    AuthorisePublication,
    CountersignPublication,
    WithdrawPublication,
)
from tests.rounds.scene import OFFICER, Verdict, ask, reported, send, sent, verdict

APPROVER = "focal_point"
HEAD = "head_of_secretariat"
KEY = "countersign_publication:1"
FILER = "officer-7"
"""The id of the officer who filed the decision, where one did."""


@pytest.fixture(autouse=True)
def _one_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translation, "languages", lambda _: ("es",))


def word(**changes: Any) -> CountersignPublication:
    whole = {"version": 2, "sha256": "2" * 64, "choice": "countersign", **changes}
    return CountersignPublication(**whole)


def authorised(officer: str = "") -> Round:
    """A round that is over, whose approver has authorised, themselves or in writing."""
    round = reported()
    round.outcome, round.publishing = "internal", True
    round.roles = {**round.roles, HEAD: (HEAD,)}
    body = AuthorisePublication(version=2, sha256="2" * 64, languages=("es",))
    send(round, "", body, APPROVER, officer=officer)
    ask(round, KEY)
    return round


WORDS = [
    pytest.param(word(), OFFICER, "", None, id="L11 countersigned by whoever is asked"),
    pytest.param(word(), HEAD, "", None, id="L11 countersigned by the head, who is not asked"),
    pytest.param(word(), APPROVER, "", ("not_yours", ""), id="L11 not by whoever authorised"),
    pytest.param(word(), "candidate-1.1.1", "", ("not_yours", ""), id="L11 nor by an expert"),
    pytest.param(word(version=1, sha256="1" * 64), OFFICER, "", ("older_version", "version"), id="L11 older"),
    pytest.param(word(sha256="3" * 64), OFFICER, "", ("older_version", "version"), id="L11 another text"),
    pytest.param(word(choice="return"), OFFICER, "", ("reason_missing", "reason"), id="L11 returned, why?"),
    pytest.param(word(choice="return", reason="No"), OFFICER, "", None, id="L11 returned with a reason"),
    pytest.param(word(), OFFICER, FILER, ("same_officer", "choice"), id="L11 by who filed the decision"),
    pytest.param(word(), HEAD, FILER, ("same_officer", "choice"), id="L11 by who filed it, for the head"),
    pytest.param(
        word(choice="return", reason="No"), OFFICER, FILER, ("same_officer", "choice"), id="L11 nor returned"
    ),
]


@pytest.mark.parametrize(("body", "by", "filer", "expected"), WORDS)
def test_the_word_of_an_officer(body: CountersignPublication, by: str, filer: str, expected: Verdict) -> None:
    assert verdict(authorised(filer), sent(KEY, body, by, officer=filer)) == expected


def test_l11_the_head_is_asked_of_what_an_officer_has_filed() -> None:
    assert countersigning.role(authorised(), 1) == ""
    assert countersigning.role(authorised(FILER), 1) == HEAD


def follows(round: Round, body: Any, key: str = KEY, by: str = OFFICER) -> list[Effect]:
    before = len(round.pending)
    send(round, key, body, by)
    return [e for e in round.pending[before:] if not isinstance(e, Take)]


def test_l11_until_it_is_countersigned_an_authorisation_lacks_something() -> None:
    round = authorised()
    (a,) = round.authorisations
    assert authorisations.lacks(round, a) == (authorisations.COUNTERSIGN,)
    assert not authorisations.complete(round, 1)
    follows(round, word())
    (a,) = round.authorisations
    assert (a.state, authorisations.lacks(round, a), authorisations.complete(round, 1)) == (
        "waiting",
        (),
        True,
    )


def test_l11_a_methodology_without_a_countersign_needs_none() -> None:
    round = authorised()
    without = {
        k: rule for k, rule in round.methodology.assignments.items() if k != authorisations.COUNTERSIGN
    }
    round.methodology = replace(round.methodology, assignments=without)
    assert authorisations.complete(round, 1)
    assert not countersigning.is_awaited(round, 1)


def test_l11_what_is_returned_is_void_with_its_announcement_and_its_giver_is_told() -> None:
    round = authorised()
    ask(round, "agree_announcement:1:responsible_officer:1")
    made = follows(round, word(choice="return", reason="No"))
    assert [a.state for a in round.authorisations] == ["returned"]
    closed = {e.key: e.state for e in made if isinstance(e, Close)}
    assert closed == {KEY: "fulfilled", "agree_announcement:1:responsible_officer:1": "closed"}
    (told,) = [e for e in made if isinstance(e, Tell)]
    assert (told.what, APPROVER in told.people, OFFICER in told.people) == (
        countersigning.RETURNED,
        True,
        False,
    )
    assert authorisations.waiting(round) is None


def test_l11_what_is_taken_back_or_given_anew_is_countersigned_no_more() -> None:
    for body in (
        WithdrawPublication(choice="withdraw"),
        AuthorisePublication(version=2, sha256="2" * 64, languages=("es",)),
    ):
        round = authorised()
        made = follows(round, body, key="", by=APPROVER)
        assert KEY in [e.key for e in made if isinstance(e, Close)]
        assert verdict(round, sent(KEY, word(), OFFICER)) == ("not_open", "")


def test_l11_a_countersign_that_is_let_go_is_none() -> None:
    round = authorised()
    assert [type(e) for e in countersigning.unanswered(round, 1)][-1] is Tell
    assert [a.state for a in round.authorisations] == ["returned"]
    assert countersigning.unanswered(round, 1) == []


def test_l11_nobody_countersigns_as_somebody_s_delegate() -> None:
    round = authorised()
    ask(round, KEY, OFFICER, "delegate-1")
    assert verdict(round, sent(KEY, word(), "delegate-1")) == ("only_in_person", "")
