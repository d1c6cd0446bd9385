"""What secretariats say in their letters in words of their own: each sentence, and each of before."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import JSON, Index, bindparam, update
from sqlalchemy.orm import aliased
from sqlalchemy.types import Text
from sqlmodel import Field, SQLModel, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.columns import UTCDateTime, where
from store.desk_log import log
from store.rows import insert_once
from store.tables import Officer, Person

MOST = 50
"""Changes that are shown."""
_NOW = "ended_at IS NULL"
_WHOSE = ("secretariat_id", "language", "letter", "methodology", "key")


class Wording(SQLModel, table=True):
    """A sentence of a letter as a secretariat says it: in one language, for one methodology or for all ("").

    `message` is the original, by which it is found when a letter is rendered, and `key` its mark; `forms` has
    one text, or two where a number decides. A text never changes: it ends, and another may follow.
    """

    __table_args__ = (
        Index("ix_wording_holds", *_WHOSE, unique=True, **where(_NOW)),
        Index("ix_wording_changes", "secretariat_id", "letter", "language", "at"),
    )
    id: str = Field(primary_key=True)
    secretariat_id: str = Field(foreign_key="secretariat.id")
    methodology: str
    language: str
    letter: str
    key: str
    message: str = Field(sa_type=Text)
    forms: list[str] = Field(sa_type=JSON)
    officer_id: str = Field(foreign_key="officer.id")
    at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Where words are changed: one letter, in one language, for one methodology or for all ("")."""

    letter: str
    language: str
    methodology: str = ""


@dataclass(frozen=True, slots=True)
class WordingRead:
    """A wording, who wrote it, and who ended it, if it has ended."""

    wording: Wording
    by: Person
    ended_by: Person | None


class Overtaken(Exception):
    """Somebody else has changed the same sentence in the same moment."""


def key_of(message: str) -> str:
    """What a message is known by, where it would be too long."""
    return sha256(message.encode()).hexdigest()[:16]


# Every letter asks this: to put it together costs more than to ask it.
_HOLDING = (
    select(Wording)
    .where(col(Wording.secretariat_id) == bindparam("secretariat"))
    .where(col(Wording.language) == bindparam("language"))
    .where(col(Wording.letter).in_(bindparam("letters", expanding=True)))
    .where(col(Wording.methodology).in_(("", bindparam("methodology"))))
    .where(col(Wording.ended_at).is_(None))
    .order_by(col(Wording.letter), col(Wording.at), col(Wording.id))
)


async def holding(
    s: AsyncSession, secretariat_id: str, language: str, letters: Collection[str], methodology: str
) -> Sequence[Wording]:
    """The words that hold now for these letters: of the methodology, and of all."""
    asked = {"secretariat": secretariat_id, "language": language, "methodology": methodology}
    return (await s.exec(_HOLDING, params={**asked, "letters": list(letters)})).all()


async def numbers(s: AsyncSession, secretariat_id: str) -> dict[tuple[str, str], int]:
    """How many sentences have words of their own, by letter and language."""
    rows = await s.exec(
        select(Wording.letter, Wording.language, func.count())
        .where(Wording.secretariat_id == secretariat_id, col(Wording.ended_at).is_(None))
        .group_by(col(Wording.letter), col(Wording.language))
    )
    return {(letter, language): count for letter, language, count in rows}


async def changes(
    s: AsyncSession, secretariat_id: str, letter: str, language: str
) -> tuple[WordingRead, ...]:
    """What was changed of a letter, the latest first."""
    ender, gone = aliased(Officer), aliased(Person)
    rows = await s.exec(
        select(Wording, Person, gone)
        .join(Officer, col(Officer.id) == Wording.officer_id)
        .join(Person, col(Person.id) == Officer.person_id)
        .outerjoin(ender, col(ender.id) == Wording.ended_by)
        .outerjoin(gone, col(gone.id) == ender.person_id)
        .where(
            Wording.secretariat_id == secretariat_id, Wording.letter == letter, Wording.language == language
        )
        .order_by(col(Wording.at).desc(), col(Wording.id))
        .limit(MOST)
    )
    return tuple(WordingRead(*row) for row in rows)


async def say(
    s: AsyncSession, officer: Officer, page: Page, message: str, forms: Sequence[str], now: datetime
) -> None:
    """Have a sentence said in these words from now on. Raises: Overtaken."""
    await _end(s, officer, page, key_of(message), now)
    row = Wording(
        id=uuid.uuid4().hex,
        secretariat_id=officer.secretariat_id,
        methodology=page.methodology,
        language=page.language,
        letter=page.letter,
        key=key_of(message),
        message=message,
        forms=list(forms),
        officer_id=officer.id,
        at=now,
    )
    if not await insert_once(s, row):
        raise Overtaken
    _log(s, "wording_set", officer, page, now, row.id)


async def take_back(s: AsyncSession, officer: Officer, page: Page, key: str, now: datetime) -> bool:
    """Have a sentence said as before this page changed it; False if it had no words of its own here."""
    ended = await _end(s, officer, page, key, now)
    if ended:
        _log(s, "wording_ended", officer, page, now, ended)
    return bool(ended)


async def _end(s: AsyncSession, officer: Officer, page: Page, key: str, now: datetime) -> str:
    """End what holds; gives its id, or nothing."""
    done = await s.exec(
        update(Wording)
        .where(
            col(Wording.secretariat_id) == officer.secretariat_id,
            col(Wording.language) == page.language,
            col(Wording.letter) == page.letter,
            col(Wording.methodology) == page.methodology,
            col(Wording.key) == key,
            col(Wording.ended_at).is_(None),
        )
        .values(ended_at=now, ended_by=officer.id)
        .returning(col(Wording.id))
    )
    row = done.first()
    return str(row[0]) if row else ""


def _log(s: AsyncSession, action: str, officer: Officer, page: Page, now: datetime, wording: str) -> None:
    about = {"language": page.language, "methodology": page.methodology, "wording": wording}
    log(s, action, page.letter, by=officer.id, now=now, **about)
