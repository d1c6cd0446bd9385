"""Letters that cannot be delivered: an address that refuses for good, a mail server that is away (E2, E3)."""

import pytest

from rounds.submissions.interventions import CorrectAddress, MendAddress
from tests.workflows import cast
from tests.workflows.seen import Told, until
from tests.workflows.story import Story

pytestmark = pytest.mark.kept

MEND = "mend_address:focal_point:1"


async def test_e3_an_address_that_refuses_for_good_is_the_officers_to_mend_and_the_links_are_made_anew(
    story: Story,
) -> None:
    story.world.mail.refusing.add(cast.address("focal_point", story.name))
    await story.opened()
    await story.goes_to("agree_panel:1", leaving=(MEND,))
    await until(lambda: story.is_open(MEND))
    assert await story.holders(MEND) == ["responsible_officer"]
    refused = [r for r in await story.letter_rows() if r.state == "refused"]
    assert {(r.participant_id, r.error) for r in refused} == {("focal_point", "550")}
    (link,) = await story.links("agree_panel:1")
    await story.does("responsible_officer", MEND, MendAddress(email=cast.address("mended", story.name)))
    assert await story.links("agree_panel:1") not in ([], [link])
    assert await story.letters("brief") == [Told("focal_point", "brief", "agree_panel:1")]
    assert (await story.letter_rows())[-1].state in ("waiting", "sent")
    await story.usual("agree_panel:1")


async def test_e3_an_address_corrected_by_other_means_needs_no_mending(story: Story) -> None:
    story.world.mail.refusing.add(cast.address("focal_point", story.name))
    await story.opened()
    await story.goes_to("agree_panel:1", leaving=(MEND,))
    await until(lambda: story.is_open(MEND))
    corrected = CorrectAddress(participant="focal_point", email=cast.address("corrected", story.name))
    await story.steers("", corrected)
    assert (await story.states("mend_address"))[MEND] == "closed"
    await story.goes_to("answer_invitation:candidate-1.1.1")
    assert await story.states("mend_address") == {MEND: "closed"}


async def test_e3_letters_wait_for_a_mail_server_that_is_away_and_no_clock_waits_for_them(
    story: Story,
) -> None:
    await story.opened()
    await story.goes_to("propose_panel:1")
    await story.world.mail.close()
    try:
        await story.usual("propose_panel:1")
        await story.lapses("agree_panel:1")
        assert (await story.assignment("agree_panel:1")).overdue
        waiting = {r.template: r for r in await story.letter_rows() if r.state == "waiting"}
        assert set(waiting) >= {"assignment", "receipt", "reminder"}
    finally:
        await story.world.mail.open()
    await until(story.all_sent)
