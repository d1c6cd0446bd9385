"""Who may pass which door, what is too large or not understood, and what the API says of itself."""

from collections import defaultdict
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Any

import httpx2
import pytest
from fastapi.routing import iter_route_contexts
from pydantic import TypeAdapter

from api.http.limits import DEFAULT
from api.http.problems import Problem, status_of
from rounds.codes import CODES
from tests.api.acts import OPENING, ROUNDS, opened, until
from tests.conftest import Ronda
from tests.sound import PDF

OPEN_TO_ALL = {"/health/live", "/health/ready"}
BODIES: dict[str, dict[str, Any]] = {
    "/api/v1/rounds/{round_id}/submissions": {
        "key": "examine_request:1",
        "participant": "responsible_officer",
        "body": {"kind": "examine_request", "choice": "accept"},
    },
    "/api/v1/rounds/{round_id}/assignments/{key}/extend": {"due": "2027-05-03", "reason": "r"},
    "/api/v1/rounds/{round_id}/correct-address": {
        "participant": "focal_point",
        "email": "a@b.example",
        "reason": "r",
    },
    "/api/v1/rounds/{round_id}/replace-person": {
        "participant": "focal_point",
        "newcomer": {"name": "n", "email": "a@b.example", "language": "es"},
        "reason": "r",
    },
    "/api/v1/rounds/{round_id}/send-again": {"letter": "letter"},
    "/api/v1/rounds/{round_id}/revise-agenda": {"sessions": [], "reason": "r"},
    "/api/v1/rounds/{round_id}/revise-international": {"items": [], "reason": "r"},
    "/api/v1/rounds/{round_id}/revise-local": {"items": [], "reason": "r"},
    "/api/v1/rounds/{round_id}/decide-move": {"choice": "keep", "reason": "r"},
}
"""What is sent where; everywhere else a reason."""


def routes(ronda: Ronda) -> list[tuple[str, str]]:
    """Every route of the API."""
    return [
        (method, path)
        for path, methods in ronda.app.openapi()["paths"].items()
        for method in methods
        if path.startswith("/api/")
    ]


def filled(path: str, round_id: str) -> str:
    """A path about this round and its first assignment; of what else it names, about what is not there."""
    return path.format_map(defaultdict(lambda: "0", round_id=round_id, key="examine_request:1"))


async def test_no_route_of_the_api_opens_without_a_known_key(ronda: Ronda) -> None:
    assert len(routes(ronda)) >= 16
    for headers in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Basic b3A6"},
        {"Authorization": "x"},
    ):
        async with ronda.http() as http:
            for method, path in routes(ronda):
                url = filled(path, "round-ripso-pry-2026-1")
                answer = await http.request(method, url, headers=headers, **_sent(path, method))
                assert (answer.status_code, answer.json()["code"]) == (401, "key_unknown"), path
                assert answer.headers["www-authenticate"] == "Bearer"


async def test_every_route_stands_in_the_openapi_or_is_a_page(ronda: Ronda) -> None:
    described = {(method, path) for path, of in ronda.app.openapi()["paths"].items() for method in of}
    there: set[tuple[str, str]] = set()
    pages: set[tuple[str, str]] = set()
    for route in iter_route_contexts(ronda.app.routes):
        own = there if getattr(route, "include_in_schema", False) else pages
        own |= {(method.lower(), str(route.path)) for method in route.methods or ()}
    assert there == described
    assert len(described) > 40
    assert {path for _, path in pages if path.startswith("/api")} == {"/api"}


async def test_another_secretariats_round_is_as_unknown_as_one_that_is_not_there(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as own, ronda.http(ronda.other_key) as other:
        id = await opened(own)
        before = await until(own, id, lambda told: told["open"])
        about_a_round = [(method, path) for method, path in routes(ronda) if "{round_id}" in path]
        assert len(about_a_round) >= 13
        for method, path in about_a_round:
            there = filled(path, id)
            nowhere = filled(path, "round-ripso-pry-2026-9999")
            answers = [await other.request(method, url, **_sent(path, method)) for url in (there, nowhere)]
            assert [answer.status_code for answer in answers] == [404, 404], path
            assert answers[0].content == answers[1].content
        listed = (await other.get(ROUNDS)).json()
        assert listed["total"] == 0
        opening = await other.post(ROUNDS, json=OPENING)
        assert (opening.status_code, opening.json()["code"]) == (422, "methodology_unknown")
        after = (await own.get(f"{ROUNDS}/{id}")).json()
    assert [after[what] for what in ("open", "submissions", "people")] == [
        before[what] for what in ("open", "submissions", "people")
    ]


def _sent(path: str, method: str) -> dict[str, Any]:
    if method == "get":
        return {}
    if path == "/api/v1/uploads":
        return {"files": {"file": ("a.pdf", PDF)}}
    return {"json": OPENING if path == ROUNDS else BODIES.get(path, {"reason": "r"})}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"7",
        b"\xff\xfe",
        b'{"a":' * 20_000,
        b'{"methodology": ' + b"9" * 5000 + b"}",
        b'{"methodology": NaN}',
        b'{"methodology": "\\ud800"}',
    ],
)
async def test_a_body_that_is_not_understood_is_refused(ronda: Ronda, content: bytes) -> None:
    async with ronda.http(ronda.key) as http:
        for type_ in (
            "application/json",
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
        ):
            answer = await http.post(ROUNDS, content=content, headers={"Content-Type": type_})
            assert answer.status_code == 422, (answer.status_code, type_, content[:20])
            Problem.model_validate(answer.json())


@pytest.mark.parametrize("declared", [True, False])
async def test_a_body_that_is_too_large_is_refused_whether_it_says_its_length_or_not(
    ronda: Ronda, declared: bool
) -> None:
    large = b'{"methodology": "' + b"a" * DEFAULT + b'"}'

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(large), 65_536):
            yield large[start : start + 65_536]

    async with ronda.http(ronda.key) as http:
        headers = {"Content-Type": "application/json"}
        answer = await http.post(ROUNDS, content=large if declared else pieces(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


async def test_an_upload_larger_than_any_file_is_not_read_to_its_end(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        answer = await http.post("/api/v1/uploads", files={"file": ("a.pdf", PDF + bytes(11 * 1024 * 1024))})
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"offset": "-1"}, "offset"),
        ({"offset": "9" * 30}, "offset"),
        ({"overdue": "perhaps"}, "overdue"),
        ({"colour": "red"}, "colour"),
        ({"country": "P\x00Y"}, "country"),
        ({"waiting_on": "a" * 201}, "waiting_on"),
    ],
)
async def test_a_wrong_parameter_is_refused_with_its_name(
    ronda: Ronda, params: dict[str, str], field: str
) -> None:
    async with ronda.http(ronda.key) as http:
        answer = await http.get(ROUNDS, params=params)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "wrong_shape", field)


@pytest.mark.parametrize("id", ["%00", "a%00b", "..%2f..", "%ff", "x" * 3000, "'--", "%F0%9F%98%80"])
async def test_a_strange_round_id_is_simply_not_found(ronda: Ronda, id: str) -> None:
    async with ronda.http(ronda.key) as http:
        for path in (f"{ROUNDS}/{id}", f"{ROUNDS}/{id}/status"):
            answer = await http.get(path)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_an_unknown_path_and_a_wrong_method_are_problems_too(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        nowhere, wrong = await http.get("/api/v1/nowhere"), await http.delete(ROUNDS)
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "not_found")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")


async def test_health_says_what_answers(ronda: Ronda) -> None:
    async with ronda.http() as http:
        assert (await http.get("/health/live")).status_code == 204
        ready = await http.get("/health/ready")
    assert (ready.status_code, ready.json()) == (
        200,
        dict.fromkeys(("database", "writing", "files", "temporal"), True),
    )


def test_every_refusal_has_its_status() -> None:
    expected = {True: HTTPStatus.CONFLICT, False: HTTPStatus.UNPROCESSABLE_ENTITY}
    special = {
        "body_too_large": 413,
        "link_unknown": 404,
        "key_may_not": 403,
        "asked_too_often": 429,
        "quota_used_up": 429,
        "file_not_scanned": 503,
        "rehearsal_busy": 429,
        "rehearsal_not_made": 503,
    }
    assert {code: status_of(code) for code in CODES} == {
        code: special.get(code, expected[refusal.conflict]) for code, refusal in CODES.items()
    }


async def test_every_refusal_has_a_sentence_in_both_languages(ronda: Ronda) -> None:
    renderer = ronda.app.state.tools.renderer
    for language in ("en", "es"):
        unnamed = renderer.refusal("no-such-code", language, {})
        without = [code for code in CODES if renderer.refusal(code, language, {}) == unnamed]
        assert without == ["refused"] or without == []


async def test_the_openapi_shows_bodies_and_refusals(ronda: Ronda) -> None:
    async with ronda.http() as http:
        described = (await http.get("/openapi.json")).json()
    schemas = described["components"]["schemas"]
    assert {"OpenRound", "Note", "Extend", "ReplacePerson", "Filing", "ProposePanel", "Problem"} <= set(
        schemas
    )
    assert set(CODES) <= set(schemas["Problem"]["properties"]["code"]["enum"])
    for path, methods in described["paths"].items():
        for operation in methods.values():
            if path.startswith("/api/"):
                assert {"401", "409", "422", "503"} <= set(operation["responses"]), path
                assert operation["security"] == [{"officer": []}]
    body = described["paths"][ROUNDS]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["$ref"].endswith("/OpenRound")


async def test_the_api_answers_with_the_headers_of_the_house(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        answers: list[httpx2.Response] = [await http.get(ROUNDS), await http.get("/api/v1/nowhere")]
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
    assert TypeAdapter(int).validate_python(answers[0].json()["total"]) >= 0
