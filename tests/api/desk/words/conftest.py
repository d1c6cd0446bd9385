"""A round on the desk, and whoever may change what letters say."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from sqlmodel import col, select

from store.tables import Letter
from tests.api.desk.conftest import Desk, desk
from tests.api.desk.round.stage import Stage, staged
from tests.templates.browser import form_of

__all__ = ["desk"]


@dataclass(frozen=True)
class Writer:
    """Somebody's browser on the pages of words, with a round to try them in."""

    http: httpx2.AsyncClient
    stage: Stage

    async def page(self, letter: str, language: str = "en", methodology: str = "") -> httpx2.Response:
        """The words of a letter."""
        return await self.http.get(f"/desk/words/{letter}?language={language}&methodology={methodology}")

    async def press(
        self, page: httpx2.Response, action: str, typed: Mapping[str, str] | None = None
    ) -> httpx2.Response:
        """Press a button of the form, with this typed into its fields."""
        return await self.http.post(
            str(page.request.url), data={**pairs(page), **(typed or {}), "action": action}
        )

    async def letter(self, template: str) -> str:
        """The key of a letter of the round."""
        async with self.stage.database.reading() as s:
            of = select(Letter.key).where(Letter.round_id == self.stage.round, Letter.template == template)
            return (await s.exec(of.order_by(col(Letter.key)))).all()[0]


def pairs(page: httpx2.Response) -> dict[str, str]:
    """What the form of the words would send."""
    form = page.text[page.text.rindex('<form method="post" action="/desk/words/') :].partition("</form>")[0]
    return dict(form_of(f"{form}</form>").pairs)


def field(page: httpx2.Response, text: str) -> str:
    """The name of the field that holds a text."""
    (found,) = [name for name, value in pairs(page).items() if value == text]
    return found


@pytest.fixture
async def stage(desk: Desk, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(desk, tmp_path) as made:
        yield made


@pytest.fixture
async def head(stage: Stage) -> AsyncIterator[Writer]:
    """Whoever heads the secretariat, at the desk."""
    async with await stage.desk.signed_in("head") as http:
        yield Writer(http, stage)
