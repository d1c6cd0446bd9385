"""Where random rounds are lived: a database of their own, letters that stay in the outbox, people who act."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, cast
from uuid import NAMESPACE_OID, uuid5

from sqlmodel import select

from activities.committing import RoundActivities
from activities.press import Press
from activities.working_days import WorkingDays, of_participant
from methodologies.loader import methodology, names
from rehearsing.lived import Lived
from rounds import rules
from rounds.state.effects import Refuse
from rounds.state.round import Round
from rounds.steps import request
from rounds.submissions.envelope import Receipt, Sent
from rounds.submissions.fields import facts
from rounds.submissions.refusals import Refused
from rounds.submissions.request import OpenRound
from store import inbox, migrating, officers
from store.files import in_folder
from store.reads import parties, states
from store.reads.states import Kept
from store.session import Database
from store.tables import Grant, Inbox, Officer
from templates.render import Renderer
from tests.workflows import cast as someone
from tests.workflows.anyone import Anyone
from workflows import names as names_of

START = datetime(2027, 1, 4, 15, tzinfo=UTC)
"""A Monday: when the rounds begin."""
MOMENT = timedelta(seconds=1)
RENDERER = Renderer()


async def _no_letters(_: Any) -> None:
    """Every letter is left where it was written."""


@dataclass
class World:
    """One for all random rounds of a run."""

    loop: asyncio.AbstractEventLoop
    database: Database
    folder: Path
    officer: str = ""
    told: Iterator[int] = field(default_factory=lambda: count(1))
    """Numbers the rounds: nobody takes part in two."""

    def opens(self, rules: str, country: str, *, note: bool) -> "Played":
        """An officer opens a round of a country under the methodology of this name."""
        people = Anyone(rules)
        opening = people.opening(f"random-{next(self.told)}", note=note, rules=rules)
        body = replace(opening, country=country)
        request.check_opening(people.rules, body)
        kept = self.does(self._keeps(body))
        activities = RoundActivities(self.database, _no_letters, Press(in_folder(self.folder), RENDERER))
        lived = Lived(self.loop, activities, START)
        lived.begin(request.opened(kept.round_id, kept.id, body, people.rules))
        return Played(self, lived, people)

    def does(self, work: Any) -> Any:
        """Do something of the world to its end."""
        return self.loop.run_until_complete(work)

    async def _keeps(self, body: OpenRound) -> Inbox:
        async with self.database.writing() as s:
            id = f"opening-{body.focal_point.email}"
            return await inbox.keep_opening(s, id=id, body=body, officer_id=self.officer)

    async def hires(self) -> None:
        """Each methodology's secretariat has a head; one officer opens all rounds."""
        async with self.database.writing() as s:
            for id in {methodology(name).secretariat for name in names()}:
                await officers.add_secretariat(s, id, id)
                await officers.add_officer(s, id, someone.contact("head", id.lower()), head=True)
            await officers.add_officer(s, "DIS", someone.contact("officer", "dis"), head=False)
            found = await s.exec(select(Officer).where(Officer.secretariat_id == "DIS"))
            self.officer = next(officer.id for officer in found if not officer.head)


@contextmanager
def world(folder: Path, url: str = "") -> Iterator[World]:
    """A world with its database in a folder, or elsewhere."""
    url = url or f"sqlite+aiosqlite:///{folder}/random.db"
    migrating.upgrade(url)
    made = World(asyncio.new_event_loop(), Database(url), folder)
    made.does(made.hires())
    try:
        yield made
    finally:
        made.does(made.database.close())
        made.loop.close()


@dataclass
class Played:
    """One random round: what people send goes into the inbox first, as the api does it."""

    world: World
    lived: Lived
    people: Anyone
    measured: set[object] = field(default_factory=set)
    """The clocks that were measured already."""
    unheard: list[Sent] = field(default_factory=list)
    """What is kept and was not handed over."""
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def round(self) -> Round:
        """The round as its workflow holds it."""
        return self.lived.round

    @property
    def name(self) -> str:
        """What its people's addresses end with."""
        return self.round.id

    def keeps(self, key: str, by: str, body: Any, officer: str = "") -> Sent:
        """Have something kept, as it is to be handed over.

        Raises: Refusal, when it is wrong in itself: then nothing was kept.
        """
        rules.check_body(self.round.methodology, self.round.country, body)
        row = self.world.does(self._keeps(key, by, body, officer))
        return Sent(id=row.id, key=key, by=by, sha256=row.sha256, body=facts(body), officer=officer)

    async def _keeps(self, key: str, by: str, body: Any, officer: str) -> Inbox:
        async with self.world.database.writing() as s:
            return await inbox.keep(
                s,
                id=uuid5(NAMESPACE_OID, f"{self.round.id}-{next(self._ids)}").hex,
                round_id=self.round.id,
                key=key,
                kind=body.kind,
                participant_id=by,
                officer_id=officer,
                body=body,
            )

    def sends(self, *sent: Sent) -> list[Receipt | Refused]:
        """What was kept is handed over, all in the same instant; the answers."""
        answers = self.lived.submit(*sent)
        for one, answer in zip(sent, answers, strict=True):
            if isinstance(answer, Refused):
                self.world.does(self._refuses(one.id, answer))
        return answers

    def relays(self, sent: Sent) -> None:
        """What was kept is handed over later: whoever sent what is refused then has a letter."""
        (answer,) = self.lived.submit(sent)
        if isinstance(answer, Refused):
            refuse = Refuse(submission=sent.id, code=answer.code, field=answer.field, values=answer.values)
            self.lived.signal(names_of.REFUSED, refuse)

    async def _refuses(self, id: str, refused: Refused) -> None:
        async with self.world.database.writing() as s:
            await inbox.answer(s, id, "refused", refused.code, refused.field, dict(refused.values))

    def steers(self, key: str, body: Any) -> list[Receipt | Refused]:
        """The officer steers."""
        return self.sends(self.keeps(key, "", body, self.world.officer))

    def breathes(self) -> None:
        """What a moment brings: the relay hands over what the round waits for before silence acts.

        And a run that is to end takes a last breath, of a millisecond, before it does.
        """
        while not self.lived.outcome and self._hears():
            for sent in [sent for sent in self.unheard if not self.lived.outcome]:
                self.unheard.remove(sent)
                self.relays(sent)
            if self._hears():
                self.lived.tick()
        ending = self.round.outcome or self.round.withdrawn
        while ending and not self.lived.outcome and self.lived.next_at - self.lived.now < MOMENT:
            self.lived.tick()

    def _hears(self) -> bool:
        """Whether the round waits for what is kept to be handed over."""
        return any(words.startswith("What is kept") for _, words in self.lived.timers.values())

    def grants(self) -> list[Grant]:
        """The links of the round's assignments that act."""
        return cast(list[Grant], self.world.does(self._grants()))

    async def _grants(self) -> list[Grant]:
        async with self.world.database.reading() as s:
            live = select(Grant).where(Grant.round_id == self.round.id, Grant.state == "live")
            return [grant for grant in await s.exec(live) if grant.assignment_key]

    def kept(self) -> Kept | None:
        """What the database keeps of the round's state."""
        return cast(Kept | None, self.world.does(self._kept()))

    async def _kept(self) -> Kept | None:
        async with self.world.database.reading() as s:
            return await states.kept(s, self.round.id)

    def calendar(self, participant: str) -> WorkingDays:
        """The working days of a participant."""
        return cast(WorkingDays, self.world.does(self._calendar(participant)))

    async def _calendar(self, participant: str) -> WorkingDays:
        async with self.world.database.reading() as s:
            who, person = await parties.participant(s, self.round.id, participant)
        return of_participant(who.role, person.country, person.time_zone, self.round.methodology)
