"""Sending questions and answers back from *my round* and by the API, and what its author then reads: D3."""

import re
from html import unescape
from typing import Any

import httpx2
from sqlmodel import select

from rounds.state.effects import Close
from rounds.state.keys import Key
from rounds.submissions.interventions import SendBack
from rounds.submissions.questions import AnswerQuestionnaire
from store import inbox
from store.links import Links
from store.reads.asked import grant_of
from store.tables import Round
from store.writes import assignments
from tests.api.acts import ROUNDS
from tests.api.team import KEY, QUESTIONS, TEAM, asked
from tests.api.visitor import browser, filled, post
from tests.conftest import SECRETS, Ronda
from tests.store.scene import DATES, batch, opening
from tests.store.scene import send as put
from tests.templates.browser import form_of

ANSWERS = ("El ministerio", "Nadie", "A veces")


async def answered(ronda: Ronda, http: httpx2.AsyncClient, name: str) -> tuple[str, str]:
    """A round whose questionnaire was answered, and the way to the officer's *my round*."""
    id, _ = await asked(ronda, http, name)
    sent = await put(ronda.database, id, KEY, TEAM[0], AnswerQuestionnaire(answers=ANSWERS))
    async with ronda.database.writing() as db:
        await inbox.answer(db, sent, "accepted")
        fulfilled = Close(key=KEY, state="fulfilled", submission=sent)
        await assignments.close(db, batch(id, fulfilled, serial=900), fulfilled)
        grant = await grant_of(db, id, "", "responsible_officer")
    return id, Links(SECRETS, ronda.settings.public_url).url(grant)


async def test_my_round_offers_what_was_sent_in_and_a_refusal_keeps_what_was_typed(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id, mine = await answered(ronda, officer, "offered")
        page = await http.get(mine)
        sent: dict[str, Any] = {"about": KEY, "numbers": ["2"], "comment": "Which year?", "sure": "true"}
        # The engine knows nothing of what was put into the record: it finds nothing to send back.
        refused = await post(http, str(page.url), filled(form_of(page.text), **sent), "send_back")
        unsure = await post(http, str(page.url), {**filled(form_of(page.text)), "about": [KEY]}, "send_back")
        answer = await officer.post(
            f"{ROUNDS}/{id}/send-back", json={"about": KEY, "numbers": [2], "comment": "Which year?"}
        )
        bare = await officer.post(f"{ROUNDS}/{id}/send-back", json={"about": KEY, "comment": "Which?"})
    assert "Send questions or answers back" in page.text
    assert "Answer the questionnaire: Focal" in unescape(page.text)
    for n, (question, answered_) in enumerate(zip(QUESTIONS, ANSWERS, strict=True), start=1):
        beside = rf"<dt>{n}\. .*?{re.escape(question)}.*?</dt>\s*<dd[^>]*>.*?{re.escape(answered_)}"
        assert re.search(beside, unescape(page.text)), question
    assert (refused.status_code, "There is nothing to send back here" in refused.text) == (409, True)
    assert dict(form_of(refused.text).pairs)["comment"] == "Which year?"
    assert unsure.status_code == 422
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_send_back")
    assert answer.json()["field"] == "about"
    assert (bare.status_code, bare.json()["field"]) == (422, "numbers")


async def test_what_the_rule_would_refuse_is_not_offered_once_the_visit_has_begun_d3(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id, mine = await answered(ronda, officer, "begun")
        before = await http.get(mine)
        async with ronda.database.writing() as db:
            (await db.exec(select(Round).where(Round.id == id))).one().step = "visit"
        after = await http.get(mine)
    assert "Send questions or answers back" in before.text
    assert "Send questions or answers back" not in after.text


async def test_whoever_is_asked_again_reads_why_and_goes_on_from_what_they_said(ronda: Ronda) -> None:
    again = str(Key.parse(KEY).again())
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        id, _ = await answered(ronda, officer, "again")
        body = SendBack(about=KEY, numbers=(2, 3), comment="Which year?")
        sent = await put(ronda.database, id, "", "responsible_officer", body)
        effect = opening(again, *TEAM)
        now = batch(id, effect, serial=901)
        async with ronda.database.writing() as db:
            await inbox.answer(db, sent, "accepted")
            await assignments.open_(db, now, effect, DATES)
            grant = await grant_of(db, id, again, TEAM[0])
        page = await http.get(Links(SECRETS, ronda.settings.public_url).url(grant))
    assert "solicita aclaraciones sobre los números 2, 3" in page.text
    assert "Which year?" in page.text
    pairs = dict(form_of(page.text).pairs)
    assert tuple(pairs[f"answers.{n}"] for n in range(3)) == ANSWERS
