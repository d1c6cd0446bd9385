"""Templates come from the disk, and nothing that people write becomes one (S5)."""

import ast
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, TemplateNotFound

from rounds.submissions.people import LANGUAGES
from templates import render
from templates.compiled import Compiled
from templates.own_words import Row, own, sentences
from templates.render import FOLDER, Renderer
from tests.templates.frames import FRAME
from tests.templates.letters import LETTERS

ROOT = FOLDER.parent
ROOMS = (
    *("activities", "api", "beforehand", "local", "methodologies", "operating", "rehearsing", "rounds"),
    *("store", "templates", "workflows"),
)
RENDERER = Renderer()
OF_JINJA = {
    *("BytecodeCache", "Bucket", "Context", "Environment", "FileSystemBytecodeCache", "FileSystemLoader"),
    *("StrictUndefined", "nodes", "pass_context"),
}
"""What the project takes from the engine of templates: nothing that makes one of a text."""
MAKES_ONE = {"from_string", "compile_expression", "Template", "eval", "exec", "format_map", "vformat"}
"""What would run, or fill in by its own rules, a text that may be anybody's."""
ENGINES = {"jinja2", "mako", "chameleon", "docxtpl", "string", "pystache", "tornado"}
FOLDERS = {"FOLDER", "_FOLDER"}
HOSTILE = (
    "{{ 7*7 }}",
    "{{ ''.__class__.__mro__ }}",
    "{% for x in y %}{{ x }}{% endfor %}",
    "{% include 'letters/base.html' %}",
    "{# hidden #}",
    "{0.__class__}",
    "{round[institution]}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "<script>alert(7*7)</script>",
    "&lt;b&gt;",
)
"""Texts that some engine or other would do something with."""
HARMLESS = ("$(7*7)", "`id`", "=7*7", "\\x37", "[[ 7*7 ]]", "@(7*7)")
"""Texts that could be meant as they stand: they are taken, and say what they say."""


@cache
def modules() -> tuple[tuple[Path, ast.Module], ...]:
    """Every module that runs; a migration fills in what its own file says."""
    found = [*ROOT.glob("*.py"), *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))]
    ours = [path for path in sorted(found) if "migrations" not in path.parts]
    return tuple((path.relative_to(ROOT), ast.parse(path.read_text("utf-8"))) for path in ours)


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """What is called, by its last name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            made = node.func
            yield (made.attr if isinstance(made, ast.Attribute) else getattr(made, "id", "")), node


def is_ours(made: ast.Call, name: str) -> bool:
    """`s.exec` is a statement of the database's; alone it would run code."""
    return name in ("eval", "exec") and isinstance(made.func, ast.Attribute)


def of_a_literal(node: ast.expr) -> bool:
    """Whether what is formatted stands in the code: a text, markup of one, a constant, a table's entry."""
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute):
            return of_a_literal(node.func.value)
        return bool(node.args) and all(of_a_literal(each) for each in node.args)
    if isinstance(node, ast.Subscript):
        return of_a_literal(node.value)
    if isinstance(node, ast.Name):
        return node.id.isupper()
    return isinstance(node, ast.Constant | ast.JoinedStr)


def test_s5_no_module_makes_a_template_of_a_text() -> None:
    seen = 0
    for path, tree in modules():
        seen += 1
        wrong = [name for name, made in calls(tree) if name in MAKES_ONE and not is_ours(made, name)]
        assert wrong == [], path
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                assert not ENGINES & {each.name.partition(".")[0] for each in node.names}, path
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in ENGINES:
                assert {each.name for each in node.names} <= OF_JINJA, path
    assert seen > 300


def test_s5_what_renders_reads_from_a_folder_of_the_project_and_what_does_not_has_no_loader() -> None:
    rendering = set()
    for path, tree in modules():
        for name, made in calls(tree):
            if name == "FileSystemLoader":
                names = {node.id for node in ast.walk(made.args[0]) if isinstance(node, ast.Name)}
                assert (path, bool(names), names <= FOLDERS) == (path, True, True)
                rendering.add(path.as_posix())
            if name == "Environment":
                given = {keyword.arg: keyword.value for keyword in made.keywords}
                loads = isinstance(given.get("loader"), ast.Call)
                assert loads or path.as_posix() in ("templates/checking.py", "templates/own_words.py"), path
                autoescape = given["autoescape"]
                assert isinstance(autoescape, ast.Constant), path
                assert autoescape.value is True, path
    assert rendering == {"templates/render.py", "api/description/page.py", "local/letters_page.py"}


def test_s5_only_texts_of_the_code_are_filled_in_by_braces() -> None:
    found = [
        (path.as_posix(), ast.unparse(made.func)[:60])
        for path, tree in modules()
        for name, made in calls(tree)
        if name == "format" and isinstance(made.func, ast.Attribute) and not of_a_literal(made.func.value)
    ]
    assert found == []


BAD = ("env.from_string(a)", "eval(a)", "jinja2.Template(a)", "a.format_map(b)")
GOOD = ("s.exec(a)", "env.get_template(a)", "re.compile(a)")
FILLED = {
    **dict.fromkeys(("a.format(1)", "Markup(a).format(1)", "a.get(b).format(1)", "a[b].format(1)"), False),
    **dict.fromkeys(
        (
            "'{}'.format(1)",
            "Markup('{}').format(1)",
            "TEXT.format(1)",
            "T.get(b).format(1)",
            "T[b].format(1)",
        ),
        True,
    ),
}


def test_s5_the_search_finds_what_it_looks_for() -> None:
    for line in (*BAD, *GOOD):
        ((name, made),) = calls(ast.parse(line))
        assert (line, name in MAKES_ONE and not is_ours(made, name)) == (line, line in BAD)
    for line, of_the_code in FILLED.items():
        name, made = next(calls(ast.parse(line)))
        assert isinstance(made.func, ast.Attribute)
        assert (line, name, of_a_literal(made.func.value)) == (line, "format", of_the_code)


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The source and the file of all that is compiled meanwhile, by an engine that has nothing yet."""
    seen: list[tuple[str, str]] = []
    compile_ = Environment.compile

    def noted(self: Environment, source: Any, *rest: Any, **more: Any) -> Any:
        seen.append((str(source), str(more.get("filename", rest[1] if len(rest) > 1 else ""))))
        return compile_(self, source, *rest, **more)

    monkeypatch.setattr(Environment, "compile", noted)
    monkeypatch.setattr(Compiled, "load_bytecode", lambda _, bucket: bucket.reset())
    return seen


def sheets(renderer: Renderer, text: str, language: str = "en") -> Iterator[tuple[str, str]]:
    """Every letter, with this wherever somebody has typed something."""
    typed = dict.fromkeys(("institution", "initiative", "about", "secretariat"), text)
    for template, context in dict(LETTERS).items():
        given = {**FRAME, **context}
        by_people = {
            "recipient": {**given["recipient"], "name": text},
            "round": {**given["round"], **typed},
            "contact": {"name": text, "email": "oficial@dis.example"},
            "letterhead": {"signature": text, "address": [text, text], "telephone": text, "email": ""},
        }
        yield template, renderer.letter(template, language, {**given, **by_people}).sheet


def shown(sheet: str) -> str:
    """A letter's HTML, in which quotes need no escaping."""
    return sheet.replace("&#39;", "'").replace("&#34;", '"')


def test_s5_whatever_people_type_what_is_compiled_stands_on_the_disk(
    compiled: list[tuple[str, str]],
) -> None:
    for _ in sheets(Renderer(), " ".join(HOSTILE)):
        pass
    assert len(compiled) > len({template for template, _ in LETTERS}) / 2
    for source, filename in compiled:
        assert Path(filename).resolve().is_relative_to(FOLDER.resolve()), filename
        assert source == Path(filename).read_text("utf-8")


@pytest.mark.parametrize("text", [*HOSTILE, *HARMLESS])
def test_s5_what_people_type_stands_in_a_letter_as_text(text: str) -> None:
    for template, sheet in sheets(RENDERER, text):
        assert escape(text, quote=False) in shown(sheet), template
        assert "49" not in sheet, template


@pytest.mark.parametrize("language", LANGUAGES)
def test_s5_wordings_that_an_engine_would_do_something_with_are_not_used(language: str) -> None:
    found = [one for letter in ("common", "seat_filled") for one in sentences(letter).items()]
    rows = [
        Row(letter, "", one.message, (f"{text} {' '.join(f'%({name})s' for name in one.names)}",) * forms)
        for text in HOSTILE
        for letter in ("common", "seat_filled")
        for one in sentences(letter).values()
        for forms in (1 + one.counted,)
    ]
    assert len(rows) == len(HOSTILE) * len(found)
    assert own("seat_filled", rows) == {}
    given = {**FRAME, "why": ""}
    as_it_is = RENDERER.letter("seat_filled", language, given).sheet
    assert RENDERER.letter("seat_filled", language, given, own("seat_filled", rows)).sheet == as_it_is


def unchecked(text: str) -> str:
    """A letter with a wording that stood in the table, were the check to fail."""
    return RENDERER.letter("seat_filled", "en", {**FRAME, "why": ""}, {"Yours sincerely,": (text,)}).sheet


@pytest.mark.parametrize("text", [text for text in (*HOSTILE, *HARMLESS) if "%" not in text])
def test_s5_even_unchecked_a_wording_is_shown_and_not_run(text: str) -> None:
    sheet = unchecked(text)
    assert escape(text, quote=False) in shown(sheet)
    assert "49" not in sheet


@pytest.mark.parametrize("text", [*(text for text in HOSTILE if "%" in text), "%(round)s", "%d", "%(a.b)s"])
def test_s5_even_unchecked_a_wording_reaches_nothing_that_its_original_does_not_set(text: str) -> None:
    """No letter is made of it, which its round shows."""
    with pytest.raises((KeyError, TypeError, ValueError)):
        unchecked(text)


@pytest.mark.parametrize("form", ["%(day.__class__)s", "%(day)c", "%s", "%(other)s", "%(day)999999999s"])
def test_s5_a_placeholder_is_one_of_the_originals_or_the_wording_is_not_used(form: str) -> None:
    (one, *_) = [one for one in sentences("common").values() if one.names and not one.counted]
    rows = [Row("common", "", one.message, (f"{form} {' '.join(f'%({name})s' for name in one.names)}",))]
    assert own("told", rows) == {}


@pytest.mark.parametrize("name", ["../settings.py", "letters/../../settings.py", "/etc/hostname", "x\x00"])
def test_s5_no_name_leads_out_of_the_folder(name: str) -> None:
    environment = Renderer()._environments["en"]
    with pytest.raises((TemplateNotFound, ValueError)):
        environment.get_template(name)
    assert render.FOLDER == FOLDER
