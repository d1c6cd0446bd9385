"""Letters in the words of their secretariat: its own where it has some, under the letterhead of today."""

from collections.abc import Mapping
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from store import letterheads, wordings
from store.at_work import AtDesk
from store.outbox import Posted
from store.tables import Secretariat
from store.wordings import Page
from templates import own_words
from templates.own_words import Row, Said
from templates.render import AS_IT_IS, Rendered, Renderer
from templates.reworded import Own


async def own(s: AsyncSession, secretariat_id: str, methodology: str, language: str, template: str) -> Own:
    """What a secretariat says in a letter in words of its own."""
    letters = own_words.letters_in(template)
    held = await wordings.holding(s, secretariat_id, language, letters, methodology)
    return own_words.own(template, held)


async def tried(s: AsyncSession, posted: Posted, template: str, page: Page, words: Own) -> Own:
    """The same with these words in the place of what a page says now: nothing of them is kept."""
    round_ = posted.round
    letters = own_words.letters_in(template)
    held = await wordings.holding(s, round_.secretariat_id, page.language, letters, round_.methodology)
    here = (page.letter, page.methodology)
    rows: list[Said] = [row for row in held if (row.letter, row.methodology) != here]
    if page.letter in letters:
        rows += [Row(*here, message, forms) for message, forms in words.items()]
    return own_words.own(template, rows)


async def said(
    s: AsyncSession, renderer: Renderer, posted: Posted, template: str, context: Mapping[str, Any]
) -> Rendered:
    """A letter of a round, as it reads now."""
    language, round_ = posted.person.language, posted.round
    words = AS_IT_IS
    if posted.reworded:
        words = await own(s, round_.secretariat_id, round_.methodology, language, template)
    return renderer.letter(template, language, context, words)


def of_the_desk(to: AtDesk) -> dict[str, Any]:
    """What every letter to an officer as an officer is given: it is about no round."""
    language = to.person.language
    return {
        "round": {"secretariat": letterheads.name_of(to.secretariat, {}, language)},
        "letterhead": letterhead(to.secretariat, language),
        "recipient": {"name": to.person.name, "is_contact": True},
        **dict.fromkeys(("introduction", "my_round_url"), ""),
        **dict.fromkeys(("receipts", "also"), ()),
    }


def letterhead(secretariat: Secretariat, language: str) -> dict[str, Any]:
    """What every template gets of the letterhead, for a reader of this language."""
    today = letterheads.today(secretariat)
    return {
        "signature": today.signatures.get(language, ""),
        "address": today.address.splitlines(),
        "telephone": today.telephone,
        "email": today.email,
    }
