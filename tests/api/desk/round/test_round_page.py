"""The page of a round on the desk: what waits for whom, what is the officer's own, what may be done."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from sqlmodel import col, update

from store.tables import Letter, Person, Round
from tests.api.desk.round.stage import Browser, plain


async def test_the_page_says_what_is_the_officers_own_and_leads_to_it(officer: Browser) -> None:
    page = await officer.page()
    assert page.status_code == 200
    text = plain(page)
    assert "Yours to do" in text
    assert "Examine the request" in text
    assert re.search(
        r'href="[^"]*/do/examine_request\?key=examine_request%3A1&amp;by=responsible_officer"', page.text
    )


async def test_every_part_of_the_round_opens_and_says_what_is_there_or_that_nothing_is(
    officer: Browser,
) -> None:
    page = await officer.page()
    text = plain(page)
    assert "Ana Focal" in text
    assert "There is no version of the report yet." in text
    assert "Nobody has attached a document yet." in text
    for address in sorted(set(re.findall(rf'href="({officer.base}[^"#]*)"', page.text))):
        opened = await officer.http.get(address.replace("&amp;", "&"))
        assert opened.status_code == 200, (address, plain(opened)[:300])


async def test_letters_are_listed_with_their_states_and_each_is_read_on_a_page_of_its_own(
    officer: Browser,
) -> None:
    listed = await officer.page("/letters")
    assert "on its way" in plain(listed)
    first = re.search(r'href="([^"]*/letter\?key=[^"]*)"', listed.text)
    assert first
    page = await officer.http.get(first[1])
    assert "Its text is kept once it is sent." in plain(page)
    assert "/do/send_again?about=" in page.text


FARED: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "waits for days": (
        {"state": "waiting", "error": "unreachable", "attempts": 84},
        ("on its way", "Attempts 84", "The mail server cannot be reached."),
    ),
    "went late": (
        {"state": "sent", "error": "", "attempts": 85, "sent_at": datetime(2027, 3, 4, 15, tzinfo=UTC)},
        ("State sent", "Attempts 85", "Sent Thursday, 4 March 2027, 15:00"),
    ),
    "refused": (
        {"state": "refused", "error": "550", "attempts": 1},
        ("refused by the address", "Answer of the mail server 550"),
    ),
    "came back": (
        {"state": "refused", "error": "5.1.1", "attempts": 1, "sent_at": datetime(2027, 3, 4, tzinfo=UTC)},
        (
            "came back from the address",
            "Sent Thursday, 4 March 2027, 00:00",
            "Answer of the mail server 5.1.1",
        ),
    ),
}


@pytest.mark.parametrize(("row", "told"), FARED.values(), ids=FARED.keys())
async def test_e3_e6_a_letter_says_how_often_it_was_tried_when_it_went_and_what_the_server_answered(
    row: dict[str, Any], told: tuple[str, ...], officer: Browser
) -> None:
    listed = await officer.page("/letters")
    first = re.search(r'href="([^"]*/letter\?key=[^"]*)"', listed.text)
    assert first
    async with officer.stage.database.writing() as s:
        await s.exec(update(Letter).values(**row))
    text = plain(await officer.http.get(first[1]))
    assert [words for words in told if words not in text] == [], text


async def test_what_was_asked_is_drawn_and_stands_in_a_table_with_what_befell_it(officer: Browser) -> None:
    look = await officer.press(
        await officer.page("/do/extend?key=examine_request:1"), "look", reason="A holiday."
    )
    assert (await officer.press(look, "confirm")).status_code == 303
    page = await officer.page()
    assert '<circle class="moved"' in page.text
    assert "Date or clock changed" in plain(page)


async def test_each_line_of_today_leads_to_a_place_of_the_round_where_its_act_is_offered(
    officer: Browser,
) -> None:
    async with officer.stage.database.writing() as s:
        await s.exec(update(Round).values(trouble="stuck"))
        await s.exec(
            update(Person).where(col(Person.email) == "luz.alterna@ministry.example").values(refuses=True)
        )
    today = await officer.http.get("/desk/today")
    lines = re.findall(rf'href="({officer.base}#([^"]+))"', today.text)
    assert {anchor for _, anchor in lines} == {"acts-round", "person-alternate_contact"}
    page = await officer.page()
    for kind in ("retry_batch", "skip_batch"):
        offered = rf'<section><h3 id="acts-round">(?:(?!</section>).)*href="[^"]*(/do/{kind}[^"]*)"'
        found = re.search(offered, page.text, re.DOTALL)
        assert found, kind
        assert (await officer.page(unescape(found[1]))).status_code == 200
    row = re.search(r'<tr id="person-alternate_contact">(.*?)</tr>', page.text, re.DOTALL)
    assert row
    assert "/do/correct_address?about=alternate_contact" in row[1]
