"""A questionnaire that several people of one beneficiary may answer, put straight into the record.

No engine knows of it: what people type before they send needs none.
"""

from dataclasses import replace
from datetime import timedelta

import httpx2

from rounds.submissions.questions import SendQuestionnaire
from store import inbox
from store.links import Links
from store.reads.asked import grant_of
from store.writes import assignments
from tests.api.acts import OPENING, ROUNDS
from tests.conftest import SECRETS, Ronda
from tests.store.scene import DATES, batch, opening, send

KEY = "answer_questionnaire:1"
QUESTIONS = ("Who updates the register?", "=HYPERLINK(1)", "How often?")
TEAM = ("focal_point", "technical_team-1")


async def asked(ronda: Ronda, officer: httpx2.AsyncClient, name: str) -> tuple[str, list[str]]:
    """A round in which the focal point and one of the team hold the questionnaire: its id, their links."""
    people = {
        "focal_point": {**OPENING["focal_point"], "name": "Focal", "email": f"focal@{name}.example"},
        "technical_team": [{"name": "Team", "email": f"team@{name}.example", "language": "en"}],
    }
    answer = await officer.post(ROUNDS, json={**OPENING, **people})
    assert answer.status_code == 201, answer.text
    id: str = answer.json()["round"]
    links = Links(SECRETS, ronda.settings.public_url)
    sent = await send(
        ronda.database, id, "send_questionnaire:1", TEAM[0], SendQuestionnaire(questions=QUESTIONS)
    )
    effect = opening(KEY, *TEAM)
    now = batch(id, effect, serial=900)
    async with ronda.database.writing() as s:
        await inbox.answer(s, sent, "accepted")
        await assignments.open_(s, now, effect, replace(DATES, due=now.now + timedelta(days=20)))
        grants = [await grant_of(s, id, KEY, who) for who in TEAM]
    return id, [links.url(grant).removeprefix(ronda.settings.public_url) for grant in grants]
