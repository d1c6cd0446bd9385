"""The catalogue: filters with counts, a search that any text may be typed into, pages that go on (X3)."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

from store.publications import Publication, PublishedSection
from tests.api.public.conftest import Public
from tests.store.publications import AT, ENGLISH, SPANISH, made, publication, put, take_off

OPTION = re.compile(r'<option value="(\w+)"[^>]*>([^<]+) \((\d+)\)</option>')


def titles(html: str) -> list[str]:
    """The reports of a list."""
    return [unescape(found) for found in re.findall(r'<li><a href="[^"]+"[^>]*>([^<]+)</a>', html)]


def number(n: int) -> Publication:
    """One of many reports, which differ in a word of their titles."""
    text = made(replace(SPANISH, title=f"Informe número{n}"))
    return publication(f"ripso-PRY-2026-{n}", texts=(text,), number=n)


async def test_a_search_finds_words_without_their_accents_and_their_longer_forms(public: Public) -> None:
    other = replace(SPANISH, title="Presupuesto público", sections=(), recommendations=())
    await put(
        public.database,
        publication(),
        publication("mecigep-CHL-2026-1", texts=(other,), needs=(), initiative=""),
    )
    found = {
        "unico REGISTRO": 1,
        "único": 1,
        "públic": 2,
        "presupuesto": 1,
        "interoperab": 1,
        "registro presupuesto": 0,
        "municipales": 1,
        'a" OR "b* NEAR( - : ^ & | ! <-> \\ \' % _ ;--': 0,
        "*": 2,
        "AND": 0,
        "x" * 64: 0,
        "🙂": 2,
        "ش": 0,
    }
    async with public.http() as http:
        for asked, count in found.items():
            page = await http.get("/reports", params={"q": asked})
            assert (asked, page.status_code, len(titles(page.text))) == (asked, 200, count)
        first = await http.get("/reports", params={"q": "presupuesto"})
        long = await http.get("/reports", params={"q": "á" * 10_000})

    assert titles(first.text) == ["Presupuesto público"]
    assert long.status_code == 422
    assert "at most 200 characters" in long.text
    assert len(titles(long.text)) == 2


async def test_the_nearest_is_found_first_and_a_filter_by_language_searches_in_it(public: Public) -> None:
    near = made(replace(SPANISH, title="Catastro", sections=(PublishedSection(code="findings", text="a"),)))
    far = made(replace(SPANISH, sections=(PublishedSection(code="findings", text="b " * 300 + "catastro"),)))
    await put(
        public.database,
        publication("ripso-CHL-2026-1", texts=(near,), needs=()),
        publication("ripso-COL-2026-1", texts=(far, made(ENGLISH)), needs=()),
    )
    async with public.http() as http:
        both = await http.get("/reports?q=catastro")
        english = await http.get("/reports?q=catastro&language=en")
        registry = await http.get("/reports?q=registry&language=en")

    assert titles(both.text) == ["Catastro", ENGLISH.title]
    assert titles(english.text) == []
    assert titles(registry.text) == [ENGLISH.title]


async def test_filters_say_how_many_they_would_leave(public: Public) -> None:
    await put(
        public.database,
        publication(),
        publication("ripso-CHL-2025-1", country="CHL", year=2025, topics=("coordination",)),
        publication("ripso-CHL-2026-1", country="CHL", topics=("planning",)),
    )
    async with public.http() as http:
        every = await http.get("/reports")
        chile = await http.get("/reports?country=CHL")
        none = await http.get("/reports?country=CHL&topic=digital_transformation")
        odd = await http.get("/reports?country=%00&year=" + "9" * 1000 + "&language=xx&unknown=1")

    def counts(html: str) -> dict[str, int]:
        return {code: int(count) for code, _, count in OPTION.findall(html)}

    assert counts(every.text) == {
        **{"coordination": 2, "digital_transformation": 1, "planning": 1},
        **{"CHL": 2, "PRY": 1, "ripso": 3, "2026": 2, "2025": 1, "en": 3, "es": 3},
    }
    assert counts(chile.text) == {
        **{"coordination": 1, "planning": 1},
        **{"CHL": 2, "PRY": 1, "ripso": 2, "2026": 1, "2025": 1, "en": 2, "es": 2},
    }
    assert '<option value="CHL" selected>' in chile.text
    assert "Nothing was found" in none.text
    assert (odd.status_code, len(titles(odd.text))) == (200, 0)


async def test_pages_go_on_where_the_one_before_ended_although_reports_come_and_go(public: Public) -> None:
    await put(public.database, *[number(n) for n in range(1, 46)])
    async with public.http() as http:
        first = await http.get("/reports")
        following = unescape(re.findall(r'href="([^"]+)" rel="next"', first.text)[0])
        await put(public.database, number(99), at=AT + timedelta(days=1))
        await take_off(public.database, "ripso-PRY-2026-26")
        second = await http.get(following)
        last = await http.get(unescape(re.findall(r'href="([^"]+)" rel="next"', second.text)[0]))

    assert [len(titles(page.text)) for page in (first, second, last)] == [20, 20, 5]
    shown = [title for page in (first, second, last) for title in titles(page.text)]
    assert shown == [f"Informe número{n}" for n in range(45, 0, -1)]
    assert 'rel="next"' not in last.text
