"""What was kept for long enough goes, by the table of `store.retention` (N3); so does who is erased (N4).

A schedule has it done (`activities.reconciling`), and an operator may, or ask what would go.
"""

import asyncio
import imaplib
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from datetime import UTC, datetime

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from activities.bounce_box import Box
from activities.sweeping import Sweeping
from store import (
    change_drafts,
    drafts,
    erasures,
    kept_answers,
    officers,
    publication_codes,
    request_counts,
    requests,
    retention,
    sessions,
    specimens,
    uploads,
)
from store.erasures import Erased, InTheWay
from store.files import Contents, StoreAway
from store.retention import TABLE, Rule
from store.session import Database
from store.writes import emptying, erasing

log = structlog.get_logger()

MOST = 100
"""Rounds that are emptied of one kind in a day by the schedule: the others follow on the next."""


async def _all_unused(s: AsyncSession, now: datetime) -> int:
    return await uploads.purge(s, now, most=None)


Act = Callable[[AsyncSession, datetime], Awaitable[int]]

ACTS: Mapping[str, Act] = {
    "drafts": drafts.purge,
    "changes": change_drafts.purge,
    "sign_ins": sessions.purge,
    "codes": publication_codes.purge,
    "request_counts": request_counts.purge,
    "answers": kept_answers.purge,
    "unused_files": uploads.purge,
    "unconfirmed_requests": requests.purge_unconfirmed,
    "requests_aside": requests.purge_aside,
    "opened_requests": requests.empty_opened,
    "specimens": specimens.purge,
    "officers_gone": officers.purge,
}
"""What is done of a kind that belongs to no round, or to one that may go on; gives how many rows it was."""
OF_ROUNDS: Mapping[str, Callable[[AsyncSession, str], Awaitable[int]]] = {
    "declined": emptying.declined,
    "refused": emptying.refused,
    "letters": emptying.letters,
    "notes": emptying.notes,
    "links": emptying.links,
    "files": emptying.files,
    "submissions": emptying.submissions,
    "people": emptying.people,
}
"""The same of a round that is over."""
IN_THE_BOX: Mapping[str, bool] = {"bounces": False, "bounces_aside": True}
"""Mails in the mailbox of bounces, and whether they are those that were put aside."""
ALL_AT_ONCE = {**ACTS, "unused_files": _all_unused}
"""Where an operator asks, nothing is left for the next time."""


class _Undone(Exception):
    """Ends a transaction in which was done what is only counted."""


class Retaining:
    """Applies the table. `contents`: those of kept files; `box`: the mailbox of bounces, where there is one.

    The contents that are nobody's any more are `activities.sweeping`'s.
    """

    def __init__(self, database: Database, contents: Contents, box: Box | None = None) -> None:
        self._database, self._contents, self._box = database, contents, box

    async def often(self, now: datetime) -> dict[str, int]:
        """What goes with every look at the rounds: how many of each kind went."""
        return await self._all(_rules("often"), now)

    async def daily(self, now: datetime, most: int | None = MOST) -> dict[str, int]:
        """What goes once a day, of so many rounds for each kind or all; and who is still to be erased."""
        gone = await self._all(_rules("daily"), now)
        for rule in _rules("round"):
            gone[rule.kind] = await self._rounds(rule, now, most)
        for person in await self._pending():
            with suppress(InTheWay):
                await erase(self._database, self._contents, person, now=now)
                log.info("somebody was erased who had still to be", person=person)
        return gone

    async def everything(self, now: datetime) -> dict[str, int]:
        """All of it now, however much there is, with the contents that are nobody's. Raises: StoreAway."""
        gone = await self._all(_rules("often"), now, ALL_AT_ONCE)
        gone |= await self.daily(now, most=None)
        await Sweeping(self._database, self._contents).sweep(now)
        return {rule.kind: gone.get(rule.kind, 0) for rule in TABLE if rule.scope != "never"}

    async def foreseen(self, now: datetime) -> dict[str, int]:
        """How many of each kind would go now; each is done, counted and undone again."""
        return {rule.kind: await self._counted(rule, now) for rule in TABLE if rule.scope != "never"}

    async def _rounds(self, rule: Rule, now: datetime, most: int | None) -> int:
        """Each in a transaction of its own: nobody waits for it long."""
        n = 0
        for round_id in await self._due(rule, now, most):
            async with self._database.writing() as s:
                gone = await OF_ROUNDS[rule.kind](s, round_id)
                await emptying.done(s, round_id, rule.kind, gone, now)
            n += gone
        return n

    async def _all(
        self, rules: Collection[Rule], now: datetime, acts: Mapping[str, Act] = ACTS
    ) -> dict[str, int]:
        gone = {}
        for rule in rules:
            if rule.kind in IN_THE_BOX:
                gone[rule.kind] = len(await self._in_the_box(rule, now, remove=True))
                continue
            async with self._database.writing() as s:
                gone[rule.kind] = await acts[rule.kind](s, now)
        return gone

    async def _due(self, rule: Rule, now: datetime, most: int | None) -> Collection[str]:
        async with self._database.reading() as s:
            return await emptying.due(s, rule.kind, now - retention.kept(rule.kind), most)

    async def _counted(self, rule: Rule, now: datetime) -> int:
        if rule.kind in IN_THE_BOX:
            return len(await self._in_the_box(rule, now, remove=False))
        rounds = await self._due(rule, now, None) if rule.scope == "round" else ()
        n = 0
        with suppress(_Undone):
            async with self._database.writing() as s:
                if rule.scope == "round":
                    n = sum([await OF_ROUNDS[rule.kind](s, id) for id in rounds])
                else:
                    n = await ALL_AT_ONCE[rule.kind](s, now)
                raise _Undone
        return n

    async def _in_the_box(self, rule: Rule, now: datetime, *, remove: bool) -> Collection[str]:
        if self._box is None:
            return ()
        before, aside = now - retention.kept(rule.kind), IN_THE_BOX[rule.kind]
        try:
            return await asyncio.to_thread(_old_mails, self._box, before, aside, remove)
        except (OSError, imaplib.IMAP4.error) as error:
            # A mailbox that is away holds up nothing else; what is in it waits for the next day.
            log.warning("the mailbox of bounces cannot be looked through", fault=type(error).__name__)
            return ()

    async def _pending(self) -> Collection[str]:
        async with self._database.reading() as s:
            return await erasures.pending(s)


def _rules(scope: str) -> list[Rule]:
    return [rule for rule in TABLE if rule.scope == scope]


def _old_mails(box: Box, before: datetime, aside: bool, remove: bool) -> list[str]:
    opened = box.open()
    try:
        old = opened.old(before, aside=aside)
        if remove and old:
            opened.remove(old, aside=aside)
        return old
    finally:
        opened.close()


async def erase(
    database: Database,
    contents: Contents,
    person_id: str,
    *,
    reason: str = erasures.REASONS[0],
    by: str = officers.OPERATOR,
    now: datetime | None = None,
) -> Erased:
    """Erase somebody; one who was to be before has the reason of then.

    The files that go with them go within the hour, or, where the store is away, by the sweep of a later day.

    Raises: InTheWay.
    """
    now = now or datetime.now(UTC)
    async with database.writing() as s:
        erased = await erasing.erase(s, person_id, reason, by, now)
    try:
        await Sweeping(database, contents).remove(erased.files)
    except StoreAway as away:
        log.error("the files cannot be reached", why=str(away))
    return erased
