"""The code beside an authorisation to publish, on its page: asked for, typed in, refused in words (L11)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import httpx2
import pytest
from sqlmodel import col, select, update

from api.intake.codes import TypedCode
from rounds.submissions.codes import TRIES
from rounds.submissions.publication import DecidePublication
from rounds.submissions.refusals import Refusal
from store import publication_codes as codes
from store.publication_codes import PublicationCode
from store.tables import Assignment, Grant, Inbox, Officer
from tests.api.links.test_link_pages import SHA
from tests.api.links.unanswered import Unanswered, database, sqlite_template, sqlite_url, unanswered
from tests.api.visitor import filled, here
from tests.store import scene
from tests.templates.browser import form_of

__all__ = ["database", "sqlite_template", "sqlite_url", "unanswered"]

KEY = "decide_publication:1"
APPROVER = "focal_point"
CODE, WRONG = "12345678", "87654321"
CHOSEN = {"choice": ["publish"], "languages": ["es"]}


class Page:
    """The page of the decision, as its reader has it open."""

    def __init__(self, stage: Unanswered, http: httpx2.AsyncClient, page: httpx2.Response) -> None:
        self.stage, self.http, self.page = stage, http, page
        self.sent: dict[str, list[str]] = {**filled(form_of(page.text)), **CHOSEN}

    async def presses(self, action: str = "submit", **typed: Any) -> httpx2.Response:
        """A button, after something was typed."""
        more = {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
        return await self.http.post(here(self.page), data={**self.sent, **more, "action": action})

    async def coded(self, by: str = APPROVER, sha256: str = SHA, code: str = CODE, **values: Any) -> str:
        """Somebody has the letter with a code; the row's id."""
        now = datetime.now(UTC)
        async with self.stage.database.writing() as s:
            id = f"{by}-{now.timestamp()}"
            round_id = (await s.exec(select(Assignment.round_id).where(Assignment.key == KEY))).one()
            assert await codes.ask(s, id, round_id, by, sha256, now) == "asked"
            assert await codes.take_up(s, id, self.stage.tools.links.digest_of_code(id, code), now)
        if values:
            async with self.stage.database.writing() as s:
                await s.exec(update(PublicationCode).where(col(PublicationCode.id) == id).values(**values))
        return id

    async def row(self, id: str) -> PublicationCode:
        """What is kept of a code."""
        async with self.stage.database.reading() as s:
            return await s.get_one(PublicationCode, id)

    async def kept(self) -> list[Inbox]:
        """The decisions that were kept."""
        async with self.stage.database.reading() as s:
            return list(await s.exec(select(Inbox).where(Inbox.kind == "decide_publication")))


@pytest.fixture
async def page(unanswered: Unanswered) -> AsyncIterator[Page]:
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=unanswered.app(), raise_app_exceptions=True),
        base_url=unanswered.settings.public_url,
        headers={"Sec-Fetch-Site": "same-origin"},
        follow_redirects=True,
    ) as http:
        yield Page(unanswered, http, await http.get(await unanswered.link("decide_publication")))


def said(answer: httpx2.Response) -> str:
    """What stands at the field of the code."""
    text = unescape(answer.text).partition('id="code-error">')[2].partition("<")[0]
    assert bool(text) == (answer.status_code == 422), answer.status_code
    return text


async def test_l11_without_a_code_nothing_is_authorised_and_all_that_was_chosen_stands(page: Page) -> None:
    answer = await page.presses()
    assert said(answer).startswith("Please ask for a code")
    assert ("es" in filled(form_of(answer.text))["languages"], await page.kept()) == (True, [])
    # Nor with one that nobody was sent.
    assert said(await page.presses(code=CODE)).startswith("Please ask for a code")


async def test_l11_a_code_authorises_once_and_stands_in_nothing_that_is_kept(page: Page) -> None:
    id = await page.coded()
    answer = await page.presses(code="1234 5678")
    assert (answer.status_code, [r.status_code for r in answer.history]) == (200, [303])
    (kept,) = await page.kept()
    row = await page.row(id)
    assert (row.used_at is not None, row.tries) == (True, TRIES - 1)
    assert CODE not in str(await scene.everything(page.stage.database))
    # A second click is no second decision, and needs no second code.
    again = await page.presses(code="1234 5678")
    assert (again.status_code, [row.id for row in await page.kept()]) == (200, [kept.id])


async def test_l11_replayed_for_something_else_a_code_is_refused(page: Page) -> None:
    await page.coded()
    await page.presses(code=CODE)
    assert len(await page.kept()) == 1
    other = await page.presses(code=CODE, choice="publish_on", day="2031-01-01")
    assert "used already" in said(other)
    body = DecidePublication(version=1, sha256=SHA, choice="publish", languages=("en",))
    with pytest.raises(Refusal) as refused:
        await submitted(page, body)
    assert (refused.value.code, len(await page.kept())) == ("code_used", 1)


async def submitted(page: Page, body: DecidePublication, code: str = CODE, **more: Any) -> Any:
    """What intake says of a decision with a code."""
    async with page.stage.database.reading() as s:
        round_id = (await s.exec(select(Assignment.round_id).where(Assignment.key == KEY))).one()
    typed = TypedCode(code, page.stage.tools.links.is_code)
    intake = page.stage.tools.intake
    return await intake.submit(round_id=round_id, key=KEY, by=APPROVER, body=body, code=typed, **more)


async def test_l11_five_wrong_tries_and_the_sixth_is_refused_though_it_be_right(page: Page) -> None:
    id = await page.coded()
    told = [said(await page.presses(code=WRONG)) for _ in range(5)]
    assert ["4 tries" in told[0], "one try" in told[3], "too often" in told[4]] == [True] * 3
    assert "too often" in said(await page.presses(code=CODE))
    assert ((await page.row(id)).tries, await page.kept()) == (0, [])


async def test_l11_tries_that_come_at_once_are_counted_each(page: Page) -> None:
    id = await page.coded()
    answers = await asyncio.gather(*(page.presses(code=WRONG) for _ in range(9)))
    assert sum("tries" in said(a) or "one try" in said(a) for a in answers) == TRIES - 1
    assert (await page.row(id)).tries == 0
    assert "too often" in said(await page.presses(code=CODE))


async def test_l11_a_code_is_good_for_ten_minutes(page: Page) -> None:
    await page.coded(ends_at=datetime.now(UTC) - timedelta(seconds=1))
    assert "ten minutes" in said(await page.presses(code=CODE))
    assert await page.kept() == []


async def test_l11_a_code_for_another_version_authorises_none(page: Page) -> None:
    id = await page.coded(sha256="cd" * 32)
    assert "another version" in said(await page.presses(code=CODE))
    # What was not tried costs no try.
    assert ((await page.row(id)).tries, await page.kept()) == (TRIES, [])


async def test_l11_a_code_of_another_person_or_one_that_was_followed_by_a_newer_is_none(page: Page) -> None:
    await page.coded(by="alternate_contact")
    assert said(await page.presses(code=CODE)).startswith("Please ask for a code")
    await page.coded()
    await page.coded(code=WRONG)
    assert "the newest letter" in said(await page.presses(code=CODE))
    assert (await page.presses(code=WRONG)).status_code == 200


async def test_l11_to_keep_it_internal_needs_no_code(page: Page) -> None:
    assert (await page.presses(choice="internal", languages=[])).status_code == 200
    assert len(await page.kept()) == 1


async def test_l11_an_officer_files_what_was_decided_in_writing_without_a_code(page: Page) -> None:
    async with page.stage.database.reading() as s:
        officer = (await s.exec(select(Officer.id))).first()
    body = DecidePublication(version=1, sha256=SHA, choice="publish", languages=("es",))
    verdict = await submitted(page, body, code="", officer=officer)
    assert verdict.refusal is None


async def test_l11_a_code_is_asked_for_by_a_button_and_a_reload_asks_for_the_same(page: Page) -> None:
    answer = await page.presses("send_code")
    assert answer.status_code == 200
    assert CHOSEN.items() <= filled(form_of(answer.text)).items()
    # Temporal is away on this stage.
    assert "No code could be sent" in answer.text
    await page.presses("send_code")
    async with page.stage.database.reading() as s:
        (row,) = await s.exec(select(PublicationCode))
    assert (row.participant_id, row.sha256, row.digest, row.state) == (APPROVER, SHA, None, "waiting")
    for once in ("2", "3"):
        assert (await page.presses("send_code", once=once)).status_code == 200
    assert "Three codes" in said(await page.presses("send_code", once="4"))


async def test_l2_to_look_asks_for_no_code_and_no_other_task_sends_one(page: Page) -> None:
    await page.http.get(here(page.page))
    other = await page.http.get(await page.stage.link("agree_panel"))
    sent = {**filled(form_of(other.text)), "action": ["send_code"]}
    assert (await page.http.post(here(other), data=sent)).status_code == 422
    assert 'name="code"' not in other.text
    async with page.stage.database.reading() as s:
        assert list(await s.exec(select(PublicationCode))) == []
        assert (await s.exec(select(Grant.state).where(Grant.assignment_key == KEY))).all() == ["live"]
