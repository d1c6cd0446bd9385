"""Letters that come back mark their address, as one that refuses at once does; nothing else does (E6)."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from temporalio.exceptions import ApplicationError

from activities import bounce_box
from activities.bounce_box import box_of
from activities.bounces import Bounces, BouncesRead
from activities.email_message import message_id
from activities.smtp import MailServer
from store.audit_log import Audit
from store.outbox import Delivery
from store.reads import chain
from store.tables import Letter, Participant, Person
from tests.activities import imap, notifying
from tests.activities.notifying import notice
from tests.activities.world import World, opening

AGREE = opening("agree_panel:1", "focal_point", ["focal_point"])
UNKNOWN = "<0123456789abcdef0123456789abcdef@b.example>"


class Maildir:
    """A folder into which a mail server delivers."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._delivered = folder, 0
        (folder / "new").mkdir(parents=True)

    @property
    def url(self) -> str:
        return f"maildir://{self.folder}"

    def delivers(self, *mails: bytes) -> None:
        for mail in mails:
            self._delivered += 1
            (self.folder / "new" / f"{1_800_000_000 + self._delivered}.M1.host").write_bytes(mail)

    def holds(self, part: str) -> int:
        folder = self.folder / part
        return len(list(folder.iterdir())) if folder.exists() else 0

    def stands(self) -> tuple[int, int, int]:
        """How many are new, read and aside."""
        return self.holds("new"), self.holds("cur"), self.holds(".Aside/cur")


@pytest.fixture
def maildir(tmp_path: Path) -> Maildir:
    return Maildir(tmp_path / "bounces")


def reading(world: World, url: str) -> Bounces:
    return Bounces(world.database, box_of(url), world.start_letters, world.clock)


async def sent(world: World) -> Letter:
    """One letter of the round, which the mail server has taken."""
    await world.commit(AGREE)
    (letter,) = await world.letters_of("assignment")
    assert letter.state == "sent"
    return letter


async def stands(world: World) -> tuple[list[tuple[str, str]], list[str], list[tuple[str, str]]]:
    """How letters fared, whose address refuses, and what rounds were told."""
    letters = [(row.state, row.error) for row in await world.letters_of("assignment")]
    return letters, [p.name for p in await world.rows(Person) if p.refuses], world.told


CAME_BACK = ([("refused", "5.1.1")], ["Focal Point"])
NOTHING: tuple[list[tuple[str, str]], list[str], list[tuple[str, str]]] = ([("sent", "")], [], [])


async def test_a_letter_that_came_back_is_as_one_whose_address_refused_it_e6(
    each_world: World, maildir: Maildir
) -> None:
    world = each_world
    letter = await sent(world)
    maildir.delivers(notice(letter.message_id))
    found = await reading(world, maildir.url).read_bounces()
    assert found == BouncesRead(read=1, came_back=1, aside=0)
    assert await stands(world) == (*CAME_BACK, [(world.round, "focal_point")])
    assert maildir.stands() == (0, 1, 0)
    # The letter stays what it was: when it went, under which id, what it said.
    (after,) = await world.letters_of("assignment")
    assert (after.sent_at, after.message_id) == (letter.sent_at, letter.message_id)
    (entry,) = [row for row in await world.rows(Audit) if row.action == "came_back"]
    assert (entry.actor, entry.subject) == ("ronda", "focal_point")
    assert entry.detail == {"letter": letter.key, "status": "5.1.1"}
    async with world.database.reading() as s:
        assert (await chain.verify(s)).broken is None


async def test_a_server_that_takes_a_letter_and_says_later_that_it_cannot_deliver_it_e6(
    world: World, maildir: Maildir
) -> None:
    await sent(world)
    maildir.delivers(*world.mailbox.bounces(notifying.DELAYED))
    assert (await reading(world, maildir.url).read_bounces()).came_back == 0
    maildir.delivers(*world.mailbox.bounces())
    assert (await reading(world, maildir.url).read_bounces()).came_back == 1
    assert await stands(world) == (*CAME_BACK, [(world.round, "focal_point")])


async def test_a_bounce_that_is_read_again_changes_nothing_e6_k1(world: World, maildir: Maildir) -> None:
    letter = await sent(world)
    maildir.delivers(notice(letter.message_id), notice(letter.message_id))
    await reading(world, maildir.url).read_bounces()
    before = await world.everything()
    # Whoever moved it back, or a worker that died before it was marked.
    maildir.delivers(notice(letter.message_id), notice(letter.message_id, Message_ID="<2@mail.example>"))
    assert (await reading(world, maildir.url).read_bounces()).came_back == 2
    assert await world.everything() == before
    assert world.told == [(world.round, "focal_point")]


QUIET = {
    "delayed": notifying.DELAYED,
    "relayed": notifying.RELAYED,
    "delivered": notifying.DELIVERED,
}


@pytest.mark.parametrize("said", QUIET.values(), ids=QUIET.keys())
async def test_what_has_not_failed_changes_nothing_e6(
    said: dict[str, str], world: World, maildir: Maildir
) -> None:
    letter = await sent(world)
    before = await world.everything()
    maildir.delivers(notice(letter.message_id, said))
    assert await reading(world, maildir.url).read_bounces() == BouncesRead(read=1, came_back=0, aside=0)
    assert (await stands(world), await world.everything()) == (NOTHING, before)
    assert maildir.stands() == (0, 1, 0)


async def test_a_bounce_of_a_letter_that_nobody_sent_changes_nothing_e6(
    world: World, maildir: Maildir
) -> None:
    await sent(world)
    before = await world.everything()
    # As long as a letter waits for its first attempt, its row has no id.
    for id in (UNKNOWN.encode(), b"", b"<>", b"''", b"<%>", b"<\0@b.example>"):
        maildir.delivers(notice(UNKNOWN).replace(UNKNOWN.encode(), id))
    assert (await reading(world, maildir.url).read_bounces()).came_back == 0
    assert await world.everything() == before


def test_nobody_works_out_a_message_id_from_the_key_of_a_letter_e6() -> None:
    ids = {message_id("R/1", MailServer("h", 25, "r@b.example", secret=secret)) for secret in ("", "a", "b")}
    assert len(ids) == 3


async def test_an_attempt_under_another_key_keeps_the_message_id_of_the_first_e2(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.mailbox.rcpt = "450 greylisted"
    world.serial += 1
    await world.rounds.commit(world.batch(AGREE))
    (first,) = await world.letters_of("assignment")
    post = world.letters._post
    server = replace(post._server, secret="a-newer-key")
    monkeypatch.setattr(post, "_server", server)
    world.mailbox.rcpt = ""
    (job,) = world.jobs
    assert await world.letters.send_letter(job) == "sent"
    assert message_id(first.key, server) != first.message_id
    assert world.ids() == [first.message_id]
    assert (await world.letters_of("assignment"))[0].message_id == first.message_id


async def test_nothing_of_a_bounce_is_kept_but_its_code_e6(
    world: World, maildir: Maildir, caplog: pytest.LogCaptureFixture
) -> None:
    letter = await sent(world)
    said = {"Action": "failed", "Status": "5.1.1 (<script>x</script>)"}
    maildir.delivers(
        notice(letter.message_id, said, Subject_2="<script>y</script>", X_Reason="<script>z</script>")
    )
    with caplog.at_level(logging.DEBUG):
        await reading(world, maildir.url).read_bounces()
    assert (await stands(world))[0] == [("refused", "5.1.1")]
    assert "<script" not in str(await world.everything()) + caplog.text


async def test_a_hostile_mail_is_put_aside_and_those_after_it_are_read_e6(
    world: World, maildir: Maildir, caplog: pytest.LogCaptureFixture
) -> None:
    letter = await sent(world)
    maildir.delivers(*notifying.HOSTILE.values(), *notifying.BROKEN.values(), notice(letter.message_id))
    hostile, broken = len(notifying.HOSTILE), len(notifying.BROKEN)
    found = await reading(world, maildir.url).read_bounces()
    assert found == BouncesRead(read=hostile + broken + 1, came_back=1, aside=hostile)
    assert maildir.stands() == (0, broken + 1, hostile)
    assert caplog.text.count("is put aside") == hostile
    assert await stands(world) == (*CAME_BACK, [(world.round, "focal_point")])


async def test_what_is_no_file_is_put_aside_unread_e6(world: World, maildir: Maildir, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(notice(UNKNOWN))
    (maildir.folder / "new" / "1.link").symlink_to(tmp_path / "secret")
    found = await reading(world, maildir.url).read_bounces()
    assert (found.aside, maildir.stands()) == (1, (0, 0, 1))


async def test_so_many_are_read_at_a_time_the_oldest_first(
    world: World, maildir: Maildir, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounce_box, "MOST", 2)
    letter = await sent(world)
    maildir.delivers(b"A: b\n\n", b"A: b\n\n", notice(letter.message_id))
    assert [(await reading(world, maildir.url).read_bounces()).came_back for _ in range(2)] == [0, 1]


async def test_a_mail_stays_new_until_the_round_can_be_told_e6(world: World, maildir: Maildir) -> None:
    letter = await sent(world)
    maildir.delivers(notice(letter.message_id))

    async def away(_: Iterable[Delivery]) -> None:
        raise ConnectionError("Temporal")

    with pytest.raises(ApplicationError) as raised:
        await Bounces(world.database, box_of(maildir.url), away, world.clock).read_bounces()
    assert (raised.value.type, maildir.stands()) == ("ConnectionError", (1, 0, 0))
    await reading(world, maildir.url).read_bounces()
    assert await stands(world) == (*CAME_BACK, [(world.round, "focal_point")])


async def test_an_address_that_was_corrected_meanwhile_is_nobodys_trouble_e6(
    world: World, maildir: Maildir
) -> None:
    letter = await sent(world)
    async with world.database.writing() as s:
        s.add(Person(id="other", email="other@example.org", name="Other", language="es"))
        await s.flush()
        (await s.get_one(Participant, (world.round, "focal_point"))).person_id = "other"
    maildir.delivers(notice(letter.message_id))
    await reading(world, maildir.url).read_bounces()
    assert world.told == []
    assert not (await world.person("focal_point")).refuses


async def test_without_a_mailbox_there_is_nothing_to_read(world: World) -> None:
    found = await Bounces(world.database, None, world.start_letters).read_bounces()
    assert found == BouncesRead(read=0, came_back=0, aside=0)


async def test_a_mailbox_that_is_away_is_an_error_that_names_nobody(world: World, tmp_path: Path) -> None:
    with pytest.raises(ApplicationError) as raised:
        await reading(world, f"maildir://{tmp_path}/none").read_bounces()
    assert raised.value.type == "FileNotFoundError"
    assert str(tmp_path) not in str(raised.value)


async def test_a_folder_of_an_imap_server_is_read_and_marked_e6(world: World) -> None:
    letter = await sent(world)
    folder = imap.Folder(
        notice(UNKNOWN), notifying.flat(10_000), notice(letter.message_id), b"x" * 600_000, b"A: b\n\n"
    )
    with imap.serving(folder) as url:
        found = await reading(world, url).read_bounces()
        again = await reading(world, url).read_bounces()
    assert (found, again.read) == (BouncesRead(read=5, came_back=1, aside=2), 0)
    aside = {"\\Seen", "\\Flagged"}
    assert list(folder.flags.values()) == [{"\\Seen"}, aside, {"\\Seen"}, aside, {"\\Seen"}]
    assert await stands(world) == (*CAME_BACK, [(world.round, "focal_point")])
    assert folder.said.count(b"LOGOUT") == 2


async def test_an_imap_server_that_lets_nobody_in_is_an_error_and_no_bounce(world: World) -> None:
    folder = imap.Folder(notice(UNKNOWN))
    folder.password = b'"another"'
    with imap.serving(folder) as url, pytest.raises(ApplicationError) as raised:
        await reading(world, url).read_bounces()
    assert raised.value.type == "error"
    assert folder.flags == {b"7": set()}
