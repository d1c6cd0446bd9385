"""A letter of a round as it would read in other words: nothing is kept, nobody is written to."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from activities.trying import tried
from store.links import Links
from store.wordings import Page
from templates.render import Renderer
from templates.reworded import Own


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A letter: whose it was, what it says as text, and as a page that a browser shows.

    Its links are left out: they are its reader's, and would open pages.
    """

    name: str
    role: str
    subject: str
    text: str
    html: str


async def look(
    s: AsyncSession, renderer: Renderer, links: Links, key: str, page: Page, words: Own
) -> Look | None:
    """One letter of the outbox; None when there is nothing to say any more."""
    trial = await tried(s, links, key, page, words)
    if trial is None:
        return None
    said = renderer.letter(trial.template, trial.language, trial.context, trial.own)
    return Look(
        name=trial.posted.person.name,
        role=trial.posted.reader.role,
        subject=said.subject,
        text=links.without(said.text),
        html=links.without(said.sheet),
    )
