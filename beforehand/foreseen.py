"""What a submission would do, and the letters that it would bring: written, read, and never committed."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from activities import letters, saying
from activities.committing import EFFECTS
from activities.press import Press
from activities.unit_of_work import UnitOfWork
from beforehand.following import ends, following
from rounds import accepting, closing, rules
from rounds.registry import KINDS
from rounds.state.batches import Batch
from rounds.state.effects import Effect
from rounds.state.round import Round
from rounds.submissions.envelope import Sent
from rounds.submissions.refusals import Refusal, Refused, as_data
from store import inbox, outbox
from store.files import forgotten
from store.links import Links
from store.reads import states
from store.session import Database
from store.tables import Assignment
from store.tables import Round as RoundRow
from templates.render import Renderer

log = logging.getLogger(__name__)

OF_WHAT_IS_PARKED = ("retry_batch", "skip_batch")
"""What is parked is known to the round alone, so what becomes of it is not foreseen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """Something that is about to be sent: for which assignment, by whom, by which officer."""

    round: str
    key: str
    by: str
    officer: str
    body: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """A letter as it would be sent: to whom, in which language; `later`: once others have agreed."""

    name: str
    role: str
    language: str
    template: str
    subject: str
    text: str
    later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What would be asked, of which role, until when."""

    key: str
    role: str
    due_at: datetime
    later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What would happen: the round after it, the effects of the moment, what opens, the letters.

    `whole`: whether all of it could be worked out. `refusal`: why nothing would happen at all.
    """

    round: Round | None = None
    effects: tuple[Effect, ...] = ()
    opened: tuple[Opened, ...] = ()
    letters: tuple[Foretold, ...] = ()
    whole: bool = True
    refusal: Refused | None = None


class _Never(Exception):
    """Raised so that nothing is committed; carries what was seen."""

    def __init__(self, seen: Foreseen) -> None:
        super().__init__()
        self.seen = seen


async def foresee(
    database: Database, renderer: Renderer, links: Links, filed: Filed, now: datetime
) -> Foreseen:
    """What would happen if this were sent now. Nothing of it is kept, and nobody is written to."""
    try:
        async with database.writing() as s:
            looking = _Looking(s, renderer, links, Press(forgotten(), renderer), filed)
            raise _Never(await looking.look(now))
    except _Never as seen:
        return seen.seen
    except Refusal as refusal:
        return Foreseen(refusal=as_data(refusal))
    except Exception as error:  # noqa: BLE001 - what cannot be foreseen must keep nobody from acting
        log.error("Cannot be foreseen: %s of %s: %s", filed.body.kind, filed.round, type(error).__name__)
        return Foreseen(whole=False)


@dataclass(slots=True)
class _Looking:
    s: AsyncSession
    renderer: Renderer
    links: Links
    press: Press
    filed: Filed

    async def look(self, now: datetime) -> Foreseen:
        round = await states.as_it_stands(self.s, self.filed.round)
        if round is None or self.filed.body.kind in OF_WHAT_IS_PARKED:
            return Foreseen(whole=False)
        if KINDS[self.filed.body.kind].after and round.outcome:
            # What comes after a round is begun anew for whoever decides again (X2).
            round.publishing = True
        sent = await self._kept()
        rules.check(round, sent, now)
        effects = self._taken(round, sent, now)
        goes_on = not round.outcome or KINDS[sent.body.kind].after
        more = tuple(following(round, sent, now)) if goes_on else ()
        at_once = (*effects, *(opening for opening, later in more if not later))
        written = await self._written(round, now, at_once, round.serial + 1)
        after = tuple(opening for opening, later in more if later)
        then = await self._written(round, now, after, round.serial + 2) if after else ()
        return Foreseen(
            round=round,
            effects=effects,
            opened=await self._opened(effects, more),
            letters=(*written, *(replace(letter, later=True) for letter in then)),
        )

    def _taken(self, round: Round, sent: Sent, now: datetime) -> tuple[Effect, ...]:
        """What follows in the world, the end of the round too, where this ends it."""
        over, already = bool(round.outcome), len(round.pending)
        accepting.take(round, sent, now)
        round.outcome = round.outcome or ends(sent)
        ended = (round.outcome or round.withdrawn) and not over
        return (*round.pending[already:], *(closing.close(round) if ended else ()))

    async def _kept(self) -> Sent:
        """What is sent, as the inbox would hold it: letters read it there."""
        filed = self.filed
        row = await inbox.keep(
            self.s,
            id=f"beforehand/{filed.round}",
            round_id=filed.round,
            key=filed.key,
            kind=filed.body.kind,
            participant_id=filed.by,
            officer_id=filed.officer,
            body=filed.body,
        )
        return inbox.envelope(row, filed.body)

    async def _written(
        self, round: Round, now: datetime, effects: Sequence[Effect], serial: int
    ) -> tuple[Foretold, ...]:
        """The effects done as a batch would do them, and each letter that it would leave."""
        batch = Batch(
            round=round.id,
            now=now,
            step=round.step,
            outcome=round.outcome,
            serial=serial,
            effects=tuple(effects),
        )
        work = UnitOfWork(self.s, batch, self.press)
        row = await self.s.get_one(RoundRow, round.id)
        for effect in effects:
            await EFFECTS[type(effect)](work, effect)
            work.after(effect)
        await work.post()
        # Letters say where the round stands then.
        row.step, row.outcome = round.step, round.outcome
        read = [await self._letter(sent.letter) for sent in work.letters]
        return tuple(letter for letter in read if letter)

    async def _letter(self, key: str) -> Foretold | None:
        posted = await outbox.posted(self.s, key)
        context = await letters.context(self.s, posted, self.links) if posted else None
        if posted is None or context is None:
            return None
        template = letters.template_of(posted.letter)
        said = await saying.said(self.s, self.renderer, posted, template, context)
        return Foretold(
            name=posted.person.name,
            role=posted.reader.role,
            language=posted.person.language,
            template=template,
            subject=said.subject,
            text=self.links.without(said.text),
        )

    async def _opened(
        self, effects: Sequence[Effect], more: Sequence[tuple[Any, bool]]
    ) -> tuple[Opened, ...]:
        keys = {effect.key: False for effect in effects if effect.kind == "open"}
        keys |= {opening.key: later for opening, later in more}
        rows = [(await self.s.get(Assignment, (self.filed.round, key)), later) for key, later in keys.items()]
        return tuple(
            Opened(key=row.key, role=row.role, due_at=row.due_at, later=later) for row, later in rows if row
        )
