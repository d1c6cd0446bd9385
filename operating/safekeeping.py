"""What operators type so that nothing is lost: the audit log and the files verified, backups, restoring."""

import json
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from sqlmodel.ext.asyncio.session import AsyncSession

from operating import backups, erased
from operating.builds import NotDone
from operating.commands import fail
from operating.means import files_of, with_database
from settings import Settings, load
from store import uploads
from store.audit_log import canonical
from store.files import ContentLost
from store.powers import Unfit
from store.reads import chain
from store.session import Database

T = TypeVar("T")

app = typer.Typer()


@app.command()
def verify_audit(
    known: Annotated[str, typer.Option("--head", help="a hash that a letter or a receipt told")] = "",
) -> None:
    """Fail, and name the entry, unless every entry of the audit log follows the one before it."""
    found = _read(lambda s: chain.verify(s, known))
    if (entry := found.broken) is not None:
        where = f", round {entry.round_id}" if entry.round_id else ""
        fail(
            f"entry {entry.id} ({entry.action} {entry.subject}{where}) does not follow the one before it: it "
            f"was changed, or what stood before it was removed; the {found.entries} before it are whole"
        )
    if not found.held:
        fail(f"{found.entries} entries follow, but none has the hash {known}: the log was rewritten")
    typer.echo(f"{found.entries} entries, each follows the one before it; the newest is {found.head}")


@app.command()
def export_audit() -> None:
    """Print the audit log, an entry a line, as docs/verify_audit.py reads it."""

    async def print_all(s: AsyncSession) -> None:
        async for entry in chain.entries(s):
            row = json.loads(canonical(entry.model_dump()))
            typer.echo(json.dumps(row | {"hash": entry.hash}, ensure_ascii=False))

    _read(print_all)


@app.command()
def check_files() -> None:
    """Read each file that is kept, and fail, naming its rounds, unless all are what was kept (U5)."""
    settings = load(required=())
    contents = files_of(settings)
    named, lost = _read(uploads.all_named), []
    try:
        if not contents.is_write_once():
            typer.echo("warning: this store writes over what is there; a bucket must honour If-None-Match")
        for digest in named:
            try:
                contents.read(digest)
            except ContentLost as error:
                lost.append(error)
    except OSError as why:
        fail(f"the files cannot be read: {why}")
    for one in lost:
        rounds = _read(partial(uploads.rounds_with, digest=one.sha256))
        typer.echo(f"{one}: {', '.join(rounds) or 'published nowhere'}", err=True)
    if lost:
        fail(f"{len(lost)} of {len(named)} files are lost: put them back from a backup")
    typer.echo(f"{len(named)} files, each is what was kept")


@app.command()
def backup(target: Annotated[Path, typer.Argument(metavar="FOLDER")]) -> None:
    """Copy Ronda's database and files into a new folder, while rounds run."""
    settings = load(required=())
    try:
        made = backups.backup(settings.database_url, files_of(settings), target)
    except (NotDone, OSError) as why:
        fail(f"no backup was made: {why}")
    typer.echo(
        f"{made.entries} entries of the audit log, {len(made.files)} files; the newest entry is {made.head}"
    )


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(metavar="FOLDER")],
    beside: Annotated[
        bool, typer.Option("--beside-files", help="leave the files that are there, and add what is missing")
    ] = False,
    more: Annotated[
        list[Path] | None,
        typer.Option("--erased", help=f"a list like {erased.LIST}, of whoever was erased since"),
    ] = None,
) -> None:
    """Put a backup back where there is neither database nor files, verify it, and erase again who was erased.

    Who that is says the list in the folder of the data, and each that is named.
    """
    settings = load(required=())
    lists = [settings.data_dir / erased.LIST, *(more or ())]
    try:
        if missing := [str(file) for file in more or () if not file.is_file()]:
            raise NotDone(f"there is no list at {missing[0]}")
        for file in lists:
            erased.read(file)
        files = files_of(settings)
        made = backups.restore(
            settings.database_url, files, source, owner_url=settings.owner_url, beside=beside
        )
    except (NotDone, Unfit, OSError) as why:
        fail(f"not restored: {why}")
    typer.echo(f"restored as it was at {made.made_at}: what was sent later is gone")
    # A log without entries has none whose hash could be looked for.
    verify_audit(made.head if made.entries else "")
    with_database(
        lambda told, database: erased.again(database, told.data_dir, files_of(told), lists, typer.echo)
    )
    typer.echo("now start the workers, and have the rounds go on: admin.py rebuild --all")


def _read(act: Callable[[AsyncSession], Awaitable[T]]) -> T:
    async def reading(_: Settings, database: Database) -> T:
        async with database.reading() as s:
            return await act(s)

    return with_database(reading)
