"""The front door and the description of the API, in a browser that reaches no other site."""

import pytest
from playwright.async_api import BrowserContext, expect

from tests.conftest import Ronda


@pytest.mark.parametrize("path", ["/", "/api", "/docs"])
async def test_it_is_read_on_a_telephone_without_a_complaint(
    path: str, address: str, telephone: BrowserContext
) -> None:
    page = await telephone.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(f"{address}{path}")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


async def test_every_route_is_described_with_its_example(
    ronda: Ronda, address: str, telephone: BrowserContext
) -> None:
    page = await telephone.new_page()
    await page.goto(f"{address}/docs")
    described = sum(len(methods) for methods in ronda.app.openapi()["paths"].values())
    routes = page.locator("article.route:has(code:text-matches('^(GET|POST) /'))")
    await expect(routes).to_have_count(described)
    opening = routes.filter(has_text="POST /api/v1/rounds").first
    await opening.get_by_text("Example", exact=True).click()
    await expect(opening.locator("pre")).to_contain_text('"methodology": "ripso"')
