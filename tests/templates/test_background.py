"""What stands above a form: the report as its readers see it, whoever reads it and why."""

from markupsafe import escape

from methodologies.loader import methodology
from rounds.submissions.report import ConsolidateReport, Need, Recommendation, SectionText
from templates import reporting
from templates.background import Block
from templates.marked import spoken
from templates.render import Renderer

WORDS = Renderer().words("en")


RIPSO = methodology("ripso")


def test_the_report_is_shown_with_its_records_in_their_sections_x4_w6() -> None:
    first = Recommendation(
        id="a1", nature="reform", text="One owner", reasons="None today", rests_on="question:3"
    )
    body = ConsolidateReport(
        sections=(SectionText(section="findings", text="One"), SectionText(section="cooperation_needs")),
        recommendations=(first, Recommendation(nature="innovation", text="Try it")),
        needs=(
            Need(id="b1", topic="data_protection", support="exchange", priority="high", text="Teams meet."),
        ),
    )
    head, findings, recommended, needed = reporting.report(WORDS, RIPSO, body, 2, "ab" * 32)
    assert head.texts[1].endswith("ab" * 32)
    assert findings == Block(heading="Findings", texts=("One",))
    assert recommended.items == (
        (
            "Recommendation 1 (Reform)",
            "One owner\nReasons: None today\nWhat it rests on: Question 3 of the questionnaire",
        ),
        ("Recommendation 2 (Innovation)", "Try it"),
    )
    assert needed == Block(
        heading="Cooperation needs and opportunities",
        items=(("Protection and exchange of data (Exchange of experiences, priority: High)", "Teams meet."),),
    )


def test_a_topic_in_somebodys_own_words_is_shown_as_written_with_its_language_z4() -> None:
    own = Need(topic="other", topic_words="Guaraní", support="exchange", priority="low", text="Teams meet.")
    title = reporting.need(WORDS, spoken(own, "es"))
    assert str(title) == "Guaraní (Exchange of experiences, priority: Low)"
    assert '<span lang="es">Guaraní</span>' in escape(title)


def test_a_need_from_before_there_were_codes_keeps_its_words_x4() -> None:
    assert reporting.need(WORDS, Need(topic="Interoperability", support="exchange", text="x")) == (
        "Interoperability (Exchange of experiences)"
    )
