"""What docs/api.md shows is run as it stands, one sample after the other."""

import asyncio
import os
import re
import sys
from pathlib import Path

from tests.api.acts import ROUNDS, confirmed, until
from tests.conftest import Ronda

DOCS = (Path(__file__).parents[2] / "docs/api.md").read_text("utf-8")
SAMPLES = dict(re.findall(r"^```(sh|python)\n(.*?)^```", DOCS, flags=re.MULTILINE | re.DOTALL))


async def run(ronda: Ronda, address: str, *argv: str) -> str:
    """What a program prints, which is given the address and an officer's key."""
    env = {**os.environ, "RONDA": address, "KEY": ronda.key}
    program = await asyncio.create_subprocess_exec(
        *argv, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await program.communicate()
    assert program.returncode == 0, err.decode() + out.decode()
    return out.decode()


async def test_the_samples_open_a_round_find_what_it_waits_for_and_answer_it(
    ronda: Ronda, address: str
) -> None:
    told = await run(ronda, address, "bash", "-euo", "pipefail", "-c", SAMPLES["sh"])
    (id,) = re.findall(r'"round":"(round-ripso-pry-[\d-]+)","state"', told)
    async with ronda.http(ronda.key) as http:
        await confirmed(http, id)
        printed = await run(ronda, address, sys.executable, "-c", SAMPLES["python"])
        assert {f"{id} accepted", f"{id} received"} & set(printed.splitlines())
        opened = f"{ROUNDS}/{id}"
        assert (await until(http, id, lambda told: told["step"] == "panel"))["id"] in opened
