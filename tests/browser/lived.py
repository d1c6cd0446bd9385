"""The sample round as it stands in the middle of its life: lived in memory, then put into a database."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import col, update

from rehearsing import entrances
from rehearsing.house import house
from rehearsing.people import Known
from rehearsing.rehearsal import Rehearsal
from rehearsing.requests import read_file
from store.memory import copy_round
from store.session import Database
from store.tables import Letter
from templates.rehearsals import STAND_IN
from templates.render import Renderer

SAMPLE = Path(__file__).parents[2] / "local/sample/ripso-paraguay.json"
AGO = timedelta(days=158)
"""So long ago it was opened."""


class Until(Rehearsal):
    """A rehearsal that stops in the middle."""

    step = "report"

    def _nothing_more(self, begins: datetime) -> bool:
        at = self.lived.round.step == self.step and self.lived.now > begins
        return at or super()._nothing_more(begins)


def live(url: str) -> str:
    """Live it until its report is written, and keep it; the id of the round."""
    now, renderer = datetime.now(UTC).replace(microsecond=0) - AGO, Renderer()
    request = read_file(SAMPLE, "es")
    known = Known(
        text=renderer.words("es").say(STAND_IN),
        now=now,
        language=request.opening.focal_point.language,
        note=request.opening.note,
        panel=request.panel,
    )
    with house(renderer, now) as there:
        round = there.does(entrances._opened(there, request))
        Until(there, "last_day", known).play(round)
        there.does(_kept(there.database, url, round.id))
    return str(round.id)


async def _kept(source: Database, url: str, round_id: str) -> None:
    """With its letters as they are once they have left."""
    target = Database(url, pool=1)
    async with source.reading() as s, target.writing() as t:
        await copy_round(s, t, round_id)
    async with target.writing() as t:
        await t.exec(update(Letter).where(col(Letter.state) == "waiting").values(state="sent"))
    await target.close()
