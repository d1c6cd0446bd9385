"""What the working meetings leave: findings, challenges, concrete recommendations (V6)."""

from dataclasses import replace
from typing import Any

import pytest

from rounds.submissions.visit import RecordFindings
from tests.rounds.scene import Verdict, verdict_on

FOUND = RecordFindings(findings="Many registers", challenges="Few people", recommendations="Make it one")
PARTS = ("findings", "challenges", "recommendations")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, None, id="V6 all three"),
        *(pytest.param({part: " "}, ("text_missing", part), id=f"V6 no {part}") for part in PARTS),
    ],
)
def test_the_record_of_the_working_meetings(changes: dict[str, Any], expected: Verdict) -> None:
    assert verdict_on(replace(FOUND, **changes)) == expected
