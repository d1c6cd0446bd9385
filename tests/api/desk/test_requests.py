"""Requests from the public form: looked at, opened from, set aside; each once."""

import pytest

from rounds.submissions.asking import AskForRound
from store import requests
from tests.api.desk.conftest import Desk, send, title_of
from tests.api.desk.test_today import parts

LIST = "/desk/requests"
ASKED = AskForRound(
    methodology="ripso",
    country="PRY",
    institution="Gabinete <b>Social</b>",
    initiative="Registro social",
    stage="design",
    objective="Un diseño",
    countries_of_interest=("CHL", "URY"),
    name="Ana",
    email="ana@ministry.example",
    language="es",
)


@pytest.fixture
async def asked(desk: Desk) -> str:
    async with desk.database.writing() as s:
        await requests.keep(s, "one", "DIS", ASKED)
        await requests.answer(s, "one", confirmed=True)
    return "one"


async def test_a_request_is_shown_and_settled_by_one_officer_alone(desk: Desk, asked: str) -> None:
    """Temporal is away here: the opening is kept, and the round begins later."""
    async with await desk.signed_in("officer") as one, await desk.signed_in("head") as two:
        assert "Look at a request: RIPSO Paraguay" in parts(await one.get("/desk/today"))["asked"]
        first, second = await one.get(LIST), await two.get(LIST)
        assert "Gabinete &lt;b&gt;Social" in first.text
        assert "Ana is told by letter (Spanish)" in first.text
        kept = await send(one, first, f"{LIST}/{asked}/open")
        assert kept.headers["location"] == f"{LIST}?done=request_kept"
        late = await send(two, second, f"{LIST}/{asked}/set-aside")
        assert "somebody else has settled" in (await two.get(late.headers["location"])).text
        assert "No request is waiting" in (await one.get(LIST)).text


async def test_s3_a_request_is_its_secretariats_and_set_aside_it_is_gone(desk: Desk, asked: str) -> None:
    async with await desk.signed_in("officer", "DGPE") as other, await desk.signed_in("officer") as own:
        page = await other.get(LIST)
        assert "Gabinete" not in page.text
        gone = await send(other, await other.get("/desk/today"), f"{LIST}/{asked}/set-aside")
        assert gone.headers["location"] == f"{LIST}?done=request_gone"
        done = await send(own, await own.get(LIST), f"{LIST}/{asked}/set-aside")
        assert done.headers["location"] == f"{LIST}?done=request_aside"
        assert "asked" not in parts(await own.get("/desk/today"))
    async with await desk.signed_in("auditor") as auditor:
        assert title_of(await auditor.get(LIST)) == "Requests"
