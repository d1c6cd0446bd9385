"""Switches each rule off in turn, and fails unless a test marked with it fails: `make check-rules`."""

import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proofs.rule_table import QUICK
from tests.proofs.switches import SWITCHES

ARGUMENTS = ("-q", "-p", "no:cacheprovider")
LOADED = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
"""What was loaded before pytest began is none of its tests."""
FAILED = re.compile(r"^FAILED (.+?)(?: - .*)?$", re.MULTILINE)


def tests() -> dict[str, list[str]]:
    """The files in which each rule is proved, the quickest first; slow ones only where there is no other."""
    made: dict[str, list[str]] = {}
    for line in _pytest("--rules").stdout.splitlines():
        if found := re.match(r"(?:(\w\d+): \d+|    (tests/.+?)::.+)$", line):
            rule, path = found.groups()
            if rule:
                files = made.setdefault(rule, [])
            elif path not in files:
                files.append(path)
    return {rule: [f for f in files if f.startswith(QUICK)] or files for rule, files in made.items()}


def _pytest(*given: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", *ARGUMENTS, *given]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own tests


def seen(rule: str, files: list[str]) -> str:
    """The test that fails without the rule; nothing if none does. In a process of its own, which it fills."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder, "said")
        with said.open("w") as out:
            os.dup2(out.fileno(), 1)
        ended = pytest.main([*ARGUMENTS, *LOADED, "-x", "--rule", rule, "--without", rule, *files])
        failed = FAILED.findall(said.read_text())
    return failed[0] if ended == pytest.ExitCode.TESTS_FAILED and failed else ""


def look(asked: tuple[str, list[str]]) -> tuple[bool, str]:
    """Whether a test fails without a rule, and the line that says so."""
    rule, files = asked
    began = time.monotonic()
    test = seen(rule, files)
    words = test or "NO TEST FAILS WITHOUT IT"
    return bool(test), f"{rule}  {words:100}  {time.monotonic() - began:.0f} s"


def lines(rules: list[str]) -> Iterator[tuple[bool, str]]:
    """Whether a test fails without each rule, and which, as soon as it is known.

    Each in a process that is forked off with all the code already loaded: to load it takes longer than most
    of the tests.
    """
    files = tests()
    import api.app  # noqa: F401 - for those that are forked off
    import worker  # noqa: F401 - for those that are forked off

    with multiprocessing.get_context("fork").Pool(os.cpu_count(), maxtasksperchild=1) as several:
        yield from several.imap(look, [(rule, files[rule]) for rule in rules])


def main() -> int:
    """Return the exit code: 1 when a rule can be switched off and no test of it fails."""
    every = True
    for proved, line in lines(sys.argv[1:] or list(SWITCHES)):
        every &= proved
        print(line, flush=True)  # noqa: T201 - somebody waits for it at a terminal
    return 0 if every else 1


if __name__ == "__main__":
    sys.exit(main())
