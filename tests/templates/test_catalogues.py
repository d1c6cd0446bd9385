"""The catalogues: complete in every language, and a check that notices when one is not."""

from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from methodologies.loader import methodology, names, states
from rounds.codes import CODES
from rounds.methodology.model import ROLES, STEPS
from rounds.registry import MODELS, PLACES
from rounds.submissions.people import LANGUAGES
from templates import catalogues, labels, render, sentences, vocabulary
from templates.render import CatalogueMissing, Renderer

RENDERER = Renderer()
STOPPED_AT = {
    "es": ("Con cada mes adicional", "siguiente instancia"),
    "pt": ("respeitosos cumprimentos:", "À atenção de", "carta é enviada na qualidade", "solicitante"),
    "fr": ("spécialiste faisant",),
    "en": ("Agree the panel", "uthoriz", "&"),
}
"""What letters once said: no way to put it, a word for another role, or spelt as elsewhere."""


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


def test_a_new_message_has_no_words_in_any_language_but_english(monkeypatch: pytest.MonkeyPatch) -> None:
    written: dict[str, Catalog] = {}
    monkeypatch.setattr(catalogues, "messages", wanted)
    monkeypatch.setattr(catalogues, "read", lambda language: Catalog(locale=language))
    monkeypatch.setattr(catalogues, "write", lambda catalog: written.update({str(catalog.locale): catalog}))
    assert catalogues.extract() == 0
    said = {language: [m.string for m in catalog if m.id] for language, catalog in written.items()}
    assert said.pop("en") == ["At most %(most)s", "Yes"]
    assert said.keys() == {"es", "pt", "fr"}
    assert [text for texts in said.values() for text in texts if text] == []


def counting(*said: str) -> list[str]:
    template, catalog = Catalog(), Catalog(locale="es")
    template.add(("One file of %(size)s", "%(n)s files of %(size)s"))
    catalog.add(("One file of %(size)s", "%(n)s files of %(size)s"), said)
    return catalogues.faults(template, catalog)


def test_the_form_for_one_may_say_its_number_in_a_word_and_no_other_form_may() -> None:
    assert counting("Un archivo de %(size)s", "%(n)s archivos de %(size)s") == []
    (fault,) = counting("Un archivo de %(size)s", "Dos archivos de %(size)s")
    assert fault.startswith("es: other placeholders")
    (fault,) = counting("Un archivo de %(peso)s", "%(n)s archivos de %(size)s")
    assert fault.startswith("es: other placeholders")
    (fault,) = counting("Un archivo de %(size)s", "")
    assert fault.startswith("es: missing")


@pytest.mark.parametrize("said", ["Hasta %(most)s, %(most)", "Hasta %(most)s, 5 % más"])
def test_a_broken_placeholder_is_a_fault(said: str) -> None:
    catalog = Catalog(locale="es")
    catalog.add("Yes", "Sí")
    catalog.add("At most %(most)s", said)
    assert catalogues.faults(wanted(), catalog) == ["es: a broken placeholder: 'At most %(most)s'"]


@pytest.mark.parametrize(
    ("language", "said", "kept"),
    [
        ("es", "Usted fue invitado o invitada", False),
        ("es", "Usted recibió la invitación", True),
        ("pt", "Você pode continuar", False),
        ("pt", "O(a) senhor(a) pode continuar", False),
        ("pt", "Queira continuar", True),
        ("fr", "Vous avez été invité(e)", False),
        ("fr", "Rappel: la tâche", False),
        ("fr", "L'invitation", False),
        ("fr", "Rappel\u00a0: l\u2019invitation, https://", True),
    ],
)
def test_a_wording_that_the_guide_keeps_out_is_a_fault(language: str, said: str, kept: bool) -> None:
    catalog, template = Catalog(locale=language), Catalog()
    template.add("Yes")
    catalog.add("Yes", said)
    assert catalogues.faults(template, catalog) == ([] if kept else [f"{language}: against the guide: 'Yes'"])


@pytest.mark.parametrize(
    ("language", "said"), [(code, text) for code in STOPPED_AT for text in STOPPED_AT[code]]
)
def test_a_wording_at_which_a_native_eye_stopped_does_not_come_back(language: str, said: str) -> None:
    """Z3."""
    texts = [text for message in catalogues.read(language) for text in catalogues._forms(message.string)]
    assert [text for text in texts if said in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_asks_and_who_asks_for_more_time_are_two_questions(language: str) -> None:
    words = RENDERER.words(language)
    assert len({words.say(text) for text in ("Who asks", "Who asks for it", "What is asked")}) == 3


def test_a_sentence_left_in_english_is_a_fault_and_a_word_that_is_the_same_is_none() -> None:
    catalog, template = Catalog(locale="pt"), Catalog()
    for message in ("Please choose one", "Panel"):
        template.add(message)
        catalog.add(message, message)
    assert catalogues.faults(template, catalog) == ["pt: left in English: 'Please choose one'"]


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
    assert set(PLACES) <= set(vocabulary.ASKED)
    assert set(vocabulary.KINDS) >= set(MODELS)
    assert set(vocabulary.ROLES) == {*ROLES, "delegate"}
    assert set(vocabulary.STEPS) == {*STEPS, "closed"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(CODES))
def test_every_refusal_is_a_sentence_even_when_its_values_are_missing(code: str, language: str) -> None:
    sentence = RENDERER.refusal(code, language, {})
    assert sentence.endswith((".", "/"))
    assert "%(" not in sentence


@pytest.mark.parametrize("id", names())
def test_every_code_of_a_methodology_has_words(id: str) -> None:
    """Sections, sessions, points of the profile, stages: whatever a methodology's file names."""
    rules = methodology(id)
    codes = {
        "section": rules.sections,
        "session": rules.sessions,
        "points": rules.profile_points,
        "stage": rules.ideal_stages,
    }
    named = [f"{field}.{code}" for field, those in codes.items() for code in those]
    assert [code for code in named if code not in labels.CHOICES] == []


def test_numbers_take_the_form_that_the_language_wants() -> None:
    assert RENDERER.refusal("too_many_countries", "en", {"most": "1"}) == (
        "At most one country or experience of interest may be named."
    )
    assert RENDERER.refusal("wrong_number_of_coordinators", "pt", {"number": "1"}) == (
        "A coordenação do painel cabe a uma pessoa."
    )
    assert RENDERER.refusal("too_many_documents", "fr", {"most": "4"}) == (
        "Au maximum 4 documents de référence peuvent être joints."
    )
    assert RENDERER.words("es").silence("answer_questionnaire", "hold", "", 0, 1)[-1] == (
        "Un día hábil antes de la visita se cierra en todo caso, con lo que se haya guardado."
    )


@pytest.mark.parametrize(
    ("language", "longest"), [("en", "20,000"), ("es", "20.000"), ("pt", "20.000"), ("fr", "20\u202f000")]
)
def test_numbers_are_written_as_the_language_writes_them(language: str, longest: str) -> None:
    assert longest in RENDERER.refusal("text_too_long", language, {"longest": "20000"})


@pytest.mark.parametrize(
    ("language", "first", "seventh", "country", "languages"),
    [
        ("en", "Monday, 1 March 2027", "Sunday, 7 March 2027", "Brazil", "Spanish, French"),
        ("es", "lunes, 1 de marzo de 2027", "domingo, 7 de marzo de 2027", "Brasil", "español, francés"),
        (
            "pt",
            "segunda-feira, 1º de março de 2027",
            "domingo, 7 de março de 2027",
            "Brasil",
            "espanhol, francês",
        ),
        ("fr", "lundi 1er mars 2027", "dimanche 7 mars 2027", "Brésil", "espagnol, français"),
    ],
)
def test_dates_countries_and_languages_have_their_names(
    language: str, first: str, seventh: str, country: str, languages: str
) -> None:
    words = RENDERER.words(language)
    assert words.day(date(2027, 3, 1)) == first
    assert words.day(date(2027, 3, 7)) == seventh
    assert words.country("BRA") == country
    assert words.languages(["es", "fr"]) == languages


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_state_has_a_name_of_its_own_in_every_language(language: str) -> None:
    named = RENDERER.words(language).countries(states())
    assert len({name for _, name in named}) == len(states())
    assert [name for code, name in named if name == code] == []


def test_values_are_put_into_the_readers_words() -> None:
    words = RENDERER.words("es")
    assert words.refusal("session_kind_missing", {"session": "working_meeting"}) == (
        "Falta en la agenda una sesión de este tipo: Reunión de trabajo sobre la iniciativa."
    )
    assert words.refusal("window_too_soon", {"earliest": "2027-02-01"}) == (
        "La visita no puede comenzar antes del lunes, 1 de febrero de 2027."
    )
    assert words.refusal("wrong_shape", {"expected": "email"}) == (
        "Esto no es una dirección de correo electrónico. Una dirección se escribe así: nombre@institucion.org"
    )
    assert (words.country("PRY"), words.country("XYZ")) == ("Paraguay", "XYZ")
