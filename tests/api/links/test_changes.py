"""Pages on which a visit that was arranged is changed: from *my round*, from closed tasks (V10)."""

import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from typing import Any

import icalendar
import pytest

from rounds.submissions.people import LANGUAGES
from tests.api.links.arranged import SESSIONS, Arranged, arranged, sent, value
from tests.databases import sqlite_template, sqlite_url  # noqa: F401 - fixtures, found by their names
from tests.rounds.scene import CHILE, OFFICER, ask
from tests.templates.browser import form_of
from tests.templates.spoken import foreign_in

CHANGES = ("revise_agenda", "revise_local", "revise_international", "move_visit", "decide_move")


@pytest.fixture
async def visit(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Arranged]:  # noqa: F811 - the fixture of that name
    async with arranged(sqlite_url, tmp_path) as made:
        yield made


def plain(html: str) -> str:
    """What a page says, without its tags."""
    return unescape(re.sub(r"<[^>]+>", "", html))


WHERE = [
    ("", "focal_point", ["revise_agenda", "revise_local"]),
    ("set_agenda:1", "focal_point", ["revise_agenda"]),
    ("arrange_local:1", "focal_point", ["revise_local"]),
    ("", OFFICER, ["revise_international", "move_visit"]),
    ("arrange_international:1", OFFICER, ["revise_international"]),
    ("", CHILE, []),
]


@pytest.mark.parametrize(("key", "by", "offered"), WHERE)
async def test_v10_each_is_offered_what_may_change_where_it_was_arranged(
    visit: Arranged, key: str, by: str, offered: list[str]
) -> None:
    async with visit.opened(key, by) as (http, address):
        page = (await http.get(address)).text
    assert [kind for kind in CHANGES if f'href="{address}/change/{kind}"' in page] == offered


async def test_v10_an_agenda_is_revised_and_what_was_recorded_stands_at_an_address_of_its_own(
    visit: Arranged,
) -> None:
    async with visit.opened("set_agenda:1", "focal_point") as (http, address):
        at = f"{address}/change/revise_agenda"
        form = (await http.get(at)).text
        assert value(form, "sessions.0.starts") == "09:00"
        answer = await http.post(at, data=sent(form, sessions__0__venue="Salón B", action="submit"))
        assert answer.status_code == 303
        page = await http.get(answer.headers["location"])
        again = await http.get(answer.headers["location"])
        shown = unescape(page.text)
        assert page.text == again.text
        assert "Se informa por carta a quienes concierne" in shown
        assert "Salón B" in shown
        assert (await http.get(f"{address}/agenda")).status_code == 404
    async with visit.opened("", "focal_point") as (http, address):
        agenda = unescape((await http.get(f"{address}/agenda")).text)
        file = (await http.get(f"{address}/agenda.ics")).text
    (revised,) = await visit.said("revise_agenda")
    assert [s.venue for s in revised.sessions] == ["Salón B", *["Salón A"] * 5]
    assert "Salón B" in agenda
    calendar: Any = icalendar.Calendar.from_ical(file)
    first, *_ = calendar.walk("VEVENT")
    assert (first["LOCATION"], int(first["SEQUENCE"])) == ("Salón B", 1)
    assert first["ORGANIZER"] == "mailto:ronda@oas.example"
    assert str(first["URL"]).endswith("/agenda")


async def test_v10_what_is_wrong_stands_at_its_field_with_all_that_was_typed(visit: Arranged) -> None:
    async with visit.opened("", "focal_point") as (http, address):
        at = f"{address}/change/revise_agenda"
        form = (await http.get(at)).text
        typed = sent(form, sessions__4__interviewed="", sessions__1__title="Otra", action="submit")
        answer = await http.post(at, data=typed)
        grown = await http.post(at, data=sent(form, sessions__1__title="Otra", action="add:sessions.6"))
        assert (grown.status_code, grown.headers["location"]) == (303, f"{at}#sessions.6")
        grown = await http.get(at)
    assert answer.status_code == 422
    assert 'href="#sessions.4.interviewed"' in answer.text
    assert "Sírvase indicar con quién es esta sesión." in unescape(answer.text)
    assert value(answer.text, "sessions.1.title") == "Otra"
    assert value(grown.text, "sessions.1.title") == "Otra"
    assert "sessions.6.title" in form_of(grown.text).named.values()
    assert await visit.said("revise_agenda") == []


async def test_v10_a_revision_after_the_visit_is_refused_in_words_and_what_was_typed_is_not_lost(
    visit: Arranged,
) -> None:
    async with visit.opened("", "focal_point") as (http, address):
        at = f"{address}/change/revise_agenda"
        form = (await http.get(at)).text
        round = await visit.state()
        ask(round, "record_findings:1")
        await visit.keeps(round)
        typed = sent(form, sessions__1__title="Una sesión más", action="submit")
        late = await http.post(at, data=typed)
        page = await http.get(at)
        mine = await http.get(address)
    for answer in (late, page):
        assert answer.status_code == 409
        assert "La visita ha terminado, por lo que ya nada de ella puede cambiarse." in unescape(answer.text)
    assert "Una sesión más" in unescape(late.text)
    assert "/change/" not in mine.text


async def test_l4_v10_nobody_changes_what_is_anothers_by_its_address(visit: Arranged) -> None:
    async with visit.opened("", CHILE) as (http, address):
        for kind in CHANGES:
            page = await http.get(f"{address}/change/{kind}")
            assert (kind, page.status_code, 'id="move_visit"' in page.text) == (kind, 404, False)
        unknown = await http.get(f"{address}/change/withdraw")
        assert unknown.status_code == 404
        refused = await http.post(
            f"{address}/change/revise_local",
            data={
                "action": "submit",
                **{"items.0.what": "x", "items.0.owner": "x", "items.0.state": "done"},
                "items.0.by": "2027-06-01",
            },
        )
    assert (refused.status_code, "2027-06-01" in refused.text) == (404, True)
    assert await visit.said("revise_local") == []


async def test_v2_v10_experts_see_the_arrangements_that_concern_them_and_both_sides_all(
    visit: Arranged,
) -> None:
    async with visit.opened("", CHILE) as (http, address):
        expert = unescape((await http.get(f"{address}/agenda")).text)
    async with visit.opened("", "focal_point") as (http, address):
        focal = unescape((await http.get(f"{address}/agenda")).text)
    assert ("Pasajes" in expert, "Sala<" in expert) == (True, False)
    assert ("Pasajes" in focal, "Sala<" in focal) == (True, True)


async def test_v1_the_printed_agenda_has_its_letterhead_the_panel_and_the_venues(visit: Arranged) -> None:
    async with visit.opened("", "focal_point") as (http, address):
        shown = unescape((await http.get(f"{address}/agenda")).text)
    parts = (
        "Organización de los Estados Americanos",
        "Departamento de Inclusión Social",
        "Social Cabinet, Paraguay",
        "Experta",
        "Registro",
        "Sesión 1",
        "Con quién es: Familias",
        "Lugar: Salón A",
    )
    places = [shown.find(part) for part in parts]
    assert places == sorted(places)
    assert -1 not in places


@pytest.mark.parametrize("language", LANGUAGES)
async def test_z3_v10_every_page_of_a_change_is_in_the_readers_language(
    visit: Arranged, language: str
) -> None:
    await visit.speaks(language)
    for by, kinds in {
        "focal_point": ("revise_agenda", "revise_local"),
        OFFICER: ("revise_international", "move_visit", "decide_move"),
    }.items():
        async with visit.opened("", by) as (http, address):
            for kind in kinds:
                page = await http.get(f"{address}/change/{kind}")
                assert (kind, foreign_in(page.text, language)) == (kind, [])
                form = form_of(page.text)
                assert set(form.named) <= form.labelled


async def test_v8_v10_the_officer_moves_the_visit_and_decides_on_it(visit: Arranged) -> None:
    async with visit.opened("", OFFICER) as (http, address):
        at = f"{address}/change/move_visit"
        form = (await http.get(at)).text
        # The holidays are those around the visit; of the form nothing is said where there is but one.
        assert "de 2026" not in unescape(form).partition("<form")[0]
        assert "sábado, 12 de junio de 2027: Día de la Paz del Chaco" in unescape(form)
        assert "modalidad" not in unescape(form).partition("<form")[2]
        typed = sent(
            form,
            windows__0__starts="2027-07-05",
            windows__0__ends="2027-07-08",
            reason="Una tormenta",
            action="submit",
        )
        once, again = [await http.post(at, data=typed) for _ in range(2)]
        assert (once.status_code, again.headers["location"]) == (303, once.headers["location"])
        other = await http.post(at, data={**typed, "once": "of another page"})
        assert other.headers["location"] == once.headers["location"]
        otherwise = await http.post(at, data={**typed, "once": "of another page", "reason": "Otra"})
        assert otherwise.status_code == 409
        at = f"{address}/change/decide_move"
        decide = unescape((await http.get(at)).text)
        assert "<dt>Motivo</dt>" in decide.partition("Una tormenta")[0]
        assert "lunes, 5 de julio de 2027" in decide
        answer = await http.post(
            at, data=sent(decide, choice="move", window="1", reason="x", action="submit")
        )
        assert answer.status_code == 303
    round = await visit.state()
    assert round.visit
    assert (round.visit.starts.isoformat(), round.moves[0].state) == ("2027-07-05", "decided")


async def test_the_first_session_is_there_to_be_read_back(visit: Arranged) -> None:
    """V4: what a form shows is what was recorded."""
    async with visit.opened("", "focal_point") as (http, address):
        form = (await http.get(f"{address}/change/revise_agenda")).text
    assert [value(form, f"sessions.{n}.title") for n in range(6)] == [s.title for s in SESSIONS]


async def test_v10_the_file_of_the_round_shows_what_was_revised_and_on_the_clock_of_the_place(
    visit: Arranged,
) -> None:
    async with visit.opened("", "focal_point") as (http, address):
        at = f"{address}/change/revise_agenda"
        form = (await http.get(at)).text
        await http.post(at, data=sent(form, sessions__4__venue="Salón B", action="submit"))
        at = f"{address}/change/revise_local"
        form = (await http.get(at)).text
        await http.post(at, data=sent(form, items__0__what="Sala con intérpretes", action="submit"))
        agenda = plain((await http.get(f"{address}/dossier/agenda")).text)
        local = unescape((await http.get(f"{address}/dossier/arrangements_local")).text)
    assert ("Lugar: Salón B" in agenda, "Con quién es: Familias" in agenda) == (True, True)
    assert "Sala con intérpretes" in local
    async with visit.opened("", CHILE) as (http, address):
        agenda = plain((await http.get(f"{address}/dossier/agenda")).text)
        local = unescape((await http.get(f"{address}/dossier/arrangements_local")).text)
        flights = unescape((await http.get(f"{address}/dossier/arrangements_international")).text)
    assert ("Asunción" in agenda, "Santiago" in agenda) == (True, False)
    assert ("Sala con" in local, "En esta lista nada le concierne" in local) == (False, True)
    assert "Pasajes" in flights
