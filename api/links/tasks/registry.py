"""The page of each kind of assignment: the rows that the files of this room declare."""

from api.links.tasks import (
    assessment,
    exceptions,
    panel,
    publication,
    questions,
    report,
    request,
    reviewing,
    seats,
    visit,
    windows,
)
from api.links.tasks.prepared import Page

ROOMS = (
    request,
    assessment,
    panel,
    seats,
    questions,
    windows,
    visit,
    report,
    reviewing,
    publication,
    exceptions,
)
PAGES: dict[str, Page] = {page.kind: page for room in ROOMS for page in room.PAGES}
"""Every row by its kind; a test holds that each kind of assignment has one."""
