"""The report: contributions, versions, the beneficiary's review (W2 to W5)."""

from rounds.methodology.model import Methodology
from rounds.state.round import Standing
from rounds.submissions.refusals import CommentMissing, NothingWritten, Refusal
from rounds.submissions.report import (
    ConsolidateReport,
    Contribute,
    DecidePublication,
    ReviewReport,
    ReviseReport,
    SectionText,
)


class SectionMissing(Refusal):
    """The report lacks a section of the methodology (W3)."""

    code = "section_missing"


class UnknownSection(Refusal):
    """A section that the methodology does not have (W3)."""

    code = "unknown_section"


class OlderVersion(Refusal):
    """The decision was about a version that is not the one in force (X2)."""

    code = "older_version"
    conflict = True


class LanguageMissing(Refusal):
    """An authorisation names the languages it is for (X2)."""

    code = "language_missing"


def _check_sections(methodology: Methodology, sections: tuple[SectionText, ...], field: str) -> None:
    for n, section in enumerate(sections):
        if section.section not in methodology.sections:
            raise UnknownSection(field=f"{field}.{n}.section", section=section.section)


def check_contribution(methodology: Methodology, _: str, body: Contribute) -> None:
    """W2, W3: something is written, for sections of the methodology.

    Raises: NothingWritten, UnknownSection.
    """
    _check_sections(methodology, body.sections, "sections")
    if not any(s.text.strip() for s in body.sections):
        raise NothingWritten(field="sections")


def check_report(methodology: Methodology, _: str, body: ConsolidateReport | ReviseReport) -> None:
    """W3: every section of the methodology is there; cooperation needs are records of their own (X4).

    Raises: UnknownSection, SectionMissing.
    """
    _check_sections(methodology, body.sections, "sections")
    written = {s.section for s in body.sections if s.text.strip()}
    if body.needs:
        written.add(methodology.needs_section)
    for n, section in enumerate(methodology.sections):
        if section not in written:
            raise SectionMissing(field=f"sections.{n}.text", section=section)


def check_review(methodology: Methodology, _: str, body: ReviewReport) -> None:
    """W4: changes are asked with comments by section.

    Raises: UnknownSection, CommentMissing.
    """
    _check_sections(methodology, body.comments, "comments")
    if body.choice == "changes" and not any(c.text.strip() for c in body.comments):
        raise CommentMissing(field="comments")


def check_version(at: Standing, body: ReviewReport | DecidePublication) -> None:
    """W4, X2: the decision is about the exact version that was shown.

    Raises: OlderVersion.
    """
    if (body.version, body.sha256) != (at.assignment.version, at.assignment.sha256):
        raise OlderVersion(field="version", version=at.round.version)


def check_decision(_: Methodology, __: str, body: DecidePublication) -> None:
    """X2: an authorisation names its languages.

    Raises: LanguageMissing.
    """
    if body.choice == "publish" and not body.languages:
        raise LanguageMissing(field="languages")
