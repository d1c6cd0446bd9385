"""The description of the API as a browser shows it that reaches no other site."""

from playwright.async_api import BrowserContext, expect

from tests.conftest import Ronda


async def test_the_routes_are_listed_without_any_other_site_and_without_a_complaint(
    ronda: Ronda, address: str, telephone: BrowserContext
) -> None:
    page = await telephone.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(f"{address}/docs")
    described = sum(len(methods) for methods in ronda.app.openapi()["paths"].values())
    await expect(page.locator(".opblock")).to_have_count(described)
    await page.locator(".opblock-summary").first.click()
    await expect(page.get_by_role("button", name="Try it out")).to_be_visible()
    assert said == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
