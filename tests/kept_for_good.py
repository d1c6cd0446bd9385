"""What older code has left for tests is never changed: `python -m tests.kept_for_good check|add|freeze`.

The list names each saved history, and each shape and sample of a schema, with its sha256. `add` lists what
is new; `freeze`, once, makes the list final: from then on every version of it that was committed must be
part of the next one, so that neither a file nor its line can be changed or removed.
"""

import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = ("tests/workflows/histories", "tests/store/states")
LIST = "tests/kept_for_good.txt"
FROZEN = "# frozen: lines are added, none is changed or removed"

Lines = dict[str, str]
"""The sha256 of each file, by its path."""


def standing(root: Path) -> Lines:
    """What stands in the folders."""
    files = (file for folder in FOLDERS for file in (root / folder).rglob("*.json"))
    return {str(f.relative_to(root)): hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(files)}


def parsed(text: str) -> Lines:
    """The lines of a list."""
    pairs = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {path: sha256 for sha256, path in pairs}


def listed(root: Path) -> str:
    """The list as it stands; empty before there is one."""
    file = root / LIST
    return file.read_text("utf-8") if file.exists() else ""


def committed(root: Path) -> Iterator[Lines]:
    """Every frozen version of the list that history knows; none where there is no history."""
    commits = _git(root, "log", "--format=%H", "--", LIST).split()
    for commit in commits:
        text = _git(root, "show", f"{commit}:{LIST}")
        if text.startswith(FROZEN):
            yield parsed(text)


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=False)  # noqa: S603, S607 - words of ours
    return done.stdout if done.returncode == 0 else ""


def faults(root: Path) -> list[str]:
    """What is not as the list says, and what the list once said and says no more."""
    there, lines = standing(root), parsed(listed(root))
    found = [
        f"{path} is not listed: python -m tests.kept_for_good add" for path in there.keys() - lines.keys()
    ]
    found += [f"{path} was removed" for path in lines.keys() - there.keys()]
    found += [f"{path} was changed" for path in lines.keys() & there.keys() if lines[path] != there[path]]
    for before in committed(root):
        found += [
            f"the line of {path} was changed or removed" for path in before if lines.get(path) != before[path]
        ]
    return sorted(set(found))


def add(root: Path, *, freeze: bool = False) -> list[str]:
    """List what is new; before the list is frozen, all anew. What has changed since is a fault and stays."""
    text = listed(root)
    frozen = text.startswith(FROZEN)
    lines = standing(root) | (parsed(text) if frozen else {})
    head = f"{FROZEN}\n" if frozen or freeze else ""
    body = "".join(f"{lines[path]} {path}\n" for path in sorted(lines))
    (root / LIST).write_text(head + body, "utf-8")
    return faults(root)


def main(words: list[str]) -> int:
    """Return the exit code: 1 when something that was kept is no longer as it was."""
    acts: dict[str, Callable[[Path], list[str]]] = {
        "check": faults,
        "add": add,
        "freeze": partial(add, freeze=True),
    }
    if len(words) != 1 or words[0] not in acts:
        sys.stderr.write("python -m tests.kept_for_good check|add|freeze\n")
        return 2
    found = acts[words[0]](ROOT)
    sys.stderr.writelines(f"{fault}\n" for fault in found)
    return int(bool(found))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
