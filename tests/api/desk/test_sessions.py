"""Sessions of the desk (S1): they end when nobody uses them, and their officer sees and ends them."""

import re
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from sqlmodel import col, select, update

from api.desk import browsers
from settings import Settings
from store import officers, session, sessions, sign_ins
from store.audit_log import Audit
from store.sessions import USE_SHOWN, DeskSession
from store.sign_ins import SignIn
from tests.api.desk.conftest import Desk, send, title_of
from tests.api.http.test_trouble import locked

PAGE = "/desk/today"
MINUTE = timedelta(minutes=1)
MINE = "/desk/my-sessions"
ENDS = re.compile(r'action="(/desk/my-sessions/\w+/end)"')
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
TELEPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1"


async def unused_for(desk: Desk, time: timedelta | None) -> datetime | None:
    """Have nobody use any session for so long; None: the code before began them."""
    at = datetime.now(UTC) - time if time else None
    async with desk.database.writing() as s:
        await s.exec(update(DeskSession).values(used_at=at))
    return at


async def used(desk: Desk) -> list[datetime | None]:
    """When sessions were used last, the oldest first."""
    async with desk.database.reading() as s:
        return list((await s.exec(select(DeskSession.used_at).order_by(col(DeskSession.began_at)))).all())


async def test_s1_a_session_that_nobody_uses_ends_and_one_that_is_used_goes_on(desk: Desk) -> None:
    idle = desk.app.state.tools.idle
    assert idle == timedelta(hours=2)
    async with await desk.signed_in("head") as http:
        await unused_for(desk, idle - MINUTE)
        assert (await http.get(PAGE)).status_code == 200
        (now,) = await used(desk)
        assert now is not None
        assert now > datetime.now(UTC) - idle / 2
        await unused_for(desk, idle)
        over = await http.get(PAGE)
        assert (over.status_code, title_of(over)) == (401, "Your session has ended")
        assert "when nothing is done in it for long" in over.text
        # What is over does not begin again by being asked for.
        assert (await http.get(PAGE)).status_code == 401
    async with await desk.signed_in("administrator") as http:
        assert "Sign The head.dis out" not in (await http.get("/desk/officers")).text


async def test_the_last_use_is_written_once_in_some_minutes(desk: Desk) -> None:
    async with await desk.signed_in("officer") as http:
        before = await unused_for(desk, USE_SHOWN - MINUTE)
        assert (await http.get(PAGE)).status_code == 200
        assert await used(desk) == [before]
        before = await unused_for(desk, USE_SHOWN)
        assert before is not None
        assert (await http.get(PAGE)).status_code == 200
        (now,) = await used(desk)
        assert now is not None
        assert now > before
        async with desk.database.writing() as s:
            await sessions.use(s, (await s.exec(select(DeskSession.sha256))).one(), now + MINUTE)
        assert await used(desk) == [now]


async def test_a_session_that_the_code_before_began_counts_from_its_beginning(desk: Desk) -> None:
    async with await desk.signed_in("officer") as http:
        await unused_for(desk, None)
        assert (await http.get(PAGE)).status_code == 200
        assert await used(desk) != [None]
        await unused_for(desk, None)
        async with desk.database.writing() as s:
            began = datetime.now(UTC) - desk.app.state.tools.idle
            await s.exec(update(DeskSession).values(began_at=began))
        assert (await http.get(PAGE)).status_code == 401


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_while_nothing_can_be_written_a_session_reads(
    desk: Desk, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "PATIENCE", 1)
    async with await desk.signed_in("officer") as http:
        await unused_for(desk, 2 * USE_SHOWN)
        with locked(database_url):
            assert (await http.get(PAGE, timeout=30)).status_code == 200


@pytest.mark.parametrize("minutes", [14, 721])
def test_a_time_without_use_that_nobody_could_mean_is_refused(minutes: int) -> None:
    with pytest.raises(ValueError, match="desk_idle_minutes"):
        Settings(desk_idle_minutes=minutes)


async def came_in(desk: Desk, browser: str) -> httpx2.AsyncClient:
    """An officer who has used a link, with this browser."""
    token = await desk.link(await desk.hire("officer"))
    http = desk.http(**{"User-Agent": browser})
    assert (await http.post("/desk/session", data={"link": token})).status_code == 303
    return http


async def shown(http: httpx2.AsyncClient) -> tuple[int, bool]:
    """What is answered to whoever looks at their sessions, and whether this is the only one."""
    page = await http.get(MINE)
    return page.status_code, "You are signed in nowhere else" in page.text


async def entries(desk: Desk) -> list[str]:
    async with desk.database.reading() as s:
        return list((await s.exec(select(Audit.action).order_by(col(Audit.id)))).all())


async def test_s1_one_sees_where_one_is_signed_in_and_ends_what_one_does_not_know(desk: Desk) -> None:
    here, there = await came_in(desk, WINDOWS), await came_in(desk, TELEPHONE)
    page = await here.get(MINE)
    assert "This session: Firefox, Windows" in page.text
    assert "Safari, iPhone" in page.text
    assert page.text.count("by a link that whoever runs the programs gave you") == 2
    async with desk.database.reading() as s:
        kept = (await s.exec(select(DeskSession))).all()
    assert {row.browser for row in kept} == {"Firefox, Windows", "Safari, iPhone"}
    assert [row.sha256 in page.text for row in kept] == [False, False]
    (address,) = ENDS.findall(page.text)
    ended = await send(here, page, address)
    assert ended.headers["location"] == f"{MINE}?done=session_ended"
    assert "The session is ended" in (await here.get(ended.headers["location"])).text
    assert (await shown(here), (await shown(there))[0]) == ((200, True), 401)
    assert (await send(here, page, address)).status_code == 404
    assert (await entries(desk))[-1] == "session_ended"


async def test_s1_all_others_end_at_once_with_the_links_that_would_begin_another(desk: Desk) -> None:
    here, *there = [await came_in(desk, WINDOWS) for _ in range(3)]
    unused = await desk.link("officer.dis@dis.example")
    ended = await send(here, await here.get(MINE), f"{MINE}/end-others")
    assert ended.headers["location"] == f"{MINE}?done=others_ended"
    assert await shown(here) == (200, True)
    assert [(await shown(http))[0] for http in there] == [401, 401]
    async with desk.http() as nobody:
        assert (await nobody.get(f"/desk/sign-in/{unused}")).status_code == 404
    assert (await entries(desk))[-1] == "other_sessions_ended"


async def test_s3_what_is_anothers_is_neither_seen_nor_ended(desk: Desk) -> None:
    theirs = await came_in(desk, TELEPHONE)
    async with await desk.signed_in("head") as http:
        page = await http.get(MINE)
        assert "Safari, iPhone" not in page.text
        async with desk.database.reading() as s:
            row = (await s.exec(select(DeskSession).where(DeskSession.browser != ""))).one()
        assert (await send(http, page, f"{MINE}/{sessions.mark(row)}/end")).status_code == 404
        assert (await send(http, page, f"{MINE}/end-others")).status_code == 303
    assert await shown(theirs) == (200, True)


async def test_a_session_knows_by_which_way_its_officer_came_in(desk: Desk) -> None:
    email, now = await desk.hire("officer"), datetime.now(UTC)
    async with desk.database.writing() as s:
        (asked,) = await sign_ins.ask(s, email, "/desk", now)
        assert await sign_ins.take_up(s, asked, "by letter", now)
        (admitted,) = await sign_ins.admit(s, email, "/desk", now)
        by_operator = await officers.sign_in_token(s, "DIS", email)
        for token in ("by letter", admitted.token, by_operator):
            assert await sessions.begin(s, token, token, now)
        assert sorted(await s.exec(select(DeskSession.way))) == ["letter", "provider", "shown"]
        assert sorted(await s.exec(select(SignIn.way))) == ["letter", "provider", "shown"]


@pytest.mark.parametrize(
    ("says", "called"),
    [
        (WINDOWS, "Firefox, Windows"),
        (TELEPHONE, "Safari, iPhone"),
        (
            "Mozilla/5.0 (Wayland; Linux x86_64) AppleWebKit/537 Chrome/140 Safari/537",
            "Chrome, Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140 Safari/537 Edg/140", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537 Chrome/140 Mobile Safari/537", "Chrome, Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Safari/605", "Safari, macOS"),
        ("curl/8.0 <script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_browser_has_a_name_and_no_more_is_kept_of_it(says: str, called: str) -> None:
    assert browsers.called(says) == called
