"""The app: what the process has one of, the doors, and how refusals are answered.

It starts without Temporal: what people send is kept, and the relay hands it over later.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from email.utils import parseaddr
from functools import cache

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

import tracing
from api import health, metrics, policies
from api.deps import Tools
from api.description import openapi, page
from api.desk import by_provider, codec, refusing
from api.desk import routes as desk
from api.desk.openid import OpenId, Strength
from api.doors import Doors
from api.http import headers, problems
from api.http.faults import Faults
from api.http.limits import BodyLimit
from api.http.metrics import Counted
from api.http.plain_bodies import PlainBodies
from api.http.rates import Rates
from api.http.traces import Traced
from api.http.watched import Watched
from api.intake.files import Files
from api.intake.intake import Intake
from api.intake.quota import Quota
from api.intake.relay import Relay
from api.intake.scanning import Scanner
from api.links import agendas, changes, fresh_link, previews, routes
from api.links import papers as attaching
from api.links.dossier import routes as dossier
from api.officers import (
    ahead,
    interventions,
    letters,
    papers,
    publication,
    reference,
    rehearsals,
    reports,
    rounds,
    submissions,
    uploads,
    visits,
)
from api.officers import previews as foreseeing
from api.officers import requests as asked_rounds
from api.officers.answered_once import AnsweredOnce
from api.officers.rehearsals import Rehearsals
from api.public import asking, confirming, feeds, needs, start
from api.public import reports as public_reports
from api.public.memory import Memory
from process import log_as_lines, measure_temporal
from settings import Settings, load
from store import powers
from store.files import kept
from store.links import Links
from store.session import Database
from templates.render import FOLDER, Renderer
from workflows.codec import Codec
from workflows.connecting import connect

LAST_QUESTION = 5.0
"""Seconds for the relay to finish what it asks of the database when the app stops."""
OF_NOBODY = {"/static": policies.ANYBODY, "/openapi.json": policies.ANYBODY}
"""What is no route of ours, and so names its policy here."""


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
        powers.watch(database)
        # It connects when it is first used, and again when it has to.
        client = await connect(
            str(chosen.temporal_address), chosen.temporal_namespace, codec_keys=chosen.codec_keys, lazy=True
        )
        intake = Intake(database, client)
        app.state.tools = Tools(
            database=database,
            intake=intake,
            files=_files(chosen),
            links=Links(chosen.secret_keys, chosen.public_url),
            renderer=Renderer(scans=bool(chosen.clamav)),
            public_url=chosen.public_url,
            idle=timedelta(minutes=chosen.desk_idle_minutes),
            mail_from=parseaddr(chosen.mail_from)[1],
        )
        app.state.rehearsals = Rehearsals(chosen.database_url)
        app.state.metrics = metrics.Metrics(database, chosen.metrics_token)
        relay = Relay(database, intake)
        relaying = asyncio.create_task(relay.run(), name="relay")
        try:
            yield
        finally:
            relay.end()
            with suppress(TimeoutError):
                await asyncio.wait_for(relaying, LAST_QUESTION)
            await database.close()
            if settings is None:
                tracing.end()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.public = Memory()
    app.state.openid = _openid(chosen)
    app.state.codec = Codec(chosen.codec_keys) if chosen.codec_keys else None
    guests = {f"{codec.PLACE}/": chosen.temporal_ui_origin} if chosen.temporal_ui_origin else {}
    _furnish(app, "".join(chosen.secret_keys[:1]), chosen.rate_limits, guests)
    return app


def _files(chosen: Settings) -> Files:
    """Where files of people lie, and what is asked of them before."""
    quota = Quota(person=chosen.daily_files_person, round=chosen.daily_files_round)
    scanner = Scanner(chosen.clamav) if chosen.clamav else None
    return Files(kept(chosen.files_url, chosen.data_dir), scanner=scanner, quota=quota)


def _openid(chosen: Settings) -> OpenId | None:
    """The provider by which officers may sign in, where one is set."""
    if not chosen.oidc_issuer:
        return None
    back = f"{chosen.public_url}{by_provider.BACK}"
    return OpenId(
        chosen.oidc_issuer,
        chosen.oidc_client_id,
        chosen.oidc_client_secret,
        back,
        Strength(tuple(chosen.oidc_acr), timedelta(minutes=chosen.oidc_max_age_minutes)),
    )


class _Doors:
    """All routes, put together and checked once for a process, whose apps differ in nothing of them.

    Raises: policies.WithoutPolicy.
    """

    def __init__(self) -> None:
        router = APIRouter()
        for noun in (
            rounds,
            agendas,
            submissions,
            interventions,
            visits,
            papers,
            letters,
            publication,
            ahead,
            rehearsals,
            foreseeing,
            reports,
            uploads,
            reference,
            health,
            metrics,
            routes,
            changes,
            previews,
            attaching,
            dossier,
            fresh_link,
            page,
            asked_rounds,
            start,
            public_reports,
            needs,
            feeds,
            asking,
            desk,
            confirming,
        ):
            router.include_router(noun.router)
        router.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
        policies.check(router.routes, OF_NOBODY)
        self.routes = router.routes
        self.description = openapi.Description(router.routes)


_doors = cache(_Doors)


def _furnish(app: FastAPI, secret: str, factor: float, guests: Mapping[str, str]) -> None:
    """Doors and their keepers; of the middlewares the one added last meets a request first.

    `secret` is what callers are told apart by, where they are counted and in the log; `guests` are the
    origins of others whose pages may ask below a path.
    """
    problems.install(app)
    refusing.install(app)
    doors = _doors()
    app.router.routes.extend(doors.routes)
    app.openapi = doors.description  # type: ignore[method-assign]  # FastAPI's own way of extending it
    app.add_middleware(PlainBodies)
    app.add_middleware(AnsweredOnce)
    app.add_middleware(BodyLimit)
    app.add_middleware(Doors, rates=Rates(secret, factor))
    app.add_middleware(Faults)
    app.add_middleware(headers.SecurityHeaders, guests=guests)
    app.add_middleware(Watched, secret=secret)
    app.add_middleware(Counted)
    if tracing.on():
        app.add_middleware(Traced)
