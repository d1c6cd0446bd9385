"""Whatever opens something stands in a letter or a browser, and nowhere else (L1, L11, S1).

A round is played to its publication, with its last steps on the pages; then both databases are searched row
by row, the histories, the kept files, and all that the programs have said, for every token and code of every
letter, for the key that was shown and for the cookies.
"""

import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from api.app import create
from settings import Settings
from store.tables import Grant, ReportVersion
from tests.api.desk.conftest import send, token_of
from tests.api.visitor import filled, here
from tests.every_row import stands, where
from tests.templates.browser import form_of
from tests.workflows import cast
from tests.workflows.publishing import becomes, countersigned
from tests.workflows.saving import readable
from tests.workflows.seen import until
from tests.workflows.story import Story
from tests.workflows.world import KEY, SITE, World

OPENS = re.compile(r"/(?:a|asked|desk/sign-in)/([\w.=~-]+)")
CODE = re.compile(r"\b(\d{4}) (\d{4})\b")
SHOWN = re.compile(r"ronda_[\w-]{40,}")
OTHERS = ("httpx", "mail.")
"""Whose words are not those of the programs: the browsers, and the mail server."""
DECISION = "decide_publication:1"


@dataclass
class People:
    """Who has letters and a browser, and all that opens something which came into their hands."""

    story: Story
    app: FastAPI
    letters: list[bytes]
    opens: set[str] = field(default_factory=set)
    http: dict[str, httpx2.AsyncClient] = field(default_factory=dict)

    def browser(self, who: str) -> httpx2.AsyncClient:
        """Somebody's own."""
        if who not in self.http:
            self.http[who] = httpx2.AsyncClient(
                transport=httpx2.ASGITransport(app=self.app, raise_app_exceptions=True),
                base_url=SITE,
                headers={"Sec-Fetch-Site": "same-origin"},
                follow_redirects=True,
            )
        return self.http[who]

    def read(self, to: str = "") -> list[str]:
        """The words of the letters; all, or those to somebody."""
        said = [message_from_bytes(raw, policy=policy.default) for raw in self.letters]
        parts = [one.get_body(("plain",)) for one in said if to in str(one["To"])]
        return [part.get_content() for part in parts if part]

    async def sent(self, who: str, found: re.Pattern[str], since: int = 0) -> re.Match[str]:
        """What is found in a letter to somebody, once it has come."""
        to = cast.address(who, self.story.name)

        async def there() -> re.Match[str] | None:
            matches = [match for text in self.read(to)[since:] if (match := found.search(text))]
            return matches[-1] if matches else None

        return await until(there)


@pytest.fixture
def letters(world: World) -> Iterator[list[bytes]]:
    kept: list[bytes] = []
    world.mail.kept = kept
    yield kept
    world.mail.kept = None


@pytest.fixture
async def people(story: Story, short: str, letters: list[bytes]) -> AsyncIterator[People]:
    """A round whose approver is asked for the decision, and its pages."""
    await story.opened(rules=short)
    await story.goes_to(DECISION)
    world = story.world
    app = create(
        Settings(
            data_dir=world.files.parent,
            database_url=f"sqlite+aiosqlite:///{database(world)}",
            temporal_namespace=world.client.namespace,
            temporal_address=world.served.address,
            smtp_url="smtp://127.0.0.1:1",
            secret_keys=[KEY],
            public_url=SITE,
        )
    )
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(app.router.lifespan_context(app))
        made = People(story, app, letters)
        yield made
        for http in made.http.values():
            await http.aclose()


def database(world: World) -> Path:
    """Where Ronda's lies."""
    return Path(str(world.database._writer.url.database))


def temporal(world: World) -> Path:
    """Where Temporal's lies."""
    (server, *_) = world.served.server.processes
    assert server.log
    return server.log.with_name("temporal.db")


async def signs_in(people: People) -> None:
    """The officer comes to the desk by a letter, makes a key there and uses it."""
    http, address = people.browser("officer"), cast.address("officer", people.story.name)
    assert (await http.post("/desk/sign-in", data={"email": address})).status_code == 200
    token = (await people.sent("officer", re.compile(r"/desk/sign-in/([\w-]+)")))[1]
    assert (await http.get(f"/desk/sign-in/{token}")).status_code == 200
    assert (await http.post("/desk/session", data={"link": token})).status_code == 200
    page = await http.get("/desk/keys")
    made = await send(http, page, "/desk/keys", name="program", scope="act", days="30")
    (key,) = set(SHOWN.findall(made.text))
    program = people.browser("program")
    for sent, status in ((key, 200), (f"{key}x", 401)):
        headers = {"Authorization": f"Bearer {sent}"}
        answer = await program.get(f"/api/v1/rounds/{people.story.round}", headers=headers)
        assert answer.status_code == status
    people.opens |= {key, http.cookies["ronda-desk"], token_of(page)}


async def decides(people: People) -> None:
    """The approver follows the letter's link, asks for a code, mistypes it, and publishes by it."""
    story, http = people.story, people.browser("approver")
    (grant,) = [g for g in await story.links(DECISION) if g.participant_id == "approver"]
    token = people.app.state.tools.links.token(grant.id)
    assert token in {found for text in people.read() for found in OPENS.findall(text)}
    page = await http.get(f"/a/{token}")
    assert page.status_code == 200
    assert (await people.browser("somebody").get(f"/a/{token}x")).status_code == 404
    sent = {**filled(form_of(page.text)), "choice": ["publish"], "languages": ["es"]}
    before = len(people.read(cast.address("approver", story.name)))
    asked = await http.post(here(page), data={**sent, "action": "send_code"})
    assert asked.status_code == 200
    code = "".join((await people.sent("approver", CODE, before)).groups())
    wrong = f"{(int(code) + 1) % 10**8:08}"
    for typed, status in ((wrong, 422), (code, 200)):
        answer = await http.post(here(page), data={**sent, "code": typed, "action": "submit"})
        assert answer.status_code == status, answer.text[:2000]
    people.opens |= {code, wrong, f"{code[:4]} {code[4:]}"}


def tokens(people: People) -> set[str]:
    """What of each letter's links opens something: all of it, or its signature where an id is signed."""
    found = {token for text in people.read() for token in OPENS.findall(text)}
    return {token.rpartition(".")[2] for token in found}


async def test_l1_l11_s1_what_opens_something_is_kept_and_logged_nowhere(
    people: People, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    story, world = people.story, people.story.world
    await signs_in(people)
    await decides(people)
    await story.ends()
    await story.comes_after()
    await countersigned(story)
    await becomes(story, True)
    await until(story.all_sent)

    opens = people.opens | tokens(people)
    assert len(opens) > 20, "a link for each who was asked, and for my round"
    (version,) = await story.rows(ReportVersion)
    grants = {grant.id for grant in await story.rows(Grant)}
    # What must be there is looked for in the same way: a search that is blind finds nothing, too.
    in_ronda = await where(database(world), {*opens, *grants, story.round})
    assert grants | {story.round} == set(in_ronda)
    in_temporal = await where(temporal(world), {*opens, *grants, story.round, version.sha256})
    assert {story.round, version.sha256} == set(in_temporal)
    for title, history in (await story.histories()).items():
        told = readable(history).encode()
        assert story.round.encode() in told
        assert [one for one in {*opens, *grants} if stands(one.encode(), told)] == [], title
    for file in world.files.iterdir():
        content = file.read_bytes()
        assert [one for one in opens if stands(one.encode(), content)] == [], file.name
    assert_said(said(capfd, caplog), opens | grants)


def said(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> str:
    """All that api and worker have said, before anything is blotted out of it; not what the browsers say."""
    lines = [f"{r.name} {r.getMessage()} {r.exc_text or ''}" for r in caplog.records]
    printed = capfd.readouterr()
    return "\n".join([*(line for line in lines if not line.startswith(OTHERS)), printed.out, printed.err])


def assert_said(text: str, opens: set[str]) -> None:
    """The programs have told what happened, and nothing by which it could be done again."""
    for told in ("signed in", "a link was opened", "not let in"):
        assert told in text, told
    assert [one for one in opens if stands(one.encode(), text.encode())] == []


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        (b"12345678", b"code 12345678.", True),
        (b"12345678", b"a12345678b", False),
        (b"12345678", b"0123456789 12345678", True),
        (b"12345678", b"12345678", True),
        (b"sixteen-bytes-00", b"xsixteen-bytes-00x", True),
        (b"sixteen-bytes-00", b"sixteen-bytes-0", False),
    ],
)
def test_a_word_is_found_where_it_stands(word: bytes, text: bytes, expected: Any) -> None:
    assert stands(word, text) is expected
