"""Saved histories and states only grow in number."""

import subprocess
from pathlib import Path

import pytest

from tests import kept_for_good
from tests.kept_for_good import FOLDERS, LIST, ROOT, add, faults

HISTORY, STATE = f"{FOLDERS[0]}/1/a_round.json", f"{FOLDERS[1]}/1.sample.json"


def commit(root: Path) -> None:
    for words in (("add", "-A"), ("commit", "-qm", "more")):
        who = ("-c", "user.name=tests", "-c", "user.email=tests@example.org")
        subprocess.run(["git", *who, *words], cwd=root, check=True)  # noqa: S603, S607 - fixed words


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with two files, their list frozen and committed."""
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)  # noqa: S607 - a fixed command
    for path in (HISTORY, STATE):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(path)
    assert add(tmp_path, freeze=True) == []
    commit(tmp_path)
    return tmp_path


def test_what_is_kept_here_is_as_it_was() -> None:
    assert faults(ROOT) == []


def test_a_new_file_is_listed_and_then_kept_for_good(root: Path) -> None:
    new = f"{FOLDERS[0]}/2/another.json"
    (root / new).parent.mkdir()
    (root / new).write_text("new")
    assert faults(root) == [f"{new} is not listed: python -m tests.kept_for_good add"]
    assert add(root) == []
    commit(root)
    (root / new).write_text("newer")
    assert faults(root) == [f"{new} was changed"]


def test_a_changed_or_removed_file_is_refused(root: Path) -> None:
    (root / HISTORY).write_text("replayed otherwise")
    (root / STATE).unlink()
    assert faults(root) == [f"{STATE} was removed", f"{HISTORY} was changed"]
    assert add(root) == faults(root)


@pytest.mark.parametrize("commits", [False, True], ids=["before it is committed", "after"])
def test_a_file_that_is_changed_together_with_its_line_is_refused(root: Path, *, commits: bool) -> None:
    (root / HISTORY).write_text("replayed otherwise")
    (root / LIST).unlink()
    add(root, freeze=True)
    if commits:
        commit(root)
    assert faults(root) == [f"the line of {HISTORY} was changed or removed"]


def test_a_file_that_is_removed_together_with_its_line_or_thaws_the_list_is_refused(root: Path) -> None:
    (root / HISTORY).unlink()
    (root / LIST).unlink()
    add(root)
    commit(root)
    assert faults(root) == [f"the line of {HISTORY} was changed or removed"]


def test_without_history_the_list_itself_is_what_counts(root: Path) -> None:
    (root / ".git").rename(root / "gone")
    assert faults(root) == []
    (root / HISTORY).write_text("replayed otherwise")
    assert faults(root) == [f"{HISTORY} was changed"]


def test_before_the_list_is_frozen_it_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_for_good, "committed", lambda _: iter(()))
    (tmp_path / HISTORY).parent.mkdir(parents=True)
    (tmp_path / HISTORY).write_text("first")
    add(tmp_path)
    (tmp_path / HISTORY).write_text("second")
    assert add(tmp_path) == []
