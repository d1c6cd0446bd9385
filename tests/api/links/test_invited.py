"""The page of an invitation says what its letter says (P8)."""

from html import unescape
from pathlib import Path

from sqlmodel import select

from api.links.linked import linked
from api.links.pages import task_page
from store.tables import Grant
from tests.activities.conftest import renderer, world
from tests.activities.test_what_letters_know import invite, last
from tests.activities.world import FIRST, OTHER, SECOND, World, invitation
from tests.api.links.test_link_pages import tools
from tests.databases import sqlite_template, sqlite_url

__all__ = ["renderer", "sqlite_template", "sqlite_url", "world"]
NEXT = {"es": "se invita a la siguiente persona de la lista", "en": "the next person on the list is invited"}
NOBODY = {
    "es": "no queda nadie más en la lista de este puesto",
    "en": "nobody else is left on the list of this seat",
}


async def shown(world: World, folder: Path, who: str) -> str:
    """The page behind the link of somebody's invitation."""
    used = tools(world.database, folder)
    async with world.database.reading() as s:
        asked = select(Grant.id).where(Grant.participant_id == who, Grant.assignment_key == invitation(who))
        link = await linked(s, used, (await s.exec(asked)).one())
        assert link
        assert link.read.assignment
        return unescape(await task_page(s, used, link, link.read.assignment))


async def test_p8_page_and_letter_say_what_silence_means_for_this_seat(world: World, tmp_path: Path) -> None:
    await world.panel()
    for who, name, language, said in (
        (FIRST, "Chile One", "es", NEXT),
        (OTHER, "Jamaica One", "en", NOBODY),
        (SECOND, "Chile Two", "es", NOBODY),
    ):
        await invite(world, who)
        assert said[language] in last(world.mailbox, name)[1]
        assert said[language] in await shown(world, tmp_path, who)
