"""The countersign on the desk: by whom it is asked of, by the head unasked, never by who filed it (L11)."""

import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import pytest
from sqlmodel import col, select

from rounds.submissions.publication import AuthorisePublication
from store.tables import Officer, Person
from tests.api.desk.conftest import Desk
from tests.api.desk.round.stage import ADDRESS, Browser, Stage, plain, staged
from tests.api.desk.round.test_later_stages import visit
from tests.api.desk.round.test_report_stage import report

__all__ = ["report", "visit"]
pytestmark = [
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
    pytest.mark.usefixtures("visit"),
]
KEY = "countersign_publication:1"


@pytest.fixture
async def stage(desk: Desk, tmp_path: Path) -> AsyncIterator[Stage]:
    """A round of a secretariat that somebody heads."""
    await desk.hire("head")
    async with staged(desk, tmp_path) as made:
        yield made


@pytest.fixture
async def head(stage: Stage) -> AsyncIterator[Browser]:
    async with await stage.desk.signed_in("head") as http:
        yield Browser(http, stage)


async def authorised(stage: Stage, officer: str = "") -> None:
    """The round is over, and its approver authorises what it had kept internal, or an officer files that."""
    state = await stage.state()
    state.outcome, state.step, state.publishing = "internal", "closed", True
    await stage.writes(state, ())
    body = AuthorisePublication(version=state.version, sha256=state.sha256, languages=("en",))
    told = await stage.submit(round_id=stage.round, key="", by="focal_point", body=body, officer=officer)
    assert told.state == "accepted", told.refusal


async def form_from(browser: Browser) -> str:
    """Where the page of the round leads who would countersign."""
    found = re.search(r'href="[^"]*(/do/countersign_publication[^"]*)"', (await browser.page()).text)
    assert found
    return unescape(found[1])


async def test_l11_the_officer_is_asked_on_today_and_reads_what_was_authorised(
    officer: Browser, report: Stage
) -> None:
    await authorised(report)
    assert "Countersign the authorisation" in plain(await officer.http.get("/desk/today"))
    form = await officer.page(await form_from(officer))
    assert "The authorisation of Ana Focal" in plain(form)
    assert "English" in plain(form)
    assert 'name="proof"' not in form.text
    returned = await officer.press(form, "look", choice="return")
    assert returned.status_code == 422
    look = await officer.press(form, "look", choice="return", reason="The minister has changed")
    assert look.status_code == 200, plain(look)
    # The letter to the approver, in the approver's language.
    assert "no fue refrendada" in plain(look)
    done = await officer.press(look, "confirm")
    assert done.status_code in (200, 303), plain(done)
    assert [a.state for a in (await report.state()).authorisations] == ["returned"]


async def test_l11_the_head_countersigns_what_the_officer_was_asked_and_proves_nothing(
    head: Browser, report: Stage
) -> None:
    await authorised(report)
    state = await report.state()
    assert state.assignments[KEY].role == "responsible_officer"
    assert "by=head_of_secretariat" in await form_from(head)
    form = await head.page(f"/do/countersign_publication?key={KEY}")
    assert 'name="proof"' not in form.text
    look = await head.press(form, "look", choice="countersign")
    assert look.status_code == 200, plain(look)
    await head.press(look, "confirm")
    (a,) = (await report.state()).authorisations
    assert a.countersign


async def test_l11_who_filed_the_decision_is_refused_in_words_and_the_head_is_asked(
    officer: Browser, head: Browser, report: Stage
) -> None:
    async with report.database.reading() as s:
        filer = (await s.exec(select(Officer.id).join(Person).where(col(Person.email) == ADDRESS))).one()
    await authorised(report, officer=filer)
    assert (await report.state()).assignments[KEY].role == "head_of_secretariat"
    form = await officer.page(f"/do/countersign_publication?key={KEY}")
    look = await officer.press(form, "look", choice="countersign")
    assert (look.status_code, "You have filed this decision" in plain(look)) == (409, True)
    form = await head.page(await form_from(head))
    look = await head.press(form, "look", choice="countersign")
    assert look.status_code == 200, plain(look)
