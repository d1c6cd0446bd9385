"""Handing over: what people send is kept first (K2), then the round is asked; a late answer is no refusal."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, Literal
from uuid import uuid4

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession
from temporalio.client import Client

from api.http.metrics import decided
from api.intake import announcing, asked_for, countersigning, days, engine, typesetting, versions, who
from api.intake.attachments import Named, adopt, named
from api.intake.codes import TypedCode, use
from api.intake.engine import Away, Early, Engine, Faulted, NotBegun, Over
from methodologies.loader import methodology, names
from rounds.registry import KINDS
from rounds.rules import check_body, check_language
from rounds.state.effects import Refuse
from rounds.steps.findings import identified
from rounds.steps.publication import APPROVED
from rounds.steps.request import check_opening
from rounds.submissions.envelope import Receipt, Sent
from rounds.submissions.fields import check_texts
from rounds.submissions.refusals import MethodologyUnknown, NotOpen, Refused, RoundIsOver
from rounds.submissions.request import OpenRound
from store import inbox
from store.reads import states
from store.reads.asked import methodology_of
from store.session import Database
from store.tables import Inbox, Round

log = structlog.get_logger()

PERSONAL = "choose_language"
"""The kind of what is a person's, and no round's."""
UNWRITTEN = ("retry_batch", "skip_batch", "withdraw")
"""What may be done to a round whose very beginning cannot be written."""
GLANCE = timedelta(milliseconds=100)
"""Between two looks whether a round has begun, or whether what comes after it has."""
EARLY = 20
"""How often it is asked again, at most, while one workflow of a round gives way to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a submission so far; `at` is the round's time if accepted, else when it was received.

    received: kept, and handed over as soon as can be; its sender is told by letter should it be refused.
    """

    state: Literal["accepted", "refused", "received"]
    id: str
    round_id: str
    at: datetime
    refusal: Refused | None = None


class Intake:
    """Keeps submissions and openings, and hands them to their rounds."""

    def __init__(self, database: Database, client: Client) -> None:
        self._database = database
        self.engine = Engine(client)

    @decided
    async def submit(
        self,
        *,
        round_id: str,
        key: str,
        by: str,
        body: Any,
        officer: str = "",
        proof: str = "",
        reason: str = "",
        id: str = "",
        code: TypedCode | None = None,
    ) -> Verdict:
        """Keep a submission and ask its round, for about five seconds.

        `proof` and `reason` say that its owner gave it, and why an officer files it for them.
        Of several under one `id`, asked at once or one after the other, one is kept; without it each is.
        `code` was typed in beside an authorisation to publish, and is kept nowhere (L11).

        Raises: Refusal, when it is wrong in itself: then nothing was kept.
        """
        body, spoken = await self._whole(round_id, key, by, body, officer)
        files = chain(named(body), [Named("proof", proof, proves=True)] if proof else [])
        async with self._database.writing() as s:
            await self._check(s, round_id, key, by, body, officer)
            refusal = None if officer else await use(s, code, body, round_id=round_id, by=by, id=id)
            if refusal is None:
                await adopt(s, files, round_id=round_id, officer=officer)
                row = await inbox.keep(
                    s,
                    id=id or uuid4().hex,
                    round_id=round_id,
                    key=key,
                    kind=body.kind,
                    participant_id=by,
                    officer_id=officer,
                    proof=proof,
                    reason=reason,
                    body=body,
                    language=spoken,
                )
        if refusal:
            # Only now: a code that was tried is tried, and that is committed.
            raise refusal
        return await self._ask(row, inbox.envelope(row, body))

    async def looked_at(self, *, round_id: str, key: str, by: str, body: Any, officer: str = "") -> Any:
        """The same submission as it would be kept; nothing is. Raises: Refusal, as `submit`."""
        body, _ = await self._whole(round_id, key, by, body, officer)
        async with self._database.reading() as s:
            await self._check(s, round_id, key, by, body, officer)
        return body

    async def _whole(self, round_id: str, key: str, by: str, body: Any, officer: str) -> tuple[Any, str]:
        """A submission with what is counted when it is sent, and the language of its texts."""
        body = identified(body)
        spoken = versions.language(key, body)
        if not spoken:
            async with self._database.reading() as s:
                spoken = await inbox.spoken_in(s, round_id, by, officer)
        return await typesetting.counted(self._database, round_id, body, spoken), spoken

    async def _check(
        self, s: AsyncSession, round_id: str, key: str, by: str, body: Any, officer: str
    ) -> None:
        """Refuse what is wrong in itself, before anything is kept."""
        round = await s.get(Round, round_id)
        if round is None:
            if body.kind not in UNWRITTEN or not await inbox.is_opening(s, round_id):
                raise NotOpen
            check_texts(body)
            return
        check_body(methodology_of(round), round.country, body)
        await who.check(s, round, key, by, body)
        await days.check(s, round, key, body)
        await announcing.check(s, round, key, body)
        await countersigning.check(s, round, key, by, body, officer)
        await versions.check(s, round, body)
        if body.kind == PERSONAL:
            check_language(by, officer)

    async def open(self, body: OpenRound, *, officer: str, secretariat: str, id: str = "") -> Verdict:
        """Keep the opening of a round and start it; accepted once the round has begun.

        Of several under one `id` one is kept.

        Raises: Refusal, when it is wrong in itself: then nothing was kept.
        """
        if body.methodology not in names() or methodology(body.methodology).secretariat != secretariat:
            raise MethodologyUnknown(field="methodology", methodology=body.methodology)
        check_texts(body)
        check_opening(methodology(body.methodology), body)
        async with self._database.writing() as s:
            await who.check_opening(s, body)
            await asked_for.check(s, body, secretariat)
            row = await inbox.keep_opening(s, id=id or uuid4().hex, body=body, officer_id=officer)
            await asked_for.opened(s, body, secretariat, row.round_id)
            await adopt(s, named(body), round_id=row.round_id, officer=officer)
        try:
            await self.engine.start(row.round_id, row.id, body)
        except Away as error:
            log.warning("round not started yet", round=row.round_id, error=str(error))
            return _received(row)
        return await self._begun(row)

    async def deliver(self, row: Inbox) -> None:
        """Hand over what was kept earlier; whoever sent what is refused is told by letter.

        To a round that is over it is refused, without a letter. Raises: Away, and NotBegun while the
        round's opening waits to be handed over itself.
        """
        body = inbox.body_of(row)
        if isinstance(body, OpenRound):
            await self.engine.start(row.round_id, row.id, body)
            return
        try:
            answer = await self._answer(row, inbox.envelope(row, body))
            if isinstance(answer, Refused):
                await self.engine.refused(
                    row.round_id,
                    Refuse(submission=row.id, code=answer.code, field=answer.field, values=answer.values),
                )
        except Faulted as error:
            await self._fault(row, error)
        except (Over, NotBegun):
            if not await self._closed(row.round_id):
                # A workflow that ended by mishap: what was sent waits until the round is rebuilt.
                raise NotBegun from None
            await self._refuse(row, Refused(RoundIsOver.code))

    async def _closed(self, round_id: str) -> bool:
        """Whether the round is over: Temporal forgets closed ones, and knows some that ended by mishap."""
        async with self._database.reading() as s:
            round = await s.get(Round, round_id)
        return round is not None and round.closed_at is not None

    async def _after(self, row: Inbox, sent: Sent) -> Receipt | Refused | None:
        """What comes after the round answers, where it is its affair; begun anew if it had ended (X2)."""
        kind = KINDS[row.kind]
        async with self._database.reading() as s:
            round = await s.get(Round, row.round_id)
            if round is None or round.closed_at is None or round.outcome not in APPROVED:
                return None
            if not (kind.after or (kind.when_over and round.publishing)):
                return None
            if round.publishing:
                # It lives on a state of its own: begun once more from what is kept now, two would write.
                return await self.engine.submit_to_next(row.round_id, sent)
            # Read last: what came after it before has written all it had to by the time that it said so.
            kept = await states.as_it_stands(s, row.round_id)
        return await self.engine.submit_after(kept, sent) if kept else None

    async def _ask(self, row: Inbox, sent: Sent) -> Verdict:
        try:
            answer = await self._answer(row, sent)
        except Faulted as error:
            await self._fault(row, error)
            return _received(row)
        except (Away, NotBegun, Over) as error:
            if not isinstance(error, Away) and await self._closed(row.round_id):
                return await self._refuse(row, Refused(RoundIsOver.code))
            log.warning("submission not answered yet", round=row.round_id, id=row.id, error=str(error))
            return _received(row)
        if isinstance(answer, Refused):
            return await self._refuse(row, answer)
        return Verdict(state="accepted", id=row.id, round_id=row.round_id, at=answer.at)

    async def _answer(self, row: Inbox, sent: Sent) -> Receipt | Refused:
        """What its round says; of what is a person's own, that it is done."""
        if row.kind == PERSONAL:
            await self.engine.choose_language(row.id)
            return Receipt(id=row.id, key=row.key, at=row.received_at)
        for _ in range(EARLY):
            try:
                return await self._asked(row, sent)
            except Early:
                await asyncio.sleep(GLANCE.total_seconds())
        return await self._asked(row, sent)

    async def _asked(self, row: Inbox, sent: Sent) -> Receipt | Refused:
        try:
            return await self.engine.submit(row.round_id, sent)
        except (Over, NotBegun):
            if answer := await self._after(row, sent):
                return answer
            raise

    async def _fault(self, row: Inbox, error: Faulted) -> None:
        """The rules failed over it: it stays kept, for the next deploy. Its sender reads "received"."""
        log.error("submission not decided", round=row.round_id, id=row.id, kind=row.kind, fault=error.code)
        async with self._database.writing() as s:
            await inbox.fault(s, row.id, error.code)

    async def _refuse(self, row: Inbox, refusal: Refused) -> Verdict:
        """Record the refusal, unless the round has answered meanwhile: the first answer is final."""
        async with self._database.writing() as s:
            await inbox.answer(s, row.id, "refused", refusal.code, refusal.field, dict(refusal.values))
            now = await inbox.one(s, row.id)
        said = verdict(now or row)
        return replace(said, refusal=refusal) if said.refusal and said.refusal.code == refusal.code else said

    async def _begun(self, row: Inbox) -> Verdict:
        """Look, for about five seconds, whether the round has written itself down."""
        for _ in range(int(engine.PATIENCE / GLANCE)):
            async with self._database.reading() as s:
                now = await inbox.one(s, row.id)
            if now and now.state != "received":
                return verdict(now)
            await asyncio.sleep(GLANCE.total_seconds())
        return _received(row)


def verdict(row: Inbox) -> Verdict:
    """What became of a kept submission."""
    at = row.answered_at or row.received_at
    if row.state == "refused":
        refusal = Refused(row.code, row.field, tuple((k, str(v)) for k, v in row.values.items()))
        return Verdict(state="refused", id=row.id, round_id=row.round_id, at=at, refusal=refusal)
    if row.state == "accepted":
        return Verdict(state="accepted", id=row.id, round_id=row.round_id, at=at)
    return _received(row)


def _received(row: Inbox) -> Verdict:
    return Verdict(state="received", id=row.id, round_id=row.round_id, at=row.received_at)
