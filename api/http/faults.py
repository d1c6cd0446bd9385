"""The last resort for what no rule raised: told with a code, and in the log without a word of its message."""

from http import HTTPStatus
from traceback import extract_tb

import structlog
from fastapi import Request
from fastapi.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import OF_STATUS, TRY_AGAIN, told
from store.trouble import trouble

log = structlog.get_logger()


class Faults:
    """A fault is logged and answered with its code, 503 when nothing can be kept.

    Starlette's own handler raises the error again, and the server would log its message: that may hold
    an address, or a path with a token. Here the kind of error and the lines of code are logged alone.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            route = getattr(scope.get("route"), "path", "")
            lines = [f"{f.filename}:{f.lineno} {f.name}" for f in extract_tb(error.__traceback__)]
            log.error("fault", route=route, fault=type(error).__name__, lines=lines[-8:])
            if scope["type"] != "http" or started:
                raise
            await _of_error(Request(scope), error)(scope, receive, send)


def _of_error(request: Request, error: Exception) -> Response:
    """What is said of an error that no rule raised: what the trouble is, or only that there is a fault."""
    if of_trouble := trouble(error):
        return told(request, HTTPStatus.SERVICE_UNAVAILABLE, of_trouble, TRY_AGAIN)
    fault = HTTPStatus.INTERNAL_SERVER_ERROR
    return told(request, fault, OF_STATUS[fault], {})
