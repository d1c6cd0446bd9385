"""The description of the API: every field in words, every body with an example that can be read."""

import re
from datetime import date
from typing import Any

import pytest

from api.description import examples, openapi
from api.description.fields import FIELDS
from api.description.shapes import LINE, PROSE
from api.intake.decoding import decode, decode_kind
from api.intake.values import wrong
from api.officers.in_place import FILED
from api.officers.rehearsals import Rehearse
from rounds.registry import MODELS
from rounds.submissions.asking import SetAside
from rounds.submissions.fields import Line, Prose
from rounds.submissions.request import OpenRound
from tests.conftest import Ronda

TODAY = date(2026, 3, 3)
OPENED = {model.__name__: model for model in (OpenRound, Rehearse, SetAside, *MODELS.values())}


@pytest.fixture
def described(ronda: Ronda) -> dict[str, Any]:
    """What /openapi.json answers."""
    return ronda.app.openapi()


def test_every_field_has_a_meaning_and_no_meaning_is_left_over(described: dict[str, Any]) -> None:
    asked = {openapi.words(model, field) for model, field, _ in openapi.fields(described)}
    assert asked == FIELDS.keys()
    assert [s for *_, s in openapi.fields(described) if len(s.get("description", "")) < len("An id.")] == []


def test_every_code_that_may_be_sent_is_explained(described: dict[str, Any]) -> None:
    schema = described["components"]["schemas"]["AgreePanel"]["properties"]["choice"]
    assert schema["description"] == (
        "The decision.\n\n- `agree`: Agree to the panel\n- `changes`: Ask for changes"
    )
    step = described["components"]["schemas"]["RoundListed"]["properties"]["step"]["description"]
    assert "- `self_assessment`: Self-assessment" in step


def test_every_route_says_in_one_line_what_it_is_for(described: dict[str, Any]) -> None:
    operations = [o for methods in described["paths"].values() for o in methods.values()]
    assert [
        o["summary"] for o in operations if o["summary"] != o["description"].strip()[: len(o["summary"])]
    ] == []
    assert [
        o["operationId"] for o in operations if o["tags"][0] not in {t["name"] for t in openapi.TAGS}
    ] == []


def test_every_body_has_an_example(described: dict[str, Any]) -> None:
    bodies = {
        operation["operationId"]: operation["requestBody"]["content"]["application/json"]
        for methods in described["paths"].values()
        for operation in methods.values()
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    }
    assert [name for name, body in bodies.items() if not {"example", "examples"} & body.keys()] == []
    (filed,) = (body["examples"] for body in bodies.values() if "examples" in body)
    assert filed.keys() == FILED.keys()


def test_what_may_be_sent_is_described_with_its_limits(described: dict[str, Any]) -> None:
    """S6: as the decoder reads it."""
    models = described["components"]["schemas"]
    sent = {name for name, model in models.items() if model.get("additionalProperties") is False}
    assert sent >= {*examples.steering(TODAY), "Filing", "Contact", "Session"}
    assert sent.isdisjoint({"Problem", "Answered", "RoundInFull"})

    def limits(model: str, field: str) -> dict[str, Any]:
        told = {"type", "title", "description", "default"}
        return {k: v for k, v in models[model]["properties"][field].items() if k not in told}

    line = {"pattern": LINE}
    assert limits("Contact", "name") == {"maxLength": 120, "minLength": 1, **line}
    assert limits("Contact", "email") == {"maxLength": 254, "minLength": 1, "format": "email", **line}
    assert limits("Extend", "reason") == {"maxLength": 20_000, "minLength": 1, "pattern": PROSE}
    assert limits("AddPapers", "about") == {"maxLength": 300, **line}
    assert limits("SendBack", "numbers") == {
        "maxItems": 200,
        "items": {"type": "integer", "minimum": -1_000_000, "maximum": 1_000_000},
    }
    assert limits("Window", "starts")["pattern"] == r"^(2[01]\d\d-[01]\d-[0-3]\d)$"
    assert "kind" in models["AgreePanel"]["required"]
    assert "kind" not in models["Extend"]["required"]


@pytest.mark.parametrize(("pattern", "text"), [(LINE, Line), (PROSE, Prose)])
def test_the_letters_that_are_described_are_those_that_are_taken(pattern: str, text: Any) -> None:
    every = [f"a{chr(n)}b" for n in range(0x10000) if not 0xD800 <= n < 0xE000]
    taken = {c for c in every if wrong(text, c, "text") is None}
    assert {c for c in every if re.search(pattern, c)} == taken


def test_a_refusal_is_a_problem_whatever_else_a_route_answers(described: dict[str, Any]) -> None:
    refusals = {
        media_type
        for path, methods in described["paths"].items()
        for operation in methods.values()
        for status, answer in operation["responses"].items()
        for media_type in answer.get("content", {})
        if path.startswith("/api/") and int(status) >= 400
    }
    assert refusals == {"application/problem+json"}


@pytest.mark.parametrize("model", examples.steering(TODAY))
def test_an_example_of_what_officers_do_can_be_read(model: str) -> None:
    assert decode(OPENED[model], examples.steering(TODAY)[model])


@pytest.mark.parametrize("kind", examples.answers(TODAY))
def test_an_example_of_an_answer_can_be_read(kind: str) -> None:
    assert decode_kind(FILED, examples.answers(TODAY)[kind]).kind == kind


async def test_the_description_is_of_today(ronda: Ronda, monkeypatch: pytest.MonkeyPatch) -> None:
    async def due(day: date) -> str:
        monkeypatch.setattr(openapi, "_today", lambda: day)
        async with ronda.http() as http:
            paths = (await http.get("/openapi.json")).json()["paths"]
        body = paths["/api/v1/rounds/{round_id}/assignments/{key}/extend"]["post"]["requestBody"]
        found: str = body["content"]["application/json"]["example"]["due"]
        return found

    assert await due(date(2026, 3, 3)) == "2026-05-04"
    assert await due(date(2026, 3, 4)) == "2026-05-04"
    assert await due(date(2026, 3, 5)) == "2026-05-04"
    assert await due(date(2026, 3, 6)) == "2026-05-05"
