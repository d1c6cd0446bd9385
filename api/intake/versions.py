"""What only the texts of a report can tell, asked before anything is kept: passages, language (W4, X2)."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state.keys import Key
from rounds.steps.comments import check_quotes
from rounds.submissions.people import LANGUAGES
from rounds.submissions.report import CommentDraft, ReviewReport, ReviewTranslation, TranslateReport
from store.inbox import body_of
from store.reads import versions
from store.reads.asked import methodology_of
from store.tables import Round


async def check(s: AsyncSession, round: Round, body: Any) -> None:
    """W4: each passage that a comment quotes stands in the version that it is on.

    Of a version that there is not, its round says so. Raises: QuoteNotThere.
    """
    if not isinstance(body, CommentDraft | ReviewReport | ReviewTranslation):
        return
    sent = await versions.sent_as(s, round.id, body.sha256)
    if sent is not None:
        check_quotes(methodology_of(round), body_of(sent), body.comments)


def language(key: str, body: Any) -> str:
    """X2: a translation is in the language that it was asked for in; all else in its sender's, empty.

    Under the key of something else there is none: that round will refuse it.
    """
    about = Key.parse(key).about if isinstance(body, TranslateReport) else ""
    return about if about in LANGUAGES else ""
