"""How long the desk takes with ten thousand rounds and 400,000 assignments; both databases.

The officer is responsible for a tenth of the rounds. A page is counted as it is sent, without the style
sheets, which a browser keeps.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx2
from sqlalchemy import create_engine, text
from sqlmodel import select

from api.app import create
from api.deps import Tools
from bench.public import _databases, _ms
from rounds.submissions.people import Contact
from settings import Settings
from store import officers, sessions
from store.migrating import upgrade
from store.session import Database
from store.tables import Officer, Person
from tests.queries import asked_meanwhile
from tests.store.many import MANY, fill, settle
from tests.store.scene import open_assignment, open_round

ASSIGNMENTS = 40
"""Of one round."""
TRIES = 60
GOAL = 0.050
"""Seconds that 95 of 100 pages take at most."""
LARGEST = 60 * 1024
"""Bytes of a page at most."""
COOKIE = "a-cookie-of-the-benchmark"

WHOLE: list[str] = []
"""Rounds of which everything is there that a page of one reads."""

Ask = Callable[[random.Random], str]
PAGES: dict[str, Ask] = {
    "today": lambda _: "/desk/today",
    "list": lambda _: "/desk/rounds",
    "list, further on": lambda r: (
        f"/desk/rounds?after=2026-03-02T15:00:00.{r.randrange(3000, 9000):06}%2B00:00~r{r.randrange(MANY)}"
    ),
    "list, due first": lambda _: "/desk/rounds?sort=due",
    "list, by country": lambda _: "/desk/rounds?sort=country",
    "list, overdue": lambda _: "/desk/rounds?overdue=1&state=open",
    "list, waiting on": lambda _: "/desk/rounds?waiting_on=focal_point&country=COL",
    "list, mine": lambda _: "/desk/rounds?mine=1&sort=due",
    "list, a word": lambda r: f"/desk/rounds?q=r{r.randrange(MANY)}",
    "list, many found": lambda _: "/desk/rounds?q=registro+social",
    "list, none found": lambda _: "/desk/rounds?q=nowhere",
    "calendar": lambda _: "/desk/calendar?month=2026-05",
    "statistics, again": lambda _: "/desk/statistics",
    "equal treatment": lambda r: f"/desk/statistics/equal-treatment?after=COL-{r.randrange(MANY)}",
    "search, somebody": lambda r: f"/desk/search?q=p{r.randrange(MANY)}",
    "search, many found": lambda _: "/desk/search?q=ministerio",
    "search, two words": lambda r: f"/desk/search?q=ministerio+p{r.randrange(MANY)}",
    "search, none found": lambda _: "/desk/search?q=nowhere",
    "one round": lambda r: f"/desk/rounds/{r.choice(WHOLE)}",
}
COUNTED = {
    "statistics": "/desk/statistics?methodology=ripso&year=2026",
    "its file": "/desk/statistics.xlsx?methodology=ripso&year=2026",
    "treatment, file": "/desk/statistics/equal-treatment.xlsx",
}
"""What is counted over all rounds of a year, when it is first asked for after something has happened."""
COUNTING = 15.0
"""Seconds that the longest of these takes at most, while others are answered."""
WAITS = 0.25
"""Seconds that somebody else waits meanwhile at most, in 95 of 100 answers."""
_MORE = {
    "sqlite": "SELECT 'r' || n, 'm:' || k, 'k', 'focal_point', 'fulfilled', {at}, {at}, 0, 0, 0, '', ''",
    "postgresql": "SELECT 'r' || n, 'm:' || k, 'k', 'focal_point', 'fulfilled', {at}, {at}, false, false, 0,"
    " '', ''",
}
_INSERT = (
    "INSERT INTO assignment (round_id, key, kind, role, state, opened_at, due_at, overdue, paused, version,"  # noqa: S608 - nothing of it comes from outside
    " sha256, submission_id) WITH RECURSIVE"
    f" r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < {MANY}),"
    f" p(k) AS (SELECT 7 UNION ALL SELECT k + 1 FROM p WHERE k < {ASSIGNMENTS})"
    " {row} FROM r CROSS JOIN p"
)
_KINDS = (
    "UPDATE assignment SET kind = CASE key WHEN 'k:1' THEN 'examine_request' WHEN 'k:2' THEN 'propose_panel'"
    " WHEN 'k:3' THEN 'answer_invitation' WHEN 'm:40' THEN 'contribute' ELSE 'set_agenda' END"
)
_VISITS = {
    "sqlite": "UPDATE calendar_event SET starts = date('2022-01-03', '+' || (rowid % 3650) || ' days'),"
    " ends = date('2022-01-06', '+' || (rowid % 3650) || ' days')",
    "postgresql": "UPDATE calendar_event SET starts = date '2022-01-03' + substr(round_id, 2)::int % 3650,"
    " ends = date '2022-01-06' + substr(round_id, 2)::int % 3650",
}
"""Of the visits about eighty fall into each month of ten years."""
_AT = {"sqlite": "'2026-03-02 15:00:00.000000'", "postgresql": "timestamptz '2026-03-02 15:00:00+00'"}


async def _people(url: str) -> None:
    """An officer of the secretariat, signed in."""
    database = Database(url)
    async with database.writing() as s:
        who = Contact(name="Officer", email="officer@bench.example", language="es")
        await officers.add_officer(s, "DIS", who, head=False)
        token = await officers.sign_in_token(s, "DIS", who.email)
    async with database.writing() as s:
        assert await sessions.begin(s, token, COOKIE, datetime.now(UTC))
    await database.close()


async def _whole(url: str) -> list[str]:
    """Some rounds as rounds are: opened, with their rules, their people and all that was asked."""
    database = Database(url)
    async with database.reading() as s:
        of = select(Officer.id).join(Person).where(Person.email == "officer@bench.example")
        officer = (await s.exec(of)).one()
    ids = [await open_round(database, officer) for _ in range(5)]
    for id in ids:
        for n in range(1, ASSIGNMENTS + 1):
            await open_assignment(database, id, f"agree_panel:{n}", "focal_point", serial=n + 1)
    await database.close()
    return ids


def _more(url: str) -> None:
    """The assignments that are missing, and the rounds of the officer; kinds that there are."""
    engine = create_engine(url.replace("+aiosqlite", ""))
    dialect = engine.dialect.name
    with engine.begin() as connection:
        if dialect == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text(_INSERT.format(row=_MORE[dialect].format(at=_AT[dialect]))))
        connection.execute(text(_KINDS))
        connection.execute(text("UPDATE inbox SET state = 'accepted'"))
        connection.execute(text("UPDATE inbox SET kind = 'set_agenda' WHERE kind <> 'pause'"))
        connection.execute(text("UPDATE inbox SET key = 'set_agenda:1'"))
        connection.execute(text(_VISITS[dialect]))
        connection.execute(text("UPDATE round SET step = 'panel'"))
        connection.execute(
            text(
                "UPDATE participant SET person_id = (SELECT id FROM person WHERE email ="
                " 'officer@bench.example') WHERE role = 'responsible_officer' AND round_id LIKE 'r%1'"
            )
        )
    engine.dispose()
    settle(url)


@asynccontextmanager
async def _doors(url: str, folder: Path) -> AsyncIterator[tuple[httpx2.AsyncClient, list[str], Tools]]:
    """The desk for this officer, the statements that are run, and what the process holds."""
    settings = Settings(
        data_dir=folder,
        database_url=url,
        secret_keys=["x" * 40],
        temporal_address="127.0.0.1:1",
        smtp_url="smtp://127.0.0.1:1",
        rate_limits=0,
    )
    app = create(settings)
    async with app.router.lifespan_context(app):
        tools = app.state.tools
        browser = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=app),
            base_url=settings.public_url,
            cookies={"ronda-desk": COOKIE},
        )
        async with browser as http:
            with asked_meanwhile(tools.database) as asked:
                yield http, asked, tools


async def _measured(http: httpx2.AsyncClient, asked: list[str], ask: Ask) -> tuple[list[float], int, int]:
    """Seconds of each answer, the bytes of the largest, the most statements of one."""
    r = random.Random(11)  # noqa: S311 - the same questions in each run
    took, largest, queries = [], 0, 0
    await http.get(ask(r))
    for _ in range(TRIES):
        path = ask(r)
        asked.clear()
        began = time.perf_counter()
        answer = await http.get(path)
        took.append(time.perf_counter() - began)
        assert answer.status_code == 200, (path, answer.status_code)
        largest, queries = max(largest, len(answer.content)), max(queries, len(asked))
    return sorted(took), largest, queries


async def _on(name: str, url: str, folder: Path) -> bool:
    reached = True
    print(f"{name}: {MANY} rounds, {MANY * ASSIGNMENTS} assignments")
    async with _doors(url, folder) as (http, asked, tools):
        for page, ask in PAGES.items():
            took, largest, queries = await _measured(http, asked, ask)
            half, most = took[len(took) // 2], took[len(took) * 95 // 100]
            reached = reached and most <= GOAL and largest <= LARGEST
            print(
                f"  {page:18} p50 {_ms(half)}  p95 {_ms(most)}   {largest / 1024:5.1f} KiB, {queries} queries"
            )
        return await _counting(tools, http) and reached


async def _counting(tools: Tools, http: httpx2.AsyncClient) -> bool:
    """What is counted anew, and how long others wait for a page meanwhile."""
    reached = True
    for name, path in COUNTED.items():
        tools.remembered.forget()
        began = time.perf_counter()
        counting = asyncio.create_task(http.get(path))
        waited = []
        while not counting.done():
            asked = time.perf_counter()
            await http.get("/desk/officers-none")
            waited.append(time.perf_counter() - asked)
        answer, took = await counting, time.perf_counter() - began
        assert answer.status_code == 200, (path, answer.status_code)
        others = sorted(waited)[len(waited) * 95 // 100] if waited else 0
        reached = reached and took <= COUNTING and others <= WAITS
        size = len(answer.content) / 1024
        print(f"  {name:18} once {_ms(took)}  others p95 {_ms(others)}   {size:5.1f} KiB")
    return reached


async def measure() -> bool:
    """Print the figures; whether the goals were reached on both databases."""
    reached = True
    with tempfile.TemporaryDirectory() as made, _databases(Path(made)) as databases:
        for name, url in databases.items():
            await asyncio.to_thread(upgrade, url)
            await asyncio.to_thread(fill, url)
            await _people(url)
            await asyncio.to_thread(_more, url)
            WHOLE[:] = await _whole(url)
            reached = await _on(name, url, Path(made)) and reached
    print(f"goals: p95 at most {_ms(GOAL)}, a page at most {LARGEST // 1024} KiB")
    return reached
