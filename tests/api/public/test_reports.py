"""The catalogue and the permanent pages: what was authorised, in the reader's language (X3)."""

import asyncio
import re
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from sqlmodel import SQLModel

from api.public import asking, feeds, needs, reports, start
from rounds.submissions.people import LANGUAGES
from store.publications import Publication
from templates.words import Words
from tests.api.public.conftest import Public
from tests.store.publications import ENGLISH, SPANISH, made, publication, put, take_off
from tests.store.test_plans import noted

ROUND = "ripso-PRY-2026-1"
PAGE = "/reports/ripso-pry-2026-1"


async def test_a_published_report_has_a_permanent_page_in_the_language_that_is_asked_for_x3(
    public: Public,
) -> None:
    await put(public.database, publication())
    async with public.http() as http:
        english, spanish = await http.get(PAGE), await http.get(f"/es{PAGE}")
        portuguese = await http.get(PAGE, headers={"Accept-Language": "pt-BR,en;q=0.5"})

    assert [page.headers["content-language"] for page in (english, spanish, portuguese)] == ["en", "es", "pt"]
    assert f"<h1>{ENGLISH.title}</h1>" in english.text
    assert "kept by three institutions" in english.text
    assert f"<h1>{SPANISH.title}</h1>" in spanish.text
    assert "<strong>único</strong>" in spanish.text
    # There is no Portuguese text: the report's own stands there, marked as what it is.
    assert f'<h1 lang="es">{SPANISH.title}</h1>' in portuguese.text
    assert 'lang="es">Asistencia técnica' in portuguese.text
    for page in (english, spanish, portuguese):
        assert "ab" * 32 in page.text


async def test_a_translation_marks_the_title_and_the_institution_with_the_language_they_are_in(
    public: Public,
) -> None:
    texts = tuple(replace(text, title=SPANISH.title, written_in="es") for text in publication().texts)
    await put(public.database, replace(publication(), texts=texts))
    async with public.http() as http:
        english, spanish = await http.get(PAGE), await http.get(f"/es{PAGE}")
        cards = await http.get("/en/reports")
    assert f'<h1 lang="es">{SPANISH.title}</h1>' in english.text
    assert '<dd lang="es">' in english.text
    assert f"<h1>{SPANISH.title}</h1>" in spanish.text
    assert f'lang="es">{SPANISH.title}</a>' in cards.text
    assert 'hreflang="en">' not in cards.text.partition(SPANISH.title)[0].rpartition("<li>")[2]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_that_recommendations_do_not_bind_stands_in_every_language_w5(
    public: Public, language: str
) -> None:
    await put(public.database, publication())
    async with public.http() as http:
        page = await http.get(f"/{language}{PAGE}")

    text = "Recommendations do not bind the country that asked for the round."
    words = _words(public, language).say(text)
    assert words in unescape(page.text)


def _words(public: Public, language: str) -> Words:
    words: Words = public.app.state.tools.renderer.words(language)
    return words


async def test_the_country_s_word_on_a_recommendation_stands_where_it_wanted_it(public: Public) -> None:
    await put(public.database, publication())
    async with public.http() as http:
        page = await http.get(f"/es{PAGE}")

    assert page.text.count("Posición del país:") == 1
    # The records stand in the section that holds them, once.
    section = page.text.partition("Recomendaciones prácticas")[2].partition("</section>")[0]
    assert "Aprobar un decreto" in section
    assert page.text.count("Aprobar un decreto") == 1
    assert "Aceptada" in page.text


async def test_a_withdrawn_report_says_so_at_its_address_and_is_nowhere_else_x2(public: Public) -> None:
    await put(public.database, publication())
    async with public.http() as http:
        before = await http.get(PAGE)
        await take_off(public.database, ROUND)
        pages = [
            await http.get(path)
            for path in (PAGE, f"/es{PAGE}", f"{PAGE}/es.pdf", f"{PAGE}/citation.bib", f"{PAGE}/citation.ris")
        ]
        catalogue, needs = await http.get("/reports"), await http.get("/needs")
        feed, sitemap = await http.get("/feed.xml"), await http.get("/sitemap.xml")
        search = await http.get("/reports?q=decreto")

    assert before.status_code == 200
    assert {page.status_code for page in pages} == {410}
    assert "This report was withdrawn" in pages[0].text
    assert "14 September 2026" in pages[0].text
    for page in (*pages, catalogue, needs, feed, sitemap, search):
        assert "registr" not in page.text.replace("are registered", "")
        assert "Paraguay" not in page.text
    for page in (feed, sitemap):
        assert "pry" not in page.text


async def test_what_anybody_keeps_is_kept_for_less_than_a_minute_and_asked_about_again_x2(
    public: Public,
) -> None:
    await put(public.database, publication())
    async with public.http() as http:
        for path in (PAGE, "/", "/reports", "/needs", "/feed.xml", "/rules/ripso", f"/es{PAGE}"):
            page = await http.get(path)
            assert page.headers["cache-control"] == "public, max-age=30"
            assert ("Accept-Language" in page.headers["vary"]) == (not path.startswith("/es"))
            same = await http.get(path, headers={"If-None-Match": page.headers["etag"]})
            dated = await http.get(path, headers={"If-Modified-Since": page.headers["last-modified"]})
            assert (same.status_code, same.content, dated.status_code) == (304, b"", 304)
            assert same.headers["etag"] == page.headers["etag"]
            older = await http.get(path, headers={"If-Modified-Since": "Thu, 01 Jan 2026 00:00:00 GMT"})
            odd = await http.get(path, headers={"If-Modified-Since": "yesterday"})
            assert (older.status_code, odd.status_code) == (200, 200)
        tag = (await http.get(PAGE)).headers["etag"]
        await take_off(public.database, ROUND)
        assert (await http.get(PAGE, headers={"If-None-Match": tag})).status_code == 410


async def test_a_page_is_compressed_for_whoever_can_read_it(public: Public) -> None:
    await put(public.database, publication())
    async with public.http() as http:
        plain = await http.get(PAGE, headers={"Accept-Encoding": "identity"})
        zipped = await http.get(PAGE, headers={"Accept-Encoding": "gzip"})

    assert plain.text == zipped.text
    assert int(zipped.headers["content-length"]) < int(plain.headers["content-length"]) / 2
    assert plain.headers["etag"] == zipped.headers["etag"]


async def test_public_pages_have_the_headers_of_all_others_and_may_be_found(public: Public) -> None:
    await put(public.database, publication())
    async with public.http() as http:
        page, missing = await http.get(PAGE), await http.get("/reports/nothing")

    assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["x-robots-tag"] == "all"
    assert (missing.status_code, missing.headers["x-robots-tag"]) == (404, "noindex")


def printed(public: Public) -> Publication:
    """A report whose Spanish PDF is kept."""
    digest = public.app.state.tools.files.contents.keep(b"%PDF-1.7 one")
    return publication(texts=(made(replace(SPANISH, pdf_sha256=digest)), made(ENGLISH)))


async def test_the_pdf_is_what_lies_under_its_sha256_x2(public: Public) -> None:
    await put(public.database, printed(public))
    async with public.http() as http:
        pdf = await http.get(f"{PAGE}/es.pdf")
        same = await http.get(f"{PAGE}/es.pdf", headers={"If-None-Match": pdf.headers["etag"]})
        other = await http.get(f"{PAGE}/pt.pdf")

    assert (pdf.status_code, pdf.content, pdf.headers["content-type"]) == (
        200,
        b"%PDF-1.7 one",
        "application/pdf",
    )
    assert pdf.headers["cache-control"] == "public, max-age=30"
    assert (same.status_code, other.status_code) == (304, 404)


async def test_a_pdf_whose_content_is_lost_is_said_and_is_no_page_that_is_not_there_u5(
    public: Public,
) -> None:
    await put(public.database, publication())
    said = {"Accept": "text/html", "Accept-Language": "es"}
    async with public.http() as http:
        pdf = await http.get(f"{PAGE}/en.pdf", headers=said)
        problem = await http.get(f"{PAGE}/en.pdf")
    assert (pdf.status_code, problem.status_code) == (500, 500)
    assert "Este archivo no puede abrirse" in pdf.text
    assert "cache-control" not in pdf.headers or "public" not in pdf.headers["cache-control"]
    assert problem.json()["code"] == "file_lost"


async def test_no_page_shows_a_round_that_is_not_published_and_no_other_table_is_read_x2(
    public: Public,
) -> None:
    await put(public.database, printed(public))
    asked: list[tuple[str, str, Any]] = []
    rooms = (reports, needs, feeds, start, asking)
    paths = [route.path for room in rooms for route in room.router.routes] + ["/reports?q=decreto"]
    assert len(paths) > 40
    with _noted(public, asked):
        async with public.http() as http:
            for path in paths:
                given = path.format(slug="ripso-pry-2026-1", form="csv", name="ripso", language="es")
                assert (await http.get(given)).status_code in (200, 404, 405), path
    tables = set(SQLModel.metadata.tables)
    read = {
        table
        for task, statement, _ in asked
        for table in tables
        # The relay looks at the inbox whatever anybody reads.
        if task != "relay" and re.search(rf"(FROM|JOIN) \"?{table}\b", statement)
    }
    assert read == {name for name in tables if name.startswith("published")}


def _noted(public: Public, asked: list[tuple[str, str, Any]]) -> AbstractContextManager[None]:
    class Reader:
        _writer = public.app.state.tools.database._reader

    def task() -> str:
        current = asyncio.current_task()
        return current.get_name() if current else ""

    return noted(Reader, asked, task)  # type: ignore[arg-type]  # it looks at the engine alone


async def test_last_modified_is_never_ahead_of_the_clock(public: Public) -> None:
    await put(public.database, publication(), at=datetime.now(UTC) + timedelta(days=300))
    async with public.http() as http:
        page = await http.get(PAGE)

    told = datetime.strptime(page.headers["last-modified"], "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    assert told <= datetime.now(UTC)
