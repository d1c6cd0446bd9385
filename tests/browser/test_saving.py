"""Answers are saved as they are typed, on a telephone: with the page's script, and without any."""

from playwright.async_api import Browser, BrowserContext, Page, Route, expect

from tests.api.acts import ROUNDS
from tests.api.team import asked
from tests.browser.conftest import TELEPHONE
from tests.browser.test_link_pages import fits
from tests.conftest import Ronda

FIRST = "1. Who updates the register?"


async def typed(page: Page, text: str) -> None:
    await page.get_by_label(FIRST).press_sequentially(text)


async def test_what_is_typed_is_saved_by_itself_and_is_there_on_the_next_page(
    ronda: Ronda, address: str, telephone: BrowserContext
) -> None:
    async with ronda.http(ronda.key) as officer:
        _, links = await asked(ronda, officer, "by-itself")
    page = await telephone.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(address + links[0])
    await typed(page, "El ministerio")
    await expect(page.locator("#saving")).to_contain_text("Guardado: ")
    assert await page.locator("#saving").get_attribute("aria-live") == "polite"
    # Whoever types at the head of a long form sees it too.
    await expect(page.locator("#saving")).to_be_in_viewport()
    assert await fits(page)
    later = await telephone.new_page()
    await later.goto(address + links[0])
    await expect(later.get_by_label(FIRST)).to_have_value("El ministerio")
    await expect(later.get_by_text("Guardado por última vez por Focal")).to_be_visible()
    assert faults == []


async def test_a_network_that_is_away_and_a_link_that_has_ended_leave_what_is_typed(
    ronda: Ronda, address: str, telephone: BrowserContext
) -> None:
    async with ronda.http(ronda.key) as officer:
        id, links = await asked(ronda, officer, "ended")
        page = await telephone.new_page()
        await page.goto(address + links[1])

        async def away(route: Route) -> None:
            await (route.abort() if route.request.method == "POST" else route.continue_())

        await page.route("**/l/*", away)
        await typed(page, "One")
        await expect(page.locator("#saving")).to_contain_text("could not be saved just now")
        await page.unroute("**/l/*")
        await typed(page, " two")
        await expect(page.locator("#saving")).to_contain_text("Saved: ")
        newcomer = {"name": "New", "email": "new@ended.example", "language": "en"}
        body = {"participant": "technical_team-1", "newcomer": newcomer, "reason": "They left."}
        assert (await officer.post(f"{ROUNDS}/{id}/replace-person", json=body)).status_code == 200
        await typed(page, " three")
        await expect(page.locator("#saving")).to_contain_text("This link does not lead anywhere")
    await expect(page.get_by_label(FIRST)).to_have_value("One two three")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_text("One two three")).to_be_visible()


async def test_who_wrote_at_the_same_time_sees_both_on_one_page(
    ronda: Ronda, address: str, telephone: BrowserContext
) -> None:
    async with ronda.http(ronda.key) as officer:
        _, links = await asked(ronda, officer, "both")
    page, other = await telephone.new_page(), await telephone.new_page()
    await page.goto(address + links[1])
    await other.goto(address + links[0])
    await typed(other, "El ministerio")
    await expect(other.locator("#saving")).to_contain_text("Guardado: ")
    await typed(page, "The agency")
    await expect(page.locator("#saving")).to_contain_text("Somebody else has saved something here")
    await page.get_by_role("button", name="Save and continue later").last.click()
    await expect(page.get_by_text("El ministerio")).to_be_visible()
    await expect(page.get_by_label(FIRST)).to_have_value("The agency")
    assert await fits(page)


async def test_without_scripts_the_button_saves_and_the_warning_is_the_same(
    ronda: Ronda, address: str, chrome: Browser
) -> None:
    async with ronda.http(ronda.key) as officer:
        _, links = await asked(ronda, officer, "no-script")
    viewport = {"width": TELEPHONE["width"], "height": TELEPHONE["height"]}
    context = await chrome.new_context(viewport=viewport, is_mobile=True, java_script_enabled=False)  # type: ignore[arg-type]  # playwright's own type of a size
    page, other = await context.new_page(), await context.new_page()
    await page.goto(address + links[1])
    await other.goto(address + links[0])
    for there, text, button in (
        (other, "El ministerio", "Guardar y continuar más tarde"),
        (page, "The agency", "Save and continue later"),
    ):
        await there.get_by_label(FIRST).fill(text)
        await there.get_by_role("button", name=button).last.click()
    await expect(other.get_by_role("status")).to_contain_text("Guardado.")
    await expect(page.get_by_role("alert")).to_contain_text("Somebody else has saved something here")
    await expect(page.get_by_text("El ministerio")).to_be_visible()
    await expect(page.get_by_label(FIRST)).to_have_value("The agency")
    await context.close()
