"""The mail catcher: over real SMTP in, and over HTTP out."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import aiosmtplib
import httpx2
import pytest

from local.machine import until_listening
from local.ports import LOOPBACK, draw
from local.processes import Process

HTML = "<html><head><title>t</title></head><body><script>alert(1)</script><a href='http://x/a/1'>ir</a></body></html>"


class Catcher:
    """A running catcher: letters go in at `send`, and come out at `get`."""

    def __init__(self, smtp_port: int, web: httpx2.AsyncClient) -> None:
        self.smtp_port = smtp_port
        self.web = web

    async def send(self, letter: EmailMessage, to: str = "focal.point@example.org") -> None:
        refused, _ = await aiosmtplib.send(
            letter, sender="ronda@localhost", recipients=[to], hostname=LOOPBACK, port=self.smtp_port
        )
        assert refused == {}

    async def get(self, path: str) -> httpx2.Response:
        response = await self.web.get(path)
        response.raise_for_status()
        return response

    async def messages(self) -> Any:
        return (await self.get("/api/v1/messages")).json()["messages"]


@asynccontextmanager
async def caught_in(folder: Path) -> AsyncIterator[Catcher]:
    smtp_port, web_port = draw(2)
    process = Process(
        "catcher", [sys.executable, "-m", "local.catcher", folder, str(smtp_port), str(web_port)]
    )
    await process.start()
    try:
        await until_listening(web_port)
        async with httpx2.AsyncClient(base_url=f"http://{LOOPBACK}:{web_port}") as web:
            yield Catcher(smtp_port, web)
    finally:
        await process.stop()


@pytest.fixture(scope="module")
async def catcher(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Catcher]:
    async with caught_in(tmp_path_factory.mktemp("letters")) as running:
        yield running


def letter(subject: str = "Invitación", to: str = "Focal point <focal.point@example.org>") -> EmailMessage:
    made = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    made["From"] = "Ronda <ronda@localhost>"
    made["To"] = to
    made["Subject"] = subject
    made["Message-ID"] = "<round-1.invite@localhost>"
    made.set_content("Año <b>\nhttp://127.0.0.1:8000/a/token.signature.\n")
    made.add_alternative(HTML, subtype="html")
    made.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="visita.ics")
    return made


async def test_a_letter_is_listed_as_mailpit_lists_it(catcher: Catcher) -> None:
    before = (await catcher.get("/api/v1/messages")).json()["total"]
    await catcher.send(letter())
    listed = (await catcher.get("/api/v1/messages?limit=1")).json()
    [line] = listed.pop("messages")
    total = before + 1
    assert listed == {
        **{"total": total, "unread": total, "messages_count": total, "messages_unread": total},
        **{"count": 1, "start": 0, "tags": []},
    }
    assert len(line.pop("ID")) == 22
    assert line.pop("Created").endswith("Z")
    assert line.pop("Size") > 500
    assert line == {
        "MessageID": "round-1.invite@localhost",
        "Read": False,
        "From": {"Name": "Ronda", "Address": "ronda@localhost"},
        "To": [{"Name": "Focal point", "Address": "focal.point@example.org"}],
        **{"Cc": [], "Bcc": [], "ReplyTo": [], "Tags": []},
        "Subject": "Invitación",
        "Attachments": 1,
        "Snippet": "Año <b> http://127.0.0.1:8000/a/token.signature.",
    }


async def test_one_letter_is_told_with_its_text_its_html_its_headers_and_its_files(catcher: Catcher) -> None:
    await catcher.send(letter())
    address = f"/api/v1/message/{(await catcher.messages())[0]['ID']}"
    told = (await catcher.get(address)).json()
    assert told["Text"] == "Año <b>\r\nhttp://127.0.0.1:8000/a/token.signature.\r\n"
    assert told["HTML"].strip() == HTML
    assert (told["ReturnPath"], told["Inline"]) == ("ronda@localhost", [])
    [file] = told["Attachments"]
    number = file.pop("PartID")
    assert file == {"FileName": "visita.ics", "ContentType": "text/calendar", "ContentID": "", "Size": 15}
    part = await catcher.get(f"{address}/part/{number}")
    assert part.content == b"BEGIN:VCALENDAR"
    assert part.headers["content-disposition"] == "attachment; filename*=UTF-8''visita.ics"
    headers = (await catcher.get(f"{address}/headers")).json()
    assert headers["Message-ID"] == ["<round-1.invite@localhost>"]
    assert (await catcher.get(f"{address}/raw")).text.startswith("From: Ronda <ronda@localhost>")


async def test_internationalised_addresses_are_read(catcher: Catcher) -> None:
    await catcher.send(letter(to="Señora Ñu <ñu@ejemplo.org>"), to="ñu@ejemplo.org")
    [to] = (await catcher.messages())[0]["To"]
    assert to == {"Name": "Señora Ñu", "Address": "ñu@ejemplo.org"}


async def test_the_newest_letter_comes_first_and_the_list_is_paged(catcher: Catcher) -> None:
    for number in range(3):
        await catcher.send(letter(f"Letter {number}"))
    first = (await catcher.messages())[:3]
    assert [line["Subject"] for line in first] == ["Letter 2", "Letter 1", "Letter 0"]
    second = (await catcher.get("/api/v1/messages?start=1&limit=1")).json()
    assert [line["Subject"] for line in second["messages"]] == ["Letter 1"]


async def test_the_pages_show_the_letters_and_run_nothing_of_them(catcher: Catcher) -> None:
    await catcher.send(letter("Uno <i>"))
    identity = (await catcher.messages())[0]["ID"]
    listing = await catcher.get("/")
    assert "Uno &lt;i&gt;" in listing.text
    shown = await catcher.get(f"/letters/{identity}")
    assert "visita.ics" in shown.text
    assert "Año &lt;b&gt;" in shown.text
    link = "http://127.0.0.1:8000/a/token.signature"
    assert f'<a href="{link}" target="_blank" rel="noreferrer">{link}</a>.' in shown.text
    frame = await catcher.get(f"/letters/{identity}/html")
    assert '<head><base target="_blank"><title>' in frame.text
    policy = frame.headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "script-src" not in policy
    assert "allow-scripts" not in policy + shown.text
    for page in (listing, shown, frame):
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("127.0.0.1:8025", 200),
        ("localhost:8025", 200),
        ("LOCALHOST", 200),
        ("rebound.example.org:8025", 400),
        ("127.0.0.1.example.org", 400),
        ("localhost.example.org:8025", 400),
        ("127.0.0.1@example.org", 400),
        ("0.0.0.0:8025", 400),
        ("", 400),
    ],
)
@pytest.mark.parametrize("path", ["/", "/letters.css", "/api/v1/messages"])
async def test_letters_are_shown_under_this_machines_own_names_alone(
    catcher: Catcher, path: str, host: str, answer: int
) -> None:
    said = await catcher.web.get(path, headers={"Host": host})
    assert said.status_code == answer
    assert said.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/letters/none", "/api/v1/message/none", "/api/v1/message/none/part/1"])
async def test_a_letter_that_is_not_there_is_not_found(catcher: Catcher, path: str) -> None:
    assert (await catcher.web.get(path)).status_code == 404


@pytest.mark.parametrize(
    "raw",
    [
        b"\r\n",
        b"Subject: =?broken\r\nDate: never\r\nTo: <<>>\r\n\r\n\xff\xfe",
        b"Content-Type: text/plain; charset=none\r\n\r\n\xff\xfe",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>",
    ],
)
async def test_a_broken_letter_is_kept_and_shown_too(catcher: Catcher, raw: bytes) -> None:
    async with aiosmtplib.SMTP(hostname=LOOPBACK, port=catcher.smtp_port) as smtp:
        await smtp.sendmail("ronda@localhost", ["focal.point@example.org"], raw)
    identity = (await catcher.messages())[0]["ID"]
    for path in ("/", f"/letters/{identity}", f"/letters/{identity}/html", f"/api/v1/message/{identity}"):
        await catcher.get(path)


async def test_letters_are_there_after_a_restart_for_their_owner_alone(tmp_path: Path) -> None:
    async with caught_in(tmp_path) as first:
        await first.send(letter("Before"))
    async with caught_in(tmp_path) as second:
        await second.send(letter("After"))
        assert [line["Subject"] for line in await second.messages()] == ["After", "Before"]
    assert (tmp_path / "letters.db").stat().st_mode & 0o077 == 0
