"""What operators type: see `python admin.py --help`."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

import typer
from temporalio.api.taskqueue.v1 import PollerInfo
from temporalio.client import Client
from temporalio.service import RPCError

from api.intake.intake import Intake, Verdict
from local.temporal import prepare
from operating import commands, executions, people, personal, safekeeping
from operating.builds import Builds
from operating.commands import fail
from process import leave_after
from rounds.submissions.interventions import RetryBatch, SkipBatch
from rounds.submissions.refusals import NotOpen, Refusal
from settings import Settings, load
from store import migrating
from store.powers import Unfit, programs_role
from store.session import Database
from workflows.connecting import connect

T = TypeVar("T")

OPERATOR = "operator"
"""Who has sent what an operator typed here: no officer of a secretariat."""

app = typer.Typer(
    help="What operators of Ronda type. Settings come from the environment.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(commands.app)
app.add_typer(people.app)
app.add_typer(personal.app)
app.add_typer(safekeeping.app)


@app.command()
def migrate() -> None:
    """Bring the tables up to date, as their owner; may run again at any time."""
    settings = load(required=())
    try:
        programs = programs_role(settings.owner_url, settings.database_url)
        migrating.upgrade(settings.owner_url, programs=programs)
    except Unfit as why:
        fail(str(why))


@app.command()
def draft_migration(message: str, revision: str) -> None:
    """Write the file of the next migration, from what store/tables.py says more than the database."""
    migrating.draft(load(required=()).owner_url, message, revision)


@app.command()
def temporal_setup() -> None:
    """Register Temporal's namespace and the search attributes; may run again at any time."""
    settings = load(required=("temporal_address",))
    try:
        asyncio.run(prepare(str(settings.temporal_address), settings.temporal_namespace, ours=False))
    except RuntimeError as error:
        fail(str(error))


@app.command()
def worker_health() -> None:
    """Fail unless a worker of this host asks Temporal for work."""
    settings = load(required=("temporal_address",))
    try:
        asked = asyncio.run(_pollers(settings))
    except (RPCError, RuntimeError) as error:
        fail(f"Temporal does not answer: {error}")
    # An SDK names a worker pid@host.
    if not any(poller.identity.endswith(f"@{socket.gethostname()}") for poller in asked):
        fail("no worker of this host asks for work")


@app.command()
def retry(
    round_id: Annotated[str, typer.Argument(metavar="ROUND")] = "",
    every: Annotated[bool, typer.Option("--all", help="every round that is stuck")] = False,
) -> None:
    """Have a round that is stuck try again what it could not write, once the cause is mended."""
    if bool(round_id) == every:
        raise typer.BadParameter("name one round, or --all")
    if every:
        _retry_all()
    else:
        _steer(round_id, RetryBatch())


@app.command()
def skip(round: str, reason: Annotated[str, typer.Option(help="kept with the round's record")]) -> None:
    """Have a round that is stuck go on without the part that fails; that is recorded, with the reason."""
    _steer(round, SkipBatch(reason=reason))


def _retry_all() -> None:
    """Ask each round that says that it is stuck; one that refuses stops no other."""

    async def one(intake: Intake, id: str) -> str:
        try:
            verdict = await _hand(intake, id, RetryBatch())
        except Refusal as refusal:
            return f"{id} refused: {refusal.code}"
        return f"{id} refused: {verdict.refusal.code}" if verdict.refusal else f"{id} {verdict.state}"

    async def run(client: Client, intake: Intake) -> list[str]:
        running = await executions.running(client)
        stuck = sorted(id for id, trouble in running.items() if trouble == executions.STUCK)
        return [await one(intake, id) for id in stuck] or ["no round is stuck: nothing was done"]

    try:
        typer.echo("\n".join(_asking(run)))
    except (RPCError, RuntimeError) as error:
        fail(f"Temporal does not answer: {error}")


def _steer(round_id: str, body: Any) -> None:
    """Hand an operator's word to a round, as whatever is sent to it: kept first, and recorded."""
    try:
        verdict = _asking(lambda _, intake: _hand(intake, round_id, body))
    except Refusal as refusal:
        fail(f"refused: {refusal.code}" if refusal.code != NotOpen.code else f"there is no round {round_id}")
    if verdict.refusal:
        fail(f"refused: {verdict.refusal.code}")
    typer.echo(verdict.state)


async def _hand(intake: Intake, round_id: str, body: Any) -> Verdict:
    return await intake.submit(round_id=round_id, key="", by="", officer=OPERATOR, body=body)


def _asking(act: Callable[[Client, Intake], Awaitable[T]]) -> T:
    """Act with a client and the one way in; Temporal may be away."""
    settings = load(required=("temporal_address",))

    async def run() -> T:
        client = await connect(
            str(settings.temporal_address),
            settings.temporal_namespace,
            codec_keys=settings.codec_keys,
            lazy=True,
        )
        database = Database(settings.database_url)
        try:
            return await act(client, Intake(database, client))
        finally:
            await database.close()

    return asyncio.run(run())


async def _pollers(settings: Settings) -> tuple[PollerInfo, ...]:
    client = await connect(
        str(settings.temporal_address), settings.temporal_namespace, codec_keys=settings.codec_keys
    )
    return await Builds(client).pollers()


if __name__ == "__main__":
    leave_after(app)
