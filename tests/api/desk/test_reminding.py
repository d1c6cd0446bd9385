"""Letters sent again from the list: a page says which, the officer takes some away, the rest go once."""

import asyncio
import re
from urllib.parse import parse_qs, urlsplit

from store import officers
from tests.api.acts import until
from tests.api.desk.conftest import send, title_of
from tests.api.visitor import browser, letter_to, opened_for
from tests.conftest import Mail, Ronda

LIST = "/desk/rounds"


async def test_e7_the_letters_that_were_ticked_go_once_however_often_the_page_is_sent(
    ronda: Ronda, mail: Mail
) -> None:
    to = ["again-1@ministry.example", "again-2@ministry.example"]
    async with ronda.http(ronda.key) as api:
        ids = [await opened_for(api, address) for address in to]
        for id in ids:
            await until(api, id, lambda told: any(a["role"] == "focal_point" for a in told["open"]))
    for address in to:
        await letter_to(mail, address)
    async with browser(ronda) as http:
        async with ronda.database.writing() as s:
            token = await officers.sign_in_token(s, "DIS", "officer@dis.example")
        page = await http.post("/desk/session", data={"link": token})
        assert title_of(page) == "Today"
        page = await http.get(LIST)
        asked = await send(http, page, f"{LIST}/remind", round=ids, asked="state=open")
        assert title_of(asked) == "Send 2 letters again?"
        letters = re.findall(r'name="letter" value="([^"]+)"', asked.text)
        (once,) = re.findall(r'name="once" value="(\w+)"', asked.text)
        assert len(letters) == 2
        before = [len(mail.to(address)) for address in to]
        chosen = {"round": ids, "asked": "state=open", "once": once, "letter": [*letters[:1], "foreign"]}
        for _ in range(2):
            done = await send(http, asked, f"{LIST}/remind", **chosen)
            assert parse_qs(urlsplit(str(done.url)).query)["done"] == ["reminded"]
            said = re.findall(r'role="status">(.*?)</p>', done.text)
            # The second time it is the same submission, or the letter is no more the latest; a busy machine
            # answers later than anybody waits.
            assert re.search("sent again|is kept", said[0]), said
        nobody = await send(http, page, f"{LIST}/remind", asked="")
        assert "please tick at least one round" in nobody.text
    for _ in range(600):
        if sum(len(mail.to(address)) for address in to) > sum(before):
            break
        await _moment()
    await _moment(1)
    assert sum(len(mail.to(address)) for address in to) == sum(before) + 1


async def _moment(seconds: float = 0.1) -> None:
    await asyncio.sleep(seconds)
