"""The newest generation of saved histories is replayed by the code of today, and all are read by it (K6).

None holds anybody's name or address.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import WorkflowHistory
from temporalio.workflow import NondeterminismError

from rounds import schemas
from rounds.schemas import Change
from rounds.state.effects import Refuse
from rounds.state.round import Outcome, Round
from rounds.submissions.envelope import Receipt, Sent
from tests.workflows.saving import GENERATION, HISTORIES, NEWEST, decoded, readable, replay

REPLAYED = sorted(NEWEST.glob("*.json"))
SAVED = sorted(HISTORIES.rglob("*.json"))
PEOPLE = re.compile(r"@|Somebody|example\.org|Ministry of|/a/[A-Za-z0-9_-]{20}")
"""What the cast of the stories is known by: addresses, names, institutions, links; and machines."""

SAVE_ANEW = """\
Saved histories are no longer replayed. If the life of a round was not to change, mend that. If it was: rounds
are pinned to their build and move by continue-as-new, so no other build replays what they did. Then raise
GENERATION in tests/workflows/saving.py, save the new generation (SAVE_HISTORIES=1 pytest tests/workflows) and
list it (python -m tests.kept_for_good add). The older generations stay."""
READ_ON = """\
What an older build wrote is no longer read, and its rounds could not move to this code. Changes only add:
give back what is missing, or bring it to today's shape by a Change in rounds/schemas.py."""


def named(file: Path) -> str:
    """A file as pytest tells of it."""
    return f"{file.parent.name}/{file.stem}"


def history(file: Path) -> WorkflowHistory:
    """One saved history."""
    return WorkflowHistory.from_json(file.stem, file.read_text("utf-8"))


def read(file: Path) -> list[Any]:
    """All that another build could be given of a history."""
    try:
        return list(decoded(history(file)))
    except ValueError as error:
        raise AssertionError(f"{named(file)}: {error}\n{READ_ON}") from error


def test_histories_of_the_stories_are_saved_in_every_generation_up_to_that_of_this_code() -> None:
    generations = {int(folder.name) for folder in HISTORIES.iterdir()}
    assert generations == set(range(1, GENERATION + 1)), SAVE_ANEW
    assert len(REPLAYED) > 25, SAVE_ANEW


@pytest.mark.parametrize("file", REPLAYED, ids=named)
async def test_k6_the_code_of_today_replays_what_was_saved(file: Path) -> None:
    try:
        await replay(history(file))
    except NondeterminismError as error:
        raise AssertionError(f"{error}\n{SAVE_ANEW}") from error


@pytest.mark.parametrize("file", SAVED, ids=named)
def test_k6_the_code_of_today_reads_every_state_that_was_saved(file: Path) -> None:
    rounds = [value for value in read(file) if isinstance(value, Round)]
    assert rounds
    assert {round.schema for round in rounds} == {schemas.current()}


def test_of_histories_all_is_read_that_another_build_could_be_given() -> None:
    found = {type(value) for file in REPLAYED for value in read(file)}
    assert found == {Round, Sent, Receipt, Refuse, Outcome, str}


def test_a_state_that_was_saved_comes_through_the_upcasters(monkeypatch: pytest.MonkeyPatch) -> None:
    later = (*schemas.CHANGES, Change(state=lambda plain: plain | {"stage": "idea"}))
    monkeypatch.setattr(schemas, "CHANGES", later)
    began = next(iter(read(REPLAYED[0])))
    assert (began.stage, began.schema) == ("idea", len(later) + 1)


def test_a_state_that_this_code_could_not_read_is_told_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(schemas, "CHANGES", (*schemas.CHANGES, Change(state=lambda _: {})))
    with pytest.raises(AssertionError, match=r"(?s)Field required.*bring it to today's shape by a Change"):
        read(REPLAYED[0])


@pytest.mark.parametrize("file", SAVED, ids=named)
def test_a_saved_history_holds_no_name_address_or_link(file: Path) -> None:
    assert PEOPLE.findall(readable(history(file))) == []
