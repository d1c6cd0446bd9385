"""What the operator is told is what the programs do."""

import re
from pathlib import Path

from settings import Settings

ROOT = Path(__file__).parents[1]
TOLD = (ROOT / "docs" / "operation.md").read_text("utf-8")
BUILDING = ("build.py", "programs.py")
"""What happens in the cache, while a server is built."""


def test_every_log_and_database_of_one_machine_is_named() -> None:
    sources = [path for path in (ROOT / "local").glob("*.py") if path.name not in BUILDING]
    named = {
        name for path in sources for name in re.findall(r'"([\w-]+\.(?:log|db))"', path.read_text("utf-8"))
    }
    assert {"worker.log", "api.log", "letters.db", "temporal.db"} <= named
    assert [name for name in sorted(named) if name not in TOLD] == []


def test_every_setting_has_its_line_and_no_other() -> None:
    table = TOLD.partition("## Settings")[2].partition("\n## ")[0]
    told = re.findall(r"^\| `(\w+)` \|", table, re.M)
    assert sorted(told) == sorted(name.upper() for name in Settings.model_fields)
