"""Today: what is an officer's own, what is late, new or wrong, and where each line leads."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import httpx2
import pytest
from sqlmodel import col, select, update

from rounds.submissions.panel import AgreePanel
from rounds.submissions.people import LANGUAGES
from store import inbox
from store.tables import Assignment, CalendarEvent, Participant, Person, Round
from store.writes import letters
from templates import desk as words
from tests.api.desk.conftest import Desk, send, title_of
from tests.queries import asked_meanwhile
from tests.store import scene
from tests.store.scene import KEY, begun, open_assignment

TODAY = "/desk/today"
EXAMINE = "examine_request:1"


def parts(page: httpx2.Response) -> dict[str, str]:
    """The text of each part by its id."""
    assert page.status_code == 200, page.text[:300]
    found = re.findall(r'<section aria-labelledby="(\w+)">(.*?)</section>', page.text, re.DOTALL)
    return {id: " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()) for id, text in found}


def leads(page: httpx2.Response, id: str) -> list[str]:
    """Where the lines of a part lead."""
    (part,) = re.findall(rf'<section aria-labelledby="{id}">(.*?)</section>', page.text, re.DOTALL)
    return re.findall(r'<li><span><a href="([^"]+)">', part)


async def eventful(desk: Desk) -> str:
    """A round in which everything has happened that a day may bring."""
    id = await begun(desk.database)
    await open_assignment(desk.database, id, EXAMINE, "responsible_officer")
    await open_assignment(desk.database, id, KEY, "focal_point", serial=3)
    sent = await scene.send(desk.database, id, KEY, "focal_point", AgreePanel(choice="agree"))
    today = datetime.now(UTC).date()
    async with desk.database.writing() as s:
        now, asked = scene.batch(id, serial=4), {"kind": "agree_panel", "key": KEY}
        await letters.write(
            s, now, key="letter", participant_id="focal_point", template="assignment", params=asked
        )
        await inbox.answer(s, sent, "accepted", at=datetime.now(UTC))
        await s.exec(update(Assignment).where(col(Assignment.key) == KEY).values(overdue=True))
        await s.exec(update(Person).where(col(Person.email) == "alternate@example.org").values(refuses=True))
        await s.exec(update(Round).values(trouble="stuck"))
        s.add(
            CalendarEvent(
                round_id=id,
                uid="u",
                sequence=1,
                starts=today + timedelta(days=9),
                ends=today + timedelta(days=12),
            )
        )
    return id


async def test_a_day_shows_what_is_mine_late_new_and_wrong_and_each_line_leads_to_its_act(desk: Desk) -> None:
    id = await eventful(desk)
    at = f"/desk/rounds/{id}"
    async with desk.http(await desk.enter("officer@example.org")) as http:
        page = await http.get(TODAY)
        shown = parts(page)
        assert list(shown) == ["mine", "late", "wrong", "refusing", "came", "visits"]
        assert "Examinar la solicitud" in shown["mine"]
        assert "Focal" in shown["late"]
        assert "Paraguay" in shown["late"]
        assert "Alternate" in shown["refusing"]
        assert "Focal" in shown["came"]
        (came,) = leads(page, "came")
        assert re.fullmatch(rf"{at}/done/\w+", came)
        assert (await http.get(came)).status_code == 200
        assert [leads(page, part) for part in ("late", "wrong", "refusing", "visits")] == [
            [f"{at}#task-{KEY}"],
            [f"{at}#acts-round"],
            [f"{at}#person-alternate_contact"],
            [f"{at}#acts-visit"],
        ]
        (own,) = leads(page, "mine")
        form = await http.get(own, follow_redirects=True)
        assert form.status_code == 200
        assert "/do/" in form.url.path


async def test_s3_a_day_is_of_ones_own_secretariat_and_a_coordinators_of_their_own_rounds(desk: Desk) -> None:
    id = await eventful(desk)
    async with await desk.signed_in("officer", "DGPE") as http:
        page = await http.get(TODAY)
        assert "Paraguay" not in page.text
        assert [id for id, text in parts(page).items() if words.DAY[id][1] not in text] == []
    coordinator = await desk.hire("coordinator")
    async with desk.http(await desk.enter(coordinator)) as http:
        assert "Paraguay" not in (await http.get(TODAY)).text
        async with desk.database.writing() as s:
            person = (await s.exec(select(Person.id).where(Person.email == coordinator))).one()
            s.add(Participant(round_id=id, id="coordinator-1", person_id=person, role="lead_coordinator"))
        page = await http.get(TODAY)
        assert "Paraguay" in parts(page)["late"]
        assert (await http.get(f"/desk/rounds/{id}")).status_code == 200
        noted = await send(
            http, await http.get(f"/desk/rounds/{id}"), f"/desk/rounds/{id}/notes", text="Seen"
        )
        assert noted.status_code == 303


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_empty_day_says_what_to_do_in_the_officers_language(desk: Desk, language: str) -> None:
    spoken = desk.app.state.tools.renderer.words(language)
    async with await desk.signed_in("officer", language=language) as http:
        page = await http.get(TODAY)
        assert f'<html lang="{language}">' in page.text
        assert title_of(page) == spoken.say("Today")
        said = {id: spoken.say(empty) for id, (_, empty) in words.DAY.items()}
        assert [id for id, text in parts(page).items() if not text.endswith(said[id])] == []
        nowhere = await http.get("/desk/nowhere")
        assert (nowhere.status_code, title_of(nowhere)) == (404, spoken.say("There is no such page"))


async def test_a_day_is_read_with_as_many_queries_however_much_it_holds(desk: Desk) -> None:
    async with await desk.signed_in("head") as http:
        await eventful(desk)
        for path, most in ((TODAY, 11), ("/desk/rounds", 5), ("/desk/officers", 4)):
            with asked_meanwhile(desk.app.state.tools.database) as asked:
                assert (await http.get(path)).status_code == 200
            assert 0 < len(asked) <= most, path
