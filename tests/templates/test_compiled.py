"""What one program has compiled of a template spares another the work, and never shows what was before."""

import sys
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment

from templates.compiled import Compiled

SOURCE = "Good morning, {{ name }}"


@pytest.fixture(autouse=True)
def _programs_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


class Program(Environment):
    """Another program, as far as templates go; `compiled` is how many it has compiled itself."""

    def __init__(self, folder: Path, source: str = SOURCE) -> None:
        super().__init__(loader=DictLoader({"letter": source}), bytecode_cache=Compiled(folder))
        self.compiled = 0

    def compile(self, *given: Any, **named: Any) -> Any:
        self.compiled += 1
        return super().compile(*given, **named)

    def says(self) -> str:
        return self.get_template("letter").render(name="Ana")


def test_what_one_program_compiled_another_takes(tmp_path: Path) -> None:
    first, second = Program(tmp_path), Program(tmp_path)
    assert [first.says(), second.says()] == ["Good morning, Ana"] * 2
    assert [first.compiled, second.compiled] == [1, 0]


def test_a_template_that_was_changed_is_compiled_anew(tmp_path: Path) -> None:
    Program(tmp_path).says()
    changed = Program(tmp_path, "Good evening, {{ name }}")
    assert (changed.says(), changed.compiled) == ("Good evening, Ana", 1)


def test_what_was_compiled_in_another_way_is_compiled_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Program(tmp_path).says()
    monkeypatch.setattr("templates.compiled.MAKER", "another jinja, or told otherwise")
    other = Program(tmp_path)
    assert (other.says(), other.compiled) == ("Good morning, Ana", 1)


def test_where_nothing_can_be_written_each_program_compiles_for_itself(tmp_path: Path) -> None:
    programs = [Program(tmp_path / "absent") for _ in range(2)]
    assert [program.says() for program in programs] == ["Good morning, Ana"] * 2
    assert [program.compiled for program in programs] == [1, 1]
    assert not (tmp_path / "absent").exists()


def test_whoever_may_write_no_bytecode_writes_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert Program(tmp_path).says() == "Good morning, Ana"
    assert not list(tmp_path.iterdir())
