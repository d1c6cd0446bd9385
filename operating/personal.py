"""What operators type about the data of people: what is held, what goes when, erasing somebody."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import Annotated

import typer
from sqlalchemy import make_url

from activities.retaining import Retaining, erase
from operating import erased
from operating.commands import fail
from operating.means import bounces_of, files_of, with_database
from settings import Settings, load
from store import erasures, officers
from store.desk_log import log
from store.erasures import Erased, InTheWay
from store.persons import NOWHERE, find
from store.reads import holding
from store.retention import RULES, TABLE
from store.session import Database
from store.tables import Person

SEARCHED = ("person_sought_fts", "letter_sought_fts")
"""SQLite's indexes of words, which keep what was removed until they are put in order."""

FIRST = {
    "takes_part": "{who} takes part in {where}, which goes on: replace them there, or wait until it is over",
    "works": "{who} works for {where}: end them first, with end-officer",
    "letterhead": "the letterhead of {where} names {who}: have it changed there first",
    "unanswered": "something that was sent to {where} waits for its answer: try again once it has one",
}
"""What is to be done before somebody can be erased."""

app = typer.Typer()

Who = Annotated[str, typer.Argument(metavar="ADDRESS-OR-ID")]


@app.command()
def erase_person(who: Who, reason: Annotated[str, typer.Option(help=" or ".join(erasures.REASONS))]) -> None:
    """Erase somebody: who they are is gone, the record of the rounds stays; it cannot be undone."""
    if reason not in erasures.REASONS:
        fail(f"--reason must be {' or '.join(erasures.REASONS)}")

    async def act(settings: Settings, database: Database) -> Erased:
        async with database.reading() as s:
            person = _there(await find(s, who), who)
        if person.email.endswith(f"@{NOWHERE}"):
            fail(f"{who} was erased already")
        try:
            done = await erase(database, files_of(settings), person.id, reason=reason)
        except InTheWay as why:
            fail(FIRST[why.why].format(who=who, where=", ".join(why.where)))
        await erased.keep(database, settings.data_dir)
        return done

    settings = load(required=())
    done = with_database(act)
    typer.echo(f"erased, and taken out of {done.rounds} rounds and {len(done.files)} files")
    for slug in done.public:
        typer.echo(f"the public report {slug} stays as it was authorised, and may name them")
    if not _overwritten(settings.database_url):
        typer.echo("what was there is not overwritten on the disk, it was busy: have VACUUM run later")


@app.command()
def export_person(who: Who) -> None:
    """Print all that is held about somebody, as JSON; that it was asked for is recorded."""

    async def act(_: Settings, database: Database) -> str:
        async with database.writing() as s:
            person = _there(await find(s, who), who)
            log(s, "person_exported", person.id, by=officers.OPERATOR, now=datetime.now(UTC))
            return json.dumps(await holding.held(s, person), ensure_ascii=False, indent=2)

    typer.echo(with_database(act))


@app.command()
def retention() -> None:
    """List what is kept, for how many days, after what, and what happens then."""
    for rule in TABLE:
        days = "for good" if rule.days is None else f"{rule.days} d after {rule.after}"
        typer.echo(f"{rule.kind}: {rule.held}; {days}, {rule.then}")


@app.command()
def forget(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say how many of what, and do nothing")] = False,
) -> None:
    """Have what was kept for long enough go now, by the table that `retention` lists."""

    async def act(settings: Settings, database: Database) -> dict[str, int]:
        retaining = Retaining(database, files_of(settings), bounces_of(settings))
        now = datetime.now(UTC)
        return await (retaining.foreseen(now) if dry_run else retaining.everything(now))

    gone = {kind: n for kind, n in with_database(act).items() if n}
    for kind, n in gone.items():
        typer.echo(f"{kind}: {n} {'would be ' if dry_run else ''}{RULES[kind].then}")
    if not gone:
        typer.echo("nothing was kept for too long")


def _there(person: Person | None, who: str) -> Person:
    return person or fail(f"nobody is known as {who}: give the address, or the id, under which they are held")


def _overwritten(database_url: str) -> bool:
    """Whether nothing of what was removed lies in SQLite's file any more; PostgreSQL sees to it itself."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        return True
    with closing(sqlite3.connect(url.database or "", isolation_level=None)) as connection:
        try:
            for name in SEARCHED:
                connection.execute(f"INSERT INTO {name}({name}) VALUES ('optimize')")  # noqa: S608 - names of ours
            connection.execute("VACUUM")
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:
            return False
    return not busy
