"""What was said of each version of the report, and what became of it (W2, W4, W6)."""

from collections.abc import Iterable, Sequence

from api.links.dossier.context import DossierContext
from api.links.tasks.context import VERSIONS, Spoken
from rounds.steps import replies
from rounds.submissions.report import Comment, CommentAnswer, ReviewReport
from store.tables import ReportVersion
from templates import dossier as d
from templates import reporting as r
from templates.background import Block


def responses(m: DossierContext, kind: str, n: int) -> Sequence[CommentAnswer]:
    """What the version of this kind, for this time, answered to each comment."""
    given = [s.body.responses for s in m.said.get(kind, ()) if s.asked.n == n]
    return given[-1] if given else ()


def drafted(m: DossierContext, v: ReportVersion) -> tuple[Block, ...]:
    """The experts' comments on a draft, each with its answer."""
    said = [s for s in m.said.get("comment_draft", ()) if s.body.sha256 == v.sha256]
    made = [(s.by, c) for s in said for c in s.body.comments]
    n = said[0].asked.n if said else 0
    return r.comment_block(m.words, made, responses(m, "finish_draft", n))


def commented(m: DossierContext, said: Spoken) -> tuple[Block, ...]:
    """What the beneficiary said of one version."""
    review: ReviewReport = said.body
    made: Iterable[tuple[str, Comment]] = [(said.by, c) for c in review.comments]
    blocks = r.comment_block(m.words, made, responses(m, "revise_report", said.asked.n))
    items = tuple(item for block in blocks for item in block.items)
    heading = m.words.say(d.COMMENTS_ON, version=review.version)
    return (Block(heading=heading, texts=(became(m, review),), items=items),)


def became(m: DossierContext, review: ReviewReport) -> str:
    """What came of a review: an approval, a new version, or one that is being written."""
    if review.choice == "approve":
        return m.words.say(d.APPROVED)
    following = [v for v in m.versions if v.version > review.version and not v.translation_of]
    if not following:
        return m.words.say(d.REVISED)
    when = following[0].at.astimezone(m.zone).date()
    return m.words.say(d.TAKEN_UP, version=following[0].version, day=m.words.short(when))


def replied(m: DossierContext) -> tuple[Block, ...]:
    """What the beneficiary says of each recommendation of the version that it approved (W6)."""
    said = [*m.said.get("review_report", ()), *m.said.get("reply_recommendations", ())]
    versions = [s for kind in VERSIONS for s in m.said.get(kind, ())]
    approved = next((s.body for s in versions if s.sha256 == m.original), None)
    recommended = approved.recommendations if approved else ()
    return r.replied(m.words, recommended, replies.latest(s.body for s in said))
