"""What operators type about all rounds: what cannot be is one line and an exit code, and changes nothing."""

import json

import pytest
from sqlmodel import select, update
from typer.testing import Result

from local import builds
from operating import deploying
from operating.builds import Running
from store.round_state import RoundState
from tests.operating.stage import ROOT, Stage, Type, changed
from tests.workflows.seen import until
from tests.workflows.story import Story

ANOTHER = ("rounds/schemas.py", "Changes only add.", "Changes only ever add.")
"""A line that makes another build of the same code."""


def refused(result: Result) -> str:
    """The one line of a command that did nothing."""
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1), result.output
    return result.stderr.strip()


async def test_a_deploy_needs_to_know_its_build(typed: Type, capfd: pytest.CaptureFixture[str]) -> None:
    result = await typed("", "deploy")
    assert result.exit_code == 2
    assert "BUILD must be the version of this code" in result.stderr + capfd.readouterr().err


async def test_a_build_that_no_worker_runs_is_not_brought_out(
    typed: Type, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deploying, "POLLING_SECONDS", 1.0)
    assert refused(await typed("7", "deploy")) == "no worker of build 7 asks for work: start one first"
    assert await stage.builds.current() == ""


async def test_rounds_of_a_build_that_nobody_knows_are_not_listed(typed: Type) -> None:
    assert refused(await typed("", "rounds", "--on", "7")) == (
        "there is no build 7; those that Temporal knows: none"
    )


@pytest.mark.parametrize("words", [(), ("round-ripso-pry-2026-1", "--all")])
async def test_one_round_or_all_are_rebuilt(typed: Type, words: tuple[str, ...]) -> None:
    result = await typed("", "rebuild", *words)
    assert result.exit_code == 2
    assert "name one round, or --all" in result.stderr


async def test_a_round_that_nobody_knows_is_not_rebuilt(typed: Type) -> None:
    assert refused(await typed("", "rebuild", "round-x")) == "there is no round round-x"
    nothing = await typed("", "rebuild", "--all")
    assert (nothing.exit_code, nothing.stdout) == (0, "every open round runs: nothing was done\n")


async def test_a_deploy_that_cannot_read_a_round_moves_none_and_one_whose_worker_is_gone_is_taken_over(
    typed: Type, stage: Stage
) -> None:
    old, new = builds.keep(ROOT, stage.folder / "copies"), changed(stage.folder, ANOTHER)
    former = await stage.works(old)
    await stage.deploys(old)
    story = await Story(stage.world, f"{stage.folder.name} waits").opened()
    before = await story.settled()
    assert refused(await typed("", "rebuild", story.round)) == f"{story.round} still runs: nothing was done"
    listed = await typed("", "rounds", "--on", old.id)
    assert listed.stdout == f"{old.id} {story.round}\n"
    for field, value, why in (
        ("country", 7, "country: input should be a valid string"),
        ("assignments", [], "assignments: input should be a valid dictionary"),
    ):
        was = await keeps(stage, field, value)
        said = refused(await typed(new.id, "deploy"))
        assert said == f"no round was moved: this build cannot read the state of {story.round}: {why}"
        await keeps(stage, field, was)
    await stage.works(new)
    await former.kill()
    assert await stage.builds.current() == old.id
    left = await typed(new.id, "deploy", "--wait", "1")
    assert left.exit_code == 1
    assert f"1 on {old.id} ({story.round}); leave their worker running" in left.stderr
    taken = await typed(new.id, "deploy", "--wait", "1", "--take-over")
    assert (taken.exit_code, taken.stderr) == (0, "")
    assert taken.stdout.splitlines() == [
        "1 rounds did not move, and were rebuilt from the database",
        f"build {new.id} is current, and every open round runs on it",
        f"no open round runs on build {old.id} any more: its worker can be stopped",
    ]

    async def listed_anew() -> bool:
        return await stage.builds.rounds() == [Running(new.id, story.round)]

    await until(listed_anew)
    assert await story.status() == before
    await story.goes_to("propose_panel:1")


async def keeps(stage: Stage, field: str, value: object) -> object:
    """Keep something else in a field of the one round's state; what was there comes back."""
    async with stage.world.database.writing() as s:
        state = json.loads((await s.exec(select(RoundState.state))).one())
        was, state[field] = state[field], value
        await s.exec(update(RoundState).values(state=json.dumps(state)))
    return was
