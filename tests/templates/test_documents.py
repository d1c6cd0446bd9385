"""A version of the report in each language: what it says of itself, and what it never says (W3, W5, Z4)."""

import re
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import pytest

from methodologies.loader import methodology, names
from rounds.reported import Reply, Reported, Sitting
from rounds.submissions.people import LANGUAGES
from rounds.submissions.report import Need, SectionText
from templates.document import Document, Labels
from templates.documents import LABELS, document, records, rests_on
from templates.render import Renderer

RENDERER = Renderer()
RIPSO = methodology("ripso")


@dataclass(frozen=True, kw_only=True)
class Recommended:
    """A recommendation as a version's body has it."""

    id: str
    text: str
    nature: str = "reform"
    reasons: str = ""
    rests_on: str = ""


REPORTED = Reported(
    methodology=RIPSO,
    secretariat="DIS",
    country="PRY",
    institution="Gabinete Social",
    initiative="Registro social único",
    written_in="es",
    year=2026,
    number=1,
    language="es",
    version=2,
    sha256="ab" * 32,
    on=date(2026, 11, 1),
    sections=tuple(SectionText(section=name, text=f"De {name}") for name in reversed(RIPSO.sections)),
    recommendations=(
        Recommended(id="a", text="Uno", rests_on="question:3"),
        Recommended(id="b", text="Dos"),
    ),
    needs=(
        Need(topic="evaluation", support="training", text="Cómo"),
        Need(topic="Registros de hogares", support="other", text="Con qué"),
    ),
    panel=(
        Sitting(name="Ana", role="expert-1", institution="Ministerio", country="CHL"),
        Sitting(name="Luz", role="lead_coordinator"),
    ),
    starts=date(2026, 9, 14),
    ends=date(2026, 9, 18),
    form="on_site",
)


def in_words(language: str = "es", **changes: Any) -> Document:
    return document(RENDERER.words(language), replace(REPORTED, **changes))


def test_w3_sections_stand_in_the_methodologys_order_each_with_the_records_that_it_holds() -> None:
    made = in_words()
    assert [section.code for section in made.sections] == list(RIPSO.sections)
    assert made.sections[0].text == "De round_description"
    assert {s.code: s.holds for s in made.sections if s.holds} == {
        section: name for name, section in records(RIPSO).items()
    }
    assert records(RIPSO)["needs"] == "cooperation_needs"
    assert [r.number for r in made.recommendations] == [1, 2]
    assert made.recommendations[0].rests_on == "Pregunta 3 del cuestionario"


@pytest.mark.parametrize("language", LANGUAGES)
def test_z3_all_that_is_not_a_persons_text_is_in_the_documents_language(language: str) -> None:
    made, english = in_words(language), in_words("en")
    same = {
        field.name
        for field in fields(Labels)
        if getattr(made.labels, field.name) == getattr(english.labels, field.name)
    }
    assert language == "en" or same <= {"colon", "institution", "initiative", "description", "version"}
    assert set(LABELS) | {"colon"} == {field.name for field in fields(Labels)}
    assert made.language == language
    assert made.title == "Registro social único"
    assert made.note != english.note or language == "en"
    assert made.panel[0].role[0].isupper()


def test_z4_a_topic_in_somebodys_own_words_stays_as_they_wrote_it_marked_with_its_language() -> None:
    coded, own = in_words("fr").needs
    assert (coded.topic, coded.topic_language) == ("Évaluation des politiques et des programmes", "")
    assert (own.topic, own.topic_language) == ("Registros de hogares", "es")


def test_w4_a_version_is_preliminary_until_it_is_the_approved_one() -> None:
    draft, final = in_words(), in_words(final=True)
    assert (draft.status, draft.version_line) == ("preliminary", "Informe preliminar, versión 2")
    assert (final.status, final.version_line) == ("final", "Informe final, versión 2")
    assert draft.status_note
    assert final.status_note == ""


def test_w6_the_beneficiarys_word_is_shown_where_there_is_one() -> None:
    made = in_words(replies=(Reply(recommendation="b", choice="in_part", reasons="Por etapas"),))
    assert [(r.reply, r.reply_reasons) for r in made.recommendations] == [
        ("", ""),
        ("Aceptada en parte", "Por etapas"),
    ]


def test_w6_the_beneficiarys_reasons_stay_in_the_language_they_were_given_in() -> None:
    said = Reply(recommendation="b", choice="not", reasons="Plus tard", language="fr")
    assert [r.reply_language for r in in_words(replies=(said,)).recommendations] == ["", "fr"]


def test_what_a_recommendation_rests_on_is_named_and_a_later_kind_of_reference_stays() -> None:
    words = RENDERER.words("en")
    refs = ("question:2", "added:1a2b3c4d-2", "assessed:3", "finding:1a2b3c4d", "meeting:9", "")
    assert [rests_on(words, ref) for ref in refs] == [
        "Question 2 of the questionnaire",
        "Question 2 of those added to the questionnaire",
        "Question 3 of the self-assessment",
        "A finding of the working meetings",
        "meeting:9",
        "",
    ]


def test_a_translation_says_what_it_is_bound_to() -> None:
    made = in_words("en", translation_of="cd" * 32, original_language="es")
    assert (made.translation_of, made.translation_note) == (
        "cd" * 32,
        "Translated from the original in Spanish",
    )


SCORING = re.compile(
    r"\b(scor|rank|rating|grad(e|ing)\b|puntaj|puntuaci|clasificaci|calificaci|pontua|classifica|class?ement"
    r"|not(e|ation)s? (de|sur)|points? (sur|of|de)\b|mejor que|better than|melhor que|mieux que)",
    re.IGNORECASE,
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", names())
def test_w5_the_document_says_that_nothing_binds_and_holds_no_word_of_scores_or_rankings(
    name: str, language: str
) -> None:
    """Neither in its words nor as a field: there is no place where a number could judge."""
    made = in_words(language, methodology=methodology(name), sections=(), recommendations=(), needs=())
    said = "\n".join([made.note, *(getattr(made.labels, field.name) for field in fields(Labels))])
    headings = "\n".join(section.heading for section in made.sections)
    assert made.note
    assert not SCORING.search(f"{said}\n{headings}\n{made.about}\n{made.version_line}\n{made.status_note}")
    numbers = {f.name for model in (Document, Labels) for f in fields(model) if f.type in ("int", int, float)}
    assert numbers == {"version"}
