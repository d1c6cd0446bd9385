"""What is public: all that the public pages know, from the tables of what is public and no others."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, func, literal_column
from sqlmodel import col, select, text
from sqlmodel.ext.asyncio.session import AsyncSession

from store.published_tables import (
    Published,
    PublishedNeedRow,
    PublishedSearch,
    PublishedState,
    PublishedTextRow,
)
from store.searching import for_postgresql, for_sqlite

_FTS = text("SELECT group_concat(rowid) FROM published_fts WHERE published_fts MATCH :asked")
Part = tuple[str, str, int]
"""The report, the language and which part of it a row of the search is (see `PublishedSearch`)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A public report as catalogues count it; `languages` begin with the report's own."""

    round_id: str
    slug: str
    methodology: str
    country: str
    year: int
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    published_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class NeedEntry:
    """A public need as its table counts it, once for all its languages."""

    round_id: str
    id: str
    topic: str
    support: str
    priority: str


@dataclass(frozen=True, slots=True)
class Title:
    """What is said of a report in one language beside its text."""

    language: str
    original: bool
    title: str
    institution: str
    pdf_size: int
    pdf_pages: int
    pdf_sha256: str
    written_in: str = ""

    @property
    def spoken(self) -> str:
        """The language of its title and its institution."""
        return self.written_in or self.language


async def state(s: AsyncSession) -> tuple[int, datetime | None]:
    """The number that grows with each change of what is public, and when it last changed."""
    found = (await s.exec(select(PublishedState.serial, PublishedState.changed_at))).one_or_none()
    return found or (0, None)


async def entries(s: AsyncSession) -> list[Entry]:
    """Every public report, the latest first."""
    rows = await s.exec(
        select(  # type: ignore[call-overload]  # typed for four columns at most
            Published.round_id,
            Published.slug,
            Published.methodology,
            Published.country,
            Published.year,
            Published.topics,
            Published.languages,
            Published.published_at,
            Published.changed_at,
        )
        .where(col(Published.withdrawn_at).is_(None))
        .order_by(col(Published.published_at).desc(), col(Published.slug).desc())
    )
    return [_entry(*row) for row in rows]


def _entry(
    round_id: str,
    slug: str,
    methodology: str,
    country: str,
    year: int,
    topics: str,
    languages: str,
    published_at: datetime,
    changed_at: datetime,
) -> Entry:
    return Entry(
        round_id,
        slug,
        methodology,
        country,
        year,
        tuple(topics.split()),
        tuple(languages.split()),
        published_at,
        changed_at,
    )


async def need_entries(s: AsyncSession) -> list[NeedEntry]:
    """Every public need, those of one report together and in its order."""
    rows = await s.exec(
        select(  # type: ignore[call-overload]  # typed for four columns at most
            PublishedNeedRow.round_id,
            PublishedNeedRow.id,
            PublishedNeedRow.topic,
            PublishedNeedRow.support,
            PublishedNeedRow.priority,
        )
        .where(col(PublishedNeedRow.original).is_(True))
        .order_by(col(PublishedNeedRow.round_id), col(PublishedNeedRow.position))
    )
    return [NeedEntry(*row) for row in rows]


async def parts(s: AsyncSession) -> dict[int, Part]:
    """What each row of the search is."""
    rows = await s.exec(
        select(
            PublishedSearch.id, PublishedSearch.round_id, PublishedSearch.language, PublishedSearch.part
        ).order_by(col(PublishedSearch.round_id), col(PublishedSearch.language), col(PublishedSearch.part))
    )
    return {id: (round_id, language, part) for id, round_id, language, part in rows if id is not None}


async def matches(s: AsyncSession, words: list[str]) -> list[int]:
    """The rows of the search that hold all these words, in no order.

    How often a word stands somewhere is not counted: to weigh thousands of long texts takes longer than a
    reader waits. They come as one text: to fetch thousands of rows takes longer than to find them. PostgreSQL
    is told to use the index: it takes reading all the long texts for cheaper, and that is a hundred times as
    slow.
    """
    connection = await s.connection()
    if connection.dialect.name == "sqlite":
        found = await connection.execute(_FTS, {"asked": for_sqlite(words)})
    else:
        asked = func.to_tsquery(literal_column("'simple'::regconfig"), for_postgresql(words))
        await connection.execute(text("SET LOCAL enable_seqscan = off"))
        listed = func.string_agg(cast(col(PublishedSearch.id), String), literal_column("','"))
        found = await connection.execute(select(listed).where(col(PublishedSearch.words).op("@@")(asked)))
    return [int(row) for row in (found.scalar_one() or "").split(",") if row]


async def titles(s: AsyncSession, round_ids: Collection[str]) -> dict[str, list[Title]]:
    """What is said of these reports in each of their languages, their own first."""
    rows = await s.exec(
        select(  # type: ignore[call-overload]  # typed for four columns at most
            PublishedTextRow.round_id,
            PublishedTextRow.language,
            PublishedTextRow.original,
            PublishedTextRow.title,
            PublishedTextRow.institution,
            PublishedTextRow.pdf_size,
            PublishedTextRow.pdf_pages,
            PublishedTextRow.pdf_sha256,
            PublishedTextRow.written_in,
        )
        .where(col(PublishedTextRow.round_id).in_(round_ids))
        .order_by(col(PublishedTextRow.original).desc(), col(PublishedTextRow.language))
    )
    found: dict[str, list[Title]] = {round_id: [] for round_id in round_ids}
    for round_id, *rest in rows:
        found[round_id].append(Title(*rest))
    return found


async def report(s: AsyncSession, slug: str) -> Published | None:
    """The report at this address, be it withdrawn."""
    return (await s.exec(select(Published).where(Published.slug == slug))).one_or_none()


async def text_of(s: AsyncSession, slug: str, language: str) -> PublishedTextRow | None:
    """A public report in one language."""
    rows = await s.exec(
        select(PublishedTextRow)
        .join(Published, col(Published.round_id) == PublishedTextRow.round_id)
        .where(Published.slug == slug, PublishedTextRow.language == language)
    )
    return rows.one_or_none()


async def needs(s: AsyncSession, round_ids: Collection[str]) -> Sequence[PublishedNeedRow]:
    """The needs of these public reports, in each of their languages."""
    rows = await s.exec(
        select(PublishedNeedRow)
        .where(col(PublishedNeedRow.round_id).in_(round_ids))
        .order_by(col(PublishedNeedRow.round_id), col(PublishedNeedRow.position))
    )
    return rows.all()
