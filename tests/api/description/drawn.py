"""Requests that follow the description of the API, or that do not, drawn by Schemathesis; always the same."""

import json
from collections.abc import Mapping
from copy import deepcopy
from itertools import chain
from typing import Any

import httpx2
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import APIOperation, BaseSchema, Case, GenerationMode
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.config import SanitizationConfig
from schemathesis.core import NOT_SET
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.transport.prepare import prepare_request

from api.description.shapes import LINE, PROSE
from tests.api.desk.conftest import SITE

Plain = dict[str, Any]
Operation = APIOperation[Any, Any, Any, Any]
Asked = Case[Any]

CHECKS: list[CheckFunction] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
"""What holds of every answer: it is one that the description has, and no fault of ours."""
REFUSED: list[CheckFunction] = [*CHECKS, negative_data_rejection]
"""And of what does not follow the description: it is refused."""
SETTINGS = {
    "seed": 1,
    # Keys are ours to send.
    "generation": {"with-security-parameters": False},
    "checks": {"negative_data_rejection": {"expected-statuses": ["404", "409", "413", "422"]}},
}
AS_IT_IS = SanitizationConfig(enabled=False)


def narrowed(plain: Plain, places: Mapping[str, list[str]], fields: Mapping[str, list[str]]) -> Plain:
    """The same description, whose ids and codes are those of what there is."""
    narrow = deepcopy(plain)
    for path, methods in narrow["paths"].items():
        for parameter in chain.from_iterable(o.get("parameters", ()) for o in methods.values()):
            if there := places.get(_place(path, parameter["name"])):
                parameter["schema"] = {"type": "string", "enum": there}
    for model in narrow["components"]["schemas"].values():
        # What is sent has no other fields; what is answered may have more one day.
        shapes = model["properties"] if model.get("additionalProperties") is False else {}
        for name in fields.keys() & shapes.keys():
            if shapes[name].get("type") == "string":
                shapes[name] = {"type": "string", "enum": fields[name]}
    return narrow


def unlettered(plain: Plain) -> Plain:
    """The same without the letters of texts: what lacks them takes very long to draw."""

    def without(part: Plain) -> Plain:
        return {k: v for k, v in part.items() if k != "pattern" or v not in (LINE, PROSE)}

    cut: Plain = json.loads(json.dumps(plain), object_hook=without)
    return cut


def _place(path: str, name: str) -> str:
    """What a parameter is called, behind the word of the path that says what it is of."""
    words = path.split("/")
    before = words.index(f"{{{name}}}") - 1 if f"{{{name}}}" in words else -1
    return f"{words[before]}/{name}"


def operations(plain: Plain) -> list[Operation]:
    """Everything that the description says can be asked; reading comes first, while there is little."""
    config = schemathesis.Config.from_dict(SETTINGS)
    schema: BaseSchema = schemathesis.openapi.from_dict(plain, config=config)
    read = tuple(schema.get_all_operations())
    found = [result.ok() for result in read if isinstance(result, Ok)]
    assert len(found) == len(read), "an operation is described so that it cannot be read"
    return sorted(found, key=lambda o: o.method != "get")


def can_be_wrong(operation: Operation) -> bool:
    """Whether there is anything in a request that could differ from the description."""
    return not operation.definition.raw.keys().isdisjoint({"parameters", "requestBody"})


def drawn(operation: Operation, mode: GenerationMode, most: int) -> list[Asked]:
    """So many requests, the same at each run; what is drawn twice is there once."""
    found: dict[str, Asked] = {}

    @settings(
        max_examples=most,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def draw(case: Asked) -> None:
        found.setdefault(repr((case, case.media_type)), case)

    draw()
    return list(found.values())


def exemplary(operation: Operation, body: Any, places: Mapping[str, str]) -> Asked:
    """One of the description's own examples, or a request without a body, about what stands there."""
    media_type = None if body is NOT_SET else "application/json"
    return operation.Case(path_parameters=dict(places), body=body, media_type=media_type)


async def answer(http: httpx2.AsyncClient, case: Asked) -> httpx2.Response:
    """What the app answers to it."""
    made = prepare_request(case, dict(http.headers), config=AS_IT_IS, base_url=SITE)
    body = made.body.encode() if isinstance(made.body, str) else made.body
    assert body is None or isinstance(body, bytes)
    headers = {k: v.decode() if isinstance(v, bytes) else v for k, v in made.headers.items()}
    return await http.request(str(made.method), str(made.url), content=body, headers=headers)


def judged(case: Asked) -> list[CheckFunction]:
    """What is asked of the answer to what does not follow the description.

    What is empty counts as nothing sent, wherever it stands (`api.intake.decoding`): that may be taken.
    """
    left = [case.body]
    while left:
        part = left.pop()
        if part in ("", [], {}):
            return CHECKS
        if isinstance(part, dict | list):
            left.extend(part.values() if isinstance(part, dict) else part)
    return REFUSED


def wrong(case: Asked, said: httpx2.Response, checks: list[CheckFunction]) -> list[str]:
    """What is wrong with an answer, by the description."""
    try:
        case.validate_response(said, checks=checks)
    except FailureGroup as group:
        return [f"{group}"]
    return []
