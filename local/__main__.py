"""`make run`: everything on this machine, until Ctrl-C, SIGTERM, or the end of the `make` that started it."""

import asyncio
import os
import signal
import sys

from local.first_run import alone
from local.leash import end_with_parent
from local.machine import describe, running
from local.standing import standing
from settings import Settings, load


def say(line: str) -> None:
    """Tell the person at the terminal; at once, also through a pipe."""
    print(line, flush=True)


async def serve(settings: Settings) -> None:
    """Run until a signal cancels this."""
    task = asyncio.current_task()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        # Once: what ends the children must not be cancelled by a second, impatient Ctrl-C.
        loop.add_signal_handler(sign, lambda: task and not task.cancelling() and task.cancel())
    async with running(settings, say) as addresses:
        now = await standing(settings.database_url, addresses.temporal, settings.temporal_namespace)
        say(describe(addresses, settings.data_dir, now))
        await asyncio.Event().wait()


def main() -> int:
    """Return the exit code: 0 after a signal, 1 when something did not start."""
    settings = load(required=())
    if "MAKELEVEL" in os.environ:
        end_with_parent(signal.SIGTERM)
    try:
        with alone(settings.data_dir):
            asyncio.run(serve(settings))
    except asyncio.CancelledError:
        say("Ronda has ended")
    except RuntimeError as error:
        sys.stderr.write(f"Ronda cannot start: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
