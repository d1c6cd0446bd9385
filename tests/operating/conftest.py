"""A stage for each test."""

from collections.abc import AsyncIterator

import pytest

from local.temporal import Served
from tests.operating import stage as stages
from tests.operating.stage import Stage


@pytest.fixture
async def stage(server: Served, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A world in which workers of builds come and go."""
    async with stages.stage(server, tmp_path_factory.mktemp("stage")) as made:
        yield made
