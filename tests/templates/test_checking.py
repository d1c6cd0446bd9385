"""The search for words outside gettext: what it finds in a template, and what it lets be."""

from pathlib import Path

import pytest

from templates import catalogues, checking
from templates.checking import outside, untranslated


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Welcome</p>", ["Welcome"]),
        ("<p>{{ name }}: {{ value }}</p>", ["\ufffc: \ufffc"]),
        ("<p>{{ name }} ({{ role }}), {{ country }}</p>", []),
        ("{% if a %}<p>{% trans %}Yes{% endtrans %}</p>{% else %}No{% endif %}", ["No"]),
        ("{% macro f(x) %}<b>{{ x }} days</b>{% endmacro %}", ["\ufffc days"]),
        ("{% block title %}Title{% endblock %}", ["Title"]),
        ("{% trans n=2 %}One day{% pluralize %}{{ n }} days{% endtrans %}", []),
        ("{% trans x=f('Two words') %}Said: {{ x }}{% endtrans %}", ["Two words"]),
        ('{{ gettext("Two words") }}', []),
        ("{# A comment is for whoever reads the source. #}", []),
        ("<style>body { color: red; }</style><script>Let it be;</script>", []),
    ],
)
def test_text_that_is_shown(source: str, found: list[str]) -> None:
    assert outside(source) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('<img alt="A map">', ["A map"]),
        ('<input placeholder="name@example.org">', ["name@example.org"]),
        ('<button aria-label="{{ label }}" title="Send">{{ label }}</button>', ["Send"]),
        ('<input type="submit" value="Send">', ["Send"]),
        ('<input type="hidden" name="language" value="send">', []),
        ('<a class="button" href="/l/{{ ref }}" lang="es">{{ label }}</a>', []),
        ('<meta name="description" content="A round">', ["A round"]),
        ('<meta name="robots" content="noindex">', []),
        ('{% macro m(c) %}{% if c %} aria-invalid="true"{% endif %}{% endmacro %}', []),
        ('{% macro m(c) %}{% if c %} title="Wrong"{% endif %}{% endmacro %}', ["Wrong"]),
    ],
)
def test_attributes_that_are_shown(source: str, found: list[str]) -> None:
    assert outside(source) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{{ parts.action(url, "Open the task") }}', ["Open the task"]),
        ('{{ "Yes" if x else "no" }}', ["Yes"]),
        ('{% if method == "CANCEL" %}{{ name }}{% endif %}', []),
        ('{{ words.choice("section", part) }}{{ names | join(", ") }}', []),
        ('{% extends "pages/Base file.html" %}', []),
    ],
)
def test_strings_that_read_like_words_for_people(source: str, found: list[str]) -> None:
    assert outside(source) == found


def test_no_template_says_anything_outside_gettext() -> None:
    assert untranslated() == []


def test_the_check_of_the_catalogues_fails_on_it_and_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "hello.html").write_text("<p>Hello</p>", "utf-8")
    monkeypatch.setattr(checking, "FOLDER", tmp_path)
    assert catalogues.check() == 1
    assert capsys.readouterr().err == "pages/hello.html: outside gettext: 'Hello'\n"
