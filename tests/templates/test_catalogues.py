"""The catalogues: complete in every language, and a check that notices when one is not."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from rounds.codes import CODES
from rounds.messages import LANGUAGES
from rounds.methodology import KINDS, ROLES, STEPS
from rounds.sent import MODELS
from templates import catalogues, render, sentences, vocabulary
from templates.render import CatalogueMissing, Renderer

RENDERER = Renderer()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_says_every_message_with_its_placeholders(language: str) -> None:
    assert catalogues.faults(catalogues.messages(), catalogues.read(language)) == []


def wanted() -> Catalog:
    template = Catalog()
    template.add("At most %(most)s")
    template.add("Yes")
    return template


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"Yes": "Sí"}, "es: missing: 'At most %(most)s'"),
        ({"Yes": "", "At most %(most)s": "Hasta %(most)s"}, "es: missing: 'Yes'"),
        ({"Yes": "Sí", "At most %(most)s": "Hasta %(mas)s"}, "es: other placeholders: 'At most %(most)s'"),
        (
            {"Yes": "Sí", "At most %(most)s": "Hasta %(most)s", "Old": "Viejo"},
            "es: not in the code any more: 'Old'",
        ),
    ],
)
def test_the_check_tells_what_is_wrong(said: dict[str, str], fault: str) -> None:
    catalog = Catalog(locale="es")
    for message, translation in said.items():
        catalog.add(message, translation)
    assert catalogues.faults(wanted(), catalog) == [fault]


def test_a_doubtful_translation_is_a_fault() -> None:
    catalog = Catalog(locale="es")
    catalog.add("Yes", "Sí", flags=["fuzzy"])
    catalog.add("At most %(most)s", "Hasta %(most)s")
    assert catalogues.faults(wanted(), catalog) == ["es: fuzzy: 'Yes'"]


def test_a_catalogue_that_was_not_compiled_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "CATALOGUES", tmp_path)
    with pytest.raises(CatalogueMissing, match="run make"):
        Renderer()


def test_every_code_of_a_round_has_words() -> None:
    assert set(sentences.REFUSALS) == set(CODES)
    assert set(KINDS) <= set(vocabulary.ASKED)
    assert set(vocabulary.KINDS) >= set(MODELS)
    assert set(vocabulary.ROLES) == set(ROLES)
    assert set(vocabulary.STEPS) == {*STEPS, "closed"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(CODES))
def test_every_refusal_is_a_sentence_even_when_its_values_are_missing(code: str, language: str) -> None:
    sentence = RENDERER.refusal(code, language, {})
    assert sentence.endswith((".", "/"))
    assert "%(" not in sentence


def test_values_are_put_into_the_readers_words() -> None:
    words = RENDERER.words("es")
    assert words.refusal("session_kind_missing", {"session": "working_meeting"}) == (
        "Falta en la agenda una sesión de este tipo: Reunión de trabajo sobre la iniciativa."
    )
    assert words.refusal("window_too_soon", {"earliest": "2027-02-01"}) == (
        "La visita no puede comenzar antes del lunes, 1 de febrero de 2027."
    )
    assert (
        words.refusal("wrong_shape", {"expected": "email"})
        == "Esto no es una dirección de correo electrónico."
    )
    assert (words.country("PRY"), words.country("XYZ")) == ("Paraguay", "XYZ")
