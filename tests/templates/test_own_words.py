"""Letters in a secretariat's own words: each sentence in its place, in four languages, as text in HTML."""

from html import unescape

import pytest

from rounds.submissions.people import LANGUAGES
from templates.catalogues import PLACEHOLDER, messages
from templates.desk_words import SETS_IN
from templates.own_words import COMMON, FOLDER, PAGES, Row, Sentence, letters_in, own, sentences
from templates.own_words import PLACEHOLDER as NAMED
from templates.render import Renderer
from templates.signs import typeset
from templates.wording_checks import LONGEST, Fault, fault, tidy
from tests.templates.frames import FRAME
from tests.templates.letters import LETTERS

RENDERER = Renderer()
MARK = "Ж"
"""Stands in no letter of ours."""


def marked(template: str, language: str) -> tuple[dict[str, tuple[str, ...]], int]:
    """Every sentence of a letter with a mark, as own words; and how many there are."""
    rows = [
        Row(letter, "", one.message, tuple(f"{MARK}{text}" for text in RENDERER.original(language, one)))
        for letter in letters_in(template)
        for one in sentences(letter).values()
    ]
    return dict(own(template, rows)), len(rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_a_secretariat_changes_stands_in_its_place_and_nothing_else_moves(language: str) -> None:
    """Z3."""
    for template, context in LETTERS:
        given = {**FRAME, **context}
        words, count = marked(template, language)
        assert len(words) > count / 2, "what is marked is as usable as the original"
        changed = RENDERER.letter(template, language, given, words).sheet
        assert MARK in changed, template
        as_it_is = RENDERER.letter(template, language, given).sheet
        assert unescape(changed.replace(MARK, "")) == unescape(as_it_is), template


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_originals_of_every_language_keep_the_rules_that_own_words_keep(language: str) -> None:
    wrong = {
        one.message: found
        for letter in PAGES
        for one in sentences(letter).values()
        if (found := fault(one, RENDERER.original(language, one)))
    }
    assert wrong == {}


def test_what_is_typed_is_text_and_never_html() -> None:
    given = {**FRAME, "why": ""}
    words = own("seat_filled", [Row("common", "", "Yours sincerely,", ('R&D "&" l\'amitié',))])
    sent = RENDERER.letter("seat_filled", "fr", given, words)
    assert sent.sender == "OÉA - DIS"
    assert 'R&D "&" l\'amitié' in sent.text
    assert "R&amp;D" in RENDERER.letter("seat_filled", "fr", given, words).sheet
    assert own("seat_filled", [Row("common", "", "Yours sincerely,", ("<b>With love</b>",))]) == {}


def test_a_letters_own_page_comes_first_then_the_methodology() -> None:
    rows = [
        Row("common", "", "Reason", ("common",)),
        Row("visit", "", "Reason", ("own",)),
        Row("common", "m", "Reason", ("common, m",)),
    ]
    assert own("visit", rows) == {"Reason": ("own",)}
    assert own("told", rows) == {"Reason": ("common, m",)}
    assert own("visit", [*rows, Row("visit", "m", "Reason", ("own, m",))]) == {"Reason": ("own, m",)}


@pytest.mark.parametrize(
    "row",
    [
        Row("common", "", "A sentence that was.", ("text",)),
        Row("a letter that was", "", "Reason", ("text",)),
        Row("common", "", "You receive this letter as %(role)s.", ("without it",)),
        Row("common", "", "Organization of American States", ("another one",)),
        Row("common", "", "Reason", ("one", "and many")),
    ],
    ids=["gone", "no letter", "another placeholder", "whose organ it is", "more forms"],
)
def test_what_cannot_stand_in_the_letter_is_not_used(row: Row) -> None:
    assert own("told", [row]) == {}


def test_every_template_of_a_letter_has_its_page_and_every_placeholder_its_words() -> None:
    held = {template for page in PAGES.values() for template in page.templates}
    assert held == {path.stem for path in FOLDER.glob("*.html")}
    assert {template for template, _ in LETTERS} | {"asked", "sign_in", "log_head"} == set(PAGES) - set(
        COMMON
    )
    names = {name for letter in PAGES for one in sentences(letter).values() for name in one.names}
    assert names == set(SETS_IN)


def test_the_sentences_of_a_letter_are_messages_of_the_catalogues() -> None:
    known = {m.id[0] if isinstance(m.id, tuple | list) else m.id for m in messages() if m.id}
    for letter in PAGES:
        found = sentences(letter)
        assert found, letter
        assert {one.message for one in found.values()} <= known
        assert all(PLACEHOLDER.sub("", one.message).strip(" ,:()") for one in found.values())


COUNTED = Sentence(message="One of %(name)s", many="%(count)s of %(name)s")
PLAIN = Sentence(message="By %(day)s")


@pytest.mark.parametrize(
    ("original", "forms", "found"),
    [
        (PLAIN, ("On %(day)s",), None),
        (PLAIN, ("On %(day)s, %(day)s",), None),
        (PLAIN, (" ",), Fault(code="empty")),
        (PLAIN, ("On",), Fault(code="missing", names=("day",))),
        (PLAIN, ("On %(day)s %(hour)s",), Fault(code="unknown", names=("hour",))),
        (PLAIN, ("On %(day)d",), Fault(code="broken")),
        (PLAIN, ("On %(day)s 100%%",), Fault(code="broken")),
        (PLAIN, ("On %(day)s",) * 2, Fault(code="forms")),
        (PLAIN, ("%(day)s" + "x" * LONGEST,), Fault(code="too_long")),
        (PLAIN, ("%(day)s {% for x in y %}",), Fault(code="markup")),
        (PLAIN, ("%(day)s\u200b",), Fault(code="unseen")),
        (PLAIN, ("%(day)s\u00a0: l\u2019été",), None),
        (COUNTED, ("Just one", "%(count)s, %(name)s"), None),
        (COUNTED, ("Just one", "%(count)s"), Fault(code="missing", form=1, names=("name",))),
        (COUNTED, ("", "%(count)s, %(name)s"), Fault(code="empty")),
        (COUNTED, ("Just one",), Fault(code="forms")),
    ],
)
def test_what_is_wrong_with_a_text_is_told_by_its_code(
    original: Sentence, forms: tuple[str, ...], found: Fault | None
) -> None:
    assert fault(original, forms) == found


def test_a_text_is_kept_as_it_was_meant() -> None:
    assert tidy("  one \r\n two\tthree ", "one line") == "one two three"
    assert tidy(" Dear\r\n\r\n you ", "two\nlines") == "Dear\nyou"
    assert tidy("a\u00a0:  b", "x") == "a\u00a0: b"
    assert typeset("fr", "l'été : « oui »") == "l\u2019été\u00a0: «\u00a0oui\u00a0»"
    assert typeset("es", "l'été : «oui»") == "l'été : «oui»"
    assert NAMED.findall("%(a)s %(b)d") == ["a"]
