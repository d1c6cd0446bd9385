"""A letter of the outbox as it reads now: what is rehearsed and shown, and what is sent."""

from typing import Any

from activities import letters
from activities.saying import said
from store import outbox
from store.links import Links
from store.outbox import Posted
from store.session import Database
from templates.render import Rendered, Renderer


async def written(
    database: Database, renderer: Renderer, links: Links, key: str
) -> tuple[Posted, dict[str, Any], Rendered] | None:
    """What a letter says now, and of what it was made; None when there is nothing to say any more."""
    async with database.reading() as s:
        posted = await outbox.posted(s, key)
        context = await letters.context(s, posted, links) if posted else None
        if posted is None or context is None:
            return None
        template = letters.template_of(posted.letter)
        return posted, context, await said(s, renderer, posted, template, context)
