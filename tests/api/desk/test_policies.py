"""Deny by default (S2): every route names one policy, and each role passes the doors that are its own."""

import re
from collections.abc import Iterator

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import iter_route_contexts

from api import policies
from api.app import OF_NOBODY
from api.desk.session import AtTheDesk
from api.desk.shell import PLACES
from api.policies import ANYBODY, KEY_READS, Policy, WithoutPolicy, policies_of
from store.officers import ROLES
from tests.api.desk.conftest import Desk, token_of

Route = tuple[str, str, Policy]
"""A method, the path, the policy that holds."""
OPEN = ("/desk/sign-in", "/desk/session")
"""What of the desk is before its door."""
LEADS = {role: "/desk/officers" if role == "administrator" else "/desk/today" for role in ROLES}


def routes(app: FastAPI) -> Iterator[Route]:
    """Every route of the app, as it lists them, with its policy."""
    for route in iter_route_contexts(app.routes):
        if route.path not in OF_NOBODY:
            (policy,) = policies_of(route)
            for method in sorted(route.methods or ()):
                yield method, str(route.path), policy


def filled(path: str) -> str:
    """An address of this route: what it names is not there."""
    return re.sub(r"\{[^}]*\}", "nothing", path)


async def test_s2_the_app_does_not_start_while_a_route_names_no_policy_or_two(desk: Desk) -> None:
    async def page() -> None: ...

    policies.check(desk.app.routes, OF_NOBODY)
    for named in ([], [ANYBODY, KEY_READS], [ANYBODY, ANYBODY]):
        app = FastAPI(openapi_url=None)
        inner, outer = APIRouter(), APIRouter()
        inner.add_api_route("/page", page, dependencies=named[:1])
        outer.include_router(inner, dependencies=named[1:])
        app.include_router(outer)
        with pytest.raises(WithoutPolicy, match="/page names"):
            policies.check(app.routes, {})
    app = FastAPI(openapi_url=None)
    app.mount("/files", FastAPI(openapi_url=None))
    with pytest.raises(WithoutPolicy, match="/files names 0"):
        policies.check(app.routes, {})


async def test_s2_whatever_is_of_the_api_or_the_desk_asks_for_an_officer(desk: Desk) -> None:
    seen = set()
    for _, path, policy in routes(desk.app):
        start = path.split("/")[1]
        seen.add(start)
        if start == "api" and path != "/api":
            assert policy.roles, path
        elif start == "desk" and not path.startswith(OPEN):
            assert isinstance(policy, AtTheDesk), path
        else:
            assert not policy.roles, path
    assert seen >= {"api", "desk", "l", "a", "health", "metrics", "reports"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", ROLES)
async def test_s2_each_role_passes_the_doors_of_the_desk_that_are_its_own_and_no_other(
    desk: Desk, role: str
) -> None:
    """Roles by routes, both as the app has them."""
    matrix = [(m, path, policy) for m, path, policy in routes(desk.app) if isinstance(policy, AtTheDesk)]
    assert len(matrix) >= 8
    async with await desk.signed_in(role) as http:
        start = await http.get("/desk", follow_redirects=True)
        assert (start.status_code, start.url.path) == (200, LEADS[role])
        token = token_of(start)
        for method, path, policy in matrix:
            if path == "/desk/sign-out":
                continue
            url = filled(path)
            answer = await http.request(method, url, data={"token": token} if method == "POST" else None)
            allowed = role in policy.roles
            assert (answer.status_code != 403) == allowed, (method, path, answer.status_code)
            assert answer.status_code < 500, (method, path)
            if method == "POST" and policy.forms:
                without = await http.request(method, url, data={"token": "0" * 64})
                assert without.status_code == 403, path
    async with desk.http() as nobody:
        for method, path, _ in matrix:
            assert (await nobody.request(method, filled(path))).status_code == 401, path


async def test_s2_the_navigation_leads_where_the_role_may_go(desk: Desk) -> None:
    of = {path: policy.roles for method, path, policy in routes(desk.app) if method == "GET"}
    assert {place: roles for place, (address, roles) in PLACES.items()} == {
        place: of[address] for place, (address, _) in PLACES.items()
    }


@pytest.mark.parametrize(
    ("role", "reads", "acts"),
    [
        ("officer", 200, 422),
        ("head", 200, 422),
        ("auditor", 200, 403),
        ("coordinator", 403, 403),
        ("administrator", 403, 403),
    ],
)
async def test_s2_a_key_opens_what_its_officers_role_opens(
    desk: Desk, role: str, reads: int, acts: int
) -> None:
    key = await desk.key(role)
    async with desk.http(Authorization=f"Bearer {key}", Accept="application/json") as http:
        got, sent = await http.get("/api/v1/rounds"), await http.post("/api/v1/rounds", json={})
    assert (got.status_code, sent.status_code) == (reads, acts)
    if acts == 403:
        assert sent.json()["code"] == "role_may_not"
