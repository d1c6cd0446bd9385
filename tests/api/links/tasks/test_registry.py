"""Each kind of assignment has the row of its page."""

from api.links.tasks.registry import PAGES, ROOMS
from rounds.registry import MODELS, PLACES


def test_every_kind_of_assignment_has_one_page() -> None:
    assert set(PAGES) == set(PLACES)
    assert sum(len(room.PAGES) for room in ROOMS) == len(PAGES)


def test_a_page_reads_only_what_somebody_may_send() -> None:
    assert {kind for page in PAGES.values() for kind in page.reads} <= set(MODELS)
