"""The app: what the process has one of, the doors, and how refusals are answered.

It starts without Temporal: what people send is kept, and the relay hands it over later.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from email.utils import parseaddr

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

import tracing
from api import health, metrics
from api.deps import Tools
from api.description import openapi, page
from api.http import headers, problems
from api.http.limits import BodyLimit
from api.http.metrics import Counted
from api.http.traces import Traced
from api.intake.files import Files
from api.intake.intake import Intake
from api.intake.relay import Relay
from api.links import agendas, changes, fresh_link, routes
from api.links.dossier import routes as dossier
from api.officers import (
    ahead,
    interventions,
    reference,
    reports,
    rounds,
    submissions,
    uploads,
    visits,
)
from process import log_as_lines, measure_temporal
from settings import Settings, load
from store.links import Links
from store.session import Database
from templates.render import FOLDER, Renderer
from workflows.connecting import connect


def create(settings: Settings | None = None) -> FastAPI:
    """The app, for `uvicorn --factory`; the environment is read unless settings are given.

    Then the process is its own, and logs as all programs do, the server's own lines included.
    """
    if settings is None:
        log_as_lines()
    chosen = settings or load(("secret_keys", "temporal_address"))
    if settings is None:
        measure_temporal(chosen.temporal_metrics)
        tracing.begin(chosen.otel_exporter_otlp_endpoint, "ronda-api")

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = Database(chosen.database_url, pool=chosen.database_pool)
        # It connects when it is first used, and again when it has to.
        client = await connect(str(chosen.temporal_address), chosen.temporal_namespace, lazy=True)
        intake = Intake(database, client)
        app.state.tools = Tools(
            database=database,
            intake=intake,
            files=Files(chosen.data_dir / "files"),
            links=Links(chosen.secret_keys, chosen.public_url),
            renderer=Renderer(),
            public_url=chosen.public_url,
            mail_from=parseaddr(chosen.mail_from)[1],
        )
        app.state.metrics = metrics.Metrics(database, chosen.metrics_token)
        relay = asyncio.create_task(Relay(database, intake).run(), name="relay")
        try:
            yield
        finally:
            relay.cancel()
            with suppress(asyncio.CancelledError):
                await relay
            await database.close()
            if settings is None:
                tracing.end()

    app = FastAPI(title="Ronda", version="1", lifespan=lifespan, docs_url=None, redoc_url=None)
    _furnish(app)
    return app


def _furnish(app: FastAPI) -> None:
    """Doors and their keepers; of the middlewares the one added last meets a request first."""
    problems.install(app)
    for noun in (
        rounds,
        agendas,
        submissions,
        interventions,
        visits,
        ahead,
        reports,
        uploads,
        reference,
        health,
        metrics,
        routes,
        changes,
        dossier,
        fresh_link,
        page,
    ):
        app.include_router(noun.router)
    openapi.install(app)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    app.add_middleware(BodyLimit)
    app.add_middleware(problems.Faults)
    app.add_middleware(headers.SecurityHeaders)
    app.add_middleware(Counted)
    if tracing.on():
        app.add_middleware(Traced)
