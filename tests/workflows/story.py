"""A story: one round, told by what people do and what time brings."""

import contextlib
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlmodel import select
from temporalio.client import WorkflowExecutionStatus, WorkflowHistory
from temporalio.service import RPCError

from api.intake.intake import Verdict
from methodologies.loader import methodology
from rounds.submissions.people import Contact
from rounds.submissions.refusals import Refusal
from store import inbox, officers
from store.outbox import WAITING
from store.tables import CalendarEvent, Grant, Inbox, Letter, Officer, Person, Round
from tests.workflows import cast
from tests.workflows.saving import readable, replay, save
from tests.workflows.seen import Seen, until
from workflows.names import PUBLISHING, publishing_id

UNANSWERED = 60.0
"""Seconds of the wall clock after which what was sent is handed over again."""
CONFIRM = "confirm_note:1"
"""What the focal point is asked of a note with which an officer opened the round (Q8)."""


class Story(Seen):
    """One round in the world. What somebody sends goes the whole way: inbox, update, rules, activities."""

    # ---- people act

    async def opened(
        self,
        *,
        note: bool = True,
        rules: str = "ripso",
        wait: bool = True,
        people: Any = cast,
        confirmed: bool = True,
    ) -> "Story":
        """An officer of the story's own opens the round, with a note that is confirmed, or from contacts."""
        async with self.world.database.writing() as s:
            secretariat = methodology(rules).secretariat
            await officers.add_officer(s, secretariat, self._person("officer"), head=False)
            found = select(Officer.id).join(Person).where(Person.email == cast.address("officer", self.name))
            self.officer = (await s.exec(found)).one()
        self.people = people
        body = people.opening(self.name, note=note, rules=rules)
        intake = self.world.intake_from(self.first_day)
        verdict = await intake.open(body, officer=self.officer, secretariat=secretariat)
        self.round, self.opening = verdict.round_id, verdict.id
        if wait:
            await self.answered(self.opening)
            if confirmed and CONFIRM in await self.open():
                await self.usual(CONFIRM)
        return self

    def _person(self, who: str) -> Contact:
        return cast.contact(who, self.name)

    async def does(self, by: str, key: str, body: Any, **also: Any) -> str:
        """A participant sends something that is accepted; its id comes back once all is written."""
        verdict = await self.tries(by, key, body, **also)
        assert verdict.refusal is None, (key, verdict)
        # On a busy machine the answer may come later than a person waits; it comes all the same.
        return await self.answered(verdict.id)

    async def refused(self, by: str, key: str, body: Any, **also: Any) -> str:
        """A participant sends something that is refused; the refusal's code comes back."""
        try:
            verdict = await self.tries(by, key, body, **also)
        except Refusal as refusal:
            return refusal.code
        assert verdict.refusal, (key, verdict)
        return verdict.refusal.code

    async def tries(self, by: str, key: str, body: Any, **also: Any) -> Verdict:
        """A participant sends something, whatever comes of it."""
        return await self.world.intake.submit(round_id=self.round, key=key, by=by, body=body, **also)

    async def steers(self, key: str, body: Any) -> str:
        """The officer extends, pauses, waives, corrects or replaces."""
        await self.settled()
        return await self.does("", key, body, officer=self.officer)

    async def answered(self, id: str, state: str = "accepted") -> str:
        """The submission is final in the inbox: in the same transaction all that follows was written.

        What its round has not heard of is handed over again, as the relay does it (K2).
        """

        answer = select(Inbox.state, Inbox.kind, Inbox.code).where(Inbox.id == id, Inbox.state != "received")

        async def final() -> tuple[str, str, str] | None:
            async with self.world.database.reading() as s:
                return (await s.exec(answer)).one_or_none()

        try:
            found = await until(final, within=UNANSWERED)
        except TimeoutError:
            await self.relayed(id)
            found = await until(final)
        became, *of = found
        assert became == state, (*of, became)
        return id

    async def goes_to(self, key: str = "", *, leaving: tuple[str, ...] = ()) -> "Story":
        """Everybody does at once what is asked of them, until `key` is open; who is left out does nothing.

        Without a key until the round ends.
        """
        while key not in (keys := await self.open()):
            todo = [k for k in keys if k not in leaving]
            if not key and await self.is_over():
                break
            if todo:
                await self.usual(todo[0])
            else:
                await self._visit_passes()
        return self

    async def goes_past(self, step: str) -> "Story":
        """Everybody does at once what is asked of them, until the step is over."""
        while (await self.status()).step == step and not await self.is_over():
            if keys := await self.open():
                await self.usual(keys[0])
            else:
                await self._visit_passes()
        return self

    async def goes_on(self) -> "Story":
        """Everybody does at once what is asked of them, until nothing is; no time passes."""
        while keys := await self.open():
            await self.usual(keys[0])
        return self

    async def usual(self, key: str) -> str:
        """Whoever holds an assignment does it as usual."""
        a = await self.assignment(key)
        (by, *_) = await self.holders(key)
        return await self.does(by, key, self.people.usual(self.name, a))

    async def keeps(self, by: str, key: str, body: Any) -> str:
        """Something is kept in the inbox, and its round does not hear of it."""
        async with self.world.database.writing() as s:
            row = await inbox.keep(
                s,
                id=f"{self.name}-{key}",
                round_id=self.round,
                key=key,
                kind=body.kind,
                participant_id=by,
                body=body,
            )
        return row.id

    async def relayed(self, id: str) -> None:
        """What was kept is handed over later, as the relay does it."""
        async with self.world.database.reading() as s:
            row = await inbox.one(s, id)
        assert row
        await self.world.intake.deliver(row)

    async def _visit_passes(self) -> None:
        """To the evening of the visit's first day, or of its last."""
        (event,) = await self.rows(CalendarEvent)
        now = await self.now()
        evening = datetime.combine(event.starts, time(23, 50), UTC)
        if now >= evening:
            evening = datetime.combine(event.ends, time(23, 50), UTC)
        assert now < evening, f"nothing is open after the visit: {await self.status()}"
        await self.passes_to(evening)

    async def is_over(self) -> bool:
        """Whether the round has its outcome."""
        return bool((await self.status()).outcome)

    # ---- time passes

    async def now(self) -> datetime:
        """The round's own time."""
        return await self.world.skipper.get_current_time(self.handle)

    async def goes_on_after(self) -> bool:
        """Whether the round is over, and what comes after it is not."""
        return any(row.publishing for row in await self.rows(Round) if row.closed_at)

    async def comes_after(self) -> "Story":
        """From now on the story is that of what comes after its round, once it lives.

        What the round itself began has the round's clock; what somebody began later has that of the wall.
        """
        id = publishing_id(self.round)
        after = self.world.client.get_workflow_handle(id)

        async def lives() -> bool | None:
            try:
                described = await after.describe()
            except RPCError:
                return None
            here = described.workflow_type == PUBLISHING
            return (here and described.status == WorkflowExecutionStatus.RUNNING) or None

        await until(lives)
        self.also[self.title] = self.world.client.get_workflow_handle(self.round)
        self.workflow, self.title = id, f"{self.name} publishing"
        await until(self.goes_on_after)
        await self.passes(seconds=1)
        return self

    async def passes(self, **span: float) -> None:
        """So much time goes by."""
        assert await self.world.skipper.fast_forward(self.handle, timedelta(**span))

    async def passes_to(self, moment: datetime) -> None:
        """Time goes by until a moment and a minute more."""
        await self.passes(seconds=(moment - await self.now()).total_seconds() + 60)

    async def lapses(self, key: str) -> None:
        """Nobody does an assignment in time."""
        await self.passes_to((await self.assignment(key)).due_at)

    async def passes_until_it_ends(self, **span: float) -> None:
        """So much time would go by, but the round ends before."""
        assert not await self.world.skipper.fast_forward(self.handle, timedelta(**span))

    # ---- what holds in every story

    async def closes(self) -> None:
        """Each letter came once, nothing waits, no link of a closed round acts, no history names people."""
        await until(self.all_answered)
        await until(self.all_sent)
        sent = [r for r in await self.rows(Letter) if r.state == "sent"]
        assert {r.key: self.world.mail.caught[r.message_id] for r in sent} == {r.key: 1 for r in sent}
        if await self.goes_on_after():
            await self.breaks_off()
        elif await self.is_over():
            assert [g.assignment_key for g in await self.rows(Grant) if g.state == "live"] == []
        else:
            await self.breaks_off()
        secrets = await self._secrets()
        self.told = await self.histories()
        for title, history in self.told.items():
            written = readable(history)
            assert [secret for secret in secrets if secret in written] == [], title

    async def all_answered(self) -> bool:
        """Whether nothing waits for an answer: the batch that writes the last one may be on its way."""
        waits = select(Inbox.id).where(Inbox.round_id == self.round, Inbox.state == "received").limit(1)
        async with self.world.database.reading() as s:
            return (await s.exec(waits)).first() is None

    async def all_sent(self) -> bool:
        """Whether no letter waits, but for its reader's morning."""
        now = datetime.now(UTC)
        waiting = [r for r in await self.rows(Letter) if r.state in WAITING]
        return not [r for r in waiting if not r.held_until or r.held_until <= now]

    async def breaks_off(self) -> None:
        """Leave the round: nothing more happens to it."""
        if self.round and await self.goes_on_after():
            after = self.world.client.get_workflow_handle(publishing_id(self.round))

            async def begun() -> bool | None:
                try:
                    return bool(await after.describe())
                except RPCError:
                    return None

            # The round's last batch is written a moment before what comes after it begins.
            await until(begun)
            with contextlib.suppress(RPCError):  # it may end by itself meanwhile
                await after.terminate("The story is told")
        elif self.round and not await self.is_over():
            await self.handle.terminate("The story is told")

    async def replays(self) -> None:
        """The code finds in the histories of a story that is told what it did."""
        for history in self.told.values():
            await replay(history, self.world.client.data_converter)

    async def histories(self) -> dict[str, WorkflowHistory]:
        """What Temporal keeps of the story: of the round's last run, and of what it started."""
        workflows = {self.title: self.handle, **self.also}
        return {title: await handle.fetch_history() for title, handle in workflows.items()}

    async def _secrets(self) -> list[str]:
        """What no history may hold: addresses, names, links."""
        async with self.world.database.reading() as s:
            people = await s.exec(select(Person).join(Letter).where(Letter.round_id == self.round).distinct())
            named = [text for person in people for text in (person.email, person.name)]
        return [*named, *(grant.id for grant in await self.rows(Grant))]

    async def saves(self) -> None:
        """Keep the histories, for later versions of the code to replay."""
        for title, history in self.told.items():
            save(title, history)
