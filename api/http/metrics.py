"""What the doors count of themselves: requests by the route's template, submissions and what became of them.

No label holds an id, a path as it was asked for, or anything of a person.
"""

import time
from collections.abc import Awaitable, Callable
from typing import ParamSpec, Protocol, TypeVar

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rounds.submissions.refusals import Refusal

REGISTRY = CollectorRegistry()
"""This process's own; nothing else that it has imported tells its numbers here."""
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter(
    "ronda_http_requests", "Requests, by route and status", ["method", "route", "status"], registry=REGISTRY
)
REQUEST_SECONDS = Histogram(
    "ronda_http_request_seconds", "Until the answer began", ["route"], buckets=SECONDS, registry=REGISTRY
)
SUBMISSIONS = Counter(
    "ronda_submissions",
    "Submissions, by what became of them at once: accepted, refused, or received and answered later",
    ["state"],
    registry=REGISTRY,
)
DECIDED_SECONDS = Histogram(
    "ronda_decided_seconds", "Until a submission was decided", buckets=SECONDS, registry=REGISTRY
)
LOST_FILES = Counter(
    "ronda_lost_files",
    "Times that a file was asked for of which the content is missing or another one",
    registry=REGISTRY,
)
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")

P = ParamSpec("P")


class _Judged(Protocol):
    @property
    def state(self) -> str: ...


V = TypeVar("V", bound=_Judged)


def decided(hand_over: Callable[P, Awaitable[V]]) -> Callable[P, Awaitable[V]]:
    """Count what becomes of each submission, and how long that takes; one wrong in itself is refused."""

    async def counted(*args: P.args, **kwargs: P.kwargs) -> V:
        began = time.perf_counter()
        try:
            verdict = await hand_over(*args, **kwargs)
        except Refusal:
            SUBMISSIONS.labels("refused").inc()
            raise
        SUBMISSIONS.labels(verdict.state).inc()
        if verdict.state != "received":
            DECIDED_SECONDS.observe(time.perf_counter() - began)
        return verdict

    return counted


class Counted:
    """Counts requests when their answer begins."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = route_of(scope)
                method = scope["method"] if scope["method"] in METHODS else "other"
                REQUESTS.labels(method, route, str(message["status"])).inc()
                REQUEST_SECONDS.labels(route).observe(time.perf_counter() - began)
            await send(message)

        await self._app(scope, receive, sending)


def route_of(scope: Scope) -> str:
    """The template of the route that a request was for; never its path, which may be a link."""
    return getattr(scope.get("route"), "path", "") or "none"
