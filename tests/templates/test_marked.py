"""What people wrote is shown in its own language, and marked with it (Z3)."""

from copy import deepcopy
from dataclasses import asdict

from jinja2 import Environment

from rounds.submissions.panel import AgreePanel
from rounds.submissions.request import CompleteRequest, Document
from templates.marked import joined, marked, mixed, spoken
from templates.render import Renderer

RENDERER = Renderer()


def shown(source: str, **values: object) -> str:
    return Environment(autoescape=True).from_string(source).render(values)


def test_a_text_is_marked_with_its_language_and_stays_a_text() -> None:
    text = marked('Registro <b>"único"</b>', "es")
    assert text == 'Registro <b>"único"</b>'
    assert shown("{{ text }}", text=text) == (
        '<span lang="es">Registro &lt;b&gt;&#34;único&#34;&lt;/b&gt;</span>'
    )


def test_a_text_whose_language_is_not_known_is_left_unmarked_and_none_is_none() -> None:
    assert shown("{{ text }}", text=marked("Registro & padrón", "")) == "Registro &amp; padrón"
    assert shown("{{ text }}", text=marked("", "es")) == ""


def test_in_a_sentence_each_text_stays_marked() -> None:
    sentence = mixed("%(n)s. <%(question)s>", n=1, question=marked("¿Quién?", "es"))
    assert sentence == "1. <¿Quién?>"
    assert shown("{{ x }}", x=sentence) == '1. &lt;<span lang="es">¿Quién?</span>&gt;'
    pair = RENDERER.words("fr").pair("Numérique", marked("Who?", "en"))
    assert shown("{{ x }}", x=pair) == 'Numérique\xa0: <span lang="en">Who?</span>'
    several = joined("\n", [marked("Uno", "es"), "two & three"])
    assert (several, shown("{{ x }}", x=several)) == (
        "Uno\ntwo & three",
        '<span lang="es">Uno</span>\ntwo &amp; three',
    )


def test_a_message_takes_the_text_in_with_its_mark() -> None:
    environment = RENDERER._environments["fr"]
    source = "{% trans what=a, more=b %}{{ what }}: {{ more }}{% endtrans %}"
    assert environment.from_string(source).render(a="<Objet>", b=marked("Um registro", "pt")) == (
        '&lt;Objet&gt;\xa0: <span lang="pt">Um registro</span>'
    )


def test_every_text_of_a_submission_is_marked_and_nothing_that_is_in_no_language() -> None:
    note = CompleteRequest(
        initiative="Registro",
        stage="reform",
        objective="Un diseño",
        countries_of_interest=("CHL",),
        reference_documents=(Document(title="Sitio", url="https://ministerio.example"),),
    )
    marked = spoken(note, "es")
    assert marked == note
    document = marked.reference_documents[0]
    languages = [getattr(text, "language", "") for text in (marked.objective, document.title, document.url)]
    assert languages == ["es", "es", ""]
    assert getattr(marked.stage, "language", "") == ""


def test_marks_survive_being_copied_into_the_values_of_a_form() -> None:
    marked = spoken(AgreePanel(choice="changes", comment="Outra pessoa"), "pt")
    assert shown("{{ x }}", x=asdict(marked)["comment"]) == '<span lang="pt">Outra pessoa</span>'
    assert getattr(deepcopy(marked).comment, "language", "") == "pt"
