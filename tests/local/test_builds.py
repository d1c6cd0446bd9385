"""Copies of the code that rounds run on."""

from pathlib import Path

import pytest

from local import builds

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout with some code, some of it made by running, and what is not shipped."""
    for name, text in {
        "checkout/worker.py": "print('worker')\n",
        "checkout/rounds/rules.py": "LEAST = 1\n",
        "checkout/rounds/__pycache__/rules.pyc": "made",
        "checkout/templates/locales/es/LC_MESSAGES/ronda.mo": "words",
        "checkout/tests/test_rules.py": "",
        "checkout/.env": "a secret",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "checkout"


def kept(build: builds.Build) -> set[str]:
    return {str(f.relative_to(build.folder)) for f in build.folder.rglob("*") if f.is_file()}


def test_a_build_is_a_copy_of_what_runs_and_of_nothing_else(project: Path, tmp_path: Path) -> None:
    build = builds.keep(project, tmp_path / "builds")
    assert kept(build) == {"worker.py", "rounds/rules.py", "templates/locales/es/LC_MESSAGES/ronda.mo"}
    assert build.folder == tmp_path / "builds" / build.id


def test_the_same_code_is_the_same_build_and_changed_code_another_beside_it(
    project: Path, tmp_path: Path
) -> None:
    first = builds.keep(project, tmp_path / "builds")
    (project / "tests" / "test_rules.py").write_text("# not shipped")
    assert builds.keep(project, tmp_path / "builds") == first
    (project / "rounds" / "rules.py").write_text("LEAST = 2\n")
    second = builds.keep(project, tmp_path / "builds")
    assert second.id != first.id
    assert (first.folder / "rounds" / "rules.py").read_text() == "LEAST = 1\n"
    assert (second.folder / "rounds" / "rules.py").read_text() == "LEAST = 2\n"
    assert builds.of(first.id, tmp_path / "builds") == first


def test_a_copy_that_broke_off_is_made_anew(project: Path, tmp_path: Path) -> None:
    build = builds.keep(project, tmp_path / "builds")
    half = build.folder.rename(tmp_path / "builds" / f"{build.id}.half")
    (half / "worker.py").unlink()
    (half / "left over").write_text("")
    assert "worker.py" in kept(builds.keep(project, tmp_path / "builds"))
    assert "left over" not in kept(build)


def test_copies_that_nobody_needs_are_removed(project: Path, tmp_path: Path) -> None:
    first = builds.keep(project, tmp_path / "builds")
    (project / "worker.py").write_text("")
    second = builds.keep(project, tmp_path / "builds")
    builds.forget(tmp_path / "builds", {second.id})
    assert builds.of(first.id, tmp_path / "builds") is None
    assert builds.of(second.id, tmp_path / "builds") == second
    assert builds.of("", tmp_path / "builds") is None


def test_a_build_holds_what_the_image_holds() -> None:
    listed = (ROOT / ".dockerignore").read_text().splitlines()
    assert set(builds.SHIPPED) == {line[1:] for line in listed if line.startswith("!")}
