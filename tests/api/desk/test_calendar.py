"""The calendar of all visits: a month, a list, a file; agreed and proposed, with the days off."""

import re
from datetime import date
from typing import Any

import httpx2
import pytest
from icalendar import Calendar
from sqlmodel import select, update

from rounds.submissions.people import LANGUAGES
from store.tables import CalendarEvent, Participant, Person
from templates import desk as words
from tests.api.desk.conftest import Desk, title_of
from tests.store.years import PROPOSED, VISIT, made

CALENDAR = "/desk/calendar"
MAY = f"{CALENDAR}?month=2026-05"


def cells(page: httpx2.Response) -> dict[int, str]:
    """What stands on each day of the month, as text; days on which nothing is are left out."""
    assert page.status_code == 200, page.text[:300]
    found = re.findall(r'<span class="n"[^>]*>(\d+)</span>(.*?)</td>', page.text, re.DOTALL)
    texts = {int(n): re.sub(r"<strong.*?</strong>|<[^>]+>", " ", rest) for n, rest in found}
    assert len(texts) >= 28
    return {n: " ".join(text.split()) for n, text in texts.items() if text.split()}


async def test_a_month_shows_each_visit_on_its_days_agreed_or_proposed_with_the_days_off_there(
    desk: Desk,
) -> None:
    pry, chl, _ = await made(desk.database)
    async with await desk.signed_in("auditor") as http:
        page = await http.get(MAY)
    assert title_of(page) == "May 2026"
    shown = cells(page)
    for n in range(VISIT[0].day, VISIT[1].day + 1):
        assert shown[n].startswith("RIPSO 2026-1 Paraguay agreed"), n
    for n in range(PROPOSED[0].day, PROPOSED[1].day + 1):
        assert shown[n].startswith("RIPSO 2026-1 Chile proposed"), n
    assert "Paraguay, " in shown[14], "the eve of its independence"
    assert "Chile, " in shown[1]
    assert "RIPSO 2026-1 Uruguay" not in page.text
    listed = re.findall(r'<tr><th scope="row">(.*?)</th>\s*<td[^>]*><a href="([^"]+)">', page.text)
    assert [leads for _, leads in listed] == [f"/desk/rounds/{pry}", f"/desk/rounds/{chl}"]
    assert listed[0][0] == "Monday, 11 May 2026 – Thursday, 14 May 2026"  # noqa: RUF001 - the dash of a span
    assert 'href="/desk/calendar?month=2026-04"' in page.text
    assert 'href="/desk/calendar?month=2026-06"' in page.text


async def test_filters_hold_from_month_to_month_and_nonsense_is_said(desk: Desk) -> None:
    await made(desk.database)
    async with await desk.signed_in("officer") as http:
        page = await http.get(f"{MAY}&country=CHL&methodology=ripso")
        assert 11 not in cells(page)
        assert "Chile" in cells(page)[18]
        assert "month=2026-06&amp;methodology=ripso&amp;country=CHL" in page.text
        assert "Paraguay, " not in " ".join(cells(page).values())
        for wrong in ("month=2026-13", "month=2026-05-01", "month=9999-99", "country=ZZZ", "methodology=x"):
            page = await http.get(f"{CALENDAR}?{wrong}")
            assert page.status_code == 200
            assert "was left out" in page.text, wrong
        for edge in ("2000-01", "2099-12"):
            assert (await http.get(f"{CALENDAR}?month={edge}")).status_code == 200


async def test_s3_visits_are_those_of_rounds_that_one_may_see(desk: Desk) -> None:
    pry, *_ = await made(desk.database)
    coordinator = await desk.hire("coordinator")
    async with desk.http(await desk.enter(coordinator)) as http:
        assert "RIPSO 2026" not in (await http.get(MAY)).text
        async with desk.database.writing() as s:
            person = (await s.exec(select(Person.id).where(Person.email == coordinator))).one()
            s.add(Participant(round_id=pry, id="coordinator-1", person_id=person, role="lead_coordinator"))
        page = await http.get(MAY)
        assert "RIPSO 2026-1 Paraguay" in page.text
        assert "RIPSO 2026-1 Chile" not in page.text
        assert b"Chile" not in (await http.get(f"{CALENDAR}.ics?month=2026-05")).content
    async with await desk.signed_in("officer", "DGPE") as http:
        assert "RIPSO 2026" not in (await http.get(MAY)).text
        assert (await http.get(f"{CALENDAR}.ics?month=2026-05")).status_code == 303
    async with await desk.signed_in("administrator") as http:
        assert (await http.get(MAY)).status_code == 403


async def test_a_calendar_program_reads_the_visits_of_twelve_months(desk: Desk) -> None:
    pry, *_ = await made(desk.database)
    async with await desk.signed_in("officer", language="es") as http:
        answer = await http.get(f"{CALENDAR}.ics?month=2025-06")
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert (await http.get(f"{CALENDAR}.ics?month=2025-04")).status_code == 303
    read: Any = Calendar.from_ical(answer.content)
    assert read["METHOD"] == "PUBLISH"
    agreed, proposed = read.walk("VEVENT")
    assert (agreed["UID"], agreed["STATUS"]) == (f"{pry}@ronda", "CONFIRMED")
    assert (agreed["DTSTART"].dt, agreed["DTEND"].dt) == (VISIT[0], date(2026, 5, 15))
    assert agreed["SUMMARY"] == "RIPSO 2026-1 Paraguay: acordada"
    assert agreed["LOCATION"] == "Social Cabinet, Paraguay"
    assert agreed["URL"].endswith(f"/desk/rounds/{pry}")
    assert (proposed["STATUS"], proposed["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")
    assert "ATTENDEE" not in agreed


async def test_a_visit_that_was_cancelled_leaves_the_calendar(desk: Desk) -> None:
    await made(desk.database)
    async with desk.database.writing() as s:
        await s.exec(update(CalendarEvent).values(state="cancelled"))
    async with await desk.signed_in("officer") as http:
        assert "RIPSO 2026-1 Paraguay" not in (await http.get(MAY)).text


@pytest.mark.parametrize(
    ("language", "first"), [("en", "Mon"), ("es", "lun"), ("pt", "dom."), ("fr", "lun.")]
)
async def test_an_empty_month_says_what_to_do_and_a_week_begins_as_the_language_has_it(
    desk: Desk, language: str, first: str
) -> None:
    spoken = desk.app.state.tools.renderer.words(language)
    assert language in LANGUAGES
    async with await desk.signed_in("officer", language=language) as http:
        page = await http.get(CALENDAR)
    assert spoken.say(words.NO_VISIT) in page.text
    assert re.findall(r'<th scope="col">([^<]+)</th>', page.text)[0] == first
