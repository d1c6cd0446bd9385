"""Letters keep what they said when they were sent, and no link that would open a page (L1)."""

import pytest

from store.sent_texts import SentText
from tests.activities.world import World, opening

AGREE = opening("agree_panel:1", "focal_point", ["focal_point"])


async def texts(world: World) -> dict[str, SentText]:
    return {row.letter: row for row in await world.rows(SentText)}


async def test_a_letter_that_was_sent_is_kept_as_it_was_read_without_its_links_l1(world: World) -> None:
    await world.commit(AGREE)
    (letter,) = await world.letters_of("assignment")
    (sent,) = world.mailbox.letters()
    body = sent.get_body(("plain",))
    assert body
    link = await world.url("agree_panel:1", "focal_point")
    own = await world.url("", "focal_point")
    there, _, _ = link.rpartition("/")
    said = body.get_content().replace("\r\n", "\n").replace(link, f"{there}/…").replace(own, f"{there}/…")
    kept = (await texts(world))[letter.key]
    assert (kept.subject, kept.body.strip()) == (sent["Subject"], said.strip())
    assert kept.body.count("/a/…") == 2


@pytest.mark.parametrize("answer", ["450 greylisted", "550 no such user"])
async def test_a_letter_that_did_not_arrive_says_nothing_of_what_it_would_have_said(
    world: World, answer: str
) -> None:
    world.mailbox.rcpt = answer
    world.serial += 1
    # Once: with a faulty server a repeated commit would try again.
    await world.rounds.commit(world.batch(AGREE))
    assert await texts(world) == {}
