"""What people of one beneficiary type for the same questionnaire: shared, and never overwritten unseen."""

from html import unescape
from typing import Any

import httpx2

from tests.api.team import asked
from tests.api.visitor import browser, filled, send
from tests.conftest import Ronda
from tests.templates.browser import form_of

JSON = {"Accept": "application/json"}


async def quietly(http: httpx2.AsyncClient, page: httpx2.Response, **typed: Any) -> httpx2.Response:
    """Save as the page's script does."""
    sent = filled(form_of(page.text), **typed)
    return await http.post(str(page.url), data={**sent, "action": "save"}, headers=JSON)


def value(page: httpx2.Response, name: str) -> str:
    return dict(form_of(page.text).pairs)[name]


async def test_what_one_saves_the_other_goes_on_from_and_sees_whose_it_is(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as focal, browser(ronda) as team:
        _, links = await asked(ronda, officer, "shared")
        mine = await focal.get(links[0])
        assert "Guardado por última vez" not in mine.text
        saved = await send(focal, mine, "save", answers__0="El ministerio")
        theirs = await team.get(links[1])
        answer = await quietly(team, theirs, answers__1="Nobody knows")
        again = await focal.get(links[0])
    assert "Guardado por última vez por Focal" in saved.text
    assert "Last saved by Focal" in theirs.text
    assert value(theirs, "answers.0") == "El ministerio"
    assert answer.json()["detail"].startswith("Saved: ")
    assert (value(again, "answers.0"), value(again, "answers.1")) == ("El ministerio", "Nobody knows")
    assert "Guardado por última vez por Team" in again.text


async def test_two_who_write_at_once_are_warned_and_neither_is_overwritten(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as focal, browser(ronda) as team:
        _, links = await asked(ronda, officer, "at-once")
        mine, theirs = await focal.get(links[0]), await team.get(links[1])
        await send(focal, mine, "save", answers__0="El ministerio")
        told = await quietly(team, theirs, answers__0="The agency")
        sent = await send(team, theirs, answers__0="The agency", answers__1="b", answers__2="c")
        both = await send(team, theirs, "save", answers__0="The agency")
        unmoved = await focal.get(links[0])
        over = await send(team, both, "save")
        after = await focal.get(links[0])
    assert (told.status_code, told.json()["code"]) == (409, "draft_changed")
    assert told.json()["detail"].startswith("Somebody else has saved something here")
    for shown in (sent, both):
        assert shown.status_code == 409
        assert "Somebody else has saved something here" in unescape(shown.text)
        assert "El ministerio" in shown.text
        assert value(shown, "answers.0") == "The agency"
    assert value(unmoved, "answers.0") == "El ministerio"
    assert (over.status_code, value(after, "answers.0")) == (200, "The agency")


async def test_ones_own_second_page_is_no_reason_to_warn(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as focal:
        _, links = await asked(ronda, officer, "own")
        one, other = await focal.get(links[0]), await focal.get(links[0])
        first = await quietly(focal, one, answers__0="Primera")
        second = await quietly(focal, other, answers__0="Segunda")
        third = await send(focal, other, "save", answers__0="Tercera")
    assert (first.status_code, second.status_code, third.status_code) == (200, 200, 200)
    assert value(third, "answers.0") == "Tercera"


async def test_a_page_that_says_nonsense_of_what_it_showed_overwrites_nothing(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as focal, browser(ronda) as team:
        _, links = await asked(ronda, officer, "nonsense")
        mine, theirs = await focal.get(links[0]), await team.get(links[1])
        await quietly(focal, mine, answers__0="El ministerio")
        answers = [
            await quietly(team, theirs, answers__0="x", saved_at=said)
            for said in ("", "yesterday", "2026-01-01", "2026-01-01T00:00:00")
        ]
        kept = await team.get(links[1])
    assert [answer.json()["code"] for answer in answers] == ["draft_changed"] * 4
    assert value(kept, "answers.0") == "El ministerio"
