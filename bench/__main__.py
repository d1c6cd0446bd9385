"""All benchmarks in one run, as ratios where the machine matters; exit code 1 when a goal is missed.

`python -m bench`, or one of `document`, `public`, `desk`, `history`, `latency`, `throughput` after it.
"""

import asyncio
import sys

from bench import desk, document, history, latency, public, throughput
from bench.programs import running

MEASURED = {"latency": latency.measure, "throughput": throughput.measure}


async def main(asked: list[str]) -> bool:
    """Whether every goal was reached."""
    reached = True
    if not asked or "document" in asked:
        reached = await document.measure()
    if not asked or "public" in asked:
        reached = await public.measure() and reached
    if not asked or "desk" in asked:
        reached = await desk.measure() and reached
    if not asked or "history" in asked:
        reached = await history.measure() and reached
    if wanted := [measure for name, measure in MEASURED.items() if not asked or name in asked]:
        async with running() as programs:
            for measure in wanted:
                reached = await measure(programs) and reached
    return reached


if __name__ == "__main__":
    sys.exit(not asyncio.run(main(sys.argv[1:])))
