"""The report: contributions, versions, the beneficiary's review (W2 to W5)."""

from rounds.methodology.model import Methodology, Place
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect, Report
from rounds.state.kinds import Kind, always, by_choice
from rounds.submissions.refusals import CommentMissing, NothingWritten, Refusal, refuse
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


def _check_sections(methodology: Methodology, sections: tuple[SectionText, ...], field: str) -> None:
    for n, section in enumerate(sections):
        if section.section not in methodology.sections:
            raise UnknownSection(field=f"{field}.{n}.section", section=section.section)


def check_contribution(case: BodyCase[Contribute]) -> None:
    """W2, W3: something is written, for sections of the methodology.

    Raises: NothingWritten, UnknownSection.
    """
    _check_sections(case.methodology, case.body.sections, "sections")
    if not any(s.text.strip() for s in case.body.sections):
        raise NothingWritten(field="sections")


def check_report(case: BodyCase[ConsolidateReport | ReviseReport]) -> None:
    """W3: every section of the methodology is there; cooperation needs are records of their own (X4).

    Raises: UnknownSection, SectionMissing.
    """
    body, methodology = case.body, case.methodology
    _check_sections(methodology, body.sections, "sections")
    written = {s.section for s in body.sections if s.text.strip()}
    if body.needs:
        written.add(methodology.needs_section)
    missing = ((n, section) for n, section in enumerate(methodology.sections) if section not in written)
    refuse(SectionMissing(field=f"sections.{n}.text", section=section) for n, section in missing)


def check_review(case: BodyCase[ReviewReport]) -> None:
    """W4: changes are asked with comments by section.

    Raises: UnknownSection, CommentMissing.
    """
    _check_sections(case.methodology, case.body.comments, "comments")
    if case.body.choice == "changes" and not any(c.text.strip() for c in case.body.comments):
        raise CommentMissing(field="comments")


def check_version(case: Case[ReviewReport | DecidePublication]) -> None:
    """W4, X2: the decision is about the exact version that was shown.

    Raises: OlderVersion.
    """
    shown = (case.assignment.version, case.assignment.sha256)
    if (case.body.version, case.body.sha256) != shown:
        raise OlderVersion(field="version", version=case.round.version)


def versioned(case: Case[ConsolidateReport | ReviseReport]) -> list[Effect]:
    """W4: every version is kept; the new one is in force."""
    case.round.version += 1
    case.round.sha256 = case.sent.sha256
    return [Report(version=case.round.version, sha256=case.sent.sha256, submission=case.sent.id)]


KINDS = (
    Kind(
        model=Contribute,
        place=Place("report", dispensable=True, each="expert"),
        check_body=check_contribution,
    ),
    Kind(
        model=ConsolidateReport,
        place=Place("report"),
        check_body=check_report,
        accept=versioned,
        news=always("report_drafted"),
    ),
    Kind(
        model=ReviewReport,
        place=Place("report"),
        check_body=check_review,
        check=check_version,
        news=by_choice({"approve": "report_approved", "changes": "changes_asked"}),
    ),
    Kind(
        model=ReviseReport,
        place=Place("report"),
        check_body=check_report,
        accept=versioned,
        news=always("report_drafted"),
    ),
)
