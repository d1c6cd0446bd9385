"""The pages on which a report is reviewed and translated: comments on passages, both texts (W4, X2)."""

import pytest
from playwright.async_api import Browser, expect
from sqlmodel import col, select, update

from rounds.submissions.report import ReviewReport
from store import inbox
from store.tables import Assignment, Grant, Inbox, ReportVersion
from tests.api.links.test_link_pages import SHA
from tests.api.links.unanswered import Unanswered, database, key_of, sqlite_template, sqlite_url, unanswered
from tests.browser.axe import NARROW, WIDE, complaints, screen, served
from tests.browser.test_writing import shot
from tests.store import scene

__all__ = ["database", "sqlite_template", "sqlite_url", "unanswered"]

TOPS = "all => all.map(s => Math.round(s.getBoundingClientRect().top))"
"""Where each begins: one below the other."""


async def said(reviewing: Unanswered, key: str, body: ReviewReport) -> str:
    """Somebody reviewed a version; the id of what was sent."""
    async with reviewing.database.reading() as s:
        round_id = (await s.exec(select(ReportVersion.round_id))).one()
    id = await scene.send(reviewing.database, round_id, key, "focal_point", body)
    async with reviewing.database.writing() as s:
        await inbox.answer(s, id, "accepted")
    return id


@pytest.fixture
async def reviewing(unanswered: Unanswered) -> Unanswered:
    """A version of the report went out, and is there to be compared with."""
    async with unanswered.database.writing() as s:
        sent = (await s.exec(select(Inbox).where(col(Inbox.kind) == "consolidate_report"))).first()
        assert sent
        await s.exec(update(Inbox).where(col(Inbox.id) == sent.id).values(sha256=SHA))
        s.add(
            ReportVersion(
                round_id=sent.round_id,
                version=1,
                sha256=SHA,
                submission_id=sent.id,
                at=scene.NOW,
                language="es",
            )
        )
    return unanswered


async def test_w4_a_comment_is_on_a_section_or_on_a_passage_that_stands_in_it(
    chrome: Browser, reviewing: Unanswered
) -> None:
    async with served(reviewing.app()) as site, screen(chrome) as page:
        await page.goto(site + await reviewing.link("review_report"))
        await shot(page, "review")
        assert await complaints(page) == []
        await page.locator("[name=choice][value=changes]").check()
        await page.locator("select[name='comments.0.section']").select_option("findings")
        await page.locator("[name='comments.0.quote']").fill("Nobody wrote this")
        await page.locator("[name='comments.0.text']").fill("Please name the source")
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(page.get_by_role("alert")).to_contain_text("This passage does not stand in the section")
        await expect(page.locator("[name='comments.0.text']")).to_have_value("Please name the source")
        await shot(page, "review-refused")
        assert await complaints(page) == []
        await page.locator("[name='comments.0.quote']").fill("Texto de findings")
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(page.get_by_text("Texto de findings").first).to_be_visible()
        await expect(page.get_by_text("Please name the source")).to_be_visible()
        await expect(page.get_by_role("button", name="Send", exact=True)).to_have_count(0)
        await shot(page, "review-sent")
        assert await complaints(page) == []


async def test_w4_x2_whoever_approves_a_version_after_the_next_one_went_out_is_refused(
    chrome: Browser, reviewing: Unanswered
) -> None:
    async with served(reviewing.app()) as site, screen(chrome) as page:
        await page.goto(site + await reviewing.link("review_report"))
        await page.locator("[name=choice][value=approve]").check()
        changes = ReviewReport(version=1, sha256=SHA, choice="changes")
        key = key_of("review_report")
        id = await said(reviewing, key, changes)
        async with reviewing.database.writing() as s:
            mine = col(Assignment.key) == key
            over = {"state": "fulfilled", "submission_id": id, "closed_at": scene.NOW}
            await s.exec(update(Assignment).where(mine).values(**over))
            of_it = col(Grant.assignment_key) == key
            await s.exec(update(Grant).where(of_it).values(state="ended", ended_at=scene.NOW))
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(page.get_by_text("I approve this version").first).to_be_visible()
        await expect(page.get_by_text("I ask for changes").first).to_be_visible()
        await shot(page, "review-overtaken")
        assert await complaints(page) == []
        async with reviewing.database.reading() as s:
            there = (await s.exec(select(Inbox.state).where(col(Inbox.key) == key))).all()
        assert list(there) == ["accepted"]


async def test_x2_a_translation_is_written_and_reviewed_beside_the_approved_text(
    chrome: Browser, reviewing: Unanswered
) -> None:
    async with served(reviewing.app()) as site, screen(chrome) as page:
        await said(reviewing, "review_report:1", ReviewReport(version=1, sha256=SHA, choice="approve"))
        for kind in ("translate_report", "review_translation"):
            await page.goto(site + await reviewing.link(kind))
            beside = page.locator(".beside")
            await expect(beside).to_contain_text("Texto de findings")
            await shot(page, kind)
            assert (kind, await complaints(page)) == (kind, [])
            tops = await beside.locator("section").evaluate_all(TOPS)
            assert tops == sorted(set(tops))
            await page.set_viewport_size(WIDE)
            texts, form = await beside.bounding_box(), await page.locator("form[data-saves]").bounding_box()
            assert texts
            assert form
            # Both fit beside each other, and neither covers the other.
            assert form["x"] + form["width"] <= texts["x"]
            assert texts["x"] + texts["width"] <= WIDE["width"]
            await page.set_viewport_size(NARROW)
