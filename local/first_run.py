"""What the data folder must hold before anything starts: the secret key, the tables, an officer's key."""

import asyncio
import fcntl
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from local.processes import Process

API_KEY = "api-key"
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
    """Bring the tables up to date, and make the first officer's API key if there is none.

    Raises RuntimeError with the end of the log when either fails.
    """
    log = data_dir / "logs" / "admin.log"
    await _run("admin.py migrate", [*_ADMIN, "migrate"], env, log)
    key_file = data_dir / API_KEY
    if not await asyncio.to_thread(key_file.exists):
        command = [*_ADMIN, "first-officer", "--key-file", str(key_file)]
        await _run("admin.py first-officer", command, env, log)


async def _run(name: str, argv: list[str], env: Mapping[str, str], log: Path) -> None:
    process = Process(name, argv, env=env, log=log)
    await process.start()
    try:
        code = await process.wait()
    finally:
        await process.kill()
    if code:
        raise RuntimeError(f"{name} failed:\n{process.last_words()}")
