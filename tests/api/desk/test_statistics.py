"""What is counted stands on the desk in tables, pictures and files, for those who may see its rounds."""

import re
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import httpx2
import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import col, select, update

from api.desk.statistics import drawing
from rounds.submissions.people import LANGUAGES
from store import audit_log
from store.tables import Assignment, Participant, Person, Round
from templates import charts
from templates.charts import Bars
from tests.api.desk.conftest import Desk, title_of
from tests.queries import asked_meanwhile
from tests.store.years import at, happened, made

STATISTICS = "/desk/statistics"
ALIKE = "/desk/statistics/equal-treatment"


def table(page: httpx2.Response, id: str) -> list[list[str]]:
    """The rows of a part, cell by cell."""
    assert page.status_code == 200, page.text[:300]
    (part,) = re.findall(rf'<section id="{id}">(.*?)</section>', page.text, re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", part.partition("<tbody>")[2], re.DOTALL)
    return [
        [
            unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        ]
        for row in rows
    ]


async def examined(desk: Desk) -> None:
    """What Chile waits for is done."""
    async with desk.database.writing() as s:
        waits = (await s.exec(select(Round.id).where(Round.country == "CHL"))).one()
        done = {"state": "fulfilled", "closed_at": at(4)}
        await s.exec(update(Assignment).where(col(Assignment.kind) == "examine_request").values(**done))
        audit_log.add(s, happened(waits, 9, "closed_fulfilled"))


def sheets(answer: httpx2.Response) -> dict[str, list[list[Any]]]:
    """A book as a spreadsheet program reads it."""
    assert answer.status_code == 200, answer.text[:300]
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


async def test_the_figures_of_a_year_stand_in_tables_as_they_are_counted_by_hand(desk: Desk) -> None:
    await made(desk.database)
    async with await desk.signed_in("auditor") as http:
        page = await http.get(STATISTICS)
        assert title_of(page) == "Statistics: RIPSO 2026"
        assert table(page, "rounds") == [
            ["Opened", "3"],
            ["Still open", "1"],
            ["The report is kept as an internal working document", "1"],
            ["The round was withdrawn", "1"],
        ]
        assert table(page, "steps") == [
            ["Request", "2", "7.5", "10"],
            ["Panel", "2", "10", "10"],
            ["Preparation", "1", "35", "35"],
            ["Visit", "1", "5", "5"],
            ["Report", "1", "14", "14"],
        ]
        assert table(page, "invitations")[:3] == [
            ["Accepted", "1", "33%"],
            ["Declined", "1", "33%"],
            ["No answer", "1", "33%"],
        ]
        assert table(page, "answers")[0] == [
            *("Agree to the panel", "2", "1", "0", "1"),
            *("0", "0", "0", "0"),
        ]
        assert [row for row in table(page, "exceptions") if row[1] != "0"] == [
            ["Extension", "1"],
            ["Pause", "1"],
        ]
        assert table(page, "officers") == [["Officer", "3", "1", "1", "1"]]
        assert table(page, "experts") == [["=EXPERT()", "Brazil", "1", "0", "0", "0"]]
        assert ["Brazil", "0", "1"] in table(page, "countries")
        nonsense = await http.get(f"{STATISTICS}?methodology=none&year=1066")
        assert title_of(nonsense) == "Statistics: RIPSO 2026"
        assert "was left out: Methodology" in nonsense.text


async def test_each_part_has_a_picture_with_a_title_a_description_and_no_style_of_its_own(desk: Desk) -> None:
    await made(desk.database)
    async with await desk.signed_in("officer") as http:
        page = await http.get(STATISTICS)
    pictures = re.findall(r'<svg class="chart".*?</svg>', page.text, re.DOTALL)
    parts = re.findall(r'<section id="(\w+)">', page.text)
    assert len(pictures) == len(parts) == 8
    for picture, id in zip(pictures, parts, strict=True):
        assert f'role="img" aria-labelledby="chart-{id}-title chart-{id}-told"' in picture
        named = f"chart-{id}"
        told = rf'<title id="{named}-title">[^<]+</title><desc id="{named}-told">[^<]+</desc>'
        assert re.search(told, picture)
        assert "style=" not in picture
        assert "var(--bar-1)" in picture
    assert len(page.content) <= 60 * 1024


@pytest.mark.parametrize(("language", "half"), [("en", "7.5"), ("es", "7,5"), ("pt", "7,5"), ("fr", "7,5")])
async def test_numbers_and_words_are_those_of_the_officers_language(
    desk: Desk, language: str, half: str
) -> None:
    await made(desk.database)
    words = desk.app.state.tools.renderer.words(language)
    async with await desk.signed_in("officer", language=language) as http:
        page = await http.get(STATISTICS)
    assert table(page, "steps")[0] == [words.step("request"), "2", half, "10"]
    assert table(page, "countries")[0][0] == words.country("BRA")
    assert words.say("Load of each expert") in page.text


async def test_a_page_without_pictures_says_all_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await made(desk.database)

    async def broken(*_: object, **__: object) -> tuple[int, bytes]:
        return 1, b""

    monkeypatch.setattr(drawing, "answered", broken)
    async with await desk.signed_in("officer") as http:
        page = await http.get(STATISTICS)
        assert "<svg" not in page.text
        assert table(page, "officers") == [["Officer", "3", "1", "1", "1"]]


async def test_what_people_wrote_is_text_in_a_picture_and_colours_are_the_pages() -> None:
    bars = Bars(
        id="x",
        title="<b>",
        told="T",
        parts=("A", "B"),
        rows=(("</text><script>", (1, 2)), ("", (0, 0))),
    )
    drawn = (await drawing.pictures("fr", [bars]))["x"]
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn
    assert '<title id="chart-x-title">&lt;b&gt;</title>' in drawn
    assert re.findall(r'fill="(?!none|currentColor|var\(--bar-\d\))[^"]*"', drawn) == []
    assert charts.specification(bars)["height"] == 2 * (charts.LABEL + charts.BAR + charts.GAP)


async def test_figures_are_made_anew_once_something_has_happened_and_not_before(desk: Desk) -> None:
    await made(desk.database)
    async with await desk.signed_in("officer") as http:
        counts = []
        for happens in (False, False, True):
            if happens:
                await examined(desk)
            with asked_meanwhile(desk.app.state.tools.database) as asked:
                page = await http.get(STATISTICS)
            counts.append(len(asked))
            tasks = ["0", "0"] if happens else ["1", "1"]
            assert table(page, "officers") == [["Officer", "3", "1", *tasks]]
        assert counts == [9, 2, 9]


@pytest.mark.parametrize("path", [STATISTICS, ALIKE])
async def test_s3_the_figures_are_of_rounds_that_one_may_see(desk: Desk, path: str) -> None:
    pry, *_ = await made(desk.database)
    async with await desk.signed_in("officer", "DGPE") as http:
        assert "There is no round yet" in (await http.get(path)).text
        assert (await http.get(f"{path}.xlsx")).status_code == 303
    coordinator = await desk.hire("coordinator")
    async with desk.http(await desk.enter(coordinator)) as http:
        assert "There is no round yet" in (await http.get(path)).text
        async with desk.database.writing() as s:
            person = (await s.exec(select(Person.id).where(Person.email == coordinator))).one()
            s.add(Participant(round_id=pry, id="coordinator-1", person_id=person, role="lead_coordinator"))
            audit_log.add(s, happened(pry, 9, "seated"))
        page = await http.get(path)
        assert "You see those in which you take part" in page.text
        assert "Paraguay" in page.text
        assert "Uruguay" not in page.text
    async with await desk.signed_in("administrator") as http:
        assert (await http.get(path)).status_code == 403


async def test_z1_each_round_stands_beside_the_others_with_what_it_was_given(desk: Desk) -> None:
    pry, *_ = await made(desk.database)
    async with await desk.signed_in("officer") as http:
        page = await http.get(ALIKE)
        chile, paraguay, uruguay = table(page, "treated")
        assert paraguay[3:] == ["9", "1", "0", "0", "3", "11"]
        assert chile[3:-1] == ["3", "0", "1", "0", "0"]
        assert uruguay[0] == "RIPSO 2026-1 Uruguay"
        assert uruguay[3:] == ["1", "0", "0", "0", "0", "0"]
        assert f'<a href="/desk/rounds/{pry}">RIPSO 2026-1 Paraguay</a>' in page.text
        assert [row[:5] for row in table(page, "exceptions")] == [
            ["RIPSO 2026-1 Paraguay", "Propose the panel", "Extension", "=1+1", "Officer"],
            ["RIPSO 2026-1 Chile", "the whole round", "Pause", "Elections", "Officer"],
        ]
        limits = table(page, "limits")
        assert [row[1:] for row in limits if row[0] == "Agree to the panel"] == [
            ["12 working days", "1", "Chile"],
            ["10 working days", "1", "Paraguay"],
        ]
        assert ["Examine the request", "5 working days", "2", "every country alike"] in limits
        further = await http.get(f"{ALIKE}?after=PRY-1")
        assert [row[0] for row in table(further, "treated")] == ["RIPSO 2026-1 Uruguay"]
        assert "No round follows" in (await http.get(f"{ALIKE}?after=ZZZ-1")).text
        assert len(table(await http.get(f"{ALIKE}?after=nonsense'--"), "treated")) == 3


async def test_u8_both_files_hold_all_of_it_and_no_formula(desk: Desk) -> None:
    await made(desk.database)
    async with await desk.signed_in("officer", language="es") as http:
        alike = await http.get(f"{ALIKE}.xlsx")
        counted = await http.get(f"{STATISTICS}.xlsx?methodology=ripso&year=2026")
    assert 'filename="ronda-equal-treatment-ripso-2026.xlsx"' in alike.headers["content-disposition"]
    books = sheets(alike), sheets(counted)
    rounds, limits, exceptions = books[0].values()
    assert [row[0] for row in rounds] == [
        "Ronda",
        *(f"RIPSO 2026-1 {c}" for c in ("Chile", "Paraguay", "Uruguay")),
    ]
    assert rounds[2][3:] == [9.0, 1.0, 0.0, 0.0, 3.0, 11.0]
    assert "=1+1" in exceptions[1]
    assert len(limits) > 5
    assert len(books[1]) == 8
    assert any("=EXPERT()" in row for rows in books[1].values() for row in rows)
    for answer in (alike, counted):
        assert b"<f>" not in unpacked(answer)


def unpacked(answer: httpx2.Response) -> bytes:
    """All that a book holds."""
    with ZipFile(BytesIO(answer.content)) as file:
        return b"".join(file.read(name) for name in file.namelist())


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_desk_without_a_round_says_so_in_the_officers_language(desk: Desk, language: str) -> None:
    words = desk.app.state.tools.renderer.words(language)
    async with await desk.signed_in("officer", language=language) as http:
        for path, title in ((STATISTICS, "Statistics"), (ALIKE, "Equal treatment")):
            page = await http.get(path)
            assert title_of(page) == words.say(title)
            assert 'class="empty"' in page.text
