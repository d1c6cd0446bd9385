"""One batch being written: what its effects share, and what comes of them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import NoResultFound
from sqlmodel.ext.asyncio.session import AsyncSession

from activities.folding import Planned, folded
from activities.working_days import WorkingDays, of_participant, of_secretariat
from methodologies.loader import capital_zone
from rounds.clock import deadlines
from rounds.methodology.model import Methodology
from rounds.state.batches import Batch, Dates, Following, VisitHours
from rounds.state.effects import (
    Close,
    Effect,
    Escalate,
    Move,
    Open,
    Remind,
    Report,
    Schedule,
    Tell,
    Unschedule,
)
from store.outbox import Delivery
from store.reads import asked, parties
from store.tables import Participant, Person, Round
from store.writes import letters

if TYPE_CHECKING:
    # What prints is loaded by those programs alone that print.
    from activities.press import Press

LEAVES_PEOPLE = (Open, Close, Remind, Escalate, Move, Schedule, Unschedule, Report, Tell)
"""Effects after which everybody is who they were."""


@dataclass(slots=True)
class UnitOfWork:
    """The transaction of a batch, the letters that it leaves to send, and what the round will learn."""

    s: AsyncSession
    batch: Batch
    press: "Press | None"
    letters: list[Delivery] = field(default_factory=list)
    planned: list[Planned] = field(default_factory=list)
    dates: list[Dates] = field(default_factory=list)
    visit: VisitHours | None = None
    following: list[Following] = field(default_factory=list)
    _round: Round | None = None
    """Held, since a session forgets a row that nobody holds and would read it again."""
    _rules: Methodology | None = None
    _people: dict[str, tuple[Participant, Person]] = field(default_factory=dict)

    async def rules(self) -> Methodology:
        """The methodology that this round is pinned to."""
        if self._rules is None:
            self._round = await asked.round_of(self.s, self.batch.round)
            self._rules = asked.methodology_of(self._round)
        return self._rules

    async def known(self, participant: str) -> tuple[Participant, Person] | None:
        """A participant and who they are, read once until people change; None for nobody."""
        if participant not in self._people:
            found = await parties.known(self.s, self.batch.round, participant)
            if found is None:
                return None
            self._people[participant] = found
        return self._people[participant]

    async def participant(self, id: str) -> tuple[Participant, Person]:
        """The same. Raises NoResultFound when there is none of that id."""
        found = await self.known(id)
        if found is None:
            raise NoResultFound(id)
        return found

    def after(self, effect: Effect) -> None:
        """Once an effect is done: read people anew, unless it is one that leaves them as they are."""
        if not isinstance(effect, LEAVES_PEOPLE):
            self._people.clear()

    async def calendar(self, *participants: str) -> WorkingDays:
        """The calendar of the first of those who must act; the secretariat's if there is nobody."""
        rules = await self.rules()
        if not participants:
            return of_secretariat(rules)
        who, person = await self.participant(participants[0])
        return of_participant(who.role, person.country, person.time_zone, rules)

    async def beneficiary(self) -> WorkingDays:
        """The calendar of the country that the visit goes to."""
        round_ = await asked.round_of(self.s, self.batch.round)
        return WorkingDays(round_.country, capital_zone(round_.country))

    async def morning(self) -> time:
        """When reminders of this round leave."""
        return deadlines.morning(self.batch.round, (await self.rules()).limits.reminder_minutes)

    async def once_each(self, participants: tuple[str, ...], but: Collection[str] = ()) -> list[str]:
        """The first participant of each person; whom a batch that was left out would have brought is none.

        `but`: these persons are left out.
        """
        first: dict[str, str] = {}
        for participant in participants:
            if known := await self.known(participant):
                first.setdefault(known[1].id, participant)
        return [participant for person, participant in first.items() if person not in but]

    async def write(self, template: str, participant: str, subject: str, /, **params: Any) -> None:
        """Have a letter put in the outbox, once, at the end of the batch (`post`).

        A batch has one letter of a template, about a subject, to a participant.
        """
        key = f"{self.batch.round}/{self.batch.serial}/{template}/{subject}/{participant}"
        await self.write_as(key, template, participant, **params)

    async def write_as(
        self, key: str, template: str, participant: str, /, person: str = "", **params: Any
    ) -> None:
        """The same under a key of its own, or to another mailbox than the participant's."""
        if not person:
            person = (await self.participant(participant))[1].id
        self.planned.append(
            Planned(
                key=key,
                template=template,
                participant=participant,
                person=person,
                params=params,
            )
        )

    async def post(self) -> None:
        """Put in the outbox what the whole batch has for each person, to be sent when it is written."""
        planned = folded(self.planned)
        rows = [
            letters.letter(
                self.batch,
                key=each.key,
                participant_id=each.participant,
                person_id=each.person,
                template=each.template,
                params=each.params,
            )
            for each in planned
        ]
        await letters.write_all(self.s, rows)
        for each in planned:
            self.send(each.key, each.participant, each.template)

    async def write_held(self, key: str, template: str, participant: str, hold: timedelta) -> None:
        """A letter under a key of its own, once, to be sent when so much time is over."""
        letter = await letters.write(
            self.s,
            self.batch,
            key=key,
            participant_id=participant,
            template=template,
            params={},
            hold=hold,
            person=(await self.participant(participant))[1].id,
        )
        if letter:
            self.send(key, participant, template, letter.held_until)

    def send(self, key: str, participant: str, template: str, held_until: datetime | None = None) -> None:
        """Have a letter of the outbox sent when the transaction is over, or from then on."""
        self.letters.append(
            Delivery(
                letter=key,
                round=self.batch.round,
                participant=participant,
                template=template,
                held_until=held_until,
            )
        )
