"""A letter of a round as it would read in words that are only tried, in any language."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from activities import letters, saying
from store import outbox
from store.links import Links
from store.outbox import Posted
from store.tables import Person
from store.wordings import Page
from templates.reworded import Own


@dataclass(frozen=True, slots=True)
class Trial:
    """All that such a letter is made of."""

    posted: Posted
    template: str
    language: str
    context: Mapping[str, Any]
    own: Own


async def tried(s: AsyncSession, links: Links, key: str, page: Page, words: Own) -> Trial | None:
    """One letter of the outbox, with all that a page of words would say in the place of what it says.

    None when there is nothing to say any more.
    """
    posted = await outbox.posted(s, key)
    if posted is None:
        return None
    # As if its reader had chosen the page's language.
    reader = Person(**{**posted.person.model_dump(), "language": page.language})
    posted = replace(posted, person=reader)
    context = await letters.context(s, posted, links)
    if context is None:
        return None
    template = letters.template_of(posted.letter)
    own = await saying.tried(s, posted, template, page, words)
    return Trial(posted, template, page.language, context, own)
