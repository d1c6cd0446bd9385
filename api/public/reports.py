"""The catalogue of published reports, and each report's permanent page (X3)."""

from collections.abc import Sequence
from functools import partial
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Used
from api.http.headers import DOWNLOADED
from api.policies import ANYBODY
from api.public.answers import FRESH, Asked, Made, addresses, answered, unchanged
from api.public.catalogue import PAGE, REPORTS, Chosen, chosen, facets, key_of, page, sift
from api.public.shown import card, filters, missing, program, withdrawn
from store.publications import PublishedRecommendation, PublishedSection, as_kept
from store.published_tables import Published, PublishedNeedRow, PublishedTextRow
from store.reads import published
from store.reads.published import Entry, Title
from templates import citations
from templates.citations import Cited, File

router = APIRouter(include_in_schema=False, dependencies=[ANYBODY])
PDF = {"Content-Security-Policy": DOWNLOADED}
"""For what is only downloaded."""
CITATIONS = {
    "bib": (citations.bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (citations.ris, "application/x-research-info-systems; charset=utf-8"),
}


async def reports(request: Request, tools: Used) -> Response:
    """The catalogue: filters, a search, a page of reports."""
    asked = chosen(request, REPORTS)
    if asked.too_long:
        return await answered(request, tools, partial(_too_long, asked), "too long")
    return await answered(request, tools, partial(_catalogue, asked), asked.query)


async def _too_long(asked: Chosen, at: Asked, s: AsyncSession) -> Made:
    made = await _catalogue(asked, at, s)
    return Made(body=made.body, status=HTTPStatus.UNPROCESSABLE_ENTITY)


async def _catalogue(asked: Chosen, at: Asked, s: AsyncSession) -> Made:
    lines: Sequence[Entry] = at.known.entries
    if asked.words:
        found = await published.matches(s, list(asked.words))
        near = at.known.near(found, asked.values.get("language", ""))
        # Sorting keeps the order of those that are equally near: the latest first.
        lines = sorted((e for e in lines if e.round_id in near), key=lambda e: near[e.round_id])
    sifted = sift(lines, REPORTS, asked)
    shown, following = page(sifted, key_of, asked, PAGE, in_time=not asked.words)
    titles = await published.titles(s, [entry.round_id for entry in shown])
    return Made(
        body=at.page(
            "reports",
            asked=asked,
            total=len(sifted),
            cards=[card(at.words, entry, titles[entry.round_id]) for entry in shown],
            facets=filters(at.words, facets(lines, REPORTS, asked)),
            next=asked.url(after=following) if following else "",
        )
    )


async def report(slug: str, request: Request, tools: Used) -> Response:
    """The permanent page of a report, be it that it was withdrawn."""
    return await answered(request, tools, partial(_report, slug))


async def _report(slug: str, at: Asked, s: AsyncSession) -> Made:
    found = await published.report(s, slug)
    if found is None:
        return missing(at)
    if found.withdrawn_at:
        return withdrawn(at, found)
    texts = (await published.titles(s, [found.round_id]))[found.round_id]
    text = await published.text_of(s, slug, _in(texts, at.language).language)
    if text is None:
        return missing(at)
    needs = await published.needs(s, [found.round_id])
    cited = _cited(at, found, text, texts)
    return Made(
        body=at.page(
            "report",
            report=found,
            program=program(found),
            text=text,
            sections=[as_kept(PublishedSection, kept) for kept in text.sections],
            recommendations=[as_kept(PublishedRecommendation, kept) for kept in text.recommendations],
            texts=texts,
            needs=in_language(needs, text.language),
            topics=_topics(at, found),
            panel=[at.words.country(code) for code in found.panel_countries.split()],
            citation=citations.sentence(at.words, cited),
            dublin_core=citations.dublin_core(at.words, cited),
            schema_org=citations.schema_org(at.words, cited),
        )
    )


def _in(texts: Sequence[Title], language: str) -> Title:
    """The report in this language, or in its own."""
    return next((text for text in texts if text.language == language), texts[0])


def in_language(needs: Sequence[PublishedNeedRow], language: str) -> list[PublishedNeedRow]:
    """Each need once: in this language where it is told in it, in its report's own elsewhere."""
    chosen: dict[tuple[str, str], PublishedNeedRow] = {}
    for need in needs:
        key = need.round_id, need.id
        if need.language == language or (need.original and key not in chosen):
            chosen[key] = need
    return list(chosen.values())


def _topics(at: Asked, found: Published) -> list[str]:
    named = [at.words.choice("topic", code) for code in found.topics.split() if code != "other"]
    return [*named, found.topic_words] if found.topic_words else named


def _cited(at: Asked, found: Published, text: PublishedTextRow | Title, texts: Sequence[Title]) -> Cited:
    url = f"{at.tools.public_url}/reports/{found.slug}"
    return Cited(
        slug=found.slug,
        url=url,
        title=text.title,
        language=text.language,
        program=program(found),
        number=f"{found.round_id}, v{found.version}",
        country=found.country,
        topics=tuple(_topics(at, found)),
        published=found.published_at.date(),
        changed=found.changed_at.date(),
        version=found.version,
        files=tuple(
            File(language=t.language, url=f"{url}/{t.language}.pdf", size=t.pdf_size, sha256=t.pdf_sha256)
            for t in texts
        ),
    )


async def citation(slug: str, form: str, request: Request, tools: Used) -> Response:
    """The report for reference managers."""
    return await answered(request, tools, partial(_citation, slug, form))


async def _citation(slug: str, form: str, at: Asked, s: AsyncSession) -> Made:
    found = await published.report(s, slug)
    if found is None or found.withdrawn_at or form not in CITATIONS:
        return withdrawn(at, found) if found and found.withdrawn_at else missing(at)
    texts = (await published.titles(s, [found.round_id]))[found.round_id]
    write, media_type = CITATIONS[form]
    body = write(at.words, _cited(at, found, _in(texts, at.language), texts))
    told = {"Content-Disposition": f'attachment; filename="{slug}.{form}"'}
    return Made(body=body, media_type=media_type, headers=told)


async def pdf(slug: str, language: str, request: Request, tools: Used) -> Response:
    """The report's PDF in one of its languages; of a withdrawn one, that it was."""
    async with tools.database.reading() as s:
        text = await published.text_of(s, slug, language)
    if text is None:
        return await answered(request, tools, partial(_no_pdf, slug))
    headers = {**PDF, "Cache-Control": f"public, max-age={FRESH}", "ETag": f'"{text.pdf_sha256}"'}
    headers |= {"X-Robots-Tag": "all", "Content-Language": language}
    if unchanged(request, {**headers, "Last-Modified": ""}):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    name = f"{slug}-{language}.pdf"
    return await tools.files.served(
        text.pdf_sha256, media_type="application/pdf", filename=name, headers=headers
    )


async def _no_pdf(slug: str, at: Asked, s: AsyncSession) -> Made:
    found = await published.report(s, slug)
    return withdrawn(at, found) if found and found.withdrawn_at else missing(at)


def _routes() -> None:
    addresses(router, "/reports", reports)
    addresses(router, "/reports/{slug}", report)
    addresses(router, "/reports/{slug}/citation.{form}", citation)
    router.add_api_route("/reports/{slug}/{language}.pdf", pdf, methods=["GET", "HEAD"])


_routes()
