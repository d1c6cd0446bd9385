"""What if, on the desk: the round is played from where it stands, and stays as it is."""

import asyncio
import re
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
from sqlmodel import func, select, update

from api.officers import rehearsals
from store.audit_log import Audit
from store.tables import Letter, Person, Round
from tests.api.desk.conftest import send
from tests.api.desk.round.stage import Browser, Stage, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PATIENCE = 400.0
"""Seconds: other tests may have the machine."""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsals, "LIMIT", PATIENCE)
    # Whoever plays gently gives way to every test beside this one.
    monkeypatch.setattr(rehearsals, "PROGRAM", tuple(w for w in rehearsals.PROGRAM if w != "--gently"))


async def rehearse(officer: Browser, behaviour: str) -> httpx2.Response:
    page = await officer.page("/what-if")
    return await send(officer.http, page, f"{officer.base}/what-if", behaviour=behaviour)


async def as_it_is(stage: Stage) -> tuple[Any, ...]:
    """The round's state, and how much was written of it."""
    async with stage.database.reading() as s:
        counts = [(await s.exec(select(func.count()).select_from(t))).one() for t in (Letter, Audit)]
    return (await stage.state(), *counts)


def cells(page: httpx2.Response, region: str) -> list[list[str]]:
    """The rows of a table."""
    found = re.search(rf'aria-labelledby="{region}">.*?<tbody>(.*?)</tbody>', page.text, re.DOTALL)
    assert found, plain(page)[:500]
    return [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in found[1].split("<tr>")[1:]]


async def test_a_round_is_rehearsed_in_the_officers_words_on_their_clock_and_stays_as_it_is(
    officer: Browser,
) -> None:
    before = await as_it_is(officer.stage)
    assert f'href="{officer.base}/what-if"' in (await officer.page()).text
    page = await rehearse(officer, "in_time")
    assert page.status_code == 200, plain(page)
    rows = cells(page, "calendar")
    assert rows[0][1:4] == ["Answered", "Examine the request", "responsible officer of the secretariat"]
    assert rows[-1][1] == "Round ends"
    assert "Everybody answers on the first working day" in plain(page)
    letters = cells(page, "letters")
    assert len(letters) > 10
    assert {language for _, language, *_ in letters} >= {"Spanish", "English"}
    assert '<svg class="timeline asked"' in page.text
    assert await as_it_is(officer.stage) == before


async def test_days_are_those_of_the_officers_clock(officer: Browser) -> None:
    async def days(zone: str) -> list[str]:
        async with officer.stage.database.writing() as s:
            await s.exec(update(Person).values(time_zone=zone))
        return [day for day, *_ in cells(await rehearse(officer, "in_time"), "calendar")]

    assert await days("Pacific/Kiritimati") != await days("America/Los_Angeles")


async def test_two_at_once_are_one_and_a_word_with_a_button_to_try_again(officer: Browser) -> None:
    both = await asyncio.gather(*(rehearse(officer, "silent") for _ in range(2)))
    done, busy = sorted(both, key=lambda page: page.status_code)
    assert (done.status_code, busy.status_code) == (200, 429)
    assert "The round then waits" in plain(done)
    assert "Another round is being rehearsed at the moment." in plain(busy)
    assert "<button>Try again</button>" in busy.text
    assert re.search(r'value="silent" required checked', busy.text)
    assert busy.headers["Retry-After"]


async def test_one_that_cannot_be_made_is_said_with_a_button_to_try_again(
    officer: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsals, "PROGRAM", ("-m", "no_such_program"))
    page = await rehearse(officer, "last_day")
    assert page.status_code == 503
    assert "The rehearsal could not be made in time." in plain(page)
    assert "<button>Try again</button>" in page.text


async def test_nonsense_is_refused_and_a_round_that_is_over_is_not_rehearsed(officer: Browser) -> None:
    page = await rehearse(officer, "late")
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    asked = await officer.page("/what-if")
    async with officer.stage.database.writing() as s:
        await s.exec(update(Round).values(closed_at=datetime.now(UTC), outcome="withdrawn"))
    page = await send(officer.http, asked, f"{officer.base}/what-if", behaviour="silent")
    assert page.status_code == 409
    assert "This round is over: there is nothing to rehearse." in plain(page)
    assert "/what-if" not in (await officer.page()).text
