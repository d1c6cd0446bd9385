"""The code without which nobody authorises a publication on a page (L11): checked and used up, once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.steps.publication import authorises
from rounds.submissions.codes import (
    FIELD,
    CodeExpired,
    CodeMissing,
    CodeOfAnother,
    CodeSpent,
    CodeUsed,
    CodeWrong,
)
from rounds.submissions.refusals import Refusal
from store import inbox, publication_codes
from store.publication_codes import PublicationCode


@dataclass(frozen=True, slots=True)
class TypedCode:
    """What was typed in, and what tells whether it is the code of a row with this id and digest."""

    text: str
    is_code: Callable[[str, str, str], bool]

    @property
    def figures(self) -> str:
        """Without what people set between the figures."""
        return "".join(c for c in self.text if c.isascii() and c.isdecimal())


async def use(
    s: AsyncSession, code: TypedCode | None, body: Any, *, round_id: str, by: str, id: str
) -> Refusal | None:
    """Use up the code of whoever authorises; why it is not good, else None.

    It is given back and not raised: a try that was taken is to stay taken. What is kept under this `id`
    already has used its code up.
    """
    if not authorises(body) or await _kept(s, id):
        return None
    wrong = await _wrong(s, code, body, round_id, by)
    # Of two clicks at once the second may find the code used by the first.
    return None if wrong and await _kept(s, id) else wrong


async def _kept(s: AsyncSession, id: str) -> bool:
    return bool(id) and await inbox.one(s, id) is not None


async def _wrong(
    s: AsyncSession, code: TypedCode | None, body: Any, round_id: str, by: str
) -> Refusal | None:
    row = await publication_codes.newest(s, round_id, by)
    if code is None or not code.figures or row is None or row.digest is None:
        return CodeMissing(field=FIELD)
    now = datetime.now(UTC)
    return _over(row, body.sha256, now) or await _tried(s, row, row.digest, code, now)


def _over(row: PublicationCode, sha256: str, now: datetime) -> Refusal | None:
    """Why a code is good no more, whatever was typed in."""
    if row.used_at:
        return CodeUsed(field=FIELD)
    if row.ends_at <= now:
        return CodeExpired(field=FIELD)
    return CodeOfAnother(field=FIELD) if row.sha256 != sha256 else None


async def _tried(
    s: AsyncSession, row: PublicationCode, digest: str, code: TypedCode, now: datetime
) -> Refusal | None:
    """The try is taken first, and then the code is looked at."""
    left = await publication_codes.count_down(s, row.id)
    if left is None:
        return CodeSpent(field=FIELD)
    if not code.is_code(row.id, code.figures, digest):
        return CodeWrong(field=FIELD, left=left) if left else CodeSpent(field=FIELD)
    return None if await publication_codes.use_up(s, row.id, now) else CodeUsed(field=FIELD)
