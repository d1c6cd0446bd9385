"""What a round does not notice, and what it does: a mail server away for days, a letter that comes back."""

from datetime import timedelta
from pathlib import Path

from activities.bounce_box import box_of
from activities.bounces import Bounces
from activities.letter_jobs import LetterJobs
from rounds.submissions.interventions import MendAddress
from store.tables import Letter
from tests.activities import notifying
from tests.workflows import cast
from tests.workflows.seen import until
from tests.workflows.story import Story
from tests.workflows.world import PAUSES
from workflows.names import MAIL_QUEUE

MEND = "mend_address:focal_point:1"


async def test_e3_three_days_without_a_mail_server_cost_no_letter_and_no_clock(story: Story) -> None:
    await story.opened()
    await story.goes_to("propose_panel:1")
    await until(story.all_sent)
    await story.world.mail.close()
    try:
        began = await story.now()
        await story.usual("propose_panel:1")
        due = (await story.assignment("agree_panel:1")).due_at
        await story.passes(days=3)
        assert await story.now() - began >= timedelta(days=3)
        assert (await story.assignment("agree_panel:1")).due_at == due

        async def tried() -> list[Letter]:
            rows = [r for r in await story.letter_rows() if r.state != "sent"]
            return rows if min(r.attempts for r in rows) > 1 else []

        waiting = await until(tried)
        assert {(r.state, r.error) for r in waiting} == {("waiting", "unreachable")}
    finally:
        await story.world.mail.open()
    await until(story.all_sent)
    late = {r.key: r for r in await story.letter_rows() if r.key in {w.key for w in waiting}}
    assert len(late) == len(waiting)
    for row in late.values():
        # When it was written, when it went, and that it took several attempts: so the round shows it.
        assert (row.state, row.error, row.attempts > 1) == ("sent", "", True)
        assert row.sent_at
        assert story.world.mail.caught[row.message_id] == 1
    await story.usual("agree_panel:1")


async def test_e6_a_letter_that_comes_back_later_is_the_officers_to_mend(
    story: Story, tmp_path: Path
) -> None:
    await story.opened()
    await story.goes_to("agree_panel:1")
    await until(story.all_sent)
    asked = [r for r in await story.letter_rows() if r.params.get("key") == "agree_panel:1"]
    (tmp_path / "new").mkdir()
    for n, row in enumerate(asked):
        (tmp_path / "new" / str(n)).write_bytes(notifying.notice(row.message_id))
    start = LetterJobs(story.world.client, MAIL_QUEUE, PAUSES).start
    bounces = Bounces(story.world.database, box_of(f"maildir://{tmp_path}"), start)
    assert (await bounces.read_bounces()).came_back == len(asked) > 0
    await until(lambda: story.is_open(MEND))
    assert await story.holders(MEND) == ["responsible_officer"]
    (link,) = await story.links("agree_panel:1")
    await story.does("responsible_officer", MEND, MendAddress(email=cast.address("mended", story.name)))
    assert await story.links("agree_panel:1") not in ([], [link])
    await story.usual("agree_panel:1")
