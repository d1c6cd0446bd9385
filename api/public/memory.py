"""What a process remembers of what is public, as long as its number stays the same."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus

from store.reads import published
from store.reads.published import Entry, NeedEntry, Part
from store.session import Database

MOST_ANSWERS = 256
"""Answers that are kept: pages and exports, each compressed."""
LARGEST_ANSWER = 256 * 1024
"""Bytes of an answer that is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All public reports, and all their needs, as catalogues count them."""

    serial: int
    changed_at: datetime | None
    entries: tuple[Entry, ...]
    needs: tuple[NeedEntry, ...]
    by_round: dict[str, Entry]
    parts: dict[int, Part]

    def near(self, rows: Iterable[int], language: str = "") -> dict[str, int]:
        """How near each report is that these rows belong to, in any language or in this one: 1 to 3."""
        near: dict[str, int] = {}
        for row in rows:
            round_id, spoken, part = self.parts.get(row, ("", "", 0))
            if part and language in ("", spoken) and part < near.get(round_id, part + 1):
                near[round_id] = part
        return near


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer, ready to be sent."""

    body: bytes
    zipped: bytes
    etag: str
    media_type: str
    status: int
    headers: dict[str, str]


@dataclass
class Memory:
    """One for each process; a report that was withdrawn meanwhile has changed the number."""

    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    _known: Known | None = None
    _answers: OrderedDict[Hashable, Kept] = field(default_factory=OrderedDict)

    async def known(self, database: Database) -> Known:
        """What is public now."""
        async with database.reading() as s:
            serial, changed_at = await published.state(s)
            if self._known is None or self._known.serial != serial:
                entries = tuple(await published.entries(s))
                self._known = Known(
                    serial=serial,
                    changed_at=changed_at,
                    entries=entries,
                    needs=_in_order(entries, await published.need_entries(s)),
                    by_round={entry.round_id: entry for entry in entries},
                    parts=await published.parts(s),
                )
        return self._known

    def answer(self, key: Hashable) -> Kept | None:
        """What was answered to the same before."""
        if found := self._answers.get(key):
            self._answers.move_to_end(key)
        return found

    def keep(self, key: Hashable, answer: Kept) -> None:
        """Remember an answer, in place of the one that was not asked for the longest."""
        if len(answer.body) > LARGEST_ANSWER or answer.status != HTTPStatus.OK:
            return
        self._answers[key] = answer
        while len(self._answers) > MOST_ANSWERS:
            self._answers.popitem(last=False)


def _in_order(entries: tuple[Entry, ...], needs: list[NeedEntry]) -> tuple[NeedEntry, ...]:
    """The needs in the order of their reports, the latest first."""
    place = {entry.round_id: n for n, entry in enumerate(entries)}
    return tuple(sorted((n for n in needs if n.round_id in place), key=lambda need: place[need.round_id]))
