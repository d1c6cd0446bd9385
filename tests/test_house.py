"""The house keeps its own rules: words where they belong, data instead of branches, files one can read."""

import ast
import re
import subprocess
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from methodologies.loader import names
from rounds.codes import CODES
from rounds.methodology.model import STEPS
from rounds.methodology.said import NEWS
from rounds.state.round import Assignment, Round, Seat, Visit
from rounds.submissions.people import LANGUAGES
from rounds.submissions.refusals import Refusal
from templates.catalogues import read
from templates.sentences import REFUSALS
from templates.telling import NEWS as TITLES
from workflows.round import RoundWorkflow

ROOT = Path(__file__).parents[1]
METHODOLOGY = (ROOT / "docs" / "methodology.md").read_text("utf-8")
SECURITY = (ROOT / "docs" / "security.md").read_text("utf-8")
ENGINE = ("rounds/", "workflows/", "activities/", "store/", "templates/", "api/", "worker.py", "admin.py")
"""What must run any methodology."""
LONGEST = 300
"""Lines of a file."""
OTHERS = ("tests/vendor/", "tools/", "templates/static/")
"""What the project holds and did not write."""


@cache
def files() -> tuple[str, ...]:
    """What is tracked, and what is about to be; paths from the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)  # noqa: S603 - a fixed command
    paths = listed.stdout.decode().split("\0")
    return tuple(p for p in paths if p and not p.startswith(OTHERS) and (ROOT / p).is_file())


def text(path: str) -> str:
    return (ROOT / path).read_text("utf-8", errors="replace")


def python(*under: str) -> list[str]:
    return [p for p in files() if p.endswith(".py") and p.startswith(under or "")]


# ---- the methodology and the code say the same


def headings() -> dict[str, str]:
    """The steps' headings with their rules, as the methodology tells them."""
    part = METHODOLOGY.partition("## Steps")[2].partition("\n## ")[0]
    told = re.findall(r"^### (.+?)\n.*?^Rules: (.+?)$", part, re.MULTILINE | re.DOTALL)
    return dict(told)


@pytest.mark.parametrize("step", STEPS)
def test_a_steps_method_says_the_methodologys_heading_with_its_rules(step: str) -> None:
    heading = step.replace("_", "-").capitalize()
    assert getattr(RoundWorkflow, step).__doc__ == f"{heading} ({headings()[heading]})."


def test_the_steps_stand_in_the_order_of_a_rounds_life() -> None:
    methods = [name for name in vars(RoundWorkflow) if name in STEPS]
    assert tuple(methods) == STEPS
    assert [heading.lower().replace("-", "_") for heading in headings()] == list(STEPS)


RULES = re.findall(r"^\| ([A-Z]\d{1,2}) \| [BMR] \|", METHODOLOGY, re.MULTILINE)
SAFETY = re.findall(r"^\| ([A-Z]\d{1,2}) \|", SECURITY, re.MULTILINE)
NAMED = re.compile(r"\b([QPDVWXYZLUESKN]\d{1,2})\b")


def ids(said: str) -> set[str]:
    """The ids that a text names: as they stand, and in the names of tests."""
    tests = re.findall(r"def (test_\w+)", said)
    return set(NAMED.findall(" ".join((said, *(name.upper().replace("_", " ") for name in tests)))))


def test_an_id_means_one_thing() -> None:
    assert len(RULES) == 53
    assert sorted({*RULES, *SAFETY}) == sorted([*RULES, *SAFETY])


def test_every_id_that_is_named_anywhere_is_explained_in_the_methodology_or_in_security() -> None:
    said = [p for p in files() if p.endswith((".py", ".md", ".yml", "Makefile"))]
    assert len(said) > 500
    assert {p: unknown for p in said if (unknown := ids(text(p)) - {*RULES, *SAFETY})} == {}


def test_an_id_is_seen_wherever_it_stands() -> None:
    said = (
        "(Q1) see L13, `K9`: U10, N2. def test_a_link_e8_s7_dies() -> None def test_it_x2() B904 E501 UTF8 A4"
    )
    assert ids(said) == {"Q1", "L13", "K9", "U10", "N2", "E8", "S7", "X2"}


def test_what_shows_that_something_holds_is_there() -> None:
    shown = set(re.findall(r"tests/[\w/]+\.py", SECURITY))
    assert len(shown) > 20
    assert shown <= set(files())


def test_no_code_depends_on_the_name_of_a_methodology() -> None:
    name = re.compile("|".join((*names(), "mecigep")), re.IGNORECASE)
    for path in files():
        if path.startswith(ENGINE) and not path.endswith(".po"):
            assert not name.search(text(path)), path


# ---- every code has its words


said = cache(read)
"""The words of a language, read once."""


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_refusal_has_a_sentence_in_every_language(code: str) -> None:
    for language in LANGUAGES:
        message = said(language).get(REFUSALS[code])
        assert message, language
        assert message.string, language


def test_every_refusal_is_raised_somewhere_and_every_fact_of_a_round_is_asked_for() -> None:
    told = "\n".join(text(path) for path in python(*ENGINE))
    classes = {refusal.__name__ for refusal in CODES.values()} - {Refusal.__name__}
    raised = re.sub(r"^class \w+|^from .*?import (?:\w.*$|\((?s:.*?)\))", "", told, flags=re.MULTILINE)
    assert {name for name in classes if not re.search(rf"\b{name}\b", raised)} == set()
    rules = "\n".join(text(path) for path in python("rounds/", "workflows/"))
    facts = [field.name for room in (Round, Assignment, Seat, Visit) for field in fields(room)]
    # The schema is asked for on plain data, before there is a round.
    assert {name for name in facts if not re.search(rf"\.{name}\b", rules)} == {"schema"}


def told() -> set[str]:
    """What is told to people, wherever that is done: by a `Tell`, by a function of rounds/state/news.py."""
    calls = [
        node
        for path in python("rounds/", "workflows/")
        for node in ast.walk(ast.parse(text(path)))
        if isinstance(node, ast.Call)
    ]
    made = [call for call in calls if getattr(call.func, "id", "") in ("Tell", "_told")]
    asked = [call for call in calls if getattr(getattr(call.func, "value", None), "id", "") == "news"]
    said = [keyword.value for call in made for keyword in call.keywords if keyword.arg == "what"]
    said += [call.args[1] for call in asked if getattr(call.func, "attr", "") in ("tell", "of")]
    return {str(value.value) for value in said if isinstance(value, ast.Constant)}


def test_all_news_have_words() -> None:
    assert told() >= {"panel_formed", "place_taken", "waived", "closed"}
    assert told() | set(NEWS) == set(TITLES)


def test_every_happening_that_a_table_may_name_is_told_somewhere() -> None:
    written = "\n".join(
        text(path) for path in python("rounds/steps/", "rounds/interventions/", "rounds/clock/")
    )
    assert [what for what in NEWS if f'"{what}"' not in written and what != "panel_formed"] == []


# ---- files


def test_every_file_can_be_read_in_one_go() -> None:
    long = {path: lines for path in python() if (lines := len(text(path).splitlines())) > LONGEST}
    assert long == {}


def test_a_room_says_what_it_is_and_re_exports_nothing() -> None:
    for path in [p for p in python() if p.endswith("__init__.py")]:
        (said,) = ast.parse(text(path)).body
        assert isinstance(said, ast.Expr), path
        assert isinstance(said.value, ast.Constant), path


MACHINE = re.compile(r"(?<![\w.~$}])/(?:home|root|Users|work|opt)/\w")
REGISTRY = re.compile(r"--(?:extra-)?index-url[ =]\S|--find-links[ =]\S|pythonhosted\.org|GOPROXY=http")


SAYING_SO = ("Makefile", "tests/test_house.py")
"""The lock's recipe names the options that it does not use; this file names what it looks for."""


@pytest.mark.parametrize("pattern", [MACHINE, REGISTRY], ids=["machine", "registry"])
def test_no_file_knows_a_machine_or_the_address_of_a_registry(pattern: re.Pattern[str]) -> None:
    assert [path for path in files() if pattern.search(text(path)) and path not in SAYING_SO] == []


EXCUSE = re.compile(r"# (?:noqa: \w+(?:, \w+)*|type: ignore\[[^\]]+\])(?P<reason>.*)")


def test_whatever_is_ignored_has_its_reason() -> None:
    bare = [
        f"{path}: {line.strip()}"
        for path in python()
        for line in text(path).splitlines()
        if (excuse := EXCUSE.search(line)) and not excuse["reason"].strip(" -#")
    ]
    assert bare == []
