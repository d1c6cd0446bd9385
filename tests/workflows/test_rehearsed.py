"""A rehearsal tells what a server then does: the same round, rehearsed and lived (Z1, Z8)."""

import asyncio
from datetime import timedelta

from rehearsing import entrances
from rehearsing.calendar import Calendar
from store.session import Database
from store.tables import Assignment, Letter, Round
from templates.render import Renderer
from tests.workflows.seen import until
from tests.workflows.story import Story

SECOND = timedelta(seconds=1)


async def rehearsed(story: Story, behaviour: str) -> Calendar:
    """The story's round from where it stands, beside it: in a thread, with a loop of its own."""
    url = f"sqlite+aiosqlite:///{story.world.files.parent}/ronda.db"

    def play() -> Calendar:
        return entrances.of_round(Database(url, pool=1), story.round, behaviour, Renderer(), "en")  # type: ignore[arg-type]  # one of the three

    return await asyncio.to_thread(play)


async def test_z8_what_is_foretold_of_silence_comes(story: Story) -> None:
    await story.opened(confirmed=False)
    told = await rehearsed(story, "silent")
    await story.passes_until_it_ends(days=400)
    (lived,) = await story.rows(Round)
    assert (told.outcome, lived.outcome) == ("lapsed", "lapsed")
    assert lived.closed_at
    assert abs(told.ends - lived.closed_at) < timedelta(minutes=1)
    reminders = [h.at.replace(microsecond=0) for h in told.happenings if h.what in ("reminded", "overdue")]
    rows = [r for r in await story.rows(Letter) if r.template == "reminder"]
    # Of some letters nothing is left to say when they go.
    assert {r.written_at.replace(microsecond=0) for r in rows} <= set(reminders)
    assert len({r.written_at.replace(microsecond=0) for r in rows}) > 5


async def test_z1_what_is_foretold_of_answers_has_the_same_dates(story: Story) -> None:
    await story.opened()
    told = await rehearsed(story, "last_day")
    asked = [h for h in told.happenings if h.what == "asked"]
    answered = {h.key: h.at for h in told.happenings if h.what == "answered"}
    for key in ("examine_request:1", "propose_panel:1", "agree_panel:1"):
        await story.passes(seconds=(answered[key] - await story.now()).total_seconds())
        await story.usual(key)

    async def written() -> dict[str, Assignment] | None:
        rows = {a.key: a for a in await story.rows(Assignment)}
        return rows if "agree_panel:1" in rows else None

    rows = await until(written)
    foretold = {h.key: h.due for h in asked if h.key in rows and h.kind != "answer_invitation"}
    assert foretold == {key: rows[key].due_at for key in foretold}
    assert set(foretold) >= {"propose_panel:1", "agree_panel:1"}
