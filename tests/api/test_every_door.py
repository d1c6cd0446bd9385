"""Every kind of link, and officers of no round here, at every route of the app (L4, L9, L13, S3)."""

import itertools
import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlmodel import col, select, update

from api.app import OF_NOBODY, create
from api.links import changing
from api.policies import policies_of
from rounds.methodology.dossier import MATTERS
from store import officers, sessions
from store.links import Links, ref
from store.publications import slug_of
from store.session import Database
from store.tables import Assignment, Grant, Participant, Person
from tests.api.links.dossier.conftest import full  # noqa: F401 - a fixture
from tests.api.links.dossier.stage import REGISTRY, Full
from tests.conftest import SECRETS, settings_for
from tests.store import scene

SITE = "http://127.0.0.1:8000"
NAME = re.compile(r"{(\w+)(?::\w+)?}")
OURS = "single social registry"
"""What the round is about, as its pages say it."""
TASK, OTHER, INVITATION = "answer_questionnaire:2", "arrange_local:2", "answer_invitation:candidate-1.1.2"
PEOPLE = {"delegate-1": ("delegate", "active", TASK), "gone-1": ("expert-1", "left", "")}
HELD = {
    "task": (TASK, "focal_point"),
    "my round": ("", "focal_point"),
    "delegate": (TASK, "delegate-1"),
    "answered": (OTHER, "focal_point"),
    "candidate whose seat is filled": (INVITATION, "candidate-1.1.2"),
    "somebody who left": ("", "gone-1"),
}
"""The assignment and the holder of a link of each kind; *my round* is none's."""
RECORD = {"", "/language"}
"""What was recorded, and its address after a language was chosen."""
AGENDA = {"/agenda", "/agenda.ics"}
DOSSIER = {"/dossier.zip", "/dossier/{matter}"}
REACHES = {
    "task": RECORD | AGENDA | {"/documents/{upload}", "/questionnaire.xlsx"},
    "my round": RECORD | AGENDA | DOSSIER | {"/dossier/{matter}/files/{upload}", "/papers"},
    "delegate": RECORD | {"/documents/{upload}", "/questionnaire.xlsx"},
    "answered": RECORD,
    "candidate whose seat is filled": RECORD,
    "somebody who left": RECORD | DOSSIER,
}
"""Which routes behind a link show something to whoever has one of this kind."""
WRITES = {
    "task": {"", "/language"},
    "my round": {"", "/language", "/papers"},
    "delegate": {"", "/language"},
    "somebody who left": {"", "/language"},
}
"""Which take what is sent: they say what is missing in a form that is empty."""
OF_THE_LEFT = ("letters", "submissions")
"""What somebody who left may read of the round: what was sent to them, and what they sent."""


class Doors:
    """The app, a round of which all was said, and a link of each kind into it."""

    def __init__(self, app: FastAPI, database: Database, round: str) -> None:
        self.app, self.database, self.round = app, database, round
        self.links = Links(SECRETS, SITE)
        self.grants: dict[str, str] = {}

    def http(self, *kinds: str, key: str = "", desk: str = "") -> httpx2.AsyncClient:
        """A browser that has opened the links of these kinds or is signed in, or a program with a key."""
        cookies = {f"ronda-{ref(self.grants[kind])}": self.links.token(self.grants[kind]) for kind in kinds}
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=self.app, raise_app_exceptions=False),
            base_url=SITE,
            cookies=cookies | ({"ronda-desk": desk} if desk else {}),
            headers={"Sec-Fetch-Site": "same-origin"} | ({"Authorization": f"Bearer {key}"} if key else {}),
        )

    def routes(self, *behind: str) -> Iterator[tuple[str, str]]:
        """Method and path of each route under a policy whose name begins so; all, if none is named."""
        for route in iter_route_contexts(self.app.routes):
            if route.path not in OF_NOBODY:
                (policy,) = policies_of(route)
                if not behind or policy.name.startswith(behind):
                    yield from ((method, str(route.path)) for method in sorted(route.methods or ()))

    def addresses(self, path: str, kind: str = "") -> Iterator[str]:
        """The path with everything that could stand in each of its places; behind the link of this kind."""
        places: dict[str, tuple[str, ...]] = {
            "reference": (ref(self.grants[kind]) if kind else "0" * 16,),
            "round_id": (self.round,),
            "matter": MATTERS,
            "kind": tuple(dict.fromkeys(changing.KINDS)),
            "upload": ("u1",),
            "ending": ("pdf", "docx"),
            "slug": (slug_of(self.round),),
            "key": (TASK,),
        }
        for parts in itertools.product(*(places.get(name, ("1",)) for name in NAME.findall(path))):
            left = iter(parts)
            yield NAME.sub(lambda _, left=left: next(left), path)  # type: ignore[misc]  # bound at once


@pytest.fixture
async def doors(full: Full, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Doors]:  # noqa: F811 - the fixture's value
    app = create(settings_for(tmp_path / "app", "127.0.0.1:1", 1, database_url=sqlite_url))
    made = Doors(app, full.database, full.round)
    await links_of_every_kind(made)
    async with app.router.lifespan_context(app):
        app.state.tools.files.contents.keep(REGISTRY)
        yield made


async def links_of_every_kind(doors: Doors) -> None:
    """An open task, one that was done, an invitation to a seat that is taken; a delegate, one who left."""
    for serial, (key, who) in enumerate(
        [HELD["task"], HELD["answered"], HELD["candidate whose seat is filled"]]
    ):
        await scene.open_assignment(doors.database, doors.round, key, who, serial=40 + serial)
    async with doors.database.writing() as s:
        for id, (role, state, _) in PEOPLE.items():
            s.add(Person(id=id, email=f"{id}@example.org", name=id, language="en", country="CHL"))
            await s.flush()
            s.add(Participant(round_id=doors.round, id=id, person_id=id, role=role, state=state))
        await s.flush()
        for id, (_, _, key) in PEOPLE.items():
            values: dict[str, Any] = {
                "round_id": doors.round,
                "participant_id": id,
                "created_at": datetime.now(UTC),
            }
            purpose = "act" if key else "my_round"
            s.add(Grant(id=f"grant-of-{id}", assignment_key=key, purpose=purpose, **values))
        done = (OTHER, INVITATION)
        closed = {"state": "closed", "closed_at": scene.NOW}
        await s.exec(update(Assignment).where(col(Assignment.key).in_(done)).values(**closed))
        ended = {"state": "ended", "ended_at": scene.NOW}
        await s.exec(update(Grant).where(col(Grant.assignment_key).in_(done)).values(**ended))
    async with doors.database.reading() as s:
        of = {(grant.assignment_key, grant.participant_id): grant.id for grant in await s.exec(select(Grant))}
    doors.grants = {kind: of[held] for kind, held in HELD.items()}


async def kept(doors: Doors) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table; what somebody has typed at a door of their own is kept for them alone.

    When a key was used last says nothing of what it has reached.
    """
    found = {name: rows for name, rows in (await scene.everything(doors.database)).items() if name != "draft"}
    found["officer_key"] = [row | {"used_at": None} for row in found["officer_key"]]
    return found


@pytest.mark.parametrize("kind", HELD)
async def test_l4_l13_a_link_of_each_kind_reaches_what_it_was_made_for_and_nothing_else(
    doors: Doors, kind: str
) -> None:
    before, shows, takes = await kept(doors), set(), set()
    async with doors.http(kind) as http:
        for method, path in doors.routes("link"):
            for address in doors.addresses(path, kind) if "{reference}" in path else ():
                answer = await http.request(method, address)
                assert answer.status_code in (200, 303, 404, 409, 422), (method, address)
                if answer.status_code in (200, 303):
                    assert method in ("GET", "HEAD"), (method, address)
                    shows.add(path.removeprefix("/l/{reference}"))
                elif answer.status_code == 422:
                    takes.add(path.removeprefix("/l/{reference}"))
    assert shows == REACHES[kind]
    assert takes == WRITES.get(kind, set())
    assert await kept(doors) == before


async def test_l4_l12_a_link_opens_none_of_another_and_a_revoked_one_not_its_own(doors: Doors) -> None:
    async with doors.database.writing() as s:
        await s.exec(update(Grant).where(col(Grant.id) == doors.grants["task"]).values(state="revoked"))
    before = await kept(doors)
    async with doors.http("my round") as http, doors.http("task") as revoked:
        for method, path in doors.routes("link"):
            if "{reference}" not in path:
                continue
            nowhere = await http.request(method, next(doors.addresses(path)))
            assert nowhere.status_code == 404, (method, path)
            for kind in doors.grants:
                for address in doors.addresses(path, kind):
                    if kind != "my round":
                        answer = await http.request(method, address)
                        assert (answer.status_code, answer.content) == (404, nowhere.content), address
                    if kind == "task":
                        answer = await revoked.request(method, address)
                        assert (answer.status_code, answer.content) == (404, nowhere.content), address
    assert await kept(doors) == before


async def test_l4_no_link_opens_a_door_of_officers_nor_shows_anything_where_nobody_is_asked(
    doors: Doors,
) -> None:
    before, tried = await kept(doors), 0
    async with doors.http(*doors.grants) as http:
        for method, path in doors.routes("key", "desk", "token", "anybody"):
            asked = set(doors.routes("key", "desk"))
            for address in doors.addresses(path):
                answer = await http.request(method, address)
                tried += 1
                assert OURS not in answer.text, (method, address)
                if (method, path) in asked:
                    assert answer.status_code == 401, (method, address)
    assert tried > 150
    assert await kept(doors) == before


async def test_somebody_who_left_reads_what_was_sent_to_them_and_what_they_sent(doors: Doors) -> None:
    """L13, Z6."""
    reads = []
    async with doors.http("somebody who left") as http:
        for matter in MATTERS:
            answer = await http.get(f"/l/{ref(doors.grants['somebody who left'])}/dossier/{matter}")
            if answer.status_code == 200:
                reads.append(matter)
    assert tuple(reads) == OF_THE_LEFT


@pytest.mark.parametrize("who", ["another secretariat's", "ended"])
async def test_s3_an_officer_of_another_secretariat_or_an_ended_one_reaches_nothing_of_a_round(
    doors: Doors, who: str
) -> None:
    secretariat = "DGPE" if who == "another secretariat's" else "DIS"
    async with doors.database.writing() as s:
        await officers.add_secretariat(s, secretariat, f"The {secretariat}")
        stranger = scene.contact("stranger")
        key = await officers.add_officer(s, secretariat, stranger, head=False)
        token = await officers.sign_in_token(s, secretariat, stranger.email)
        assert await sessions.begin(s, token, "cookie-of-the-stranger", datetime.now(UTC))
        if who == "ended":
            await officers.end(s, secretariat, stranger.email, "")
    before = await kept(doors)
    async with doors.http(key=key) as program, doors.http(desk="cookie-of-the-stranger") as browser:
        for http, behind in ((program, "key"), (browser, "desk")):
            for method, path in doors.routes(behind):
                for address in doors.addresses(path) if path != "/desk/sign-out" else ():
                    answer = await http.request(method, address)
                    assert OURS not in answer.text, (method, address)
                    assert answer.status_code < 500, (method, address)
                    if who == "ended":
                        assert answer.status_code == 401, (method, address)
                    elif "{round_id}" in path:
                        assert answer.status_code in (403, 404, 405, 422), (method, address)
    assert await kept(doors) == before


async def test_l9_whatever_a_route_answers_is_shown_in_no_frame_and_told_to_nobody(doors: Doors) -> None:
    tried = 0
    async with doors.http(*doors.grants) as http:
        for method, path in doors.routes():
            own = path.startswith("/l/")
            for address in doors.addresses(path, "my round" if own else ""):
                answer = await http.request(method, address)
                tried += 1
                policy = answer.headers["content-security-policy"]
                assert policy.startswith("default-src 'none'"), address
                assert {"frame-ancestors 'none'", "base-uri 'none'"} <= set(policy.split("; ")), address
                assert answer.headers["x-content-type-options"] == "nosniff", address
                assert answer.headers["referrer-policy"] == "same-origin", address
                kind = answer.headers.get("content-type", "")
                assert "charset=utf-8" in kind or not re.match("text/|application/(xml|atom)", kind), address
                if own or path.startswith(("/a/", "/desk", "/api/v1", "/asked/")):
                    assert "no-store" in answer.headers["cache-control"], address
                    assert answer.headers["x-robots-tag"] == "noindex", address
    assert tried > 300


async def test_l8_l9_behind_tls_cookies_are_this_hosts_alone_and_browsers_come_back_by_tls(
    doors: Doors, sqlite_url: str, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path / "tls", "127.0.0.1:1", 1, database_url=sqlite_url)
    app = create(settings.model_copy(update={"public_url": "https://ronda.example"}))
    transport = httpx2.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url="https://ronda.example") as http,
    ):
        entered = await http.get(f"/a/{doors.links.token(doors.grants['task'])}")
        page = await http.get(entered.headers["location"])
        nowhere = await http.get("/l/nowhere")
    name, *said = entered.headers["set-cookie"].split("; ")
    assert name.startswith(f"__Host-ronda-{ref(doors.grants['task'])}=")
    assert {word.lower() for word in said} == {"httponly", "path=/", "samesite=lax", "secure"}
    assert (page.status_code, nowhere.status_code) == (200, 404)
    for answer in (entered, page, nowhere):
        assert answer.headers["strict-transport-security"] == "max-age=63072000; includeSubDomains"
