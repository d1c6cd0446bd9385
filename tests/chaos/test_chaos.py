"""Programs that are killed at any moment lose no decision and send no letter twice, and every round ends."""

from pathlib import Path

from tests.chaos.kills import Kill, Kills, plan
from tests.chaos.programs import WORKERS
from tests.chaos.run import Chaos

SMALL = Chaos(seed=98, kills=4, rounds=("ripso",), requests=24, whom=(*WORKERS, "api", "temporal"))
"""With this seed both workers die together: what is sent then is kept, and handed over later."""


async def test_k3_a_round_ends_with_all_that_was_acknowledged_whatever_is_killed(
    postgresql_url: str, tmp_path: Path
) -> None:
    found = await SMALL.run(tmp_path, postgresql_url, print)
    assert found.acknowledged >= SMALL.requests
    assert found.letters > found.acknowledged


def test_a_seed_draws_the_same_kills_again_and_each_program_has_its_turn() -> None:
    drawn = plan(3, 5, ("api", "worker 1"), 40)
    assert drawn == plan(3, 5, ("api", "worker 1"), 40)
    assert drawn != plan(4, 5, ("api", "worker 1"), 40)
    assert drawn == sorted(drawn, key=lambda kill: kill.request)
    assert {kill.whom for kill in drawn[:2]} == {"api", "worker 1"}


async def test_all_that_is_planned_is_killed_be_it_that_fewer_requests_are_answered() -> None:
    killed: list[str] = []
    said: list[str] = []

    async def crash(name: str) -> None:
        killed.append(name)

    kills = Kills([Kill(2, 0.0, "api"), Kill(9, 0.0, "worker 1")], crash, said.append)
    for what in ("one", "one, in vain", "one, again"):
        kills.sending(what)
    kills.answered += 1
    kills.sending("two")
    await kills.rest()
    assert sorted(killed) == ["api", "worker 1"]
    assert "killed api, 0.000 s after request 2 (two)" in said
