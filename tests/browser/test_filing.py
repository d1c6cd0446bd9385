"""An officer files what somebody answered by mail, with and without a script; a letter that came back."""

from typing import Any

import pytest
from playwright.async_api import Browser
from sqlmodel import update

from store.tables import Letter
from tests.api.desk.round.stage import Stage
from tests.browser.axe import NARROW, complaints
from tests.browser.test_desk_round import (
    at_desk,
    database,
    database_url,
    desk,
    postgres,
    postgresql_url,
    shot,
    sqlite_template,
    sqlite_url,
    stage,
)

__all__ = [
    "database",
    "database_url",
    "desk",
    "postgres",
    "postgresql_url",
    "sqlite_template",
    "sqlite_url",
    "stage",
]
MAIL = b"From: focal.point@ministry.example\r\nDate: Mon, 1 Mar 2027 12:00:00 +0000\r\n\r\nWe agree.\r\n"


@pytest.mark.parametrize("script", [True, False])
async def test_s9_what_somebody_answered_by_mail_is_filed_with_the_mail_and_a_reason(
    chrome: Browser, stage: Stage, script: bool
) -> None:
    await stage.asks("agree_panel:1", "", "focal_point")
    mail: Any = {"name": "Re Ronda.eml", "mimeType": "message/rfc822", "buffer": MAIL}
    async with at_desk(chrome, stage, script=script) as (page, url):
        await page.set_viewport_size(NARROW)
        await page.goto(f"{url}/desk/rounds/{stage.round}/do/agree_panel?key=agree_panel:1&by=focal_point")
        assert ".eml" in str(await page.get_attribute("input[name=proof]", "accept"))
        if script:
            await shot(page, "file")
            assert await complaints(page) == []
        await page.check("input[name=choice][value=agree]")
        await page.set_input_files("input[name=proof]", mail)
        await page.locator(".do button[value=look]").click()
        # The reason is missing: the mail is kept, and nothing else was lost.
        assert await page.locator("#errors a[href='#why_filed']").count() == 1
        assert await page.is_checked("input[name=choice][value=agree]")
        if script:
            await shot(page, "file-wrong")
            assert await complaints(page) == []
        await page.fill("textarea[name=why_filed]", "They answered by mail.")
        await page.locator(".do button[value=look]").click()
        assert await page.locator("#errors").count() == 0

        await page.goto(f"{url}/desk/rounds/{stage.round}/do/withdraw")
        if script:
            await shot(page, "withdraw")
            assert await complaints(page) == []
        await page.fill("textarea[name=reason]", "They wrote that it is given up.")
        await page.set_input_files("input[name=proof]", mail)
        await page.locator(".do button[value=look]").click()
        await page.locator("button[value=confirm]").click()
        async with page.expect_download() as kept:
            await page.click("text=Re Ronda.eml")
        assert (await kept.value).suggested_filename == "Re Ronda.eml"
        if script:
            await shot(page, "withdrawn")
            assert await complaints(page) == []


async def test_e6_a_letter_that_came_back_says_so(chrome: Browser, stage: Stage) -> None:
    async with stage.database.writing() as s:
        await s.exec(
            update(Letter).values(state="refused", error="5.1.1", attempts=3, sent_at=Letter.recorded_at)
        )
    async with at_desk(chrome, stage) as (page, url):
        await page.goto(f"{url}/desk/rounds/{stage.round}/letters")
        await page.locator("tbody a").first.click()
        assert "came back from the address" in await page.inner_text("main")
        await shot(page, "came-back")
        assert await complaints(page) == []
