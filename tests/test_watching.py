"""Every alert and every panel asks for numbers that the programs tell: they are started and asked."""

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml

from api.app import create
from local.ports import LOOPBACK, draw
from local.processes import Process
from local.temporal import Served, prepare
from store.migrating import upgrade
from store.session import Database
from tests.api.acts import opened, proposed
from tests.conftest import SECRETS, Mail, hire, settings_for
from workflows.connecting import connect
from workflows.names import TASK_QUEUE

ROOT = Path(__file__).parents[1]
RULES = yaml.safe_load((ROOT / "deploy/alerts.yml").read_text("utf-8"))
ALERTS = [rule for group in RULES["groups"] for rule in group["rules"]]
PANELS = json.loads((ROOT / "deploy/dashboard.json").read_text("utf-8"))["panels"]
SCRAPED = yaml.safe_load((ROOT / "deploy/prometheus.yml").read_text("utf-8"))
RUNBOOK = (ROOT / "docs/runbook.md").read_text("utf-8")
QUERIES = [rule["expr"] for rule in ALERTS] + [t["expr"] for panel in PANELS for t in panel["targets"]]

TOKEN = "a-token-that-opens-metrics-in-tests-only"
FAILED = ("workflow_task_execution_failed", "activity_execution_failed")
PROMETHEUS_OWN = {"up"}
FUNCTIONS = {"max", "sum", "rate", "increase", "histogram_quantile", "topk"}
WORDS = {"by", "le"}
DURATION = re.compile(r"\d+[smhd]")


def names(query: str) -> set[str]:
    """The metrics that a query names: what is left without labels, spans of time, texts and functions."""
    bare = re.sub(r"\{[^}]*\}|\[[^\]]*\]|by \([^)]*\)", " ", query)
    return set(re.findall(r"[a-z_]\w*", bare)) - FUNCTIONS - WORDS


def labels(query: str) -> Iterator[tuple[str, str]]:
    """Each metric with each label by which it is chosen."""
    for metric, chosen in re.findall(r"([a-z_]+)\{([^}]*)\}", query):
        for label in re.findall(r"([a-z_]+)[!=]=?~?\"", chosen):
            yield metric, label


@pytest.fixture(scope="module")
async def told(server: Served, mail: Mail, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """All that the api and a worker tell, once a round was opened and a task and a batch have failed."""
    folder = tmp_path_factory.mktemp("watched")
    await prepare(server.address, "watched", ours=True)
    settings = settings_for(folder, server.address, mail.port, namespace="watched")
    upgrade(settings.database_url)
    database = Database(settings.database_url)
    key, _ = await hire(database)
    await database.close()
    told_at = f"{LOOPBACK}:{draw(1)[0]}"
    env = {
        "DATABASE_URL": settings.database_url,
        "DATA_DIR": str(folder),
        "SECRET_KEYS": ",".join(SECRETS),
        "SMTP_URL": str(settings.smtp_url),
        "TEMPORAL_ADDRESS": server.address,
        "TEMPORAL_NAMESPACE": "watched",
        "TEMPORAL_METRICS": told_at,
    }
    worker = Process("the worker", (sys.executable, "worker.py"), env=env, log=folder / "worker.log")
    await worker.start()
    app = create(settings.model_copy(update={"metrics_token": TOKEN}))
    transport = httpx2.ASGITransport(app=app)
    try:
        async with (
            app.router.lifespan_context(app),
            httpx2.AsyncClient(transport=transport, base_url=settings.public_url) as http,
            httpx2.AsyncClient() as other,
        ):
            http.headers["Authorization"] = f"Bearer {key}"
            await _told(other, told_at, worker, "temporal_num_pollers")
            await proposed(http, await opened(http))
            client = await connect(server.address, "watched")
            await client.start_workflow("NoSuchWorkflow", id="no-such", task_queue=TASK_QUEUE)
            await _a_batch_fails(settings.database_url, http)
            doors = await http.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
            yield doors.text + await _told(other, told_at, worker, *FAILED)
    finally:
        await worker.stop()


async def _a_batch_fails(url: str, http: httpx2.AsyncClient) -> None:
    """Open a round whose first row cannot be written, because the table refuses it."""
    database = Database(url)
    async with database.writing() as s:
        statement = "CREATE TRIGGER refuse BEFORE INSERT ON round BEGIN SELECT RAISE(ABORT, 'refused'); END"
        await (await s.connection()).exec_driver_sql(statement)
    await database.close()
    opening = asyncio.create_task(opened(http))
    await asyncio.sleep(0.5)
    opening.cancel()


async def _told(http: httpx2.AsyncClient, address: str, worker: Process, *names: str) -> str:
    """What the worker tells, once it tells these."""
    text = ""
    for _ in range(300):
        with suppress(httpx2.TransportError):
            text = (await http.get(f"http://{address}/metrics")).text
        if all(name in text for name in names):
            return text
        await asyncio.sleep(0.1)
    raise AssertionError(worker.last_words())


def samples(text: str) -> dict[str, set[str]]:
    """Each metric that is told, with the names of its labels."""
    found: dict[str, set[str]] = {}
    for name, chosen in re.findall(r"^(\w+)(\{.*\})? ", text, re.M):
        found.setdefault(name, set()).update(re.findall(r'(\w+)="', chosen))
    # Of what there is none at this moment there is the description alone.
    for name in re.findall(r"^# TYPE (\w+) gauge", text, re.M):
        found.setdefault(name, set())
    return found


async def test_every_query_asks_for_a_number_that_is_told(told: str) -> None:
    known = samples(told)
    assert {name for query in QUERIES for name in names(query)} - PROMETHEUS_OWN - known.keys() == set()


async def test_every_query_chooses_by_labels_that_are_there(told: str) -> None:
    known = samples(told)
    chosen = {pair for query in QUERIES for pair in labels(query)}
    assert {(metric, label) for metric, label in chosen if metric not in PROMETHEUS_OWN} != set()
    assert [
        (metric, label)
        for metric, label in chosen
        if metric not in PROMETHEUS_OWN and label not in known[metric]
    ] == []


def test_a_query_that_names_no_such_metric_would_be_found() -> None:
    assert names('sum by (le) (rate(no_such_bucket{state="x"}[5m])) > 300') == {"no_such_bucket"}


@pytest.mark.parametrize("query", sorted(set(QUERIES)))
def test_a_query_is_whole(query: str) -> None:
    for opening, closing in ("()", "[]", "{}"):
        assert query.count(opening) == query.count(closing)
    assert query.count('"') % 2 == 0
    assert [span for span in re.findall(r"\[([^\]]*)\]", query) if not DURATION.fullmatch(span)] == []


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_an_alert_says_what_is_wrong_how_bad_it_is_and_where_to_read_on(rule: dict[str, Any]) -> None:
    assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
    assert rule["labels"]["severity"] in {"page", "warn", "info"}
    assert DURATION.fullmatch(rule.get("for", "1m"))
    assert re.search(r"[<>]|==", rule["expr"])
    page, _, anchor = rule["annotations"]["runbook"].partition("#")
    assert page == "docs/runbook.md"
    headings = re.findall(r"^## (.+)$", RUNBOOK, re.M)
    assert anchor in {re.sub(r"[^a-z ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert rule["annotations"]["summary"].endswith(".")


def test_alerts_have_names_of_their_own() -> None:
    named = [rule["alert"] for rule in ALERTS]
    assert len(named) == len(set(named))


def test_jobs_that_alerts_ask_for_are_scraped() -> None:
    jobs = {job["job_name"] for job in SCRAPED["scrape_configs"]}
    asked = {job for rule in ALERTS for job in re.findall(r'job="([^"]*)"', rule["expr"])}
    assert asked <= jobs


def test_panels_lie_side_by_side_and_none_upon_another() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in PANELS:
        at = panel["gridPos"]
        cells = {(at["x"] + x, at["y"] + y) for x in range(at["w"]) for y in range(at["h"])}
        assert not cells & taken, panel["title"]
        assert at["x"] + at["w"] <= 24
        taken |= cells
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)


def test_this_process_tells_no_temporal_metrics_that_nobody_asked_for() -> None:
    assert "TEMPORAL_METRICS" not in os.environ
