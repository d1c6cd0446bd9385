"""`make chaos`: programs are killed at random points of compressed rounds, and nothing is lost (K3).

SEED says which kills are drawn, KILLS how many; what is printed names both, to play it once more.
"""

import asyncio
import os
import random

from tests.chaos.run import big, with_all

if __name__ == "__main__":
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10_000))
    kills = int(os.environ.get("KILLS") or 20)
    asyncio.run(with_all(big(seed, kills), print))
