"""What the beneficiary answered stands beside the forms of those who work from it (D5)."""

from pathlib import Path

import pytest
from sqlmodel import col, select, update

from rounds.submissions.questions import AnswerQuestionnaire
from store import inbox
from store.session import Database
from store.tables import Assignment, Grant, Round
from tests.api.links.dossier.stage import Stage
from tests.api.links.test_link_pages import SAID
from tests.databases import sqlite_template, sqlite_url  # noqa: F401 - fixtures, found by their names
from tests.store import scene

WRITING = {
    "contribute:expert-1": "expert-1",
    "record_findings:2": "lead_coordinator",
    "consolidate_report:1": "responsible_officer",
    "revise_report:1": "responsible_officer",
}


@pytest.mark.parametrize("key", [*WRITING, "set_agenda:1"])
async def test_d5_questions_with_answers_stand_beside_the_forms_of_findings_contributions_and_report(
    key: str,
    sqlite_url: str,  # noqa: F811 - the fixture of that name
    tmp_path: Path,
) -> None:
    database = Database(sqlite_url)
    stage = Stage(database, await scene.begun(database), tmp_path)
    questions = next(body for about, body in SAID if about == "send_questionnaire:1")
    answers = AnswerQuestionnaire(answers=("La agencia digital", "Cada mes"))
    found = next(body for about, body in SAID if about == "record_findings:1")
    for body in (questions, answers, found):
        id = await scene.send(database, stage.round, f"{body.kind}:1", "focal_point", body)
        async with database.writing() as s:
            await inbox.answer(s, id, "accepted")
    await scene.open_assignment(database, stage.round, key, "focal_point", serial=3)
    async with database.writing() as s:
        await s.exec(update(Round).values(step="report"))
        await s.exec(update(Assignment).values(role=WRITING.get(key, "focal_point")))
        grant = (await s.exec(select(Grant.id).where(col(Grant.assignment_key) == key))).one()
    entered = await stage.http.get(f"/a/{stage.tools.links.token(grant)}", follow_redirects=True)
    beside = entered.text.partition('<aside class="beside"')[2].partition("</aside>")[0]
    texts = ("¿Quién actualiza el padrón?", "La agencia digital", "Cada mes", "Tres padrones")
    assert [text in beside for text in texts] == [key in WRITING] * 4
    assert entered.text.count("<form id=") == 2
    async with database.writing() as s:
        await s.exec(update(Assignment).values(role="candidate"))
    assert "La agencia digital" not in (await stage.http.get(str(entered.url))).text
    await stage.http.aclose()
    await database.close()
