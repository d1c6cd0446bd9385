"""Signing in and out (S1, L2, L12): links that are good once, sessions that end at once."""

import asyncio
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import httpx2
import pytest
from sqlmodel import col, select, update

from api.app import create
from api.desk import signing
from api.desk.session import local
from store import officers, sessions, sign_ins
from store.audit_log import Audit
from store.sessions import KEPT_FOR, SESSION_LASTS, DeskSession
from store.sign_ins import LINK_LASTS, LINKS_AT_ONCE, SignIn
from tests.api.desk.conftest import Desk, send, title_of
from tests.conftest import settings_for

NOW = datetime.now(UTC)
OVER = "This link does not work any more"


async def rows(desk: Desk) -> tuple[int, int]:
    """How many links were used, and how many sessions go on."""
    async with desk.database.reading() as s:
        used = await s.exec(select(SignIn).where(col(SignIn.used_at).is_not(None)))
        going_on = await s.exec(select(DeskSession).where(col(DeskSession.ended_at).is_(None)))
        return len(used.all()), len(going_on.all())


async def test_l2_opening_a_link_changes_nothing_and_its_button_begins_one_session(desk: Desk) -> None:
    token = await desk.link(await desk.hire("officer"))
    async with desk.http() as http:
        for _ in range(5):
            assert (await http.head(f"/desk/sign-in/{token}")).status_code == 200
            page = await http.get(f"/desk/sign-in/{token}")
        assert page.status_code == 200
        assert "The officer.dis" in page.text
        assert await rows(desk) == (0, 0)
        answers = await asyncio.gather(*(http.post("/desk/session", data={"link": token}) for _ in range(5)))
        assert sorted(answer.status_code for answer in answers) == [303, 404, 404, 404, 404]
        assert await rows(desk) == (1, 1)
        (begun,) = [answer for answer in answers if answer.status_code == 303]
        cookie = begun.headers["set-cookie"]
        assert all(part in cookie for part in ("ronda-desk=", "HttpOnly", "SameSite=lax", "Path=/"))
        assert "Domain" not in cookie
        assert begun.headers["location"] == "/desk"


async def test_under_https_the_cookie_is_for_this_host_and_secure(
    desk: Desk, database_url: str, tmp_path: Path
) -> None:
    made = settings_for(tmp_path, "127.0.0.1:1", 1, database_url=database_url)
    app = create(made.model_copy(update={"public_url": "https://ronda.example"}))
    token = await desk.link(await desk.hire("officer"))
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="https://ronda.example") as http,
    ):
        answer = await http.post(
            "/desk/session", data={"link": token}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert answer.headers["set-cookie"].startswith("__Host-ronda-desk=")
        assert "Secure" in answer.headers["set-cookie"]
        assert (await http.get("/desk/officers")).status_code == 403


@pytest.mark.parametrize("what", ["used", "old", "altered", "of an officer who is one no more", "nothing"])
async def test_l12_a_link_that_is_no_good_says_the_same_whatever_is_wrong(desk: Desk, what: str) -> None:
    email = await desk.hire("officer")
    token = await desk.link(email)
    async with desk.http() as http:
        if what == "used":
            await http.post("/desk/session", data={"link": token})
        async with desk.database.writing() as s:
            if what == "old":
                await s.exec(update(SignIn).values(ends_at=NOW - timedelta(seconds=1)))
            if what == "of an officer who is one no more":
                await officers.end(s, "DIS", email, "test")
        if what == "altered":
            token = token[:-1] + ("A" if token[-1] != "A" else "B")
        before = await rows(desk)
        shown = await http.get(f"/desk/sign-in/{token}")
        sent = await http.post("/desk/session", data={"link": "" if what == "nothing" else token})
    if what != "nothing":
        assert (shown.status_code, title_of(shown)) == (404, OVER)
    assert (sent.status_code, title_of(sent)) == (404, OVER)
    assert await rows(desk) == before


async def test_l12_whoever_asks_for_a_link_is_answered_alike_and_before_anything_is_looked_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    email = await desk.hire("officer")
    asked: list[str] = []

    async def note(_: object, address: str, leads_to: str) -> None:
        asked.append(f"{address} {leads_to}")

    monkeypatch.setattr(signing, "send", note)
    async with desk.http() as http:
        bodies = set()
        for address in (email, "nobody@nowhere.example", "", "x" * 1000, "é@ü.example", "a\r\nb@c.example"):
            answer = await http.post("/desk/sign-in", data={"email": address, "leads_to": "/desk/rounds"})
            assert (answer.status_code, answer.headers["location"]) == (303, "/desk/sign-in?asked")
            bodies.add((await http.get(answer.headers["location"])).content)
    assert len(bodies) == 1
    assert asked[0] == f"{email} /desk/rounds"


async def test_s1_of_links_and_sessions_hashes_alone_are_kept_and_links_are_capped(desk: Desk) -> None:
    """E7."""
    email = await desk.hire("officer")
    async with desk.database.writing() as s:
        for address in (email, email.upper(), f" {email} ", email, email, "nobody@nowhere.example"):
            await sign_ins.ask(s, address, "/desk", NOW)
        made = (await s.exec(select(SignIn))).all()
        assert len(made) == LINKS_AT_ONCE
        assert {row.sha256 for row in made} == {None}
        token = "a-token"
        assert await sign_ins.take_up(s, made[0].id, token, NOW)
        # Its letter may have been sent: it is not sent a second time (E2).
        assert await sign_ins.take_up(s, made[0].id, "another", NOW) is None
        assert made[0].sha256 == sha256(token.encode()).hexdigest()
        assert await sessions.begin(s, token, "a-cookie", NOW)
        session = (await s.exec(select(DeskSession))).one()
        assert session.sha256 == sha256(b"a-cookie").hexdigest()


async def test_a_session_ends_by_signing_out_by_the_head_by_time_and_with_the_officer(
    desk: Desk,
) -> None:
    async def shown(http: httpx2.AsyncClient) -> tuple[int, str]:
        page = await http.get("/desk/today")
        return page.status_code, title_of(page)

    here, ended = (200, "Today"), (401, "Your session has ended")
    out = await desk.signed_in("officer")
    assert await shown(out) == here
    answer = await send(out, await out.get("/desk/today"), "/desk/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/sign-in")
    assert await shown(out) == ended

    head, other = await desk.signed_in("head"), await desk.signed_in("coordinator")
    page = await head.get("/desk/officers")
    async with desk.database.reading() as s:
        whose = {at.person.email: at.officer.id for at in await officers.working(s, "DIS")}
    id = whose["coordinator.dis@dis.example"]
    assert (await send(head, page, f"/desk/officers/{id}/end-sessions")).status_code == 303
    assert await shown(other) == ended

    auditor = await desk.signed_in("auditor")
    async with desk.database.writing() as s:
        there = await officers.working(s, "DIS")
        (auditor_id,) = [at.officer.id for at in there if at.officer.role == "auditor"]
        await officers.end(s, "DIS", "auditor.dis@dis.example", "test")
    assert await shown(auditor) == ended

    async with desk.database.writing() as s:
        await s.exec(update(DeskSession).values(ends_at=datetime.now(UTC)))
    assert await shown(head) == ended
    async with desk.database.reading() as s:
        entries = (
            await s.exec(select(Audit.action, Audit.actor, Audit.subject).order_by(col(Audit.id)))
        ).all()
    by_head = ("sessions_ended", whose["head.dis@dis.example"], id)
    assert by_head in entries
    assert [action for action, _, _ in entries].count("signed_in") == 4
    assert entries[-3:-1] == [("officer_ended", "test", auditor_id), ("sessions_ended", "test", auditor_id)]
    assert entries[-1][:2] == ("key_ended", "test")


async def test_whoever_signs_in_again_ends_the_session_that_the_browser_held(desk: Desk) -> None:
    cookie = await desk.cookie("officer")
    token = await desk.link("officer.dis@dis.example")
    async with desk.http(cookie) as http:
        assert (await http.post("/desk/session", data={"link": f"{token}x"})).status_code == 404
        assert await rows(desk) == (1, 1)
        assert (await http.post("/desk/session", data={"link": token})).status_code == 303
    assert await rows(desk) == (2, 1)
    async with desk.http(cookie) as copied:
        assert title_of(await copied.get("/desk/today")) == "Your session has ended"


async def test_links_and_sessions_are_forgotten_once_they_have_been_over_for_long(desk: Desk) -> None:
    out = await desk.signed_in("officer")
    await desk.signed_in("head")
    unused = await desk.link(await desk.hire("auditor"))
    assert (await send(out, await out.get("/desk/today"), "/desk/sign-out")).status_code == 303
    now = datetime.now(UTC)

    async def left(after: timedelta) -> tuple[int, int]:
        """The links and the sessions that are there so long after."""
        async with desk.database.writing() as s:
            await sessions.purge(s, now + after)
            return len((await s.exec(select(SignIn))).all()), len((await s.exec(select(DeskSession))).all())

    assert await left(KEPT_FOR - timedelta(minutes=1)) == (3, 2)
    # Two links were used, one session was ended; the third link and the other session lasted longer.
    assert await left(KEPT_FOR + timedelta(minutes=1)) == (1, 1)
    async with desk.http() as nobody:
        assert (await nobody.get(f"/desk/sign-in/{unused}")).status_code == 200
    assert await left(KEPT_FOR + LINK_LASTS + timedelta(minutes=1)) == (0, 1)
    assert await left(KEPT_FOR + SESSION_LASTS + timedelta(minutes=1)) == (0, 0)


async def test_a_form_of_another_session_or_another_site_does_nothing(desk: Desk) -> None:
    one, two = await desk.signed_in("officer"), await desk.signed_in("head")
    stolen = await send(one, await two.get("/desk/today"), "/desk/sign-out")
    assert (stolen.status_code, title_of(stolen)) == (403, "Nothing was done")
    assert (await one.post("/desk/sign-out")).status_code == 403
    page = await one.get("/desk/today")
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        answer = await one.post("/desk/sign-out", data={"token": "x"}, headers=headers)
        assert answer.status_code == 403
    assert (await one.get("/desk/today")).status_code == 200
    # Two tabs of one session are one: what either shows may be sent.
    assert (await send(one, page, "/desk/sign-out")).status_code == 303
    again = await send(one, page, "/desk/sign-out")
    assert (again.status_code, title_of(again)) == (401, "Your session has ended")


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/desk/rounds?overdue=1", "/desk/rounds?overdue=1"),
        ("https://evil.example/desk", "/desk"),
        ("//evil.example/desk", "/desk"),
        ("/desk\\@evil.example", "/desk"),
        ("/desktop", "/desk"),
        ("/desk/x\r\nSet-Cookie: a=b", "/desk"),
        ("", "/desk"),
        ("/desk/" + "x" * 2000, "/desk"),
        ("http://[/desk", "/desk"),
    ],
)
def test_after_signing_in_one_comes_to_the_page_that_was_asked_for_and_never_elsewhere(
    asked: str, leads_to: str
) -> None:
    assert local(asked) == leads_to
