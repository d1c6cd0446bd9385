"""The samples' cast: people who read their letters, follow a link, fill in the page and send it.

They know nothing but letters and pages, as the real ones do.
"""

import asyncio
import re
from html.parser import HTMLParser
from typing import Any

import httpx2

from api.links.codes import ACTION
from rounds.registry import MODELS
from rounds.steps.publication import authorises
from rounds.submissions.codes import FIELD
from rounds.submissions.fields import leaves

PATIENCE = 90.0
"""Seconds that somebody waits for a letter: long enough for a program that died to be started again."""
_GLANCE = 0.1
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_CODE = re.compile(r"\b(\d{4}) (\d{4})\b")

Fields = dict[str, str | list[str]]


class PlayStopped(RuntimeError):
    """Something that the play waits for did not happen; the message says what."""


class Form(HTMLParser):
    """The page's form, not the one for its language: what it asks for, where it goes, what it hides."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.kind = ""
        self.action = ""
        self.hidden: Fields = {}
        self._is_this = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the form and its hidden fields."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_this = said.get("id", "") in MODELS
            if self._is_this:
                self.kind, self.action = said["id"], said["action"]
        if tag == "input" and said.get("type") == "hidden" and self._is_this:
            self.hidden[said["name"]] = said["value"]


class Cast:
    """Reads the caught letters and answers on the pages; one browser for everybody."""

    def __init__(self, browser: httpx2.AsyncClient, letters_url: str) -> None:
        """`browser` keeps cookies and follows redirects, as a browser does."""
        self._browser = browser
        self._letters = letters_url
        self._kinds: dict[tuple[str, int], str] = {}

    async def letters(self, address: str) -> list[dict[str, Any]]:
        """The letters to one address, newest first."""
        answer = await self._browser.get(f"{self._letters}/api/v1/messages", params={"limit": 1000})
        messages: list[dict[str, Any]] = answer.raise_for_status().json()["messages"]
        return [m for m in messages if any(to["Address"] == address for to in m["To"])]

    async def link(self, address: str, kind: str, of: int = 0) -> str | None:
        """The newest link by which this address may do this kind of thing now.

        `of` says which link of a letter: the first is for its task, the last for *my round*.
        """
        for message in await self.letters(address):
            if self._kinds.get((message["ID"], of), kind) != kind:
                continue
            urls = await self._links(message["ID"])
            if not urls:
                continue
            url = urls[of]
            form = Form((await self._browser.get(url)).text)
            if form.kind:
                self._kinds[message["ID"], of] = form.kind
            if form.kind == kind:
                return url
        return None

    async def _links(self, letter: str) -> list[str]:
        found: list[str] = _ADDRESS.findall(await self._text(letter))
        return [address for address in found if "/a/" in address]

    async def _text(self, letter: str) -> str:
        answer = await self._browser.get(f"{self._letters}/api/v1/message/{letter}")
        return str(answer.raise_for_status().json()["Text"])

    async def awaits(self, address: str, kind: str, of: int = 0) -> str:
        """Wait for a letter whose link asks for this kind of submission.

        Raises: PlayStopped.
        """
        for _ in range(int(PATIENCE / _GLANCE)):
            if url := await self.link(address, kind, of):
                return url
            await asyncio.sleep(_GLANCE)
        raise PlayStopped(f"no letter asks {address} for: {kind}")

    async def does(self, address: str, body: Any) -> None:
        """Follow the link, fill in the form as `body` says, and send it.

        Raises: PlayStopped, with the page's refusals.
        """
        url = await self.awaits(address, body.kind)
        await self._sends(url, address, body, {"action": "submit"})

    async def on_my_round(self, address: str, body: Any) -> None:
        """Follow the link to *my round*, and do there what ends it: leave the panel, withdraw the request.

        Raises: PlayStopped, with the page's refusals.
        """
        url = await self.awaits(address, body.kind, of=-1)
        await self._sends(url, address, body, {"action": body.kind, "sure": "true"})

    async def decides_again(self, address: str, body: Any) -> None:
        """Open *my round* from the newest letter, and there the form of a decision on what is over.

        Raises: PlayStopped, with the page's refusals.
        """
        for message in await self.letters(address):
            if urls := await self._links(message["ID"]):
                page = (await self._browser.get(urls[-1])).url
                await self._sends(f"{page}/change/{body.kind}", address, body, {"action": "submit"})
                return
        raise PlayStopped(f"{address} has no letter with a link")

    async def _sends(self, url: str, address: str, body: Any, button: Fields) -> None:
        form = Form((await self._browser.get(url)).text)
        data = {**flat(body), **form.hidden, **button}
        if authorises(body):
            data[FIELD] = await self._code(address, form, data)
        answer = await self._browser.post(form.action, data=data)
        again = Form(answer.text)
        if answer.status_code != 200 or again.kind:
            said = answer.text.partition('<div class="errors"')[2].partition("</div>")[0]
            raise PlayStopped(f"{address} could not send {body.kind}: {answer.status_code} {said}")

    async def _code(self, address: str, form: Form, data: Fields) -> str:
        """Ask for the code by which a publication is authorised, and read it in the letter that brings it.

        Raises: PlayStopped.
        """
        before = {message["ID"] for message in await self.letters(address)}
        await self._browser.post(form.action, data={**data, "action": ACTION})
        for _ in range(int(PATIENCE / _GLANCE)):
            for message in await self.letters(address):
                if message["ID"] in before:
                    continue
                if found := _CODE.search(await self._text(message["ID"])):
                    return "".join(found.groups())
            await asyncio.sleep(_GLANCE)
        raise PlayStopped(f"no letter brings {address} a code")


def flat(body: Any) -> dict[str, str | list[str]]:
    """A submission as its form sends it: dotted names, rows from 0; plain values are boxes of one name."""
    said: dict[str, str | list[str]] = {}
    boxes: dict[str, list[str]] = {}
    for leaf in leaves(body):
        name, _, row = leaf.path.rpartition(".")
        if row.isdecimal() and not leaf.text:
            boxes.setdefault(name, []).append(str(leaf.value))
        elif leaf.path != "kind" and leaf.value is not None and leaf.value is not False:
            said[leaf.path] = "true" if leaf.value is True else str(leaf.value)
    return said | boxes
