"""The table from a rule to its tests, made by the tests themselves.

A test proves the rules that it names: in its own name (`_q4`), in a case's id (`Q4 three countries`) or in
its docstring (`P8.`). What a file's docstring says is about the file, and proves nothing. A test that must
not name a rule in words has the mark `rule("Q4")`.
"""

import re
from pathlib import Path

import pytest

from tests.proofs.switches import SWITCHES

METHODOLOGY = Path(__file__).parents[2] / "docs" / "methodology.md"
KNOWN = tuple(re.findall(r"^\| ([A-Z]\d{1,2}) \| [BMR] \|", METHODOLOGY.read_text("utf-8"), re.MULTILINE))
"""The rules of the methodology, in its order."""
LATER = ("Y1", "Y2", "Z5")
"""Of the report's making, its publication and what comes after it."""
QUICK = (
    "tests/rounds/",
    "tests/methodologies/",
    "tests/templates/",
    "tests/proofs/",
    "tests/store/",
    "tests/activities/",
)
"""Where a test takes milliseconds, the quickest first; elsewhere it needs a server."""

IN_NAME = re.compile(r"(?:^|_)([a-z]\d{1,2})(?=_|$)")
IN_WORDS = re.compile(r"\b([A-Z]\d{1,2})\b")


def rules_of(item: pytest.Item) -> set[str]:
    """The rules that a test proves."""
    function, _, case = item.name.partition("[")
    said = getattr(getattr(item, "function", None), "__doc__", None) or ""
    named = {name.upper() for name in IN_NAME.findall(function)}
    marked = {rule for mark in item.iter_markers("rule") for rule in mark.args}
    return (named | marked | set(IN_WORDS.findall(f"{case} {said}"))) & set(KNOWN)


def table(items: list[pytest.Item]) -> dict[str, list[str]]:
    """The tests of each rule, by the path and name of the function; the quickest first."""
    made: dict[str, dict[str, None]] = {rule: {} for rule in KNOWN}
    for item in sorted(items, key=_slowness):
        for rule in rules_of(item):
            made[rule][item.nodeid.partition("[")[0]] = None
    return {rule: list(tests) for rule, tests in made.items()}


def _slowness(item: pytest.Item) -> int:
    return next((n for n, folder in enumerate(QUICK) if item.nodeid.startswith(folder)), len(QUICK))


# ---- what pytest asks for


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--rules` prints the table; `--rule Q4 --without Q4` runs the tests of a rule that is switched off."""
    group = parser.getgroup("rules of the methodology")
    group.addoption("--rules", action="store_true", help="print the tests of each rule, and run none")
    group.addoption("--without", help="run as if nothing enforced this rule")
    group.addoption("--rule", help="run the tests that prove this rule, the quickest first")


def pytest_configure(config: pytest.Config) -> None:
    """Say what the mark is; switch a rule off before any test knows it."""
    if rule := config.getoption("--without"):
        SWITCHES[rule]()
    config.addinivalue_line("markers", "rule(*ids): the test proves these rules of the methodology")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark each test with its rules; print them, or keep those of one rule."""
    for item in items:
        if rules := rules_of(item):
            item.add_marker(pytest.mark.rule(*sorted(rules)))
    if config.getoption("--rules"):
        for rule, tests in table(items).items():
            print("\n".join([f"{rule}: {len(tests)}", *(f"    {test}" for test in tests)]))  # noqa: T201 - it was asked for
        items.clear()
    elif rule := config.getoption("--rule"):
        items[:] = sorted((item for item in items if rule in rules_of(item)), key=_slowness)
