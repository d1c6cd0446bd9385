"""What is shown instead of a page of the desk, in words: why it is not for whoever asks, or not there."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from api.http.problems import language_of
from templates import desk
from templates.render import Renderer

if TYPE_CHECKING:
    from api.desk.session import SignedIn

STATUS = {
    "signed_out": HTTPStatus.UNAUTHORIZED,
    "session_over": HTTPStatus.UNAUTHORIZED,
    "role_may_not": HTTPStatus.FORBIDDEN,
    "form_too_old": HTTPStatus.FORBIDDEN,
    "not_here": HTTPStatus.NOT_FOUND,
    "link_over": HTTPStatus.NOT_FOUND,
    "provider_refused": HTTPStatus.FORBIDDEN,
    "provider_away": HTTPStatus.SERVICE_UNAVAILABLE,
}
"""How a browser is told; `templates.desk.INSTEAD` has the words."""
SIGN_IN_AGAIN = ("signed_out", "session_over", "link_over", "provider_refused", "provider_away")
"""After which the form for a link is shown."""


class NotShown(Exception):
    """A page is not shown; `asks` is who asked for it, where that is known."""

    def __init__(self, why: str, *, asks: "SignedIn | None" = None, leads_to: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.asks = asks
        self.leads_to = leads_to


def install(app: FastAPI) -> None:
    """Answer each such page in words."""
    app.add_exception_handler(NotShown, _on_not_shown)


async def _on_not_shown(request: Request, error: Exception) -> Response:
    assert isinstance(error, NotShown)
    return instead(request, error)


def instead(request: Request, error: NotShown) -> Response:
    """The page that says why."""
    renderer: Renderer = request.app.state.tools.renderer
    language = error.asks.person.language if error.asks else language_of(request)
    words = renderer.words(language)
    title, sentence = desk.INSTEAD[error.why]
    page = renderer.page(
        "desk/instead",
        language,
        {
            "name": words.say(title),
            "sentence": words.say(sentence),
            "sign_in": error.why in SIGN_IN_AGAIN,
            "leads_to": error.leads_to,
            "by_provider": request.app.state.openid is not None,
            "home": error.asks is not None,
        },
    )
    return HTMLResponse(page, STATUS[error.why])
