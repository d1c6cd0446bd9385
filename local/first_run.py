"""What the data folder must hold before anything starts: the secret key, the tables, an officer's key."""

import asyncio
import fcntl
import os
import secrets
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from local.processes import Process

SECRETARIATS = tomllib.loads((Path(__file__).parent / "secretariats.toml").read_text("utf-8"))
"""The secretariats of this machine by id, each with its officer, its head and the file of its API key."""
_SECRET_KEY = "secret-key"  # noqa: S105 - the name of a file
_ADMIN = (sys.executable, "admin.py")


@contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """Make the folder, for this user alone, and hold it: two programs would serve the same rounds.

    Raises RuntimeError when another holds it; the kernel frees it when its holder dies.
    """
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data_dir / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RuntimeError(f"Ronda is running on {data_dir} already") from error
        yield


def secret_key(data_dir: Path) -> str:
    """Return the key that signs the links, made the first time: links of earlier runs go on working."""
    file = data_dir / _SECRET_KEY
    if not file.exists():
        # The whole key or no file: half a key would stop every later start.
        half = file.with_suffix(".half")
        half.touch(mode=0o600)
        half.write_text(secrets.token_urlsafe(32))
        half.rename(file)
    return file.read_text()


async def prepare(data_dir: Path, env: Mapping[str, str]) -> None:
    """Bring the tables up to date, and make each secretariat's first officer, whose API key goes to a file.

    Raises RuntimeError with the end of the log when either fails.
    """
    log = data_dir / "logs" / "admin.log"
    await run("admin.py migrate", [*_ADMIN, "migrate"], env, log)
    for id, secretariat in SECRETARIATS.items():
        file = key_file(data_dir, id)
        if not await asyncio.to_thread(file.exists):
            options = {
                "--key-file": str(file),
                "--secretariat": id,
                "--secretariat-name": secretariat["name"],
                "--name": secretariat["officer"]["name"],
                "--email": secretariat["officer"]["email"],
                "--head-name": secretariat["head"]["name"],
                "--head-email": secretariat["head"]["email"],
                "--language": secretariat["language"],
            }
            command = [*_ADMIN, "first-officer", *(word for pair in options.items() for word in pair)]
            await run("admin.py first-officer", command, env, log)


def key_file(data_dir: Path, secretariat: str) -> Path:
    """Where the API key of a secretariat's officer lies."""
    name: str = SECRETARIATS[secretariat]["key_file"]
    return data_dir / name


async def desk_links(env: Mapping[str, str]) -> dict[str, str]:
    """By secretariat a link with which its officer signs in to the desk, once; none without an officer."""
    links = await asyncio.gather(*(_desk_link(env, id) for id in SECRETARIATS))
    return {id: link for id, link in zip(SECRETARIATS, links, strict=True) if link}


async def _desk_link(env: Mapping[str, str], id: str) -> str:
    """It goes from hand to hand, through no log; empty if there is none."""
    command = [*_ADMIN, "sign-in-link", id, SECRETARIATS[id]["officer"]["email"]]
    asked = await asyncio.create_subprocess_exec(
        *command,
        env=os.environ | dict(env),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    said, _ = await asked.communicate()
    return "" if asked.returncode else said.decode().strip()


async def run(name: str, argv: list[str], env: Mapping[str, str], log: Path) -> None:
    """Run one of our commands to its end.

    Raises RuntimeError with the end of its log when it fails.
    """
    process = Process(name, argv, env=env, log=log)
    await process.start()
    try:
        code = await process.wait()
    finally:
        await process.kill()
    if code:
        raise RuntimeError(f"{name} failed:\n{process.last_words()}")
