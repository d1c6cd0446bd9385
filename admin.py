"""What operators type: see `python admin.py --help`."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from pydantic import TypeAdapter, ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession
from temporalio.api.taskqueue.v1 import PollerInfo
from temporalio.client import Client
from temporalio.service import RPCError

from api.intake.intake import Intake, Verdict
from local.temporal import prepare
from operating import commands, executions
from operating.builds import Builds
from operating.commands import fail
from process import leave_after
from rounds.submissions.interventions import RetryBatch, SkipBatch
from rounds.submissions.people import Contact, Language
from rounds.submissions.refusals import NotOpen, Refusal
from settings import Settings, load
from store import migrating, officers
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

LanguageOption = Annotated[str, typer.Option(help=" or ".join(get_args(Language)))]
ZoneOption = Annotated[str, typer.Option(help="such as America/New_York")]


@app.command()
def migrate() -> None:
    """Bring the tables up to date; may run again at any time."""
    migrating.upgrade(load(required=()).database_url)


@app.command()
def draft_migration(message: str, revision: str) -> None:
    """Write the file of the next migration, from what store/tables.py says more than the database."""
    migrating.draft(load(required=()).database_url, message, revision)


@app.command()
def add_secretariat(secretariat: str, name: str) -> None:
    """Add a secretariat under the id that methodologies name, such as DIS."""
    if not _in_database(lambda s: officers.add_secretariat(s, secretariat, name)):
        fail(f"the secretariat {secretariat} is there already")


@app.command()
def add_officer(
    secretariat: str,
    name: Annotated[str, typer.Option()],
    email: Annotated[str, typer.Option()],
    language: LanguageOption = "en",
    time_zone: ZoneOption = "",
    head: Annotated[bool, typer.Option("--head", help="the head of the secretariat")] = False,
) -> None:
    """Add an officer, or give one a new key in place of the old; show the key, this once."""
    contact = _contact(name, email, language, time_zone)
    try:
        typer.echo(_in_database(lambda s: officers.add_officer(s, secretariat, contact, head=head)))
    except officers.NoSuchSecretariat:
        fail(f"there is no secretariat {secretariat}: add it first, with add-secretariat")


@app.command()
def first_officer(
    key_file: Annotated[Path | None, typer.Option(help="DATA_DIR/api-key if not given")] = None,
    secretariat: str = "DIS",
    secretariat_name: str = "Departamento de Inclusión Social",
    name: str = "Oficial, Departamento de Inclusión Social",
    email: str = "oficial@dis.example",
    head_name: str = "Jefatura de sección, Departamento de Inclusión Social",
    head_email: str = "jefatura@dis.example",
    language: LanguageOption = "es",
    time_zone: ZoneOption = "America/New_York",
) -> None:
    """Make a secretariat with its first officer and its head, and write the officer's key to a file.

    If it has officers already, nothing is done.
    """
    file = key_file or load(required=()).data_dir / "api-key"
    officer = _contact(name, email, language, time_zone)
    head = _contact(head_name, head_email, language, time_zone)

    async def make(s: AsyncSession) -> str | None:
        if await officers.any_officer(s, secretariat):
            return None
        await officers.add_secretariat(s, secretariat, secretariat_name)
        await officers.add_officer(s, secretariat, head, head=True)
        return await officers.add_officer(s, secretariat, officer, head=False)

    if key := _in_database(make):
        _write_secret(file, key)
    else:
        typer.echo("there are officers already; add-officer gives one a new key")


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
        client = await connect(str(settings.temporal_address), settings.temporal_namespace, lazy=True)
        database = Database(settings.database_url)
        try:
            return await act(client, Intake(database, client))
        finally:
            await database.close()

    return asyncio.run(run())


async def _pollers(settings: Settings) -> tuple[PollerInfo, ...]:
    client = await connect(str(settings.temporal_address), settings.temporal_namespace)
    return await Builds(client).pollers()


def _in_database(act: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """Run one transaction."""

    async def run() -> T:
        database = Database(load(required=()).database_url)
        try:
            async with database.writing() as s:
                return await act(s)
        finally:
            await database.close()

    return asyncio.run(run())


def _contact(name: str, email: str, language: str, time_zone: str) -> Contact:
    """A person from what was typed; what cannot be stops the command."""
    fields: dict[str, Any] = {"name": name, "email": email, "language": language, "time_zone": time_zone}
    try:
        contact = TypeAdapter(Contact).validate_python(fields)
        if time_zone:
            ZoneInfo(time_zone)
    except ValidationError:
        fail(f"--language must be {' or '.join(get_args(Language))}")
    except (ZoneInfoNotFoundError, ValueError):
        fail("--time-zone must be the IANA name of a time zone, such as America/New_York")
    if "@" not in email or not name.strip():
        fail("--email must be an address, and --name must not be empty")
    return contact


def _write_secret(file: Path, secret: str) -> None:
    """Write it for this user alone; the whole or nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(".half")
    half.touch(mode=0o600)
    half.write_text(secret, encoding="utf-8")
    half.rename(file)


if __name__ == "__main__":
    leave_after(app)
