"""People of a story with a browser: they follow the links of their letters, see pages, press buttons."""

import os
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from api.app import create
from settings import Settings
from store.tables import Grant
from tests.browser.axe import NARROW, WIDE, complaints, screen, served
from tests.workflows import seen
from tests.workflows.story import Story
from tests.workflows.world import KEY

HEARD = re.compile("Registrado|Recibido|Recorded|Received")
"""On a busy machine the round answers later than a person waits."""
SHOTS = "SHOTS"
"""Set it to a folder to have each page kept there as it looked: `SHOTS=/tmp/shots pytest tests/browser`."""


@dataclass
class Readers:
    """People of the story with a browser, and where its pages stand."""

    story: Story
    page: Page
    site: str
    token: object
    looked: int = field(default=0)

    async def opens(self, who: str, key: str = "") -> None:
        """Somebody follows the link of their letter to an assignment, or to *my round*."""
        (grant,) = [
            g
            for g in await self.story.rows(Grant)
            if (g.participant_id, g.assignment_key, g.state) == (who, key, "live")
            or (not key and (g.participant_id, g.assignment_key) == (who, "") and g.state != "revoked")
        ]
        await self.page.context.clear_cookies()
        await self.page.goto(f"{self.site}/a/{self.token(grant.id)}")  # type: ignore[operator]  # a function

    async def looks(self, name: str) -> None:
        """Axe finds nothing, light or dark, on a telephone or a desk."""
        self.looked += 1
        if folder := os.environ.get(SHOTS):
            for size in (NARROW, WIDE):
                await self.page.set_viewport_size(size)
                path = Path(folder) / f"{self.looked:02}-{name}-{size['width']}.png"
                await self.page.screenshot(path=path, full_page=True)
        assert (name, await complaints(self.page)) == (name, [])

    async def becomes(self, address: str, status: int) -> None:
        """The public page answers so, by itself."""

        async def so() -> bool:
            answer = await self.page.goto(address)
            return bool(answer and answer.status == status)

        await seen.until(so)

    async def presses(self, action: str = "submit") -> None:
        """A button, whatever it is called in the reader's language."""
        await self.page.locator(f"button[name=action][value={action}]").click()

    async def sends(self) -> None:
        """The button that sends; the answer is shown."""
        await self.presses()
        await expect(self.page.get_by_role("status").first).to_contain_text(HEARD)


@asynccontextmanager
async def reading(story: Story, chrome: Browser) -> AsyncIterator[Readers]:
    """The pages of a story that has been opened."""
    settings = Settings(
        data_dir=story.world.files.parent,
        database_url=str(story.world.database._writer.url),
        temporal_namespace=story.world.client.namespace,
        temporal_address=story.world.served.address,
        smtp_url="smtp://127.0.0.1:1",
        secret_keys=[KEY],
        public_url="http://127.0.0.1:8000",
    )
    app = create(settings)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(app.router.lifespan_context(app))
        site = await stack.enter_async_context(served(app))
        page = await stack.enter_async_context(screen(chrome))
        yield Readers(story, page, site, app.state.tools.links.token)
