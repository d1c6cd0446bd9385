"""The needs of published reports, to be filtered and taken along; nothing of an unpublished one (X4)."""

import csv
import json
from dataclasses import replace
from io import BytesIO, StringIO

from python_calamine import CalamineWorkbook

from tests.api.public.conftest import Public
from tests.store.publications import NEEDS, publication, put, take_off

FORMULAS = ("=1+1", "+SUM(A1)", "-2", "@cmd", "\t=1", '=HYPERLINK("http://a.example","b")')
CODES = ("country_code", "topic_code", "support_code", "priority_code", "language")


def csv_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


async def test_each_need_stands_once_in_the_reader_s_language_or_its_own_x4(public: Public) -> None:
    await put(public.database, publication())
    async with public.http() as http:
        english, spanish = await http.get("/needs"), await http.get("/es/needs")

    assert english.text.count("<tr><td>") == spanish.text.count("<tr><td>") == 2
    assert "Technical assistance for interoperable registries" in english.text
    assert '<span lang="es">Formación de equipos municipales</span>' in english.text
    assert '<span lang="es">Datos de los municipios</span>' in english.text
    assert "Asistencia técnica para la interoperabilidad" in spanish.text
    assert "/es/reports/ripso-pry-2026-1" in spanish.text


async def test_the_table_is_filtered_by_topic_country_and_kind_of_support_x4(public: Public) -> None:
    other = publication("ripso-CHL-2025-1", country="CHL", year=2025, needs=NEEDS[2:])
    await put(public.database, publication(), other)
    asked = {
        "": 3,
        "country=CHL": 1,
        "support=training": 2,
        "topic=other": 2,
        "topic=digital_transformation&priority=high": 1,
        "year=2025&support=technical_assistance": 0,
        "country=XXX": 0,
    }
    async with public.http() as http:
        for query, count in asked.items():
            page, rows = await http.get(f"/needs?{query}"), await http.get(f"/needs.csv?{query}")
            assert (query, page.text.count("<tr><td>"), len(csv_of(rows.content))) == (query, count, count)


async def test_the_files_say_the_same_to_programs_other_than_the_one_that_wrote_them_x4(
    public: Public,
) -> None:
    await put(public.database, publication())
    async with public.http() as http:
        written = csv_of((await http.get("/needs.csv")).content)
        told = json.loads((await http.get("/needs.json")).content)
        book = CalamineWorkbook.from_filelike(BytesIO((await http.get("/needs.xlsx")).content))
    heads, *rows = book.get_sheet_by_index(0).to_python()

    assert [{code: need[code] for code in CODES} for need in told["needs"]] == [
        dict(
            zip(CODES, ("PRY", "digital_transformation", "technical_assistance", "high", "en"), strict=True)
        ),
        dict(zip(CODES, ("PRY", "other", "training", "", "es"), strict=True)),
    ]
    assert told["as_of"] == "2026-09-14T15:30:00+00:00"
    plain = [[str(value) for value in need.values()] for need in told["needs"]]
    assert [list(row.values()) for row in written] == plain
    assert [[str(int(v)) if isinstance(v, float) else str(v) for v in row] for row in rows] == plain
    assert heads == list(written[0])
    assert told["needs"][0]["report"].endswith("/reports/ripso-pry-2026-1")


async def test_nothing_that_people_wrote_is_a_formula_in_a_file(public: Public) -> None:
    needs = [replace(NEEDS[2], id=f"n{n}", text=text, topic_words=text) for n, text in enumerate(FORMULAS)]
    await put(public.database, publication(needs=tuple(needs)))
    async with public.http() as http:
        written = csv_of((await http.get("/needs.csv")).content)
        told = json.loads((await http.get("/needs.json")).content)
        xlsx = (await http.get("/needs.xlsx")).content
    sheet = CalamineWorkbook.from_filelike(BytesIO(xlsx)).get_sheet_by_index(0)
    _, *rows = sheet.to_python()

    assert [row["Need"] for row in written] == [f"'{text}" for text in FORMULAS]
    assert [need["need"] for need in told["needs"]] == list(FORMULAS)
    assert [row[8] for row in rows] == list(FORMULAS)
    assert b"<f>" not in _sheet_of(xlsx)


def _sheet_of(xlsx: bytes) -> bytes:
    import zipfile

    with zipfile.ZipFile(BytesIO(xlsx)) as book:
        assert not any("hyperlink" in name.lower() for name in book.namelist())
        return book.read("xl/worksheets/sheet1.xml")


async def test_the_needs_of_a_withdrawn_report_are_in_no_file_x2_x4(public: Public) -> None:
    await put(public.database, publication())
    await take_off(public.database, "ripso-PRY-2026-1")
    async with public.http() as http:
        assert csv_of((await http.get("/needs.csv")).content) == []
        assert json.loads((await http.get("/needs.json")).content)["needs"] == []
        page = await http.get("/needs")
        assert "No need has been published yet." in page.text
        assert (await http.get("/needs.pdf")).status_code == 404
