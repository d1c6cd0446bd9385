"""The words by which the desk finds rounds, people and letters: kept like the rest, a short row for each."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Table,
    Text,
    bindparam,
    cast,
    column,
    func,
    inspect,
    literal_column,
    table,
)
from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from store.desk_tables import LetterSought, PersonSought, RoundSought
from store.persons import here
from store.rows import INSERT
from store.searching import MOST_ASKED, for_postgresql, for_sqlite, words_of
from store.tables import Letter, Participant, Person, Round

Sought = type[PersonSought | LetterSought]
Found = tuple[ColumnElement[Any], ColumnElement[bool]]
"""What the rows found are joined to by their id, and on which condition."""

_READER = (
    select(Participant, Person, Round.secretariat_id)
    .select_from(Participant)
    .join(Person, col(Person.id) == bindparam("person_"))
    .join(Round, col(Round.id) == Participant.round_id)
    .where(Participant.round_id == bindparam("round_"), Participant.id == bindparam("participant_"))
)


async def keep(s: AsyncSession, round_: Round) -> None:
    """Write down what a round is found by; again, when it is called otherwise."""
    said = " ".join((round_.id, round_.institution, round_.initiative))
    words = "".join(f" {word}" for word in words_of(said))
    row = await s.get(RoundSought, round_.id)
    if row is None:
        row = RoundSought(round_id=round_.id, secretariat_id=round_.secretariat_id, words=words)
    row.words = words
    s.add(row)


async def keep_people(s: AsyncSession, round_id: str, participants: Sequence[str]) -> None:
    """Write down what these are found by: name, post and address, as the round knows them now."""
    rows = await s.exec(
        select(Participant, Person, Round.secretariat_id)
        .join(Person, col(Person.id) == Participant.person_id)
        .join(Round, col(Round.id) == Participant.round_id)
        .where(Participant.round_id == round_id, col(Participant.id).in_(participants))
    )
    for who, person, secretariat_id in rows.all():
        known = here(who, person)
        said = (known.name, known.institution, known.email)
        await _keep(s, PersonSought, secretariat_id, round_id, who.id, said)


async def keep_letter(s: AsyncSession, letter: Letter, subject: str) -> None:
    """Write down what a letter is found by: its subject, and to whom it went."""
    asked = {"round_": letter.round_id, "participant_": letter.participant_id, "person_": letter.person_id}
    who, person, secretariat_id = (await s.exec(_READER, params=asked)).one()
    said = (subject, here(who, person).name, person.email)
    await _keep(s, LetterSought, secretariat_id, letter.round_id, letter.key, said)


async def _keep(
    s: AsyncSession, of: Sought, secretariat_id: str, round_id: str, about: str, said: Sequence[str]
) -> None:
    kept = _statement(inspect(of).local_table, s.get_bind().dialect.name)
    words = " ".join((of_secretariat(secretariat_id), *words_of(" ".join(said))))
    row = {"secretariat_id": secretariat_id, "round_id": round_id, "about": about, "words": words}
    await s.exec(kept, params=row)


@cache
def _statement(of: Table, dialect: str) -> Any:
    """Made once: to put a statement together costs more than to run it."""
    words: Any = bindparam("words", type_=Text)
    if dialect == "postgresql":
        words = func.to_tsvector(literal_column("'simple'::regconfig"), cast(words, Text))
    row = INSERT[dialect](of).values(
        {name: bindparam(name) for name in ("secretariat_id", "round_id", "about")} | {"words": words}
    )
    return row.on_conflict_do_update(
        index_elements=[of.c.round_id, of.c.about], set_={"words": row.excluded.words}
    )


def of_secretariat(id: str) -> str:
    """A word that stands in each row of a secretariat's: what all of them have in common is found apart."""
    return "".join(("of", *words_of(id)))


def found(s: AsyncSession, of: Sought, secretariat_id: str, words: Sequence[str]) -> Found:
    """How the rows of a secretariat are found that have all of these words, a longer one's beginning too.

    The latest rows have the highest ids.
    """
    # This one word whole: to gather all that begins with it would be to read all there is.
    whole, asked = of_secretariat(secretariat_id), list(words[:MOST_ASKED])
    own = col(of.secretariat_id) == secretariat_id
    if s.get_bind().dialect.name == "postgresql":
        query = func.to_tsquery(literal_column("'simple'::regconfig"), f"'{whole}' & {for_postgresql(asked)}")
        by: ColumnElement[Any] = col(of.id)  # type: ignore[assignment]  # a column of a row that is kept has its id
        return by, and_(own, col(of.words).op("@@")(query))
    name = f"{of.__tablename__}_fts"
    fts = table(name, column("rowid"), column(name))
    return fts.c.rowid, and_(
        own, fts.c.rowid == of.id, fts.c[name].op("MATCH")(f'"{whole}" AND {for_sqlite(asked)}')
    )


def sought(secretariat_id: str, words: Sequence[str]) -> SelectOfScalar[str]:
    """The rounds that have all of these words, each as the beginning of one of theirs."""
    found = select(RoundSought.round_id).where(RoundSought.secretariat_id == secretariat_id)
    for word in words[:MOST_ASKED]:
        # A word has letters and figures alone, so nothing in it means anything to LIKE.
        found = found.where(col(RoundSought.words).like(f"% {word}%"))
    return found


def with_mailbox(email: str) -> SelectOfScalar[str]:
    """The rounds in which somebody at this address takes part."""
    return (
        select(Participant.round_id)
        .join(Person, col(Person.id) == Participant.person_id)
        .where(Person.email == email)
    )
