"""A methodology that exists only here: the same steps in another order, with clocks of its own."""

import shutil
from pathlib import Path

import pytest

from methodologies import reading
from store.tables import Round
from tests.workflows.story import Story

ORDER = ("panel", "request", "report", "preparation", "visit", "publication")


@pytest.fixture
def backwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file beside the others that turns the order round and gives the panel a week."""
    ripso = (reading.FOLDER / "ripso.toml").read_text("utf-8")
    steps = f"steps = [{', '.join(repr(step) for step in ORDER)}]"
    turned = ripso.replace('id = "ripso"', 'id = "backwards"')
    turned = turned.replace(next(line for line in ripso.splitlines() if line.startswith("steps")), steps)
    turned = turned.replace('count = 20, unit = "working"', 'count = 16, unit = "calendar"')
    shutil.copy(reading.FOLDER / "states.toml", tmp_path)
    (tmp_path / "backwards.toml").write_text(turned, "utf-8")
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
    return "backwards"


async def test_the_order_of_steps_and_the_clocks_are_the_methodologys(story: Story, backwards: str) -> None:
    await story.opened(rules=backwards)
    opened = await story.assignment("propose_panel:1")
    assert (opened.due_at - opened.opened_at).days in (15, 16)
    steps = []
    while not await story.is_over():
        step = (await story.status()).step
        steps.append(step)
        await story.goes_past(step)
    assert tuple(steps) == ORDER
    (row,) = await story.rows(Round)
    assert (row.methodology, row.outcome) == ("backwards", "authorised")
