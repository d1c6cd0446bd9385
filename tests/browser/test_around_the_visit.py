"""What happens around a visit, on its pages: moved, revised, papers, findings, an expert leaves (V6, V10)."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from rounds.submissions.report import ConsolidateReport, Recommendation
from rounds.submissions.visit import AddFindings, Finding
from store.tables import CalendarEvent
from tests.browser.readers import HEARD, Readers, reading
from tests.sound import PDF
from tests.workflows import cast
from tests.workflows.conftest import first_day, methodology_in, short, story, world
from tests.workflows.seen import until
from tests.workflows.story import Story

__all__ = ["first_day", "methodology_in", "short", "story", "world"]
OFFICER, EXPERT, ANOTHER, LEAD = (
    *("responsible_officer", "candidate-1.1.1", "candidate-1.2.1", "coordinator-1.1"),
)
FILE: Any = {"name": "presentacion.pdf", "mimeType": "application/pdf", "buffer": PDF}


@pytest.fixture
async def readers(story: Story, chrome: Browser) -> AsyncIterator[Readers]:
    await story.opened()
    await story.goes_to("set_agenda:1")
    await story.goes_on()
    async with reading(story, chrome) as made:
        yield made


async def changes(readers: Readers, who: str, kind: str) -> None:
    """From *my round* to the page of a change."""
    await readers.opens(who)
    await readers.looks(f"my-round-{who}")
    await readers.page.locator(f"a[href$='/change/{kind}']").click()
    await readers.looks(kind)


async def moved(readers: Readers) -> None:
    """The officer proposes other dates; an expert cannot keep them; the officer has the visit stay."""
    page, story = readers.page, readers.story
    (event,) = await story.rows(CalendarEvent)
    await changes(readers, OFFICER, "move_visit")
    await readers.presses()
    await readers.looks("move-empty")
    starts = event.starts + timedelta(days=28)
    await page.locator("[name='windows.0.starts']").fill(starts.isoformat())
    await page.locator("[name='windows.0.ends']").fill((starts + timedelta(days=3)).isoformat())
    await page.locator("[name=reason]").fill("Una tormenta")
    await readers.sends()
    await readers.looks("move-sent")
    await until(lambda: story.is_open("mark_dates:expert-2:2"))
    await readers.opens("focal_point")
    await readers.looks("my-round-moving")
    await readers.opens(ANOTHER, "mark_dates:expert-2:2")
    await readers.looks("mark-moved")
    await page.locator("input[name=choice][value=none]").check()
    await readers.sends()
    await changes(readers, OFFICER, "decide_move")
    await page.locator("input[name=choice][value=keep]").check()
    await page.locator("[name=reason]").fill("Las fechas no convienen a todos")
    await readers.sends()
    await readers.looks("move-decided")


async def revised(readers: Readers) -> None:
    """The focal point changes the agenda and its list, the officer theirs."""
    page = readers.page
    await changes(readers, "focal_point", "revise_agenda")
    await page.locator("[name='sessions.0.venue']").fill("Salón B")
    await readers.sends()
    await readers.looks("agenda-revised")
    for who, kind in (("focal_point", "revise_local"), (OFFICER, "revise_international")):
        await changes(readers, who, kind)
        await page.locator("[name='items.0.owner']").fill("Protocolo de Estado")
        await readers.sends()
        await readers.looks(f"{kind}-sent")


async def attached(readers: Readers) -> None:
    """An expert attaches a presentation to a session; the focal point reads it there."""
    page = readers.page
    await readers.opens(EXPERT)
    await page.locator("a[href$='/papers']:not([href*=dossier])").click()
    await readers.looks("papers")
    await page.locator("[name='papers.0.title']").fill("Experiencias semejantes")
    await page.locator("input[type=file]").first.set_input_files(FILE)
    await page.locator("[name='about']").select_option("session-3")
    await page.locator("[name='audience']").select_option("everyone")
    await readers.presses("add_papers")
    await expect(page.get_by_role("status").first).to_contain_text(HEARD)
    await readers.looks("papers-sent")
    await readers.opens("focal_point")
    await page.locator("a[href$='/dossier/papers']").click()
    await readers.looks("papers-read")
    await readers.opens("focal_point")
    await page.locator("a[href$='/dossier/agenda']").click()
    await readers.looks("papers-at-the-session")


async def found(readers: Readers) -> None:
    """Findings are recorded on the evening of the meeting; one is taken back; the lead completes them."""
    page, story = readers.page, readers.story
    await story._visit_passes()
    first = AddFindings(found=(Finding(meeting=cast.MEETING, what="finding", text="Siete padrones"),))
    await story.does(ANOTHER, "", first)
    await changes(readers, EXPERT, "add_findings")
    await readers.presses()
    await readers.looks("finding-empty")
    await page.locator("[name='found.0.meeting']").select_option(cast.MEETING)
    await page.locator("[name='found.0.what']").select_option("finding")
    await page.locator("[name='found.0.text']").fill("De otra reunión")
    await readers.sends()
    await readers.looks("finding-sent")
    await changes(readers, EXPERT, "withdraw_finding")
    await page.locator("[name=finding]").select_option(index=1)
    await readers.sends()
    await readers.looks("finding-back")
    await readers.opens(LEAD)
    await page.locator("a[href$='/dossier/findings']").click()
    await readers.looks("findings-read")
    await story.goes_to("record_findings:1")
    await readers.opens(LEAD, "record_findings:1")
    await readers.looks("record-findings")


async def left(readers: Readers) -> None:
    """An expert leaves the panel, from *my round*, once they are sure; another reads that they have."""
    page = readers.page
    await readers.opens(ANOTHER)
    await page.locator("details summary").first.click()
    await readers.looks("leave")
    await readers.presses("leave_panel")
    await readers.looks("leave-unsure")
    await page.locator("[name=reason]").first.fill("Otro cargo")
    await page.locator("#sure").check()
    await readers.presses("leave_panel")
    await expect(page.get_by_role("status").first).to_be_visible()
    await readers.looks("left")
    await readers.opens("focal_point")
    await readers.looks("my-round-after-leaving")


async def test_v6_v10_p8_a_visit_is_moved_revised_recorded_and_left_on_the_pages(readers: Readers) -> None:
    await moved(readers)
    await revised(readers)
    await attached(readers)
    await found(readers)
    await left(readers)


async def test_w6_the_beneficiary_says_of_each_recommendation_what_it_accepts(
    story: Story, short: str, chrome: Browser
) -> None:
    await story.opened(rules=short)
    await story.goes_to("consolidate_report:1")
    recommended = (
        Recommendation(id="r1", nature="reform", text="Un solo registro", reasons="Hay siete"),
        Recommendation(id="r2", nature="adjustment", text="Una oficina"),
    )
    report = ConsolidateReport(sections=cast.sections("Lo que se halló"), recommendations=recommended)
    await story.does(OFFICER, "consolidate_report:1", report)
    await story.goes_to("decide_publication:1")
    async with reading(story, chrome) as readers:
        page = readers.page
        await changes(readers, "approver", "reply_recommendations")
        # With its kind and its reasons, as the report has it.
        await expect(page.get_by_text("Hay siete")).to_be_visible()
        await page.locator("[name='replies.0.answer']").select_option("accepted")
        await page.locator("[name='replies.1.answer']").select_option("in_part")
        await page.locator("[name='replies.1.why']").fill("No en un solo año")
        await readers.sends()
        # Nobody is written to about it, and nothing else is said.
        await expect(page.get_by_text("Se informa por carta")).to_have_count(0)
        await readers.looks("replied")
        await readers.opens(EXPERT)
        await page.locator("a[href$='/dossier/comments']").click()
        await expect(page.get_by_text("No en un solo año")).to_be_visible()
        await readers.looks("reply-read")
