"""All benchmarks in one run, as ratios where the machine matters; exit code 1 when a goal is missed.

`python -m bench`, or one of `history`, `latency`, `throughput` after it.
"""

import asyncio
import sys

from bench import history, latency, throughput
from bench.programs import running

MEASURED = {"latency": latency.measure, "throughput": throughput.measure}


async def main(asked: list[str]) -> bool:
    """Whether every goal was reached."""
    reached = True
    if not asked or "history" in asked:
        reached = await history.measure()
    if wanted := [measure for name, measure in MEASURED.items() if not asked or name in asked]:
        async with running() as programs:
            for measure in wanted:
                reached = await measure(programs) and reached
    return reached


if __name__ == "__main__":
    sys.exit(not asyncio.run(main(sys.argv[1:])))
