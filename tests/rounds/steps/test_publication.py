"""The beneficiary's decision on publication: X1, X2."""

from typing import Any

import pytest

from rounds.submissions.report import DecidePublication
from tests.rounds.scene import OFFICER, Verdict, ask, reported, send, sent, verdict


def decision(**changes: Any) -> DecidePublication:
    whole = {"version": 2, "sha256": "2" * 64, "choice": "publish", "languages": ("es",), **changes}
    return DecidePublication(**whole)


DECISIONS = [
    pytest.param(decision(), None, id="X1 X2 publish in one language"),
    pytest.param(decision(languages=("es", "en")), None, id="X2 publish in two languages"),
    pytest.param(decision(languages=()), ("language_missing", "languages"), id="X2 publish in no language"),
    pytest.param(decision(choice="internal", languages=()), None, id="X1 keep it internal"),
    pytest.param(
        decision(version=1, sha256="1" * 64),
        ("older_version", "version"),
        id="X2 a decision on an older version",
    ),
    pytest.param(decision(sha256="3" * 64), ("older_version", "version"), id="X2 another text"),
    pytest.param(
        decision(choice="internal", version=1, languages=()),
        ("older_version", "version"),
        id="X1 internal, for an older version",
    ),
]


@pytest.mark.parametrize(("body", "expected"), DECISIONS)
def test_the_decision_on_the_version_that_was_approved(body: DecidePublication, expected: Verdict) -> None:
    round = reported()
    ask(round, "decide_publication:1")
    assert verdict(round, sent("decide_publication:1", body, "focal_point")) == expected


def test_a_decision_twice_is_refused_even_if_it_is_the_same_x2() -> None:
    round = reported()
    ask(round, "decide_publication:1")
    send(round, "decide_publication:1", decision(), "focal_point")
    again = sent("decide_publication:1", decision(), "focal_point")
    assert verdict(round, again) == ("already_answered", "")


def test_nobody_authorises_on_behalf_of_the_approver_x2() -> None:
    round = reported()
    ask(round, "decide_publication:1")
    filed = sent("decide_publication:1", decision(), "focal_point", officer=OFFICER)
    assert verdict(round, filed) == ("only_in_person", "")
    assert verdict(round, sent("decide_publication:1", decision(), OFFICER)) == ("not_yours", "")
