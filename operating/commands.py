"""What operators type about the rounds as a whole; admin.py lists these with its own commands."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, NoReturn

import typer
from temporalio.service import RPCError

from operating import deploying, upkeep
from operating.builds import Builds, NotDone
from operating.deploying import Deploy
from operating.differing import differing as different
from operating.rebuilding import Rebuilder
from settings import Settings, load
from store.session import Database
from workflows.connecting import connect

app = typer.Typer()


@app.command()
def deploy(
    take_over: Annotated[
        bool, typer.Option("--take-over", help="end and rebuild the rounds that do not move by themselves")
    ] = False,
    wait: Annotated[float, typer.Option(help="seconds for the rounds to move")] = deploying.MOVING_SECONDS,
) -> None:
    """Make the build that BUILD names current, once a worker of it runs, and move every open round to it.

    Nothing moves while this code cannot read what one of the rounds has kept.
    """
    build = load(required=("temporal_address", "build")).build

    async def act(builds: Builds, database: Database) -> None:
        await Deploy(builds, database, build, typer.echo).run(take_over=take_over, moving=wait)

    _run(act)


@app.command()
def rounds(
    on: Annotated[str | None, typer.Option(help="those on this build alone")] = None,
) -> None:
    """List the rounds that run, each after the build that it runs on."""

    async def act(builds: Builds, _: Database) -> None:
        known = await builds.known()
        if on is not None and on not in known:
            raise NotDone(f"there is no build {on}; those that Temporal knows: {', '.join(known) or 'none'}")
        for each in await builds.rounds(on):
            typer.echo(f"{each.build or '-'} {each.workflow_id}")

    _run(act)


@app.command()
def rebuild(
    round_id: Annotated[str, typer.Argument(metavar="ROUND")] = "",
    every: Annotated[bool, typer.Option("--all", help="every open round that does not run")] = False,
    differing: Annotated[
        bool, typer.Option("--differing", help="with --all: end first what runs otherwise than kept")
    ] = False,
) -> None:
    """Start a round again where it stood, from what the database kept of it; refused while it still runs."""
    if bool(round_id) == every or (differing and not every):
        raise typer.BadParameter("name one round, or --all")

    async def act(builds: Builds, database: Database) -> None:
        rebuilder = Rebuilder(builds.client, database)
        ended = await _end_differing(rebuilder) if differing else set()
        running = {each.round_id for each in await builds.rounds()} - ended
        ids = await rebuilder.lost(running) if every else [round_id]
        left = await _each(ids, rebuilder)
        if letters := await rebuilder.send_letters():
            typer.echo(f"{letters} letters that wait are sent")
        if not ids:
            typer.echo("every open round runs: nothing was done")
        if left < len(ids):
            # What was wrong with them is shown as such no longer.
            await upkeep.schedule(builds.client)
        if left:
            raise NotDone(f"{left} of {len(ids)} rounds were not rebuilt")

    _run(act)


async def _end_differing(rebuilder: Rebuilder) -> set[str]:
    """Where one of the two was put back as it was: each such round is named, and ended to be rebuilt."""
    found = await different(rebuilder.client, rebuilder.database)
    for each in found:
        typer.echo(f"{each.round_id}: Temporal knows of {each.given} batches, the database of {each.kept}")
        await rebuilder.end(each.workflow_id, "not as the database has it")
    return {each.round_id for each in found}


async def _each(ids: list[str], rebuilder: Rebuilder) -> int:
    """Rebuild these; one that cannot be is said and stops no other. How many could not."""
    left = 0
    for id in ids:
        try:
            await rebuilder.rebuild(id)
        except NotDone as why:
            if len(ids) == 1:
                raise
            typer.echo(why, err=True)
            left += 1
        else:
            typer.echo(f"{id} goes on where it stood")
    return left


def _run(act: Callable[[Builds, Database], Awaitable[None]]) -> None:
    """Act with a client and the database; what cannot be is one line, and exit code 1."""
    settings = load(required=("temporal_address",))
    try:
        asyncio.run(_connected(settings, act))
    except NotDone as why:
        fail(str(why))
    except (RPCError, RuntimeError) as error:
        fail(f"Temporal does not answer: {error}")


async def _connected(settings: Settings, act: Callable[[Builds, Database], Awaitable[None]]) -> None:
    database = Database(settings.database_url)
    try:
        client = await connect(
            str(settings.temporal_address), settings.temporal_namespace, codec_keys=settings.codec_keys
        )
        await act(Builds(client), database)
    finally:
        await database.close()


def fail(why: str) -> NoReturn:
    """Say why on stderr, in one line, and end with exit code 1."""
    typer.echo(why, err=True)
    raise typer.Exit(1)
