"""Making a report public, and taking it offline again. Each may run twice and leaves what it left once."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Text, cast, func, literal_column
from sqlmodel import SQLModel, col, delete, insert, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from store.publications import Publication, PublishedNeed, PublishedText
from store.published_tables import (
    Published,
    PublishedNeedRow,
    PublishedSearch,
    PublishedState,
    PublishedTextRow,
)
from store.rows import insert_once
from store.searching import words_of

PARTS: tuple[type[PublishedNeedRow | PublishedSearch | PublishedTextRow], ...] = (
    PublishedNeedRow,
    PublishedSearch,
    PublishedTextRow,
)


async def publish(s: AsyncSession, publication: Publication, at: datetime) -> None:
    """Make exactly this public, in place of what was public of the round before (X2, X3).

    What was withdrawn at `at` or later stays withdrawn: that is an older word than the last one.
    """
    there = await _row(s, publication.round_id)
    if there and there.digest == publication.digest:
        return
    if there and there.withdrawn_at and at <= there.withdrawn_at:
        return
    await _remove_parts(s, publication.round_id)
    since = there.published_at if there and not there.withdrawn_at else at
    await s.merge(_published(publication, since, at))
    await s.flush()
    for text in publication.texts:
        s.add(_text(publication, text))
        await _make_searchable(s, publication, text)
    for position, need in enumerate(publication.needs):
        s.add(_need(publication, position, need))
    await s.flush()
    await _changed(s, at)


async def withdraw(s: AsyncSession, round_id: str, at: datetime) -> None:
    """Take the report of a round offline; what stays is that it was there (X2)."""
    there = await _row(s, round_id)
    if there is None or there.withdrawn_at:
        return
    await _remove_parts(s, round_id)
    emptied = Published(
        round_id=round_id,
        slug=there.slug,
        published_at=there.published_at,
        changed_at=at,
        withdrawn_at=at,
    )
    await s.merge(emptied)
    await s.flush()
    await _changed(s, at)


async def _row(s: AsyncSession, round_id: str) -> Published | None:
    return (await s.exec(select(Published).where(Published.round_id == round_id))).one_or_none()


async def _remove_parts(s: AsyncSession, round_id: str) -> None:
    for part in PARTS:
        await s.exec(delete(part).where(col(part.round_id) == round_id))


async def _changed(s: AsyncSession, at: datetime) -> None:
    """Whoever remembers what is public sees that it is not so any more."""
    if await insert_once(s, PublishedState(id=1, serial=1, changed_at=at)):
        return
    later = func.max if s.get_bind().dialect.name == "sqlite" else func.greatest
    moment = later(col(PublishedState.changed_at), at)
    await s.exec(update(PublishedState).values(serial=col(PublishedState.serial) + 1, changed_at=moment))


def _published(p: Publication, since: datetime, at: datetime) -> Published:
    given = {name: getattr(p, name) for name in Published.model_fields if hasattr(p, name)}
    languages = sorted((text.language for text in p.texts), key=lambda code: code != p.language)
    lists = {
        "topics": " ".join(p.topics),
        "panel_countries": " ".join(p.panel_countries),
        "languages": " ".join(languages),
    }
    return Published(**{**given, **lists}, published_at=since, changed_at=at)


def _text(p: Publication, text: PublishedText) -> SQLModel:
    return PublishedTextRow(
        round_id=p.round_id,
        language=text.language,
        original=text.language == p.language,
        title=text.title,
        institution=text.institution or p.institution,
        initiative=text.initiative or p.initiative,
        written_in=text.written_in,
        # The page shows the HTML, and reads no more than it shows.
        sections=[{**asdict(one), "text": "" if one.html else one.text} for one in text.sections],
        recommendations=[asdict(one) for one in text.recommendations],
        pdf_sha256=text.pdf_sha256,
        pdf_size=text.pdf_size,
        pdf_pages=text.pdf_pages,
    )


def _need(p: Publication, position: int, need: PublishedNeed) -> SQLModel:
    return PublishedNeedRow(
        **asdict(need),
        round_id=p.round_id,
        original=need.language == p.language,
        position=position,
    )


async def _make_searchable(s: AsyncSession, p: Publication, text: PublishedText) -> None:
    for part, said in enumerate(_parts(p, text), start=1):
        words: object = " ".join(words_of("\n".join(said)))
        if s.get_bind().dialect.name == "postgresql":
            words = func.to_tsvector(literal_column("'simple'::regconfig"), cast(words, Text))
        await s.exec(
            insert(PublishedSearch).values(
                round_id=p.round_id, language=text.language, part=part, words=words
            )
        )


def _parts(p: Publication, text: PublishedText) -> tuple[list[str], list[str], list[str]]:
    """What a report is called, what is recommended and needed, and all of it."""
    called = [text.title, text.initiative or p.initiative, text.institution or p.institution, p.topic_words]
    records = [
        *(said for one in text.recommendations for said in (one.text, one.reasons)),
        *(said for n in p.needs if n.language == text.language for said in (n.topic_words, n.text)),
    ]
    sections = [said for section in text.sections for said in (section.title, section.text)]
    return called, records, [*called, *records, *sections]
