"""The report: contributions, versions, the beneficiary's review (W2 to W5)."""

from rounds.methodology.model import Place
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect, Report
from rounds.state.kinds import Kind, always, by_choice
from rounds.steps import comments, records, replies, resting, translation
from rounds.steps.versions import check_printed, check_report, check_sections, check_version
from rounds.submissions.refusals import NothingWritten, refuse
from rounds.submissions.report import (
    CommentDraft,
    ConsolidateReport,
    Contribute,
    FinishDraft,
    ReviewReport,
    ReviseReport,
)


def check_contribution(case: BodyCase[Contribute]) -> None:
    """W2, W3, W6, X4: something is written, for sections of the methodology; its records say what they must.

    Raises: NothingWritten, UnknownSection, and what `wrong_records` finds.
    """
    body = case.body
    check_sections(case.methodology, body.sections, "sections")
    if not (any(s.text.strip() for s in body.sections) or body.recommendations or body.needs):
        raise NothingWritten(field="sections")
    refuse(records.wrong_records(case.methodology, body))


def check_next(case: BodyCase[FinishDraft | ReviseReport]) -> None:
    """W1, W3, W4: the next version, which says why where a comment was not taken up.

    Raises: what `check_report` raises, ReasonMissing.
    """
    check_report(case)
    comments.check_reasons(case.body)


def check_comments(case: BodyCase[CommentDraft]) -> None:
    """W4: comments by section, if there are any.

    Raises: UnknownSection, CommentMissing, and what `comments.wrong` finds.
    """
    comments.check(case.methodology, case.body)


def check_review(case: BodyCase[ReviewReport]) -> None:
    """W1, W4: changes are asked with comments by section; what is to be shown is not too long.

    Raises: UnknownSection, CommentMissing, what `comments.wrong` finds, and what `check_printed` raises.
    """
    comments.check(case.methodology, case.body)
    check_printed(case.methodology, case.body, "replies")


def check_reviewed(case: Case[ReviewReport]) -> None:
    """W4, W6, X2: about the version that was shown, its recommendations, and languages that it is not in.

    Raises: OlderVersion, UnknownRecommendation, LanguageThere.
    """
    check_version(case)
    replies.check_known(case.round, case.body.replies)
    if case.body.choice == "approve":
        translation.check_wanted(case.round, case.body.languages)


def reviewed(case: Case[ReviewReport]) -> list[Effect]:
    """X2: approved, the report is translated into what it was asked for."""
    if case.body.choice == "approve":
        translation.want(case.round, case.body.languages)
    return []


def check_answered(case: Case[FinishDraft | ReviseReport]) -> None:
    """W4, W6: each comment on the version before is answered; recommendations rest on what there is.

    Raises: CommentUnanswered, UnknownBasis.
    """
    comments.check_answers(case.round, case.key, case.body)
    resting.check(case)


def versioned(case: Case[ConsolidateReport | FinishDraft | ReviseReport]) -> list[Effect]:
    """W4: every version is kept; the new one is in force."""
    body, round = case.body, case.round
    round.version += 1
    round.sha256, round.language = case.sent.sha256, case.sent.language
    return [
        Report(
            version=round.version,
            sha256=case.sent.sha256,
            submission=case.sent.id,
            language=round.language,
            pages=body.pages,
        )
    ]


def drafted(case: Case[ConsolidateReport | ReviseReport]) -> str:
    """That it has gone to the beneficiary; a draft that the experts read first has not."""
    return "" if case.round.methodology.asks("comment_draft") else "report_drafted"


def passed(case: Case[CommentDraft]) -> str:
    """That it has gone to the beneficiary, once the last expert has read it and none has a comment."""
    n = case.key.n
    waits = any(a.kind == "comment_draft" for a in case.round.open_assignments())
    return "" if waits or comments.on_draft(case.round, n) else "report_drafted"


KINDS = (
    Kind(
        model=Contribute,
        place=Place("report", dispensable=True, each="expert"),
        check_body=check_contribution,
        check=resting.check,
    ),
    Kind(
        model=ConsolidateReport,
        place=Place("report"),
        check_body=check_report,
        check=resting.check,
        accept=versioned,
        news=drafted,
    ),
    # Its page shows what was said, and the next version answers it: no letter more for each draft.
    Kind(
        model=CommentDraft,
        place=Place("report", optional="drafts", dispensable=True, each="expert"),
        check_body=check_comments,
        check=check_version,
        news=passed,
        receipt=False,
    ),
    Kind(
        model=FinishDraft,
        place=Place("report", optional="drafts"),
        check_body=check_next,
        check=check_answered,
        accept=versioned,
        news=always("report_drafted"),
    ),
    Kind(
        model=ReviewReport,
        place=Place("report"),
        check_body=check_review,
        check=check_reviewed,
        accept=reviewed,
        news=by_choice({"approve": "report_approved", "changes": "changes_asked"}),
    ),
    Kind(
        model=ReviseReport,
        place=Place("report"),
        check_body=check_next,
        check=check_answered,
        accept=versioned,
        news=drafted,
    ),
)
