"""Publications for tests: one in full, and as many as a test asks for."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from markdown_it import MarkdownIt

from store.publications import (
    Publication,
    PublishedNeed,
    PublishedRecommendation,
    PublishedSection,
    PublishedText,
    slug_of,
    with_html,
)
from store.session import Database
from store.writes import publishing

AT = datetime(2026, 9, 14, 15, 30, tzinfo=UTC)
PDF = "ab" * 32

SECTIONS = (
    PublishedSection(code="round_description", text="Del 4 al 7 de mayo el panel visitó Asunción."),
    PublishedSection(
        code="findings", text="## Registro social\n\n- Un **único** registro.\n- Tres instituciones."
    ),
    PublishedSection(
        code="recommendations", text="Las recomendaciones se refieren al registro.", holds="recommendations"
    ),
    PublishedSection(code="cooperation_needs", text="Se requiere asistencia técnica.", holds="needs"),
)
SPANISH = PublishedText(
    language="es",
    title="Informe sobre el registro social único",
    sections=SECTIONS,
    recommendations=(
        PublishedRecommendation(
            number=1,
            kind="reform",
            text="Aprobar un decreto de interoperabilidad.",
            reasons="Cada institución mantiene hoy su propio padrón.",
            answer="accepted",
        ),
        PublishedRecommendation(number=2, kind="adjustment", text="Publicar el calendario de actualización."),
    ),
    pdf_sha256=PDF,
    pdf_size=123_456,
    pdf_pages=12,
)
ENGLISH = replace(
    SPANISH,
    language="en",
    title="Report on the single social registry",
    initiative="A single social registry",
    sections=(PublishedSection(code="findings", text="A *single* registry, kept by three institutions."),),
    recommendations=(
        PublishedRecommendation(number=1, kind="reform", text="Adopt an interoperability decree."),
    ),
)
NEEDS = (
    PublishedNeed(
        id="n1",
        language="es",
        topic="digital_transformation",
        support="technical_assistance",
        priority="high",
        text="Asistencia técnica para la interoperabilidad de los registros",
    ),
    PublishedNeed(
        id="n1",
        language="en",
        topic="digital_transformation",
        support="technical_assistance",
        priority="high",
        text="Technical assistance for interoperable registries",
    ),
    PublishedNeed(
        id="n2",
        language="es",
        topic="",
        topic_words="Datos de los municipios",
        support="training",
        text="Formación de equipos municipales",
    ),
)


def publication(round_id: str = "ripso-PRY-2026-1", **changes: Any) -> Publication:
    """A report in Spanish and English."""
    values: dict[str, Any] = {
        "round_id": round_id,
        "slug": slug_of(round_id),
        "methodology": "ripso",
        "methodology_name": "RIPSO",
        "methodology_version": "2026-4",
        "secretariat": "DIS",
        "country": "PRY",
        "institution": "Gabinete Social",
        "initiative": "Registro social único",
        "year": 2026,
        "topics": ("digital_transformation", "coordination"),
        "panel_countries": ("CHL", "COL"),
        "language": "es",
        "version": 2,
        "sha256": "cd" * 32,
        "approved_on": date(2026, 9, 1),
        "texts": (made(SPANISH), made(ENGLISH)),
        "needs": NEEDS,
        "visit_starts": date(2026, 5, 4),
        "visit_ends": date(2026, 5, 7),
    }
    return Publication(**{**values, **changes})


def made(text: PublishedText) -> PublishedText:
    """A text with its HTML."""
    return with_html(text, MarkdownIt("commonmark", {"html": False}).render)


async def put(database: Database, *publications: Publication, at: datetime = AT) -> None:
    """Publish them, each a minute after the other."""
    async with database.writing() as s:
        for n, one in enumerate(publications):
            await publishing.publish(s, one, at + timedelta(minutes=n))


async def take_off(database: Database, round_id: str, at: datetime = AT + timedelta(days=1)) -> None:
    """Withdraw one."""
    async with database.writing() as s:
        await publishing.withdraw(s, round_id, at)
