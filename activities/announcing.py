"""What the letter says by which a published report is announced (X3)."""

from typing import Any

from activities.letter_context import LetterContext
from store import inbox
from store.publications import slug_of
from templates.marked import marked

ANNOUNCEMENT = "announcement"
"""The template of the letter."""


async def announced(reading: LetterContext) -> dict[str, Any] | None:
    """The words on which both sides agreed, to the reader in their language if the report is in it.

    Whoever takes no part in the round has no role in it, and nobody brought them into it.
    """
    agreed = await inbox.one(reading.s, reading.params["text"])
    if agreed is None:
        return None
    texts = {text.in_language: text.text for text in inbox.body_of(agreed).texts}
    person = reading.posted.person
    language = person.language if person.language in texts else next(iter(texts))
    said = {
        "text": marked(texts[language], language),
        "page": reading.links.public(slug_of(reading.round.id)),
    }
    if person.id == reading.posted.reader.person_id:
        return said
    outside = {"name": person.name, "role": "", "zone": reading.here.key, "is_contact": False}
    return {**said, "recipient": {**outside, "former": False}, "introduction": None}
