"""The list of rounds: what it finds, in which order, for whom; saved views, files, notes."""

import csv
import io
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import select

from rounds.submissions.request import OpenRound
from store import officers as hired
from store import views
from store.desk_tables import SavedView
from store.tables import Round
from tests.api.desk.conftest import Desk, send, title_of
from tests.store.scene import KEY, OPENING, begun, contact, officers, open_assignment, open_round

ADDRESS = "/desk/rounds"
NAME = re.compile(r'<a href="/desk/rounds/(round-[\w-]+)">')


def shown(page: httpx2.Response) -> list[str]:
    """The rounds of the list, in its order."""
    assert page.status_code == 200, page.text[:300]
    return NAME.findall(page.text)


def called(country: str, institution: str) -> OpenRound:
    """The opening of a round."""
    return OpenRound(
        methodology="ripso", country=country, institution=institution, focal_point=contact(f"focal-{country}")
    )


@pytest.fixture
async def three(desk: Desk) -> tuple[str, str, str]:
    """Rounds of Paraguay, Chile and Uruguay; Chile's waits for its focal point."""
    officer = await officers(desk.database)
    ids = [
        await open_round(desk.database, officer, body)
        for body in (
            OPENING,
            called("CHL", "Instituto de Previsión"),
            called("URY", "=HYPERLINK(1)"),
        )
    ]
    await open_assignment(desk.database, ids[1], KEY, "focal_point")
    return ids[0], ids[1], ids[2]


async def test_z3_rounds_are_listed_with_what_they_wait_for(desk: Desk, three: tuple[str, str, str]) -> None:
    async with await desk.signed_in("officer") as http:
        page = await http.get(ADDRESS)
    assert sorted(shown(page)) == sorted(three)
    assert title_of(page) == "Rounds"
    assert '<html lang="en">' in page.text
    assert "focal point" in page.text
    assert '<span lang="es">Social Cabinet</span>' in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("country=CHL", "C"),
        ("methodology=ripso&step=request", "PCU"),
        ("methodology=mecigep", ""),
        ("waiting_on=focal_point", "C"),
        ("waiting_on=expert", ""),
        ("overdue=1", ""),
        ("state=closed", ""),
        ("state=open", "PCU"),
        ("mine=1", ""),
        ("q=prevision", "C"),
        ("q=PREVISIÓN+instituto", "C"),
        ("q=visión", ""),
        ("q=Chili", "C"),
        ("q=2026", "PCU"),
        ("q=focal-ury@example.org", "U"),
        ("sort=due", "C"),
        ("sort=country", "PCU"),
        ("q=registry&country=CHL", ""),
    ],
)
async def test_a_filter_leaves_what_it_says(
    desk: Desk, three: tuple[str, str, str], query: str, found: str
) -> None:
    async with await desk.signed_in("officer") as http:
        page = await http.get(f"{ADDRESS}?{query}")
    by = dict(zip("PCU", three, strict=True))
    assert sorted(shown(page)) == sorted(by[letter] for letter in found)
    assert "not understood" not in page.text
    if not found:
        assert "No round is like this" in page.text


@pytest.mark.parametrize(
    "query",
    [
        "country=ZZZ",
        "step=dance",
        "overdue=perhaps",
        "sort=colour",
        "colour=red",
        "after=nonsense",
        "after=2026-03-02T15:00:00~r1",
        "q=%00%01",
        "q=" + "a" * 201,
        "waiting_on='--",
        "methodology=%F0%9F%98%80",
        "state[]=open",
    ],
)
async def test_a_filter_that_is_nonsense_is_said_and_left_out(
    desk: Desk, three: tuple[str, str, str], query: str
) -> None:
    async with await desk.signed_in("officer") as http:
        alone, besides = await http.get(f"{ADDRESS}?{query}"), await http.get(f"{ADDRESS}?{query}&state=open")
        file = await http.get(f"{ADDRESS}.csv?{query}")
    for page in (alone, besides):
        assert "not understood" in page.text
        assert sorted(shown(page)) == sorted(three)
    assert file.status_code == 200


async def test_s3_an_officer_sees_their_secretariats_rounds_and_a_coordinator_their_own(
    desk: Desk, three: tuple[str, str, str]
) -> None:
    async with await desk.signed_in("officer", "DGPE") as http:
        assert shown(await http.get(ADDRESS)) == []
        assert "There is no round yet" in (await http.get(ADDRESS)).text
        for path in (f"{ADDRESS}/{three[0]}", f"{ADDRESS}/round-ripso-pry-2026-99", f"{ADDRESS}/%00"):
            answer = await http.get(path)
            assert (answer.status_code, title_of(answer)) == (404, "There is no such page"), path
        page = await http.get(ADDRESS)
        sent = await send(http, page, f"{ADDRESS}/{three[0]}/notes", text="x")
        assert sent.status_code == 404
    async with await desk.signed_in("coordinator") as http:
        assert shown(await http.get(ADDRESS)) == []
        assert (await http.get(f"{ADDRESS}/{three[0]}")).status_code == 404
        assert (await http.get(f"{ADDRESS}.csv")).text.count("\n") == 1


async def test_pages_go_on_where_the_last_one_ended_in_every_order(desk: Desk) -> None:
    officer = await officers(desk.database)
    ids = [await open_round(desk.database, officer) for _ in range(45)]
    for id in ids:
        await open_assignment(desk.database, id, KEY, "focal_point")
    async with await desk.signed_in("officer") as http:
        for order in ("changed", "due", "country"):
            first = await http.get(f"{ADDRESS}?sort={order}&state=open")
            (next_,) = re.findall(r'rel="next" href="([^"]+)"', first.text)
            second = await http.get(unescape(next_))
            assert parse_qs(urlsplit(unescape(next_)).query)["state"] == ["open"]
            assert (len(shown(first)), len(shown(second))) == (40, 5)
            assert sorted(shown(first) + shown(second)) == sorted(ids), order
            assert 'rel="next"' not in second.text


async def test_u8_a_file_has_all_that_the_filters_leave_and_no_formula(
    desk: Desk, three: tuple[str, str, str]
) -> None:
    async with await desk.signed_in("auditor") as http:
        text = (await http.get(f"{ADDRESS}.csv?country=URY")).content.decode("utf-8-sig")
        book = await http.get(f"{ADDRESS}.xlsx")
        page = await http.get(ADDRESS)
        chosen = await send(http, page, f"{ADDRESS}/export/csv", round=[three[1], "round-not-there", "\x00"])
        nothing = await send(http, page, f"{ADDRESS}/export/xlsx")
        strange = await send(http, page, f"{ADDRESS}/export/pdf", round=three[1])
    heads, row = list(csv.reader(io.StringIO(text)))
    assert (heads[0], row[0], row[6]) == ("Round (id)", three[2], "'=HYPERLINK(1)")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert {line[6] for line in rows[1:]} == {"Social Cabinet", "Instituto de Previsión", "=HYPERLINK(1)"}
    assert [line[0] for line in csv.reader(io.StringIO(chosen.content.decode("utf-8-sig")))][1:] == [three[1]]
    assert nothing.headers["location"] == f"{ADDRESS}?done=none_chosen"
    assert strange.status_code == 404


@pytest.mark.usefixtures("three")
async def test_a_view_is_saved_shown_and_forgotten_and_is_nobody_elses(desk: Desk) -> None:
    async with await desk.signed_in("officer") as http, await desk.signed_in("head") as other:
        page = await http.get(f"{ADDRESS}?country=CHL&colour=red")
        for name in ("Chile & <b>more</b>", " ", "Chile & <b>more</b>"):
            await send(http, page, f"{ADDRESS}/views", name=name, asked="country=CHL&colour=red&after=x~y")
        shown_ = await http.get(f"{ADDRESS}?country=CHL")
        assert title_of(shown_) == "Chile & <b>more</b>"
        assert "<b>more" not in shown_.text
        assert "Chile &" not in (await other.get(ADDRESS)).text
        (view,) = await _views(desk, "officer.dis@dis.example")
        assert view.query == "country=CHL"
        await send(other, await other.get(ADDRESS), f"{ADDRESS}/views/{view.id}/forget")
        assert "Chile &amp;" in (await http.get(ADDRESS)).text
        await send(http, page, f"{ADDRESS}/views/{view.id}/forget")
        assert "Chile &amp;" not in (await http.get(ADDRESS)).text


async def _views(desk: Desk, email: str) -> list[SavedView]:
    async with desk.database.reading() as s:
        (officer,) = [at.officer.id for at in await hired.working(s, "DIS") if at.person.email == email]
        return list(await views.views(s, officer))


async def test_a_note_of_several_rounds_is_asked_for_and_read_with_each(
    desk: Desk, three: tuple[str, str, str]
) -> None:
    chosen = {"round": [three[0], three[2]], "asked": "state=open"}
    async with await desk.signed_in("officer") as http:
        page = await http.get(ADDRESS)
        asked = await send(http, page, f"{ADDRESS}/note", **chosen)
        assert title_of(asked) == "Note something of 2 rounds"
        empty = await send(http, asked, f"{ADDRESS}/note", **chosen, text="  ")
        assert "A note needs a text" in empty.text
        kept = await send(http, asked, f"{ADDRESS}/note", **chosen, text="Calls <on> Monday")
        assert kept.headers["location"] == f"{ADDRESS}?state=open&done=noted"
        for id, has in zip(three, (True, False, True), strict=True):
            assert ("Calls &lt;on&gt; Monday" in (await http.get(f"{ADDRESS}/{id}")).text) == has


async def test_one_round_that_is_found_is_opened_and_several_are_listed(
    desk: Desk, three: tuple[str, str, str]
) -> None:
    async with await desk.signed_in("officer") as http:
        one = await http.get("/desk/search", params={"q": "uruguay"})
        assert (one.status_code, one.headers["location"]) == (303, f"{ADDRESS}/{three[2]}")
        several = await http.get("/desk/search", params={"q": "2026"})
        assert sorted(shown(several)) == sorted(three)
        assert shown(await http.get("/desk/search", params={"q": "nothing like it"})) == []


async def test_a_round_is_found_by_what_it_is_called_now(desk: Desk) -> None:
    """The migration, the opening and a note that comes later all say it."""
    id = await begun(desk.database)
    async with desk.database.reading() as s:
        row = (await s.exec(select(Round).where(Round.id == id))).one()
    assert row.initiative == "A single social registry"
    async with await desk.signed_in("officer") as http:
        assert shown(await http.get(f"{ADDRESS}?q=single+regis")) == [id]
