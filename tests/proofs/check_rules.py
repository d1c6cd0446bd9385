"""Switches each rule off in turn, and fails unless a test marked with it fails: `make check-rules`."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from tests.proofs.rule_table import QUICK
from tests.proofs.switches import SWITCHES

PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
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
    return subprocess.run([*PYTEST, *given], capture_output=True, text=True, check=False)  # noqa: S603 - our own tests


def seen(rule: str, files: list[str]) -> str:
    """The test that fails without the rule; nothing if none does."""
    run = _pytest("-x", "--rule", rule, "--without", rule, *files)
    failed = FAILED.findall(run.stdout)
    return failed[0] if run.returncode == 1 and failed else ""


def lines(rules: list[str]) -> Iterator[tuple[bool, str]]:
    """Whether a test fails without each rule, and which, as soon as it is known."""
    files = tests()

    def look(rule: str) -> tuple[bool, str]:
        began = time.monotonic()
        test = seen(rule, files[rule])
        return bool(
            test
        ), f"{rule}  {test or 'NO TEST FAILS WITHOUT IT':100}  {time.monotonic() - began:.0f} s"

    with ThreadPoolExecutor(os.cpu_count()) as several:
        yield from several.map(look, rules)


def main() -> int:
    """Return the exit code: 1 when a rule can be switched off and no test of it fails."""
    every = True
    for proved, line in lines(sys.argv[1:] or list(SWITCHES)):
        every &= proved
        print(line, flush=True)  # noqa: T201 - somebody waits for it at a terminal
    return 0 if every else 1


if __name__ == "__main__":
    sys.exit(main())
