"""What is being typed: kept for all who may do an assignment, and never overwritten unseen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from api.deps import Tools
from api.links.forms import texts, undecided
from api.links.linked import Linked
from rounds.submissions.refusals import DraftChanged
from store import drafts as kept
from store.drafts import Draft
from store.tables import Assignment
from templates import notices

SEEN = "saved_at"
"""The hidden field of a page that says which saving it shows; empty: none."""


def latest(link: Linked) -> Draft | None:
    """What was saved last, by whoever may do the assignment."""
    return link.read.drafts[0].draft if link.read.drafts else None


def unsent(link: Linked, recorded: Mapping[str, Any]) -> Mapping[str, Any]:
    """What its reader saved for what is over, and nobody has sent: it is theirs to have back."""
    last = None if link.read.acts else latest(link)
    if last is None or set(texts(last.body)) <= set(texts(recorded)):
        return {}
    return last.body


def seen(link: Linked) -> str:
    """The saving that a page shows, as its hidden field says it."""
    last = latest(link)
    return last.saved_at.isoformat() if last else ""


async def keep(
    tools: Tools, link: Linked, a: Assignment, typed: dict[str, Any], shown: str | None
) -> datetime:
    """Keep what was typed on a page that showed this saving, but for decisions; when it was kept.

    Raises: DraftChanged, and keeps nothing, when somebody else has saved something since.
    """
    read = link.read
    async with tools.database.writing() as s:
        if await kept.saved_by_others(s, read.round.id, a.key, read.participant.id, _moment(shown)):
            raise DraftChanged
        draft = await kept.save(
            s,
            round_id=read.round.id,
            assignment_key=a.key,
            participant_id=read.participant.id,
            body=undecided(typed),
        )
    return draft.saved_at


def _moment(shown: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(shown or "")
    except ValueError:
        return None
    return at if at.tzinfo else None


def said(link: Linked, at: datetime) -> str:
    """That it was saved, and when."""
    return link.words.say(notices.SAVED_AT, at="; ".join(link.moments(at)))


def last_saved(link: Linked) -> str:
    """Who saved last, and when; empty when nobody has."""
    if not link.read.drafts:
        return ""
    last = link.read.drafts[0]
    at = "; ".join(link.moments(last.draft.saved_at))
    return link.words.say(notices.LAST_SAVED, name=last.by.name, at=at)
