"""A round on the desk."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.api.desk.conftest import Desk, desk
from tests.api.desk.round.stage import Browser, Stage, staged

__all__ = ["desk"]


@pytest.fixture
async def stage(desk: Desk, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(desk, tmp_path) as made:
        yield made


@pytest.fixture
async def officer(stage: Stage) -> AsyncIterator[Browser]:
    """The officer who opened it, at the desk."""
    async with await stage.desk.signed_in("officer") as http:
        yield Browser(http, stage)
