"""What a page offers besides its task: to ask for a later date (Z1)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from api.links.linked import Linked
from rounds.clock import extensions
from rounds.methodology.model import DECISION_ON_TIME
from rounds.state.keys import Key
from rounds.submissions.interventions import AskMoreTime
from rounds.submissions.refusals import refusal
from store.reads import rounds
from store.tables import Assignment
from templates.forms import Asking, describe

MORE_TIME = "more_time."
"""What the names of a page's second form begin with."""
ASK_MORE_TIME = "ask_more_time"


async def more_time_of(
    s: AsyncSession,
    link: Linked,
    a: Assignment,
    typed: Mapping[str, Any],
    errors: Mapping[str, str],
    asking: Asking,
    *,
    asked: bool,
) -> dict[str, Any] | None:
    """What a page says of asking for more time (Z1); nothing where there is no date to move."""
    deciding = [w for w in (await rounds.waiting(s, [a.round_id]))[a.round_id] if w.kind == DECISION_ON_TIME]
    pending = any(Key.parse(w.key).about == a.key for w in deciding)
    why = refusal(extensions.check_may_ask, link.held(a), pending)
    if why and not isinstance(why, extensions.MoreTimeAsked):
        return None
    at_once = extensions.granted_until(a.slack_until, a.slack_used)
    own = Asking(day_off=asking.day_off, earliest={"due": a.due_at.date() + timedelta(days=1)})
    return {
        "asked": asked,
        "pending": pending,
        "until": link.words.day(at_once) if at_once else "",
        "controls": describe(AskMoreTime, link.words, typed, own, errors, MORE_TIME),
        "wrong": bool(typed),
        "action": ASK_MORE_TIME,
    }
