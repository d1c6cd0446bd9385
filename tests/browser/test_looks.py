"""What stands out on a telephone: what sends, and nothing else."""

import pytest
from playwright.async_api import BrowserContext

from rounds.submissions.people import LANGUAGES
from templates.render import Renderer
from tests.api.acts import OPENING, ROUNDS
from tests.api.visitor import letter_to, links_in
from tests.conftest import Mail, Ronda

BUTTONS = """buttons => buttons.map(b => {
  const seen = b.getBoundingClientRect(), style = getComputedStyle(b);
  return {
    name: b.textContent.trim(),
    seen: seen.width > 1 && style.clipPath === "none",
    filled: style.backgroundColor !== "rgba(0, 0, 0, 0)",
  };
})"""


@pytest.mark.parametrize("language", LANGUAGES)
async def test_of_a_forms_buttons_only_what_sends_is_filled_and_the_enter_keys_is_not_seen(
    ronda: Ronda, mail: Mail, address: str, telephone: BrowserContext, language: str
) -> None:
    to = f"looks-{language}@ministry.example"
    contact = {**OPENING["focal_point"], "email": to, "language": language}
    async with ronda.http(ronda.key) as officer:
        answer = await officer.post(ROUNDS, json={**OPENING, "focal_point": contact, "note": None})
        assert answer.status_code == 201, answer.text
        page = await telephone.new_page()
        await page.goto(address + links_in(await letter_to(mail, to))[0])
        first, *rest = await page.locator("form button").evaluate_all(BUTTONS)
        words = Renderer().words(language)
        send, save = words.say("Send"), words.say("Save and continue later")
        assert first == {"name": save, "seen": False, "filled": False}
        assert [b["name"] for b in rest if b["filled"]] == [send]
        assert all(b["seen"] for b in rest)
        assert save in [b["name"] for b in rest]
        await page.locator("form button").first.focus()
        assert (await page.locator("form button").first.evaluate_all(BUTTONS))[0]["seen"]
        quiet = page.locator("form button.secondary:visible").last
        await quiet.hover()
        assert not (await quiet.evaluate_all(BUTTONS))[0]["filled"]
