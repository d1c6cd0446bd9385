"""The letter with a code for publishing: to the registered address alone, in its language, once (L11, E2)."""

import re
from collections.abc import AsyncIterator, Callable

import pytest
from sqlmodel import update
from temporalio.exceptions import ApplicationError

from activities.publication_codes import CodeWanted, PublicationCodes
from activities.smtp import MailServer
from store import publication_codes as codes
from store.links import Links
from store.publication_codes import PublicationCode
from store.session import Database
from store.tables import Person
from templates.render import Renderer
from tests.activities.mail import Mailbox, serving
from tests.store import scene

LINKS = Links(["a-key-of-these-tests"], "http://127.0.0.1:8000")
CODE = re.compile(r"\b(\d{4}) (\d{4})\b")
SAYS = {
    "en": "once, within 10 minutes",
    "es": "una sola vez, durante 10 minutos",
    "pt": "uma única vez, durante 10 minutos",
    "fr": "une seule fois, pendant 10 minutes",
}


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    made = Database(sqlite_url)
    yield made
    await made.close()


Sends = Callable[[MailServer], PublicationCodes]


@pytest.fixture
async def sends(database: Database) -> Sends:
    """A code is wanted, for the approver's version."""
    round_id = await scene.begun(database)
    async with database.writing() as s:
        assert await codes.ask(s, "1", round_id, "focal_point", "ab" * 32, scene.NOW) == "asked"
    return lambda server: PublicationCodes(database, Renderer(), LINKS, server, now=lambda: scene.NOW)


async def row(database: Database) -> PublicationCode:
    async with database.reading() as s:
        return await s.get_one(PublicationCode, "1")


@pytest.mark.parametrize("language", SAYS)
async def test_l11_it_goes_to_the_registered_address_alone_and_stands_nowhere_else(
    database: Database, sends: Sends, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with database.writing() as s:
        await s.exec(update(Person).values(language=language))
    mailbox = Mailbox()
    async with serving(mailbox) as server:
        assert await sends(server).send_publication_code(CodeWanted(id="1")) == "sent"
        assert await sends(server).send_publication_code(CodeWanted(id="1")) == "needless"
    (letter,) = mailbox.letters()
    assert [envelope.rcpt_tos for envelope in mailbox.taken] == [["focal@example.org"]]
    part = letter.get_body(("plain",))
    assert part
    text = part.get_content()
    assert SAYS[language] in " ".join(text.split())
    assert "ab" * 32 in text
    found = CODE.search(text)
    assert found
    code = "".join(found.groups())
    kept = await row(database)
    assert kept.digest
    assert LINKS.is_code("1", code, kept.digest)
    assert code not in str(letter["Subject"])
    assert code not in str(await scene.everything(database))
    assert code not in caplog.text


async def test_l11_e2_a_code_whose_letter_may_have_gone_is_never_sent_again(
    database: Database, sends: Sends
) -> None:
    mailbox = Mailbox(data="cut")
    async with serving(mailbox) as server:
        assert await sends(server).send_publication_code(CodeWanted(id="1")) == "uncertain"
        assert await sends(server).send_publication_code(CodeWanted(id="1")) == "needless"
    assert len(mailbox.taken) == 1
    assert (await row(database)).state == "uncertain"


async def test_l11_e3_while_the_mail_server_has_no_time_another_code_is_drawn_for_each_attempt(
    database: Database, sends: Sends
) -> None:
    digests = set()
    for _ in range(2):
        async with serving(Mailbox(rcpt="451 later")) as server:
            with pytest.raises(ApplicationError, match="waiting"):
                await sends(server).send_publication_code(CodeWanted(id="1"))
        digests.add((await row(database)).digest)
    mailbox = Mailbox()
    async with serving(mailbox) as server:
        assert await sends(server).send_publication_code(CodeWanted(id="1")) == "sent"
    assert len(mailbox.taken) == 1
    assert len(digests | {(await row(database)).digest}) == 3


async def test_l11_a_code_that_nobody_asked_for_is_not_sent(sends: Sends) -> None:
    async with serving(Mailbox()) as server:
        assert await sends(server).send_publication_code(CodeWanted(id="2")) == "needless"
