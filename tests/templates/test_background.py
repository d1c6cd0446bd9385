"""What stands above a form: the report as its readers see it, whoever reads it and why."""

from rounds.submissions.report import ConsolidateReport, Need, SectionText
from templates import background
from templates.render import Renderer

WORDS = Renderer().words("en")


def test_the_report_is_shown_with_its_cooperation_needs_x4() -> None:
    need = Need(topic="Interoperability", support="exchange", text="Teams meet.")
    body = ConsolidateReport(
        sections=(SectionText(section="findings", text="One"), SectionText(section="cooperation_needs")),
        needs=(need,),
    )
    text, needs = background.report(WORDS, body, 2, "ab" * 32)
    assert text.items == (("Findings", "One"),)
    assert needs == background.Block(
        heading="Cooperation needs and opportunities",
        items=(("Interoperability (Exchange of experiences)", "Teams meet."),),
    )
