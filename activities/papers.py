"""The effects of papers: rows for whoever may read them, and what letters say of them."""

from collections.abc import Mapping
from typing import Any

from activities.letter_context import LetterContext
from activities.unit_of_work import UnitOfWork
from rounds.state.effects import Papers
from store import inbox
from store.reads import papers as reads
from store.writes import papers as writes
from templates.marked import marked


async def papers(work: UnitOfWork, effect: Papers) -> None:
    """They are there for those who may read them, who are told by the news; or one is there no more."""
    await writes.papers(work.s, work.batch, effect)


async def added(reading: LetterContext, item: Mapping[str, Any]) -> dict[str, Any]:
    """Who attached which papers, and to what; of those withdrawn before the letter left, nothing."""
    row = await inbox.one(reading.s, item["submission"])
    body = inbox.body_of(row) if row else None
    mine = [
        read
        for read in await reads.papers(reading.s, reading.round.id)
        if read.paper.submission_id == item["submission"] and not read.paper.withdrawn_at
    ]
    first = mine[0] if mine else None
    return {
        "by": first.by if first else "",
        "titles": [marked(read.paper.title, read.paper.language) for read in mine],
        "about": body.about if body else "",
        "session": marked(first.paper.session_title, "") if first else "",
    }
