"""One world for all the rounds that are lived here."""

from collections.abc import Iterator

import pytest

from tests.proofs.world import World, world


@pytest.fixture(scope="package")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A database that all rounds share, as they do elsewhere."""
    with world(tmp_path_factory.mktemp("lived")) as made:
        yield made
