"""Starts what Ronda consists of, in order, plays the sample round once, and tells where everything is."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from local import builds, first_run
from local.handover import Workers
from local.ports import LOOPBACK, take
from local.processes import Process, Supervisor
from local.programs import find
from local.standing import Standing
from local.temporal import TemporalServer, prepare
from settings import Settings

YOURS = "yours-to-answer"
"""The file that the sample leaves when it has been played: the address of the page that waits for you."""

# Those who use something end before it; the pages and the worker use everything.
_SERVER, _UI, _CATCHER, _OURS, _SAMPLE = range(5)
_READY_SECONDS = 60.0

Say = Callable[[str], None]


@dataclass(frozen=True)
class Commands:
    """What the programs of the project are started with; tests put stand-ins here."""

    worker: tuple[str, ...] = (sys.executable, "worker.py")
    api: tuple[str, ...] = (sys.executable, "-m", "uvicorn", "--factory", "api.app:create")
    sample: tuple[str, ...] = (sys.executable, "-m", "local.play")


@dataclass(frozen=True)
class Addresses:
    """Where the parts answer; None for a part that somebody else runs."""

    pages: str
    letters: str | None
    temporal_ui: str | None
    desk: Mapping[str, str] = field(default_factory=dict)
    """By secretariat a link that signs its officer in, once, and for a quarter of an hour."""
    temporal: str = ""


@asynccontextmanager
async def running(settings: Settings, say: Say, commands: Commands | None = None) -> AsyncIterator[Addresses]:
    """Start everything, play the sample if it has not been played, and keep all alive until this is left.

    Raises RuntimeError when a part does not start, with the end of that part's log.
    """
    commands = commands or Commands()
    data_dir = settings.data_dir.resolve()
    logs = data_dir / "logs"
    await asyncio.to_thread(logs.mkdir, exist_ok=True)
    async with Supervisor(say) as keeper:
        temporal, temporal_ui = await _temporal(settings, data_dir, keeper, say)
        catching, letters = await _catcher(settings, data_dir, keeper, say)
        port = take(settings.api_port, "pages and API", say)
        env = _environment(settings, data_dir, port) | {"TEMPORAL_ADDRESS": temporal} | catching
        # The UI that is started here may ask for what it shows to be decoded.
        env |= {"TEMPORAL_UI_ORIGIN": temporal_ui} if temporal_ui else {}
        await first_run.prepare(data_dir, env)
        build = await asyncio.to_thread(builds.keep, Path.cwd(), data_dir / "builds")
        await Workers(build, commands.worker, env, keeper, _OURS).start(logs, say)
        serve = (*commands.api, "--no-access-log", "--host", LOOPBACK, "--port", str(port))
        api = Process("the API", serve, env=env, log=logs / "api.log")
        await _start(api, port, keeper, _OURS)
        if letters and settings.sample != "none" and await asyncio.to_thread(_to_play, data_dir):
            await _play(Process("the sample", commands.sample, env=env), keeper, say)
        desk = await first_run.desk_links(env)
        yield Addresses(env["PUBLIC_URL"], letters, temporal_ui, temporal=temporal, desk=desk)


def describe(addresses: Addresses, data_dir: Path, now: Standing | None = None) -> str:
    """Return the lines that tell a person where everything is, and what is not as it should be."""
    now = now or Standing()
    shown = ["Ronda is ready", f"  pages and API   {addresses.pages}      OpenAPI at /docs"]
    shown.append(f"  public reports  {addresses.pages}/reports")
    shown += [f"  {f'desk {id}':<15} {link}" for id, link in addresses.desk.items()]
    shown += [f"    a report      {addresses.pages}/reports/{slug}" for slug in now.reports]
    if now.reports:
        shown.append(f"    their needs   {addresses.pages}/needs")
    if addresses.letters:
        shown.append(f"  letters         {addresses.letters}")
    if addresses.temporal_ui:
        shown.append(f"  Temporal UI     {addresses.temporal_ui}")
    keys = {id: first_run.key_file(data_dir, id) for id in first_run.SECRETARIATS}
    shown += [f"  {f'API key {id}':<15} {file}" for id, file in keys.items() if file.exists()]
    yours = data_dir / YOURS
    if yours.exists():
        # The port may be another than in the run that wrote the file.
        shown.append(f"  yours to answer {addresses.pages}{urlsplit(yours.read_text().strip()).path}")
    if now.missing:
        shown += [f"  MISSING         {id}" for id in now.missing]
        shown.append(
            "  These rounds are on record, and Temporal does not know them: they stand still until they are"
            f" started again from what was kept, by `{_here(addresses)}python admin.py rebuild --all`"
            " (docs/runbook.md)"
        )
    return "\n".join(shown)


def _to_play(data_dir: Path) -> bool:
    """Whether the samples were not played yet, and can be: a backup that was put back brings no keys."""
    keys = (first_run.key_file(data_dir, id) for id in first_run.SECRETARIATS)
    return not (data_dir / YOURS).exists() and all(file.exists() for file in keys)


def _here(addresses: Addresses) -> str:
    """What a command needs to find the server that was started here."""
    return f"TEMPORAL_ADDRESS={addresses.temporal} " if addresses.temporal else ""


async def _temporal(
    settings: Settings, data_dir: Path, keeper: Supervisor, say: Say
) -> tuple[str, str | None]:
    """Return the addresses of the server and of its UI; the given server's UI is its owner's."""
    if settings.temporal_address:
        say(f"using the Temporal server at {settings.temporal_address}")
        await prepare(settings.temporal_address, settings.temporal_namespace, ours=False)
        return settings.temporal_address, None
    programs = await find(say)
    server = TemporalServer(
        programs,
        data_dir / "temporal",
        port=take(settings.temporal_port, "the Temporal server", say),
        ui_port=take(settings.temporal_ui_port, "the Temporal UI", say),
        namespace=settings.temporal_namespace,
    )
    for rank, process in zip((_SERVER, _UI), server.processes, strict=False):
        keeper.end_at_exit(process, rank=rank)
    await server.start()
    for process in server.processes:
        keeper.keep_alive(process)
    return server.address, server.ui_url


async def _catcher(
    settings: Settings, data_dir: Path, keeper: Supervisor, say: Say
) -> tuple[dict[str, str], str | None]:
    """Return what the others must know of the catcher, and its page; a given mail server takes its place."""
    if settings.smtp_url:
        # The sample's people have no mailboxes, and its player reads theirs in the catcher.
        say("letters go out through SMTP_URL; the sample round, which needs the mail catcher, is not played")
        return {"SMTP_URL": settings.smtp_url}, None
    smtp = take(settings.smtp_port, "the mail catcher", say)
    web = take(settings.letters_port, "letters", say, but_not=[smtp])
    argv = (sys.executable, "-m", "local.catcher", data_dir, str(smtp), str(web))
    catcher = Process("the mail catcher", argv, log=data_dir / "logs" / "catcher.log")
    await _start(catcher, web, keeper, _CATCHER)
    env = {"SMTP_URL": f"smtp://{LOOPBACK}:{smtp}", "SMTP_PORT": str(smtp), "LETTERS_PORT": str(web)}
    return env, f"http://{LOOPBACK}:{web}"


def _environment(settings: Settings, data_dir: Path, port: int) -> dict[str, str]:
    """Return the settings as the children read them: complete, and with the port that was free."""
    pages = settings.public_url
    if pages == f"http://{LOOPBACK}:{settings.api_port}":
        pages = f"http://{LOOPBACK}:{port}"
    return {
        "API_PORT": str(port),
        "DATABASE_URL": _absolute(settings.database_url),
        "DATA_DIR": str(data_dir),
        "PUBLIC_URL": pages,
        "PYTHONUNBUFFERED": "1",
        "SAMPLE": settings.sample,
        "SECRET_KEYS": ",".join(settings.secret_keys or [first_run.secret_key(data_dir)]),
        "TEMPORAL_NAMESPACE": settings.temporal_namespace,
    }


def _absolute(database_url: str) -> str:
    """The same file whatever folder it is named from: the worker runs in that of its build."""
    scheme, _, path = database_url.partition(":///")
    return f"{scheme}:///{Path(path).absolute()}" if scheme.startswith("sqlite") else database_url


async def _start(process: Process, port: int, keeper: Supervisor, rank: int) -> None:
    """Start it, wait until it listens, and keep it alive from then on.

    Raises RuntimeError with the end of its log when it dies before, or does not listen in time.
    """
    keeper.end_at_exit(process, rank=rank)
    await process.start()
    waiting = [asyncio.create_task(process.wait()), asyncio.create_task(until_listening(port))]
    try:
        await asyncio.wait(waiting, timeout=_READY_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if not waiting[1].done():
            raise RuntimeError(f"{process.name} does not answer:\n{process.last_words()}")
    finally:
        for task in waiting:
            task.cancel()
    keeper.keep_alive(process)


async def until_listening(port: int) -> None:
    """Return when a server takes connections at this loopback port."""
    while True:
        try:
            _, writer = await asyncio.open_connection(LOOPBACK, port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return


async def _play(sample: Process, keeper: Supervisor, say: Say) -> None:
    keeper.end_at_exit(sample, rank=_SAMPLE)
    await sample.start()
    if code := await sample.wait():
        say(f"the sample round has not come to its end (exit code {code}); the next start plays it again")
