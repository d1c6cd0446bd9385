"""Whatever follows the description of the API, and whatever does not, is answered as it says (S6)."""

import json
import os
import time
from collections import defaultdict
from itertools import pairwise
from typing import Any

import pytest
from schemathesis import GenerationMode
from schemathesis.core import NOT_SET

from api.description import examples
from api.http.problems import Problem
from api.officers.answered_once import HEADER
from tests.api.description import hostile
from tests.api.description.drawn import (
    CHECKS,
    Asked,
    answer,
    can_be_wrong,
    drawn,
    exemplary,
    judged,
    narrowed,
    operations,
    unlettered,
    wrong,
)
from tests.api.description.there import There, there
from tests.api.desk.conftest import desk
from tests.api.desk.round.conftest import stage
from tests.api.desk.round.test_later_stages import visit
from tests.sound import PDF

__all__ = ["desk", "stage", "there", "visit"]

EXAMPLES = int(os.environ.get("EXAMPLES", "2"))
"""Requests of each kind that are drawn for an operation; `make try-api` draws 200."""
SHARE = 6 if EXAMPLES < 100 else 1
"""Of the hostile bodies each operation is sent one of so many, the next one others."""
SECONDS = 2.0
"""Of the processor's time, within which whatever is hostile is refused."""
METHODS = {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}
REFUSALS = (404, 413, 422)
"""Of what is hostile; 404 where it names what is not there."""
OWN = {"Sec-Fetch-Site": "none"}
"""Whoever asks typed it: what comes from another site is refused before."""
PLAYED = "/api/v1/rounds/{round_id}/rehearsals"
"""A round is played to its end there, by a program of its own; its tests ask for that."""

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def narrow(there: There, *left: str) -> dict[str, Any]:
    """What the app says of itself, with what there is in its places; some are left as they are."""
    places = {name: values for name, values in there.places.items() if name not in left}
    return narrowed(there.desk.app.openapi(), places, there.fields)


def first(there: There, path: str) -> dict[str, str]:
    """What stands in the places of a path, the first of each."""
    parts = path.split("/")
    return {
        part[1:-1]: there.places[f"{before}/{part[1:-1]}"][0]
        for before, part in pairwise(parts)
        if part.startswith("{")
    }


def own_examples(operation: dict[str, Any]) -> list[Any]:
    """The bodies that the description of an operation shows."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    several = [example["value"] for example in content.get("examples", {}).values()]
    return [content["example"]] if "example" in content else several


def following(there: There, operation: Any) -> list[Asked]:
    """Requests that follow the description: those that it shows, and others."""
    if operation.path == PLAYED:
        return []
    places, (proof, *_) = first(there, operation.path), there.fields["proof"]
    shown = json.dumps(own_examples(operation.definition.raw)).replace(examples.PROOF, proof)
    bodies = json.loads(shown)
    if len(bodies) > 1:
        # Each is asked of nobody and for no time, too.
        bodies += [body | {"key": f"{body['body']['kind']}:zz"} for body in bodies]
    cases = [exemplary(operation, body, places) for body in bodies]
    if operation.path.endswith("/{round_id}"):
        cases.append(exemplary(operation, NOT_SET, {"round_id": there.opened[0]}))
    cases += drawn(operation, GenerationMode.POSITIVE, EXAMPLES)
    for n, case in enumerate(cases):
        if HEADER in case.headers:
            # Under the key of another request all would be refused.
            case.headers[HEADER] = f"{operation.definition.raw['operationId']}-{n}"
    return cases


async def test_s6_what_follows_the_description_is_answered_as_it_says(
    there: There, record_testsuite_property: Any
) -> None:
    faults, tried = [], 0
    async with there.http(there.key) as http:
        for operation in operations(narrow(there)):
            for case in following(there, operation):
                faults += wrong(case, await answer(http, case), CHECKS)
                tried += 1
    record_testsuite_property("follow the description", tried)
    assert faults == []
    assert tried > 150


async def test_s6_what_does_not_follow_the_description_is_refused(
    there: There, record_testsuite_property: Any
) -> None:
    faults, tried = [], 0
    async with there.http(there.key) as http:
        # Whether there is such an assignment says the round, which is not there.
        described = unlettered(narrow(there, "assignments/key"))
        for operation in filter(can_be_wrong, operations(described)):
            for case in drawn(operation, GenerationMode.NEGATIVE, EXAMPLES):
                faults += wrong(case, await answer(http, case), judged(case))
                tried += 1
    record_testsuite_property("do not", tried)
    assert faults == []
    assert tried > 80


async def test_s6_without_a_key_all_is_refused_alike(there: There) -> None:
    faults, before = [], await there.kept()
    async with there.http() as http:
        for operation in operations(narrow(there)):
            for case in drawn(operation, GenerationMode.POSITIVE, 1):
                said = await answer(http, case)
                faults += wrong(case, said, CHECKS)
                if operation.path.startswith("/api/"):
                    told = (said.status_code, said.json()["code"], said.headers["www-authenticate"])
                    assert told == (401, "key_unknown", "Bearer"), operation.label
    assert faults == []
    assert await there.kept() == before


async def test_s6_another_method_is_refused_with_those_that_there_are(there: There) -> None:
    served: dict[str, set[str]] = defaultdict(set)
    for path, methods in there.desk.app.openapi()["paths"].items():
        served[path.format_map(first(there, path))] |= {method.upper() for method in methods}
    # What is done at a path of its own is also where a round of that name would be read.
    served["/api/v1/rounds/retry"].add("GET")
    tried = 0
    async with there.http(there.key) as http:
        for path, methods in served.items():
            for method in METHODS - methods:
                said = await http.request(method, path, headers=OWN)
                tried += 1
                told = (said.status_code, said.headers.get("allow"), said.headers["content-type"])
                expected = (405, ", ".join(sorted(methods)), "application/problem+json")
                assert told == expected, (method, path)
                if method != "HEAD":
                    assert Problem.model_validate(said.json()).code == "method_not_allowed"
    assert tried > 300


# A form that is cut short leaves Starlette's parser with a file that the collector closes.
@pytest.mark.filterwarnings("ignore:Exception ignored in.*SpooledTemporaryFile")
@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile")
async def test_s6_what_is_hostile_is_refused_in_words_and_in_time_and_nothing_is_written(
    there: There, record_testsuite_property: Any
) -> None:
    plain, tried = there.desk.app.openapi(), 0
    before = await there.kept()
    async with there.http(there.key) as http:
        for n, (path, methods) in enumerate(plain["paths"].items()):
            for what in _hostile(plain, methods.get("post", {}))[n % SHARE :: SHARE]:
                url = path.format_map(first(there, path))
                started = time.process_time()
                headers = {"Content-Type": what.media_type, **what.headers} if what.media_type else {}
                said = await http.post(url, content=what.content, headers=headers)
                took = time.process_time() - started
                tried += 1
                where = (path, what.what, said.status_code, said.text[:300], took)
                assert said.status_code in REFUSALS, where
                assert said.headers["content-type"] == "application/problem+json", where
                problem = Problem.model_validate(said.json())
                assert problem.detail, where
                assert took < SECONDS, where
    record_testsuite_property("hostile", tried)
    assert await there.kept() == before
    assert tried > 1500 / SHARE


def _hostile(plain: dict[str, Any], operation: dict[str, Any]) -> list[hostile.Hostile]:
    """What is sent to an operation that takes a body."""
    content = operation.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        return list(hostile.files(PDF))
    shown = own_examples(operation)
    if not shown:
        return []
    model = content["application/json"]["schema"]["$ref"].rpartition("/")[2]
    return list(hostile.bodies(shown[0], plain["components"]["schemas"][model]["properties"]))
