"""What programs read regularly: the feed of new reports, the map of the site, what robots may ask for."""

from http import HTTPStatus
from xml.sax.saxutils import escape

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from feedgen.feed import FeedGenerator
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Used
from api.policies import ANYBODY
from api.public.answers import FRESH, Asked, Made, addresses, answered
from api.public.shown import card
from methodologies.loader import names
from rounds.submissions.people import LANGUAGES
from store.reads import published
from templates.citations import ORGANIZATION
from templates.public import FEED

router = APIRouter(include_in_schema=False, dependencies=[ANYBODY])
LATEST = 50
PAGES = ("", "/reports", "/needs", "/ask")


async def feed(request: Request, tools: Used) -> Response:
    """The latest reports, for feed readers."""
    return await answered(request, tools, _feed)


async def _feed(at: Asked, s: AsyncSession) -> Made:
    entries = at.known.entries[:LATEST]
    titles = await published.titles(s, [entry.round_id for entry in entries])
    base = f"{at.tools.public_url}/{at.language}"
    made = FeedGenerator()
    made.id(f"{base}/feed.xml")
    made.title(at.words.say(FEED))
    made.author(name=at.words.say(ORGANIZATION))
    made.language(at.language)
    made.link(href=f"{base}/feed.xml", rel="self", type="application/atom+xml")
    made.link(href=f"{base}/reports", rel="alternate", type="text/html")
    made.updated(at.known.changed_at or "1970-01-01T00:00:00Z")
    for entry in entries:
        shown = card(at.words, entry, titles[entry.round_id])
        country = at.words.country(entry.country)
        item = made.add_entry(order="append")
        item.id(f"{at.tools.public_url}/reports/{entry.slug}")
        item.title(_printable(shown["title"].title))
        item.summary(_printable(f"{country}, {shown['title'].institution} ({shown['program']} {entry.year})"))
        item.link(href=f"{base}/reports/{entry.slug}", rel="alternate", type="text/html")
        item.published(entry.published_at)
        item.updated(entry.changed_at)
        for topic in entry.topics:
            item.category(term=topic, label=at.words.choice("topic", topic))
    return Made(body=made.atom_str(pretty=True), media_type="application/atom+xml; charset=utf-8")


def _printable(text: str) -> str:
    """A text that XML can hold."""
    return "".join(c for c in text if c.isprintable() or c == "\n")


async def sitemap(request: Request, tools: Used) -> Response:
    """Every public page, for search engines."""
    return await answered(request, tools, _sitemap)


async def _sitemap(at: Asked, s: AsyncSession) -> Made:  # noqa: ARG001 - it needs no more than what is known
    base = at.tools.public_url
    rules = [f"/rules/{name}" for name in names()]
    fixed = [f"{base}/{language}{path}" for language in LANGUAGES for path in (*PAGES, *rules)]
    lines = [f"<url><loc>{escape(url)}</loc></url>" for url in fixed]
    lines += [
        f"<url><loc>{escape(f'{base}/reports/{entry.slug}')}</loc>"
        f"<lastmod>{entry.changed_at.date().isoformat()}</lastmod></url>"
        for entry in at.known.entries
    ]
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    )
    return Made(body="\n".join((head, *lines, "</urlset>\n")), media_type="application/xml; charset=utf-8")


async def robots(tools: Used) -> Response:
    """Everything public may be read by robots; pages behind links are nobody's but their readers'."""
    told = ("User-agent: *", "Disallow: /a/", "Disallow: /l/", "Disallow: /api/")
    text = "\n".join((*told, f"Sitemap: {tools.public_url}/sitemap.xml", ""))
    return PlainTextResponse(text, HTTPStatus.OK, {"Cache-Control": f"public, max-age={FRESH}"})


addresses(router, "/feed.xml", feed)
router.add_api_route("/sitemap.xml", sitemap, methods=["GET", "HEAD"])
router.add_api_route("/robots.txt", robots, methods=["GET", "HEAD"])
