"""A span for each request, named after its route's template: a path may be a link."""

from opentelemetry.trace import SpanKind
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import tracing
from api.http.metrics import METHODS, route_of


class Traced:
    """Begins a trace with each request, or goes on with that of whoever asks."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = scope["method"] if scope["method"] in METHODS else "other"
        parent = tracing.context_of(Headers(scope=scope).get(tracing.PARENT))
        with tracing.span(method, SpanKind.SERVER, {"http.request.method": method}, parent) as span:

            async def sending(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.update_name(f"{method} {route_of(scope)}")
                    span.set_attribute("http.route", route_of(scope))
                    span.set_attribute("http.response.status_code", message["status"])
                await send(message)

            await self._app(scope, receive, sending)
