"""The search box: a round, a person by name, post or address, a letter by its subject or its recipient."""

import re
from datetime import timedelta
from html import unescape

import httpx2
import pytest
from sqlmodel import select

from api.desk import search
from rounds.submissions.request import OpenRound
from store import sought
from store.reads import finding
from store.sent_texts import SentText
from store.tables import Officer, Participant, Person
from store.writes import letters
from tests.api.desk.conftest import Desk, title_of
from tests.store import scene
from tests.store.scene import OPENING, begun, contact, officers, open_round

SEARCH = "/desk/search"


def groups(page: httpx2.Response) -> dict[str, list[tuple[str, str]]]:
    """What was found, group by group: where each leads, and what it is called."""
    assert page.status_code == 200, page.text[:300]
    sections = re.findall(r'<section aria-labelledby="(\w+)">(.*?)</section>', page.text, re.DOTALL)
    line = r'<li><span><a href="([^"]+)"[^>]*>(.*?)</a>'
    return {id: [(unescape(a), unescape(b)) for a, b in re.findall(line, text)] for id, text in sections}


async def letter(desk: Desk, id: str, key: str, subject: str, state: str = "sent") -> None:
    """A letter to the focal point, that was sent or refused."""
    async with desk.database.writing() as s:
        now = scene.batch(id, serial=3)
        await letters.write(
            s, now, key=key, participant_id="focal_point", template="assignment", params={"key": "k"}
        )
    async with desk.database.writing() as s:
        claimed = await letters.claim(s, key, scene.NOW, timedelta(minutes=1))
        assert claimed
        said = SentText(letter=key, subject=subject, body="B")
        await letters.settle(s, claimed, state, now=scene.NOW, message_id="m", said=said)  # type: ignore[arg-type]  # a state there is


@pytest.fixture
async def two(desk: Desk) -> tuple[str, str]:
    """Two rounds of Paraguay, whose focal point is one person, with a letter each."""
    first = await begun(desk.database)
    async with desk.database.reading() as s:
        officer = (
            await s.exec(select(Officer.id).join(Person).where(Person.email == "officer@example.org"))
        ).one()
    body = OpenRound(
        methodology="ripso",
        country="PRY",
        institution="Instituto de Previsión",
        focal_point=contact("focal"),
        note=OPENING.note,
    )
    second = await open_round(desk.database, officer, body)
    await letter(desk, first, "a/1", "RIPSO 2026-1 Paraguay: Agenda de la visita")
    await letter(desk, second, "b?&/1", "RIPSO 2026-2 Paraguay: Le rogamos que responda")
    return first, second


async def test_rounds_people_and_letters_are_found_each_where_it_stands(
    desk: Desk, two: tuple[str, str]
) -> None:
    first, second = two
    async with await desk.signed_in("officer") as http:
        page = await http.get(SEARCH, params={"q": "paraguay"})
        assert title_of(page) == "Found for “paraguay”"
        found = groups(page)
        assert {address for address, _ in found["rounds"]} == {f"/desk/rounds/{id}" for id in two}
        assert found["people"] == []
        assert [text for _, text in found["letters"]] == [
            "RIPSO 2026-2 Paraguay: Le rogamos que responda",
            "RIPSO 2026-1 Paraguay: Agenda de la visita",
        ]
        assert "Nobody is found by these words" in page.text
        for address, text in found["letters"]:
            assert text in unescape((await http.get(address)).text)

        people = groups(await http.get(SEARCH, params={"q": "focal"}))["people"]
        assert people == [(f"/desk/rounds/{id}#person-focal_point", "Focal") for id in (second, first)]
        for address, _ in people:
            shown = await http.get(address.partition("#")[0])
            assert f'id="{address.partition("#")[2]}"' in shown.text


@pytest.mark.parametrize(
    ("q", "people", "mail"),
    [
        ("FOCAL@example", 2, 2),
        ("focal@example.org", 2, 2),
        ("prevision", 1, 0),
        ("focal previsión", 1, 0),
        ("agenda", 0, 1),
        ("focal agenda", 0, 1),
        ("altern", 1, 0),
        ("lternate", 0, 0),
        ("fo", 0, 0),
        ('"focal" OR agenda*', 0, 0),
    ],
)
async def test_words_are_found_without_accents_and_by_their_beginning_all_of_them(
    desk: Desk, two: tuple[str, str], q: str, people: int, mail: int
) -> None:
    async with await desk.signed_in("auditor") as http:
        page = await http.get(SEARCH, params={"q": q})
        if page.status_code == 303:
            # One round is called so, and is opened.
            assert (q, page.headers["location"]) == ("prevision", f"/desk/rounds/{two[1]}")
            return
        found = groups(page)
    assert (len(found["people"]), len(found["letters"])) == (people, mail)


async def test_s3_nothing_of_anothers_is_found_and_a_coordinator_finds_what_is_of_their_rounds(
    desk: Desk, two: tuple[str, str]
) -> None:
    nothing: dict[str, list[object]] = {"rounds": [], "people": [], "letters": []}
    async with await desk.signed_in("officer", "DGPE") as http:
        for q in ("focal", "agenda", "ofdis focal", "paraguay"):
            assert groups(await http.get(SEARCH, params={"q": q})) == nothing
    address = await desk.hire("coordinator")
    async with desk.http(await desk.enter(address)) as http:
        assert groups(await http.get(SEARCH, params={"q": "focal"}))["people"] == []
        async with desk.database.writing() as s:
            person = (await s.exec(select(Person.id).where(Person.email == address))).one()
            s.add(Participant(round_id=two[0], id="coordinator-1", person_id=person, role="lead_coordinator"))
        found = groups(await http.get(SEARCH, params={"q": "focal"}))
        assert found["people"] == [(f"/desk/rounds/{two[0]}#person-focal_point", "Focal")]
        assert len(found["letters"]) == 1


async def test_whoever_has_another_name_or_address_is_found_by_that_alone(
    desk: Desk, two: tuple[str, str]
) -> None:
    async with desk.database.writing() as s:
        row = await s.get(Participant, (two[0], "focal_point"))
        assert row
        row.name = "Josefina Ñandú"
    async with desk.database.writing() as s:
        await sought.keep_people(s, two[0], ["focal_point"])
    async with await desk.signed_in("officer") as http:
        assert len(groups(await http.get(SEARCH, params={"q": "nandu"}))["people"]) == 1
        page = groups(await http.get(SEARCH, params={"q": "focal"}))
        # Their address still has the word.
        assert [text for _, text in page["people"]] == ["Focal", "Josefina Ñandú"]


async def test_a_letter_that_its_address_refused_is_found_by_its_recipient(desk: Desk) -> None:
    id = await begun(desk.database)
    await letter(desk, id, "r", "Never sent", "refused")
    async with await desk.signed_in("officer") as http:
        found = groups(await http.get(SEARCH, params={"q": "focal example"}))
        assert [address for address, _ in found["letters"]] == [f"/desk/rounds/{id}/letter?key=r"]
        assert groups(await http.get(SEARCH, params={"q": "never"}))["letters"] == []


@pytest.mark.usefixtures("two")
async def test_where_there_is_more_than_is_shown_it_is_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST", 1)
    monkeypatch.setattr(search, "MOST", 1)
    async with await desk.signed_in("officer") as http:
        page = await http.get(SEARCH, params={"q": "paraguay"})
    assert {id: len(hits) for id, hits in groups(page).items()} == {"rounds": 1, "people": 0, "letters": 1}
    assert page.text.count("There is more than is shown here.") == 2
    assert 'href="/desk/rounds?q=paraguay"' in page.text


@pytest.mark.parametrize("q", ["", "   ", "?!", "x" * 300])
async def test_without_words_the_page_says_what_may_be_typed(desk: Desk, q: str) -> None:
    await officers(desk.database)
    async with await desk.signed_in("officer") as http:
        page = await http.get(SEARCH, params={"q": q})
    assert (page.status_code, title_of(page)) == (200, "Find")
    assert "few words" in page.text
