"""A version of the report: its sections, its records, its pages, which one is in force (W1, W3, W4)."""

from collections.abc import Iterator
from typing import Any, TypeVar

from rounds.methodology.model import Methodology
from rounds.state.case import BodyCase, Case
from rounds.steps import records
from rounds.steps.comments import UnknownSection
from rounds.submissions.refusals import Refusal, refuse
from rounds.submissions.report import Printed, SectionText, Version

V = TypeVar("V", bound=Version)


class SectionMissing(Refusal):
    """The report lacks a section of the methodology (W3)."""

    code = "section_missing"


class ReportTooLong(Refusal):
    """The PDF that is sent has more pages than the methodology admits (W1)."""

    code = "report_too_long"


class PrintedTooLong(Refusal):
    """With what the beneficiary says of its recommendations, the report has too many pages (W1, W6)."""

    code = "printed_too_long"


class OlderVersion(Refusal):
    """The decision was about a version that is not the one in force (X2)."""

    code = "older_version"
    conflict = True


def check_sections(methodology: Methodology, sections: tuple[SectionText, ...], field: str) -> None:
    """W3: sections of the methodology. Raises: UnknownSection."""
    for n, section in enumerate(sections):
        if section.section not in methodology.sections:
            raise UnknownSection(field=f"{field}.{n}.section", section=section.section)


def check_report(case: BodyCase[V]) -> None:
    """W1, W3: of so many pages at most, with every section of the methodology, and records that are whole.

    Raises: UnknownSection, SectionMissing, ReportTooLong, and what `wrong_records` finds.
    """
    body, methodology = case.body, case.methodology
    check_sections(methodology, body.sections, "sections")
    written = {s.section for s in body.sections if s.text.strip()}
    written |= {section for name, section in methodology.records.items() if getattr(body, name)}
    missing = ((n, section) for n, section in enumerate(methodology.sections) if section not in written)
    lacks = (SectionMissing(field=f"sections.{n}.text", section=section) for n, section in missing)
    refuse((*lacks, *records.wrong_records(methodology, body), *_wrong_pages(methodology, body.pages)))


def _wrong_pages(methodology: Methodology, pages: int) -> Iterator[Refusal]:
    most = methodology.limits.report_pages
    if most and pages > most:
        yield ReportTooLong(pages=pages, most=most, over=pages - most)


def check_printed(methodology: Methodology, body: Printed, field: str) -> None:
    """W1: what its readers have is as long as it may be, with the beneficiary's word as it is shown (W6).

    Raises: PrintedTooLong; ReportTooLong where no word of the beneficiary's is shown.
    """
    most = methodology.limits.report_pages
    if most and body.pages > most:
        if not body.longest:
            raise ReportTooLong(pages=body.pages, most=most, over=body.pages - most)
        raise PrintedTooLong(field=field, pages=body.pages, most=most, number=body.longest)


def check_version(case: Case[Any]) -> None:
    """W4, X2: the decision is about the exact version that was shown.

    Raises: OlderVersion.
    """
    shown = (case.assignment.version, case.assignment.sha256)
    if (case.body.version, case.body.sha256) != shown:
        raise OlderVersion(field="version", version=case.round.version)
