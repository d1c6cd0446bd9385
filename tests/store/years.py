"""Three rounds of a year, small enough to be counted by hand; what befell each stands here."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import col, update

from rounds.submissions.interventions import Extend, Pause
from rounds.submissions.panel import AnswerInvitation
from rounds.submissions.people import Contact
from rounds.submissions.visit import ProposeDates, Window
from store import audit_log, inbox
from store.audit_log import Audit
from store.persons import meet
from store.session import Database
from store.tables import Assignment, CalendarEvent, Participant, Round
from tests.store.scene import OPENING, officers, open_round, send

START = datetime(2026, 3, 2, 15, tzinfo=UTC)
"""A Monday."""
VISIT = date(2026, 5, 11), date(2026, 5, 14)
PROPOSED = date(2026, 5, 18), date(2026, 5, 21)


def at(days: int) -> datetime:
    return START + timedelta(days=days)


def task(
    id: str, key: str, role: str, opened: int, closed: int | None, state: str, **more: Any
) -> Assignment:
    """Something asked on a day, due a week later, and over on another one."""
    values: dict[str, Any] = {
        "due_at": at(opened + 7),
        "days": 5,
        "unit": "working",
        "counted_from": "opening",
    }
    return Assignment(
        round_id=id,
        key=key,
        kind=key.partition(":")[0],
        role=role,
        state=state,
        opened_at=at(opened),
        closed_at=None if closed is None else at(closed),
        **{**values, **more},
    )


async def made(database: Database) -> tuple[str, str, str]:
    """The rounds of Paraguay (ended in a year), Chile (waits), Uruguay (withdrawn at once).

    Paraguay's request took five working days, its panel ten; it was given more time once, had three
    reminders, one expert who accepted, one who declined, one who was silent, and a visit. Chile waits for
    the secretariat, late, has had a pause, and a stay is proposed for it.
    """
    officer = await officers(database)
    ids = [
        await open_round(database, officer, replace(OPENING, country=country))
        for country in ("PRY", "CHL", "URY")
    ]
    pry, chl, ury = ids
    async with database.writing() as s:
        s.add_all(_paraguay(pry))
        s.add_all(_chile(chl))
        for n in range(3):
            audit_log.add(s, happened(pry, n, "reminded"))
        s.add(task(ury, "complete_request:1", "focal_point", 0, 1, "closed"))
        expert = await meet(s, Contact(name="=EXPERT()", email="e@example.org", language="pt"), "BRA")
        s.add(
            Participant(
                round_id=pry, id="candidate-1.1.1", person_id=expert.id, role="expert-1", country="BRA"
            )
        )
        s.add(CalendarEvent(round_id=pry, uid=f"{pry}@ronda", sequence=1, starts=VISIT[0], ends=VISIT[1]))
        await s.exec(update(Round).values(opened_at=START))
        over = {"step": "publication", "outcome": "internal", "closed_at": at(98)}
        await s.exec(update(Round).where(col(Round.id) == pry).values(**over))
        gone = {"outcome": "withdrawn", "closed_at": at(1)}
        await s.exec(update(Round).where(col(Round.id) == ury).values(**gone))
        await s.exec(update(Round).where(col(Round.id) == chl).values(step="preparation"))
    no = AnswerInvitation(choice="decline", reason="No time")
    await _sent(database, pry, "answer_invitation:candidate-1.1.2", "", no)
    await _sent(database, pry, "propose_panel:1", officer, Extend(due=date(2026, 4, 1), reason="=1+1"))
    await _sent(database, chl, "", officer, Pause(reason="Elections"))
    windows = (Window(starts=PROPOSED[0], ends=PROPOSED[1]),)
    await _sent(database, chl, "propose_dates:1", officer, ProposeDates(windows=windows))
    return pry, chl, ury


def happened(id: str, n: int, action: str) -> Audit:
    """An entry of the log."""
    return Audit(key=f"{id}/{n}", round_id=id, at=at(n), recorded_at=at(n), actor="ronda", action=action)


def _paraguay(id: str) -> list[Any]:
    invited = "answer_invitation:candidate-1.1"
    return [
        task(id, "examine_request:1", "responsible_officer", 0, 7, "fulfilled"),
        task(id, "propose_panel:1", "responsible_officer", 7, 15, "fulfilled"),
        task(id, "mend_address:focal_point:1", "responsible_officer", 8, 14, "fulfilled"),
        task(id, "agree_panel:1", "focal_point", 15, 21, "waived", days=10),
        task(id, f"{invited}.1", "candidate", 15, 16, "fulfilled"),
        task(id, f"{invited}.2", "candidate", 15, 21, "closed"),
        task(id, f"{invited}.3", "candidate", 8, 21, "closed"),
        task(id, "answer_questionnaire:1", "technical_team", 21, 30, "frozen"),
        task(id, "contribute:expert-1:1", "expert-1", 77, 80, "fulfilled"),
    ]


def _chile(id: str) -> list[Any]:
    return [
        task(id, "examine_request:1", "responsible_officer", 0, None, "open", overdue=True),
        task(id, "agree_panel:1", "focal_point", 14, 15, "fulfilled", days=12),
        task(id, "mark_dates:expert-1:1", "expert-1", 28, None, "open"),
    ]


async def _sent(database: Database, id: str, key: str, officer: str, body: Any) -> None:
    """Something that the round took, from an officer or from the focal point."""
    sent = await send(database, id, key, "" if officer else "focal_point", body, officer)
    async with database.writing() as s:
        await inbox.answer(s, sent, "accepted", at=at(3))
