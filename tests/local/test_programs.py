"""Where the programs come from: the cache, a CLI that is new enough, or a build."""

import asyncio
from pathlib import Path

import pytest

from local import build, programs
from local.programs import Built, Cli, find


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an empty cache; no program is on the PATH, and nothing is built for real."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    async def makes_both(folder: Path, say: programs.Say) -> None:
        say(f"built with the lock held: {(folder / 'lock').exists()}")
        for name in build.PACKAGES:
            (folder / name).touch()

    monkeypatch.setattr(build, "build", makes_both)
    return build.cache_folder()


def program(file: Path, version: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\necho '{version}'\n")
    file.chmod(0o755)
    return file


def test_the_cache_lies_outside_the_checkout_and_bears_the_pinned_version(
    cache: Path, tmp_path: Path
) -> None:
    assert cache == tmp_path / "cache" / "ronda" / f"temporal-{build.version()}"
    pinned = (build.SOURCE / "go.mod").read_text()
    assert f"go.temporal.io/server v{build.version()}" in pinned
    for package in build.PACKAGES.values():
        assert f"\t{package}\n" in pinned


async def test_what_the_cache_has_is_taken_without_a_word(cache: Path) -> None:
    built = Built(
        server=program(cache / "temporal-server", ""),
        ui=program(cache / "temporal-ui", ""),
    )
    said: list[str] = []
    assert (await find(said.append), said) == (built, [])


async def test_half_a_build_is_not_taken_for_a_whole_one(cache: Path) -> None:
    program(cache / "temporal-ui", "")
    program(cache / "temporal-server.half", "")
    said: list[str] = []
    await find(said.append)
    assert said == ["built with the lock held: True"]


@pytest.mark.usefixtures("cache")
async def test_a_cli_on_the_path_is_taken_when_its_server_is_new_enough(tmp_path: Path) -> None:
    file = program(tmp_path / "bin" / "temporal", "temporal version 1.8.0 (Server 1.32.0, UI 2.54.1)")
    said: list[str] = []
    assert (await find(said.append), said) == (Cli(file), [])


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("says", ["temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)", "something else"])
async def test_a_cli_that_is_too_old_or_unknown_is_passed_over(tmp_path: Path, says: str) -> None:
    program(tmp_path / "bin" / "temporal", says)
    assert isinstance(await find(print), Built)


async def test_nothing_is_run_that_was_fetched_without_a_hash_of_ours(cache: Path) -> None:
    program(cache / "downloaded" / "temporal-sdk-python", "temporal version 1.8.0 (Server 1.33.0)")
    said: list[str] = []
    assert isinstance(await find(said.append), Built)
    assert said == ["built with the lock held: True"]


@pytest.mark.usefixtures("cache")
async def test_of_two_that_need_a_build_one_builds_and_the_other_waits() -> None:
    said: list[str] = []
    first, second = await asyncio.gather(find(said.append), find(said.append))
    assert first == second
    assert said.count("built with the lock held: True") == 1


async def test_a_build_that_fails_is_told_with_its_last_words_and_leaves_no_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = tmp_path / "bin" / "go"
    program(go, "").write_text(
        '#!/bin/sh\nif [ "$1" = env ]; then echo go1.99.0; else echo no space left; exit 1; fi\n'
    )
    monkeypatch.setenv("PATH", str(go.parent), prepend=":")
    with pytest.raises(RuntimeError, match="building temporal-ui failed:\nno space left"):
        await build.build(tmp_path, print)
    assert list(tmp_path.glob("temporal-*")) == []  # noqa: ASYNC240 - a test may block its own loop
