"""What a Prometheus reads: what the doors count, and how the rounds stand."""

import asyncio
import time
from collections.abc import Iterator
from hmac import compare_digest

import structlog
from fastapi import APIRouter, HTTPException, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector, CollectorRegistry
from sqlalchemy.exc import SQLAlchemyError

from api.http.metrics import REGISTRY
from api.policies import TOKEN
from store.reads.counts import Counts, counts
from store.session import Database

log = structlog.get_logger()

FRESH = 15.0
"""Seconds for which an answer of the database is good, however often and by however many it is asked."""
PATIENCE = 5.0
"""Seconds after which a database that does not answer is told as one that is away."""

router = APIRouter(include_in_schema=False, dependencies=[TOKEN])


class Metrics:
    """The numbers of one process, told to whoever has the token."""

    def __init__(self, database: Database, token: str | None) -> None:
        """Without a token nobody is told anything."""
        self.token = token
        self._database = database
        self._standing = _Standing()
        self._asked_at = -FRESH
        self._asking = asyncio.Lock()
        self._registry = CollectorRegistry()
        self._registry.register(self._standing)

    async def text(self) -> bytes:
        """All numbers, in Prometheus's own form."""
        async with self._asking:
            if time.monotonic() - self._asked_at >= FRESH:
                self._standing.counts = await self._count()
                self._asked_at = time.monotonic()
        return generate_latest(REGISTRY) + generate_latest(self._registry)

    async def _count(self) -> Counts | None:
        try:
            async with asyncio.timeout(PATIENCE), self._database.reading() as s:
                return await counts(s)
        except (SQLAlchemyError, OSError) as error:
            log.warning("metrics: the database does not answer", fault=type(error).__name__)
            return None


class _Standing(Collector):
    """How the rounds stood when the database was asked last; without an answer only that there was none."""

    counts: Counts | None = None

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Tell each number; a label that nothing has any more is gone."""
        now = self.counts
        yield GaugeMetricFamily("ronda_database_up", "1 if the database has answered", float(now is not None))
        if now is None:
            return
        rounds = GaugeMetricFamily("ronda_open_rounds", "Rounds that go on", labels=["methodology", "step"])
        for (methodology, step), n in now.open_rounds.items():
            rounds.add_metric([methodology, step], n)
        yield rounds
        troubled = GaugeMetricFamily("ronda_troubled_rounds", "Rounds that do not go on", labels=["trouble"])
        for trouble, n in now.troubled.items():
            troubled.add_metric([trouble], n)
        yield troubled
        letters = GaugeMetricFamily("ronda_letters", "Letters that were not sent", labels=["state"])
        for state, n in now.letters.items():
            letters.add_metric([state], n)
        yield letters
        overdue = GaugeMetricFamily("ronda_overdue_assignments", "Overdue assignments", labels=["role"])
        for role, n in now.overdue.items():
            overdue.add_metric([role], n)
        yield overdue
        for name, words, value in (
            ("ronda_kept_submissions", "Submissions that no round has answered yet", now.kept),
            ("ronda_oldest_kept_submission_seconds", "Age of the oldest of those", now.oldest_kept),
            ("ronda_faulted_submissions", "Submissions that a rule could not judge", now.faulted),
            ("ronda_oldest_waiting_letter_seconds", "Age of the oldest letter that waits", now.oldest_letter),
            ("ronda_refused_addresses", "Addresses that refuse letters for good", now.refused_addresses),
        ):
            yield GaugeMetricFamily(name, words, value)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Tell the numbers; without a token set there is no such page."""
    kept: Metrics = request.app.state.metrics
    if not kept.token:
        raise HTTPException(404)
    sent = request.headers.get("authorization", "")
    if not compare_digest(sent.encode(), f"Bearer {kept.token}".encode()):
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
    return Response(await kept.text(), media_type=CONTENT_TYPE_LATEST)
