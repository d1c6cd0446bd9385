"""Everybody of a whole round, lived by the code of the real ones, is erased: nobody is left in it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select, update

from activities.retaining import erase
from local.script import FOLDER as SAMPLES
from rehearsing import requests
from rehearsing.entrances import _opened
from rehearsing.house import House, house
from rehearsing.people import Known
from rehearsing.rehearsal import Rehearsal
from rounds.submissions.fields import Leaf, changed
from rounds.submissions.panel import ProposePanel
from store import inbox
from store.erasures import Erasure
from store.files import in_folder
from store.reads import states
from store.reads.states import as_it_stands
from store.tables import Inbox, Letter, Officer, Participant, Person, Round
from templates.render import Renderer
from tests.activities.test_erasing import whole as entries_of


def renamed(body: Any) -> Any:
    """The same people under names that are nothing else."""
    n = iter(range(1000))

    def change(leaf: Leaf) -> Any:
        return f"Xochitl Nezahual{next(n)}" if leaf.path.rpartition(".")[2] == "name" else leaf.value

    return changed(body, change)


@pytest.mark.parametrize("sample", ["ripso-paraguay", "mecigep-jamaica"])
def test_nobody_of_a_whole_round_is_left_in_it(sample: str, tmp_path: Path) -> None:
    request = requests.read_file(SAMPLES / f"{sample}.json", "en")
    panel = request.panel or ProposePanel(seats=(), coordinators=())
    request = replace(request, opening=renamed(request.opening), panel=renamed(panel))
    now = datetime(2027, 1, 4, 15, tzinfo=UTC)
    known = Known(text="Text", now=now, language="es", note=request.opening.note, panel=request.panel)
    with house(Renderer(), now) as there:
        played = Rehearsal(there, "in_time", known).play(there.does(_opened(there, request)))
        assert played.outcome == "authorised"
        there.does(_everybody_goes(there, played.round, tmp_path))


async def _everybody_goes(there: House, round_id: str, folder: Path) -> None:
    database = there.database
    async with database.writing() as s:
        await s.exec(update(Round).values(publishing=False))
        for office in (await s.exec(select(Officer))).all():
            office.revoked_at = there.now
            s.add(office)
        people = list(await s.exec(select(Person)))
        bodies = {row.id: inbox.body_of(row) for row in await s.exec(select(Inbox))}
        state = await as_it_stands(s, round_id)
        said = {row.email for row in people if row.email in repr(bodies)}
    assert len(said) > 8
    entries = await entries_of(database)
    for one in people:
        await erase(database, in_folder(folder), one.id, reason="obliged")
    assert await entries_of(database) == entries + len(people)
    async with database.reading() as s:
        left = repr(
            [
                row.model_dump()
                for t in (Person, Participant, Inbox, Letter)
                for row in await s.exec(select(t))
            ]
        )
        assert [p.email for p in people if p.email in left or p.name in left] == []
        assert "Nezahual" not in left
        # What rules see is what it was; so is all that the round has of itself.
        for row in await s.exec(select(Inbox)):
            assert type(inbox.body_of(row)) is type(bodies[row.id])
        assert await states.as_it_stands(s, round_id) == state
        assert {row.done_at is not None for row in await s.exec(select(Erasure))} == {True}
