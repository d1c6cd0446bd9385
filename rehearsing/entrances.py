"""How a rehearsal begins: with a request that nobody has sent, or where a round stands."""

from datetime import UTC, datetime

from sqlmodel import col, select

from methodologies.loader import methodology
from rehearsing.calendar import Behaviour, Calendar
from rehearsing.house import House, house
from rehearsing.people import Known
from rehearsing.rehearsal import Rehearsal
from rehearsing.requests import Request
from rounds.state.round import Round
from rounds.steps.request import opened
from rounds.submissions.refusals import RoundIsOver
from store import inbox, officers
from store.memory import copy_round
from store.outbox import WAITING, Delivery
from store.reads import states
from store.session import Database
from store.tables import Letter, Officer
from store.tables import Round as RoundRow
from templates.rehearsals import STAND_IN
from templates.render import Renderer

OPENING = "opening"
"""The id of the one opening of a house."""


class NoSuchRound(Exception):
    """There is no round of this id, or nothing of it was written yet that this code can read."""


def of_request(
    request: Request,
    behaviour: Behaviour,
    renderer: Renderer,
    language: str,
    now: datetime,
    *,
    texts: bool = True,
) -> Calendar:
    """The round that would be opened with a request at this moment; `texts`: its letters in full."""
    words = renderer.words(language)
    known = Known(
        text=words.say(STAND_IN),
        now=now,
        language=request.opening.focal_point.language,
        note=request.opening.note,
        panel=request.panel,
    )
    with house(renderer, now, texts=texts) as there:
        return Rehearsal(there, behaviour, known).play(there.does(_opened(there, request)))


async def _opened(there: House, request: Request) -> Round:
    """Its number is the first of the year in which it begins: how many there are, no file knows."""
    opening = request.opening
    rules = methodology(opening.methodology)
    async with there.database.writing() as s:
        await officers.add_secretariat(s, rules.secretariat, rules.secretariat)
        await officers.add_officer(s, rules.secretariat, request.head, head=True)
        await officers.add_officer(s, rules.secretariat, request.officer, head=False)
        (officer,) = await s.exec(select(Officer.id).where(col(Officer.head).is_(False)))
        row = await inbox.keep(
            s,
            id=OPENING,
            round_id=f"round-{rules.id}-{opening.country.lower()}-{there.now.year}-1",
            key="",
            kind=opening.kind,
            participant_id="",
            officer_id=officer,
            body=opening,
            language=opening.focal_point.language,
            now=there.now,
        )
    return opened(row.round_id, row.id, opening, rules)


async def copied(source: Database, target: Database, round_id: str) -> tuple[Round, datetime, list[Delivery]]:
    """A round with all that it needs in another database: its state, its latest moment, letters on their way.

    Nothing is written to the first. Raises: NoSuchRound; RoundIsOver.
    """
    async with source.reading() as s:
        row = await s.get(RoundRow, round_id)
        state = await states.as_it_stands(s, round_id) if row else None
        if row is None or state is None:
            raise NoSuchRound(round_id)
        if row.closed_at:
            raise RoundIsOver
        async with target.writing() as t:
            await copy_round(s, t, round_id)
    async with target.reading() as t:
        waiting = await t.exec(select(Letter).where(col(Letter.state).in_(WAITING)))
        letters = [
            Delivery(
                letter=letter.key,
                round=round_id,
                participant=letter.participant_id,
                template=letter.template,
                held_until=letter.held_until,
            )
            for letter in waiting
        ]
    return state, row.changed_at, letters


def of_round(
    source: Database,
    round_id: str,
    behaviour: Behaviour,
    renderer: Renderer,
    language: str,
    *,
    texts: bool = True,
) -> Calendar:
    """A round that goes on, from where it stands; `texts`: its letters in full.

    Raises: NoSuchRound; RoundIsOver.
    """
    with house(renderer, datetime.now(UTC), texts=texts) as there:
        try:
            state, changed, letters = there.does(copied(source, there.database, round_id))
        finally:
            there.does(source.close())
        # A clock that was hurried is ahead of this machine's.
        there.now = max(there.now, changed)
        there.does(there.take(letters))
        known = Known(text=renderer.words(language).say(STAND_IN), now=there.now, language=language)
        return Rehearsal(there, behaviour, known).play(state)
