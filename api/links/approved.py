"""What may be said of a report once it is approved, from *my round*: replies, further languages (W6, X2)."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from api.links.tasks.prepared import Prepared
from api.links.tasks.reviewing import numbered
from rounds.state.round import Round
from rounds.steps import publication, replies, translation
from rounds.submissions.people import LANGUAGES
from rounds.submissions.report import Reply
from store.inbox import body_of
from store.reads import versions
from templates import reporting
from templates.background import Block
from templates.forms import Asking
from templates.marked import spoken
from templates.words import Words

KINDS = ("reply_recommendations", "ask_translations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """The approved report, and what the beneficiary has said of its recommendations so far."""

    report: Any
    said: tuple[Any, ...]


def offered(round: Round, by: str) -> tuple[str, ...]:
    """What this participant may say now."""
    roles = round.roles_of(by)
    may = {
        "reply_recommendations": bool(set(replies.REPLIES).intersection(roles)) and _recommends(round),
        "ask_translations": bool(set(translation.ASKS).intersection(roles)) and bool(_further(round)),
    }
    ended = round.outcome and round.outcome not in publication.APPROVED
    return () if ended or not replies.is_approved(round) else tuple(kind for kind in may if may[kind])


def _recommends(round: Round) -> bool:
    report = replies.in_force(round)
    return bool(report and report.recommendations)


def _further(round: Round) -> list[str]:
    """The languages that may still be asked for."""
    known = (round.language, *round.wanted)
    return [code for code in LANGUAGES if code not in known and round.methodology.asks("translate_report")]


async def approved(s: AsyncSession, round: Round) -> Approved:
    """What the forms draw on."""
    row = await versions.sent_as(s, round.id, round.sha256)
    return Approved(
        report=spoken(body_of(row), row.language) if row else None,
        said=await versions.replies(s, round.id),
    )


def reply(words: Words, at: Approved) -> Prepared:
    """Each recommendation, as the report has it, with what was said of it so far (W6)."""
    recommended = at.report.recommendations if at.report else ()
    said = {one.on: one for one in replies.latest(at.said)}
    values = [asdict(said.get(one.id) or Reply(on=one.id)) for one in recommended]
    return Prepared(
        values={"replies": values, "shown": replies.shown(at.said)},
        asking=Asking(
            fixed=frozenset({"replies"}),
            least={"replies": len(recommended)},
            headings={f"replies.{n}": numbered(n + 1, one) for n, one in enumerate(recommended)},
        ),
        blocks=(
            Block(
                heading=words.label("recommendations"), items=reporting.recommendations(words, recommended)
            ),
        ),
    )


def ask(words: Words, round: Round) -> Prepared:
    """The languages that may still be asked for (X2)."""
    options = [(code, words.choice("language", code)) for code in _further(round)]
    return Prepared(asking=Asking(options={"languages": options}))
