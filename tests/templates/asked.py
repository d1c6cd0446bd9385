"""Letters about a request for a round, which has no round yet."""

from typing import Any

from tests.templates.frames import FRAME

_ABOUT: dict[str, Any] = {
    "asked": [("Ministerio", "Gabinete Social"), ("Objetivo", "Registro <b>social</b> & padrones\nUno")],
    "by": {"name": "Punto focal", "email": "punto.focal@gabinete.example"},
    "reason": "",
    "url": "",
    "my_round_url": "",
    "recipient": {**FRAME["recipient"], "role": ""},
}
ABOUT_REQUESTS: list[tuple[str, dict[str, Any]]] = [
    ("asked", {**_ABOUT, "what": "confirm", "url": "https://ronda.example/asked/signed"}),
    ("asked", {**_ABOUT, "what": "arrived", "url": "https://ronda.example/api/v1/requests/1a2b"}),
    ("asked", {**_ABOUT, "what": "declined", "reason": "La iniciativa\nno ha comenzado"}),
]
