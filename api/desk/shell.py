"""The frame of the desk's pages: for whom, where one is, where one may go, what was just done."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.deps import Tools
from api.desk import naming
from api.desk.session import SignedIn
from api.http.headers import WITH_SCRIPT
from templates import desk

HOUSE = frozenset({"officer", "head", "auditor", "administrator"})
PLACES: Mapping[str, tuple[str, frozenset[str]]] = {
    "today": ("/desk/today", frozenset({"officer", "head", "coordinator", "auditor"})),
    "rounds": ("/desk/rounds", frozenset({"officer", "head", "coordinator", "auditor"})),
    "requests": ("/desk/requests", frozenset({"officer", "head", "auditor"})),
    "calendar": ("/desk/calendar", frozenset({"officer", "head", "coordinator", "auditor"})),
    "statistics": ("/desk/statistics", frozenset({"officer", "head", "coordinator", "auditor"})),
    "officers": ("/desk/officers", frozenset({"head", "administrator"})),
    "words": ("/desk/words", HOUSE),
    "secretariat": ("/desk/secretariat", HOUSE),
    "methodologies": ("/desk/methodologies", HOUSE),
}
"""Pages of the navigation: where each is, and for whom. A test holds them and the routes' policies equal."""
DONE = "done"
"""What was just done, in the address that a POST leads to; `templates.desk.DONE` has the sentences."""


@dataclass(frozen=True, slots=True)
class Shell:
    """Makes the pages of one officer."""

    tools: Tools
    asks: SignedIn
    request: Request

    def page(
        self,
        name: str,
        context: Mapping[str, Any],
        *,
        here: str = "",
        status: HTTPStatus = HTTPStatus.OK,
        policy: str = WITH_SCRIPT,
    ) -> HTMLResponse:
        """A page of `templates/pages/desk`; `here` is its place in the navigation."""
        words = self.asks.words
        said = desk.DONE.get(self.request.query_params.get(DONE, ""))
        frame = {
            "secretariat": naming.secretariat(self.asks),
            "officer": self.asks.person,
            "role": words.say(desk.ROLES[self.asks.role]),
            "form_token": self.asks.form_token,
            "places": [
                (place, address, words.say(desk.PAGES[place]))
                for place, (address, roles) in PLACES.items()
                if self.asks.role in roles
            ],
            "here": here,
            "sought": "",
            "said": words.say(said) if said else "",
        }
        made = self.tools.renderer.page(f"desk/{name}", words.language_code, {**frame, **context})
        return HTMLResponse(made, status, headers={"Content-Security-Policy": policy})


def first_place(asks: SignedIn) -> str:
    """Where the desk begins for somebody of this role."""
    return next(address for address, roles in PLACES.values() if asks.role in roles)


def then(address: str, done: str = "", **more: str) -> Response:
    """After a POST: to a page, which says what was done; a reload repeats nothing."""
    said = {**({DONE: done} if done else {}), **more}
    joint = "&" if "?" in address else "?"
    return RedirectResponse(f"{address}{joint}{urlencode(said)}" if said else address, HTTPStatus.SEE_OTHER)
