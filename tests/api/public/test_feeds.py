"""What programs read: the feed, the map of the site, citations; read by another program than wrote it."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from xml.etree import ElementTree

import feedparser

from tests.api.public.conftest import Public
from tests.store.publications import AT, ENGLISH, SPANISH, publication, put, take_off

PAGE = "/reports/ripso-pry-2026-1"
TITLE = 'A "title" & <b>\x0b{b} %\u202e'


async def test_the_feed_tells_of_what_is_published_the_latest_first_x3(public: Public) -> None:
    other = publication("ripso-CHL-2026-1", country="CHL", texts=(replace(SPANISH, title=TITLE),))
    await put(public.database, publication(), other)
    async with public.http() as http:
        feed = feedparser.parse((await http.get("/es/feed.xml")).content)
        await take_off(public.database, "ripso-PRY-2026-1")
        after = feedparser.parse((await http.get("/es/feed.xml")).content)

    assert not feed.bozo
    assert [entry.id for entry in feed.entries] == [
        "http://127.0.0.1:8000/reports/ripso-chl-2026-1",
        f"http://127.0.0.1:8000{PAGE}",
    ]
    assert feed.entries[1].title == SPANISH.title
    assert feed.entries[1].link == f"http://127.0.0.1:8000/es{PAGE}"
    assert feed.entries[1].published == "2026-09-14T15:30:00+00:00"
    assert [tag.label for tag in feed.entries[1].tags] == [
        "Tecnologías de la información y transformación digital",
        "Coordinación",
    ]
    assert feed.feed.language == "es"
    assert len(after.entries) == 1
    assert after.feed.updated == (AT + timedelta(days=1)).isoformat()


async def test_an_empty_feed_is_a_feed(public: Public) -> None:
    async with public.http() as http:
        feed = feedparser.parse((await http.get("/feed.xml")).content)

    assert (feed.bozo, feed.entries) == (False, [])


async def test_search_engines_find_every_public_page_and_no_other(public: Public) -> None:
    await put(public.database, publication())
    async with public.http() as http:
        sitemap, robots = await http.get("/sitemap.xml"), await http.get("/robots.txt")
        found = ElementTree.fromstring(sitemap.content)  # noqa: S314 - our own
        addresses = [node.text for node in found.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
        for address in addresses:
            assert address
            assert (await http.get(address)).status_code == 200, address

    assert f"http://127.0.0.1:8000{PAGE}" in addresses
    assert robots.text.endswith("Sitemap: http://127.0.0.1:8000/sitemap.xml\n")
    assert "Disallow: /l/" in robots.text


async def test_a_report_is_described_to_programs_as_dublin_core_and_schema_org_x3(public: Public) -> None:
    text = replace(ENGLISH, title='</script><script>alert("1")')
    await put(public.database, publication(texts=(SPANISH, text)))
    async with public.http() as http:
        page = await http.get(f"/en{PAGE}")
    (plain,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text)
    told = json.loads(plain)

    assert (told["@type"], told["name"], told["datePublished"]) == ("Report", text.title, "2026-09-14")
    assert told["spatialCoverage"] == "Paraguay"
    assert [file["contentUrl"] for file in told["encoding"]] == [
        f"http://127.0.0.1:8000{PAGE}/es.pdf",
        f"http://127.0.0.1:8000{PAGE}/en.pdf",
    ]
    core = dict(re.findall(r'<meta name="DC\.(\w+)" content="([^"]*)">', page.text))
    assert unescape(core["title"]) == text.title
    assert core["identifier"] == f"http://127.0.0.1:8000{PAGE}"
    assert page.text.count("<script") == 1


async def test_a_report_is_cited_for_people_and_reference_managers(public: Public) -> None:
    await put(public.database, publication(texts=(replace(SPANISH, title=TITLE),)))
    async with public.http() as http:
        page, bib = await http.get(f"/en{PAGE}"), await http.get(f"/en{PAGE}/citation.bib")
        ris, odd = await http.get(f"/en{PAGE}/citation.ris"), await http.get(f"/en{PAGE}/citation.doc")

    assert "Published on 14 September 2026. http://127.0.0.1:8000/reports/ripso-pry-2026-1" in page.text
    assert r'A "title" \& <b> \{b\} \%' in bib.text
    assert bib.text.startswith("@techreport{ripso-pry-2026-1,\n")
    assert "year = {2026}" in bib.text
    lines = ris.text.split("\r\n")
    assert lines[0] == "TY  - RPRT"
    assert all(re.match(r"[A-Z][A-Z\d]  - ", line) for line in lines[:-1])
    assert lines[-2:] == ["ER  - ", ""]
    assert odd.status_code == 404
