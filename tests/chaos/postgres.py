"""A PostgreSQL server that may be killed with all its processes, and comes back on what it kept."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.databases import Postgres

SOCKET_LOCK = ".s.PGSQL.5432.lock"
_PATIENCE = 60.0
"""Seconds that it may take to come back: what the log of writes holds is done again first."""
_GLANCE = 0.05


class Mortal(Postgres):
    """The server of the tests, in the hands of somebody who kills it."""

    def crash(self) -> None:
        """Kill it with all its processes (SIGKILL), and start it again.

        Raises: subprocess.SubprocessError when it does not start.
        """
        self._kill()
        began = time.monotonic()
        while True:
            try:
                self._server.ensure_postgres_running()
            except subprocess.SubprocessError:
                if time.monotonic() - began > _PATIENCE:
                    raise
                time.sleep(_GLANCE)
            else:
                return

    def _kill(self) -> None:
        """Kill the first of its processes and those that it started, and wait until none lives."""
        info: Any = self._server.get_postmaster_info()
        first = info.process
        family = [first.pid, *(child.pid for child in first.children(recursive=True))]
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while any(_lives(pid) for pid in family):
            time.sleep(_GLANCE)
        # Nobody may have fetched the dead yet; to whoever starts next they look alive.
        for kept in (self._server.pgdata / "postmaster.pid", info.socket_dir / SOCKET_LOCK):
            kept.unlink(missing_ok=True)


def _lives(pid: int) -> bool:
    """Whether it runs; a zombie that nobody has fetched does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
