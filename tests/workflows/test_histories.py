"""Every saved history is replayed by the code of today (K6), and holds nobody's name or address."""

import re
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory

from tests.workflows.saving import HISTORIES, readable, replay

SAVED = sorted(HISTORIES.glob("*.json"))
PEOPLE = re.compile(r"@|Somebody|example\.org|Ministry of|/a/[A-Za-z0-9_-]{20}")
"""What the cast of the stories is known by: addresses, names, institutions, links; and machines."""


def history(file: Path) -> WorkflowHistory:
    """One saved history."""
    return WorkflowHistory.from_json(file.stem, file.read_text("utf-8"))


def test_histories_of_the_stories_are_saved() -> None:
    assert len(SAVED) > 25


@pytest.mark.parametrize("file", SAVED, ids=lambda file: file.stem)
async def test_k6_the_code_of_today_replays_what_was_saved(file: Path) -> None:
    await replay(history(file))


@pytest.mark.parametrize("file", SAVED, ids=lambda file: file.stem)
def test_a_saved_history_holds_no_name_address_or_link(file: Path) -> None:
    assert PEOPLE.findall(readable(history(file))) == []
