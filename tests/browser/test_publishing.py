"""The decision on publication and what follows it, in a browser: decided, published, announced, withdrawn."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from store.publication_codes import PublicationCode
from store.publications import slug_of
from tests.browser.readers import Readers, reading
from tests.workflows.conftest import first_day, methodology_in, short, story, world
from tests.workflows.seen import until
from tests.workflows.story import Story

CODE = "7777 7777"
__all__ = ["first_day", "methodology_in", "short", "story", "world"]


@pytest.fixture
async def readers(story: Story, short: str, chrome: Browser) -> AsyncIterator[Readers]:
    await story.opened(rules=short)
    await story.goes_to("decide_publication:1")
    async with reading(story, chrome) as made:
        yield made


async def decided(readers: Readers) -> None:
    """The approver keeps the report internal; what is missing of another choice is said at once."""
    page = readers.page
    await readers.opens("approver", "decide_publication:1")
    await readers.looks("decide")
    await page.locator("input[name=choice][value=publish_on]").check()
    await page.get_by_role("button", name="Enviar").click()
    # The day and the languages.
    assert await page.locator("#errors li").count() == 2
    await readers.looks("decide-errors")
    await page.locator("input[name=choice][value=internal]").check()
    await readers.sends()
    await readers.story.ends()


async def coded(readers: Readers) -> None:
    """The code is asked for by a button; a wrong one is refused in words, and what was chosen stands."""
    page = readers.page
    await readers.presses("send_code")
    await expect(page.get_by_role("status").first).to_contain_text("Un código va en camino")
    await readers.looks("authorise-code")

    async def sent() -> bool:
        return {row.state for row in await readers.story.rows(PublicationCode)} == {"sent"}

    await until(sent)
    await page.locator("#code").fill("1111 1111")
    await readers.presses()
    await expect(page.locator("#code-error")).to_contain_text("quedan 4 intentos")
    await readers.looks("authorise-wrong")
    assert await page.locator("input[name=languages][value=es]").is_checked()
    await page.locator("#code").fill(CODE)


async def countersigned(readers: Readers) -> None:
    """Until an officer has confirmed it, whoever authorised reads that it is waited for."""
    page = readers.page
    await readers.opens("approver")
    await expect(page.get_by_text("antes de que la secretaría haya refrendado")).to_be_visible()
    await readers.looks("my-round-waits")
    await readers.opens("responsible_officer", "countersign_publication:1")
    await readers.looks("countersign")
    await page.locator("input[name=choice][value=countersign]").check()
    await readers.sends()


async def authorised(readers: Readers) -> str:
    """From *my round* what was internal is published; the address of its page."""
    page, story = readers.page, readers.story
    await readers.opens("approver")
    await expect(page.get_by_text("documento interno de trabajo").first).to_be_visible()
    await readers.looks("my-round-internal")
    await page.locator("a[href$='/change/authorise_publication']").click()
    await readers.looks("authorise")
    await page.locator("input[name=languages][value=es]").check()
    await coded(readers)
    await readers.sends()
    await story.comes_after()
    await countersigned(readers)
    address = f"{readers.site}/es/reports/{slug_of(story.round)}"
    await readers.becomes(address, 200)
    await readers.looks("public")
    return address


async def announced(readers: Readers) -> None:
    """The secretariat's draft is made from the record; the approver agrees to it as it stands."""
    page = readers.page
    await readers.opens("responsible_officer", "agree_announcement:1:responsible_officer:1")
    await readers.looks("announcement-draft")
    text = await page.locator("textarea").first.input_value()
    assert "Organización de los Estados Americanos" in text
    await page.locator("input[name=choice][value=agree]").check()
    await readers.sends()
    await readers.opens("approver", "agree_announcement:1:approver:2")
    assert await page.locator("textarea").first.input_value() == text
    await readers.looks("announcement-word")
    await page.locator("input[name=choice][value=agree]").check()
    await readers.sends()


async def test_x1_x2_x3_l11_decided_internal_then_published_announced_and_withdrawn_on_the_pages(
    readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("activities.publication_codes.secrets.randbelow", lambda _: int(CODE[0]))
    await decided(readers)
    address = await authorised(readers)
    await announced(readers)
    page = readers.page
    await readers.opens("approver")
    # What was said of the round when it ended is so no longer.
    await expect(page.get_by_text("documento interno de trabajo")).to_have_count(0)
    await readers.looks("my-round-public")
    await page.locator("a[href$='/change/withdraw_publication']").click()
    # What will happen is said before.
    await expect(page.get_by_text("Su página dice entonces")).to_be_visible()
    await readers.looks("withdraw")
    await page.locator("input[name=choice][value=withdraw]").check()
    await readers.sends()
    await readers.becomes(address, 410)
    await readers.looks("withdrawn")
