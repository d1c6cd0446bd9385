"""What is typed of a change of the visit: rows keep their place, typing is kept, nobody overwrites unseen."""

from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import pytest

from tests.api.links.arranged import SESSIONS, Arranged, arranged, sent, value
from tests.databases import sqlite_template, sqlite_url  # noqa: F401 - fixtures, found by their names
from tests.rounds.scene import RIPSO, STARTS
from tests.templates.browser import form_of


@pytest.fixture
async def visit(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Arranged]:  # noqa: F811 - the fixture of that name
    async with arranged(sqlite_url, tmp_path) as made:
        yield made


async def test_v10_rows_go_and_move_and_what_is_typed_is_kept_until_it_is_sent_or_forgotten(
    visit: Arranged,
) -> None:
    async with visit.opened("", "focal_point") as (http, address):
        at = f"{address}/change/revise_agenda"
        form = (await http.get(at)).text
        titles = [s.title for s in SESSIONS]
        up = await http.post(at, data=sent(form, sessions__1__venue="Patio", action="up:sessions.1"))
        assert up.headers["location"] == f"{at}#sessions.0"
        moved = (await http.get(at)).text
        assert (value(moved, "sessions.0.title"), value(moved, "sessions.0.venue")) == (titles[1], "Patio")
        while 'value="drop:sessions.0"' in moved and "sessions.1.title" in form_of(moved).named.values():
            gone = await http.post(at, data=sent(moved, action="drop:sessions.0"))
            moved = (await http.get(at)).text
        gone = await http.post(at, data=sent(moved, action="drop:sessions.0"))
        assert gone.headers["location"] == f"{at}#sessions"
        empty = await http.get(at)
        assert value(empty.text, "sessions.0.title") == ""
        late = await http.post(at, data=sent(empty.text, action="submit"))
        assert (late.status_code, "Falta en la agenda una sesi" in unescape(late.text)) == (422, True)
        assert "Guardado: " in unescape((await http.get(at)).text)
        script = {"Accept": "application/json"}
        by_itself = await http.post(
            at, data=sent(form, sessions__0__title="X", action="save"), headers=script
        )
        assert set(by_itself.json()) == {"saved_at", "detail"}
        assert value((await http.get(at)).text, "sessions.0.title") == "X"
        forgotten = await http.post(at, data=sent(form, action="discard"))
        page = await http.get(forgotten.headers["location"])
    assert [value(page.text, f"sessions.{n}.title") for n in range(6)] == titles
    assert await visit.said("revise_agenda") == []


async def test_v10_a_revision_from_two_tabs_is_one_and_another_one_shows_what_stands_meanwhile(
    visit: Arranged,
) -> None:
    async with visit.opened("", "focal_point") as (http, address):
        at = f"{address}/change/revise_agenda"
        one, other = [(await http.get(at)).text for _ in range(2)]
        first = await http.post(at, data=sent(one, sessions__0__venue="Salón B", action="submit"))
        second = await http.post(at, data=sent(other, sessions__0__venue="Salón B", action="submit"))
        assert first.status_code == 303
        assert second.headers["location"] == first.headers["location"]
        third = await http.post(at, data=sent(other, sessions__0__title="Otra", action="submit"))
        shown = unescape(third.text)
        assert third.status_code == 409
        assert "Salón B" in shown
        assert value(third.text, "sessions.0.title") == "Otra"
        again = await http.get(at)
        assert "Salón B" in again.text
        sure = await http.post(at, data=sent(again.text, action="submit"))
        assert sure.status_code == 303
        assert "Guardado: " not in unescape((await http.get(at)).text)
    kept = [r.sessions[0].title for r in await visit.said("revise_agenda")]
    assert kept == [SESSIONS[0].title, "Otra"]


async def test_v10_a_list_with_ten_thousand_rows_is_refused_and_what_was_saved_stays(visit: Arranged) -> None:
    async with visit.opened("", "focal_point") as (http, address):
        at = f"{address}/change/revise_local"
        form = (await http.get(at)).text
        await http.post(at, data=sent(form, items__0__what="Guardada antes", action="save"))
        rows = {f"items.{n}.what": "x" for n in range(10_000)}
        for action in ("submit", "save", "add:items.1"):
            answer = await http.post(at, data={**rows, "action": action})
            assert (action, answer.status_code) == (action, 413)
            assert value(answer.text, "items.0.what") == "Guardada antes"


async def test_z3_v10_what_was_typed_is_kept_when_another_language_is_chosen(visit: Arranged) -> None:
    async with visit.opened("", "focal_point") as (http, address):
        at = f"{address}/change/revise_local"
        form = (await http.get(at)).text
        assert f'formaction="{at}"' in form
        answer = await http.post(at, data=sent(form, items__0__what="Antes", action="language:fr"))
        assert answer.headers["location"] == at
        assert value((await http.get(at)).text, "items.0.what") == "Antes"


async def test_v2_v10_what_a_list_usually_has_is_added_where_it_lacks_it(visit: Arranged) -> None:
    async with visit.opened("", "focal_point") as (http, address):
        at = f"{address}/change/revise_local"
        form = (await http.get(at)).text
        answer = await http.post(at, data=sent(form, action="suggested:items.1"))
        assert answer.headers["location"] == f"{at}#items.1"
        page = unescape((await http.get(at)).text)
        items = [value(page, f"items.{n}.what") for n in range(1 + len(RIPSO.arrangements_local))]
        assert (items[0], items[1]) == ("Sala", "Salas de reunión y equipos")
        assert (value(page, "items.1.owner"), value(page, "items.1.by")) == (
            "Social Cabinet",
            STARTS.isoformat(),
        )
        assert dict(form_of(page).pairs).get("items.1.state", "") == ""
        assert 'value="suggested:' not in page
