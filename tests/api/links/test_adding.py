"""Pages on which somebody adds to a round besides what is asked of them: findings, questions (D2, V6)."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from sqlmodel import col, update

from rounds.submissions.questions import SendQuestionnaire
from store.tables import Inbox, Round
from tests.api.links.arranged import Arranged, arranged, sent, value
from tests.databases import sqlite_template, sqlite_url  # noqa: F401 - fixtures, found by their names
from tests.rounds.scene import CHILE, LEAD, OFFICER, ask, send
from tests.store import scene

ADDS = ("add_findings", "withdraw_finding", "add_questions", "comment_framework")
BEGUN = datetime(2026, 1, 5, 13, tzinfo=UTC)
"""The first morning of a visit whose working meeting is over by the clock of any test."""


@pytest.fixture
async def visit(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Arranged]:  # noqa: F811 - the fixture of that name
    async with arranged(sqlite_url, tmp_path) as made:
        yield made


async def begun(visit: Arranged) -> None:
    """The working meeting has taken place."""
    round = await visit.state()
    assert round.visit
    round.visit = replace(round.visit, opens=BEGUN)
    await visit.keeps(round)


async def asked(visit: Arranged) -> None:
    """The questionnaire was sent."""
    round = await visit.state()
    ask(round, "send_questionnaire:1", LEAD, role="lead_coordinator")
    send(round, "send_questionnaire:1", SendQuestionnaire(questions=("Who?",)), LEAD)
    await visit.keeps(round)


@pytest.mark.parametrize(
    ("make", "by", "offered"),
    [
        pytest.param(None, CHILE, [], id="nothing yet"),
        pytest.param(begun, CHILE, ["add_findings"], id="V6 an expert, once a meeting took place"),
        pytest.param(begun, "focal_point", [], id="V6 not the beneficiary"),
        pytest.param(asked, CHILE, ["add_questions"], id="D2 an expert, once the questionnaire was sent"),
        pytest.param(asked, OFFICER, ["add_questions"], id="D2 the officer"),
        pytest.param(asked, "focal_point", [], id="D2 not the beneficiary"),
    ],
)
async def test_each_is_offered_what_the_rule_allows(
    visit: Arranged, make: object, by: str, offered: list[str]
) -> None:
    if callable(make):
        await make(visit)
    async with visit.opened("", by) as (http, address):
        page = (await http.get(address)).text
        answers = {kind: (await http.get(f"{address}/change/{kind}")).status_code for kind in ADDS}
    assert [kind for kind in ADDS if f'href="{address}/change/{kind}"' in page] == offered
    assert [kind for kind, status in answers.items() if status == 200] == offered


async def test_v6_findings_of_a_meeting_that_took_place_are_recorded_with_ids(visit: Arranged) -> None:
    await begun(visit)
    async with visit.opened("", CHILE) as (http, address):
        at = f"{address}/change/add_findings"
        form = (await http.get(at)).text
        shown = unescape(form)
        assert "martes, 8 de junio de 2027, 09:00–10:00" in shown  # noqa: RUF001 - the dash of a span
        assert "Sesión 4" in shown
        assert "Sesión 5" not in shown
        row = {"found__0__meeting": "2-0900", "found__0__what": "finding", "found__0__text": "Tres padrones"}
        answer = await http.post(at, data=sent(form, **row, action="submit"))
        assert answer.status_code == 303
        page = unescape((await http.get(answer.headers["location"])).text)
    assert "Registrado. Muchas gracias." in page
    assert "Se informa por carta" not in page
    (said,) = await visit.said("add_findings")
    (found,) = said.found
    assert (found.meeting, found.what, found.text, len(found.id)) == ("2-0900", "finding", "Tres padrones", 8)


async def test_z6_beside_the_form_stands_what_others_have_said_of_the_same(visit: Arranged) -> None:
    await begun(visit)
    async with visit.database.writing() as s:
        await s.exec(update(Round).values(step="visit"))
    async with visit.opened("", CHILE) as (http, address):
        at = f"{address}/change/add_findings"
        form = (await http.get(at)).text
        assert 'class="beside"' not in form
        row = {"found__0__meeting": "2-0900", "found__0__what": "finding", "found__0__text": "Tres padrones"}
        assert (await http.post(at, data=sent(form, **row, action="submit"))).status_code == 303
    async with visit.database.writing() as s:
        mine = col(Inbox.kind) == "add_findings"
        await s.exec(update(Inbox).where(mine).values(state="accepted", answered_at=scene.NOW))
    async with visit.opened("", CHILE) as (http, address):
        beside = (await http.get(f"{address}/change/add_findings")).text.partition('class="beside"')[2]
        assert "Tres padrones" in beside.partition("</aside>")[0]
        # It was a mistake: who recorded it takes it back.
        at = f"{address}/change/withdraw_finding"
        assert f'href="{at}"' in (await http.get(address)).text
        form = (await http.get(at)).text
        (found,) = (await visit.said("add_findings"))[0].found
        assert f'value="{found.id}"' in form
        typed = sent(form, finding=found.id, reason="De otra reunión", action="submit")
        back = await http.post(at, data=typed)
        assert back.status_code == 303
        # Which it was is said in words, although it is none any more.
        assert "Hallazgo: Tres padrones" in unescape((await http.get(back.headers["location"])).text)
        assert (await http.get(at)).status_code == 404
    async with visit.database.writing() as s:
        mine = col(Inbox.kind) == "withdraw_finding"
        await s.exec(update(Inbox).where(mine).values(state="accepted", answered_at=scene.NOW))
    async with visit.opened("", CHILE) as (http, address):
        beside = (await http.get(f"{address}/change/add_findings")).text.partition('class="beside"')[2]
    shown = unescape(beside.partition("</aside>")[0])
    assert "Tres padrones" not in shown
    assert "Retirado" in shown
    assert "De otra reunión" in shown


async def test_v6_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(visit: Arranged) -> None:
    await begun(visit)
    async with visit.opened("", CHILE) as (http, address):
        at = f"{address}/change/add_findings"
        form = (await http.get(at)).text
        typed = sent(form, found__0__what="finding", found__0__text="Tres padrones", action="submit")
        answer = await http.post(at, data=typed)
    assert answer.status_code == 422
    assert 'href="#found.0.meeting"' in answer.text
    assert value(answer.text, "found.0.what") == "finding"
    assert "Tres padrones" in answer.text
    assert await visit.said("add_findings") == []


async def test_d2_questions_are_added_until_the_answers_freeze_and_then_refused_in_words(
    visit: Arranged,
) -> None:
    await asked(visit)
    async with visit.opened("", CHILE) as (http, address):
        at = f"{address}/change/add_questions"
        form = (await http.get(at)).text
        answer = await http.post(at, data=sent(form, questions__0="¿Desde cuándo?", action="submit"))
        assert answer.status_code == 303
        (said,) = await visit.said("add_questions")
        assert said.questions == ("¿Desde cuándo?",)
        round = await visit.state()
        assert round.visit
        round.visit = replace(round.visit, freezes=BEGUN)
        await visit.keeps(round)
        late = await http.post(at, data=sent(form, questions__0="¿Y ahora?", action="submit"))
    assert late.status_code == 409
    assert "ya no pueden añadirse preguntas" in unescape(late.text)
    assert "¿Y ahora?" in unescape(late.text)
