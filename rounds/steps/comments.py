"""Comments on a version of the report, by section and by passage, and what became of each (W4)."""

from collections.abc import Iterator, Sequence

from rounds.methodology.model import Methodology
from rounds.state.keys import Key
from rounds.state.round import Round
from rounds.steps.records import CODE
from rounds.submissions.refusals import CommentMissing, ReasonMissing, Refusal, WrongShape, refuse
from rounds.submissions.report import (
    Comment,
    CommentDraft,
    FinishDraft,
    Recommendation,
    ReviewReport,
    ReviewTranslation,
    ReviseReport,
    Version,
)

Commented = CommentDraft | ReviewReport | ReviewTranslation
"""What may hold comments."""
ABOUT = {"finish_draft": "comment_draft", "revise_report": "review_report"}
"""The kind whose comments a version answers, by its own."""


class UnknownSection(Refusal):
    """A section that the methodology does not have (W3)."""

    code = "unknown_section"


class QuoteNotThere(Refusal):
    """A passage that does not stand in the section as it was sent (W4)."""

    code = "quote_not_there"


class CommentUnanswered(Refusal):
    """A comment on the version before has no answer in this one (W4)."""

    code = "comment_unanswered"


def check(methodology: Methodology, body: Commented) -> None:
    """W4: comments are on sections of the report; whoever asks for changes makes one.

    Raises: UnknownSection, WrongShape, CommentMissing.
    """
    refuse(wrong(methodology, body.comments))
    if body.choice in ("changes", "comments") and not body.comments:
        raise CommentMissing(field="comments")


def wrong(methodology: Methodology, made: Sequence[Comment]) -> Iterator[Refusal]:
    """What is wrong with comments by themselves. UnknownSection, WrongShape."""
    for n, comment in enumerate(made):
        if comment.section not in methodology.sections:
            yield UnknownSection(field=f"comments.{n}.section", section=comment.section)
        if not CODE.fullmatch(comment.id):
            yield WrongShape(field=f"comments.{n}.id")


def check_quotes(methodology: Methodology, version: Version, made: Sequence[Comment]) -> None:
    """W4: each passage that is quoted stands in its section, in the text or in one of its records.

    Asked where texts are at hand, before anything is kept. Raises: QuoteNotThere.
    """
    refuse(
        QuoteNotThere(field=f"comments.{n}.quote")
        for n, comment in enumerate(made)
        if comment.quote.strip() and not _stands(methodology, version, comment)
    )


def _stands(methodology: Methodology, version: Version, comment: Comment) -> bool:
    quote = _even(comment.quote)
    return any(quote in _even(text) for text in texts_of(methodology, version, comment.section))


def texts_of(methodology: Methodology, version: Version, section: str) -> Iterator[str]:
    """Every text of a section: its own, and those of the records that it holds."""
    yield from (part.text for part in version.sections if part.section == section)
    for name, held_in in methodology.records.items():
        if held_in != section:
            continue
        for record in getattr(version, name):
            yield record.text
            if isinstance(record, Recommendation):
                yield record.reasons


def _even(text: str) -> str:
    """The words alone: how a browser breaks lines and doubles spaces is no difference."""
    return " ".join(text.split())


def on_draft(round: Round, n: int) -> tuple[Comment, ...]:
    """What the experts said of the n-th draft, each comment once."""
    asked = [a for a in round.assignments.values() if Key.parse(a.key).n == n and a.kind == "comment_draft"]
    said = [c for a in asked if isinstance(a.answer, CommentDraft) for c in a.answer.comments]
    return tuple({c.id: c for c in said}.values())


def answered_by(round: Round, key: Key) -> tuple[Comment, ...]:
    """The comments that the version of this key must answer."""
    if ABOUT.get(key.kind) == "comment_draft":
        return on_draft(round, key.n)
    review = round.assignments.get(str(key.of(ABOUT[key.kind])))
    return review.answer.comments if review and isinstance(review.answer, ReviewReport) else ()


def check_answers(round: Round, key: Key, body: FinishDraft | ReviseReport) -> None:
    """W4: each comment has an answer. Those sent before comments had ids need none.

    Raises: CommentUnanswered.
    """
    said = {answer.on for answer in body.responses}
    asked = [comment.id for comment in answered_by(round, key) if comment.id]
    refuse(
        CommentUnanswered(field=f"responses.{n}", number=n + 1)
        for n, id in enumerate(asked)
        if id not in said
    )


def check_reasons(body: FinishDraft | ReviseReport) -> None:
    """W4: what was not taken up, or in part, says why.

    Raises: ReasonMissing.
    """
    refuse(
        ReasonMissing(field=f"responses.{n}.why")
        for n, answer in enumerate(body.responses)
        if answer.taken != "taken_up" and not answer.why.strip()
    )
