"""What officers change of a visit, over HTTP: refused with a code while there is nothing to change (V10)."""

from typing import Any

import pytest

from tests.api.acts import ROUNDS, opened, until
from tests.conftest import Ronda

SESSION: dict[str, Any] = {
    "day": 1,
    "starts": "09:00",
    "ends": "10:00",
    "title": "Opening",
    "venue": "Palace",
    "participants": ["focal_point"],
    "language": "es",
    "interviewed": "Families",
}
KINDS = (
    "opening_session",
    "initiative_presentation",
    "similar_experiences",
    "working_meeting",
    "in_depth_interviews",
    "internal_panel_session",
)
AGENDA = {
    "sessions": [
        {**SESSION, "session": kind, "starts": f"{9 + n:02}:00", "ends": f"{10 + n:02}:00"}
        for n, kind in enumerate(KINDS)
    ]
}
LIST = {"items": [{"what": "Rooms", "owner": "Protocol", "by": "2027-03-01", "state": "done"}]}
MOVE = {"windows": [{"starts": "2027-03-01", "ends": "2027-03-04"}], "reason": "An election"}
WHY = {"reason": "They wrote"}
COMMANDS = [
    ("revise-agenda", {**AGENDA, **WHY}, 409, "nothing_to_revise"),
    ("revise-agenda", {"sessions": AGENDA["sessions"][:5], **WHY}, 422, "session_kind_missing"),
    ("revise-local", {**LIST, **WHY}, 409, "nothing_to_revise"),
    ("revise-local", {**LIST, **WHY, "press": "loud"}, 422, "wrong_shape"),
    ("revise-international", {**LIST, **WHY}, 409, "nothing_to_revise"),
    ("move-visit", MOVE, 409, "no_visit_dates"),
    ("move-visit", {"reason": "An election"}, 422, "list_empty"),
    ("move-visit", {**MOVE, "reason": ""}, 422, "text_missing"),
    ("decide-move", {"choice": "keep", "reason": "It stays"}, 409, "no_visit_dates"),
]


@pytest.mark.parametrize(("command", "body", "status", "code"), COMMANDS)
async def test_v10_what_cannot_change_is_refused_with_its_code(
    ronda: Ronda, command: str, body: dict[str, Any], status: int, code: str
) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        await until(http, id, lambda told: told["open"])
        answer = await http.post(f"{ROUNDS}/{id}/{command}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
