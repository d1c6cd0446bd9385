"""A questionnaire as a spreadsheet: what people wrote stays text; only a plain file is read (U2, U8)."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import httpx2
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from api.inspecting import questionnaire
from api.links import spreadsheets
from rounds.submissions.refusals import Refusal
from tests.api.team import QUESTIONS, asked
from tests.api.visitor import browser, filled, post, send
from tests.conftest import Ronda
from tests.templates.browser import form_of

IDENTITY = "round answer_questionnaire:1 0123"
COLUMNS = ("Question", "Answer")
HEAD = ("RIPSO 2026-1, Paraguay", "Answer the questionnaire", "Please answer by Monday.")
SHEET = "xl/worksheets/sheet1.xml"
Change = Callable[[bytes], bytes]


def a_file(*answers: str, identity: str = IDENTITY) -> bytes:
    asked = list(zip(QUESTIONS, (*answers, "", "", ""), strict=False))
    return spreadsheets.written(
        name="Questionnaire", head=HEAD, identity=identity, columns=COLUMNS, asked=asked
    )


def changed(content: bytes, member: str, change: Change, also: str = "") -> bytes:
    """The same file with one of its members changed, and another put beside it."""
    into = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(into, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == member else old.read(name))
        if also:
            new.writestr(also, b"x")
    return into.getvalue()


def put(extra: bytes, before: bytes = b"</sheetData>") -> Change:
    return lambda xml: xml.replace(before, extra + before)


def with_formula() -> bytes:
    """A file as somebody's own program would write it."""
    into = BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True}) as book:
        book.add_worksheet().write_formula(0, 0, "=1+1")
    return into.getvalue()


def with_merged_cells() -> bytes:
    into = BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True}) as book:
        book.add_worksheet().merge_range(0, 0, 1, 1, "both")
    return into.getvalue()


def with_rows(number: int) -> bytes:
    into = BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for n in range(number):
            sheet.write_string(n, 0, "x")
    return into.getvalue()


def rows_of(content: bytes) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]


def test_what_people_wrote_is_text_and_comes_back_as_it_went_u8() -> None:
    answers = ("=1+1", "@SUM(A1)\n-2", "https://ministry.example")
    content = a_file(*answers)
    with ZipFile(BytesIO(content)) as archive:
        sheet = archive.read(SHEET)
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet
    assert [row[1] for row in rows_of(content)[5:]] == list(QUESTIONS)
    assert questionnaire.read(content, "Answers.XLSX", IDENTITY, 3) == list(answers)


def test_numbers_that_a_program_made_of_answers_read_as_they_look() -> None:
    number = put(b'<row r="4"><c r="A4"><v>1</v></c><c r="C4"><v>12</v></c></row>')
    emptied: Change = lambda xml: number(xml[: xml.index(b'<row r="4"')] + b"</sheetData></worksheet>")  # noqa: E731 - one change made of two
    content = changed(a_file(), SHEET, emptied)
    assert questionnaire.read(content, "a.xlsx", IDENTITY, 3) == ["12", "", ""]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsm", a_file(), "sheet_macros"),
        ("a.xlsx", changed(a_file(), "", bytes, "xl/vbaProject.bin"), "sheet_macros"),
        (
            "a.xlsx",
            changed(
                a_file(),
                "[Content_Types].xml",
                lambda x: x.replace(b".sheet.main", b".sheet.macroEnabled.main"),
            ),
            "sheet_macros",
        ),
        ("a.xlsx", with_formula(), "sheet_formulas"),
        ("a.xlsx", with_merged_cells(), "sheet_merged"),
        ("a.xlsx", with_rows(10_000), "sheet_too_long"),
        ("a.xlsx", changed(a_file(), SHEET, put(b'<row r="1048576"/>')), "sheet_too_long"),
        ("a.xlsx", changed(a_file(), SHEET, put(b'<row><c r="A1048576"/></row>')), "sheet_too_long"),
        ("a.xlsx", changed(a_file(), SHEET, put(b'<row><c r="XFD9"/></row>')), "sheet_of_another"),
        ("a.xlsx", a_file(identity="another round"), "sheet_of_another"),
        ("a.xlsx", with_rows(2), "sheet_of_another"),
        ("a.xlsx", changed(a_file(), SHEET, lambda x: b"<!DOCTYPE x>" + x), "file_not_what_it_says"),
        ("a.xlsx", changed(a_file(), SHEET, lambda x: x[:80]), "file_not_what_it_says"),
        ("a.xlsx", b"PK\x03\x04 and no more", "file_not_what_it_says"),
        ("a.xlsx", b"", "file_not_what_it_says"),
        ("a.xlsx", changed(a_file(), SHEET, put(b" " * 31 * 1024 * 1024)), "file_unfolds"),
        ("a.csv", b"1,2", "file_kind_refused"),
    ],
)
def test_what_is_no_plain_filled_questionnaire_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        questionnaire.read(content, name, IDENTITY, 3)
    assert caught.value.code == code


async def hand_in(
    http: httpx2.AsyncClient, page: httpx2.Response, content: bytes, name: str = "q.xlsx"
) -> httpx2.Response:
    sent = filled(form_of(page.text))
    return await post(http, str(page.url), sent, "sheet", files={"sheet": (name, content)})


async def test_a_ministry_answers_offline_and_reviews_before_it_sends(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as focal, browser(ronda) as team:
        id, links = await asked(ronda, officer, "offline")
        page = await focal.get(links[0])
        await send(focal, page, "save", answers__0="=El ministerio")
        page = await focal.get(links[0])
        file = await focal.get(f"{page.url}/questionnaire.xlsx")
        rows = rows_of(file.content)
        identity = str(rows[1][1])
        answered = a_file("", "Nadie", "Cada mes", identity=identity)
        shown = await hand_in(focal, page, answered)
        kept = await team.get(links[1])
        macros = await hand_in(focal, page, answered, "q.xlsm")
        other = await hand_in(focal, page, a_file("x", "y", "z"))
        none = await send(focal, page, "sheet")
        told = (await officer.get(f"/api/v1/rounds/{id}")).json()
    assert file.headers["content-type"] == spreadsheets.MEDIA_TYPE
    year, number = id.split("-")[-2:]
    named = f'attachment; filename="RIPSO-{year}-{number}-Paraguay-Cuestionario.xlsx"'
    assert file.headers["content-disposition"] == named
    assert str(rows[0][1]).startswith(f"RIPSO {year}-{number}, Paraguay")
    assert str(rows[3][1]).startswith("Le rogamos que responda a más tardar el ")
    assert rows[4] == ["", "Pregunta", "Respuesta"]
    assert rows[5] == ["1", QUESTIONS[0], "=El ministerio"]
    assert shown.status_code == 200
    assert "Nada se guarda ni se envía" in shown.text
    assert [dict(form_of(shown.text).pairs)[f"answers.{n}"] for n in range(3)] == [
        "=El ministerio",
        "Nadie",
        "Cada mes",
    ]
    assert dict(form_of(kept.text).pairs)["answers.1"] == ""
    assert (macros.status_code, "macros" in macros.text) == (422, True)
    assert (other.status_code, "no es la hoja de cálculo de este cuestionario" in other.text) == (422, True)
    assert (none.status_code, 'href="#sheet"' in none.text) == (422, True)
    assert dict(form_of(other.text).pairs)["answers.0"] == "=El ministerio"
    assert not any(x["kind"] == "answer_questionnaire" for x in told["submissions"])


async def test_only_a_questionnaire_has_a_spreadsheet_and_only_behind_its_link_l4(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as focal, browser(ronda) as stranger:
        _, links = await asked(ronda, officer, "no-sheet")
        page = await focal.get(links[0])
        mine = next(a for a in form_of(page.text).links if "/a/" in a)
        other = await focal.get(mine)
        here = f"{page.url}/questionnaire.xlsx"
        answers = [await focal.get(f"{other.url}/questionnaire.xlsx"), await stranger.get(here)]
    assert [answer.status_code for answer in answers] == [404, 404]
