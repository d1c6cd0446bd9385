"""A call of each function by which lists, pages, letters and the relay read."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import select

from rounds.submissions.panel import AgreePanel
from store import drafts, due, inbox, outbox
from store.reads import (
    addresses,
    ahead,
    approved,
    asked,
    counts,
    dossier,
    known,
    links,
    parties,
    reports,
    rounds,
    sides,
    trouble,
    visit,
)
from store.reads.rounds import RoundFilter
from store.session import Database
from store.tables import Grant, Letter, Officer, Person, Round
from store.writes import letters
from tests.store.scene import KEY, OPENING, batch, begun, open_assignment, send

NOTHING = timedelta(0)
MOMENT = datetime(2026, 3, 2, 15, 0, 0, 500, tzinfo=UTC)
DAY = MOMENT.date()
FILTERS = [
    RoundFilter(),
    RoundFilter(methodology="ripso"),
    RoundFilter(methodology="mecigep"),
    RoundFilter(country="PRY"),
    RoundFilter(country="URY"),
    RoundFilter(step="visit"),
    RoundFilter(open=True),
    RoundFilter(open=False),
    RoundFilter(overdue=True),
    RoundFilter(overdue=False),
    RoundFilter(waiting_on="focal_point"),
    RoundFilter(waiting_on="candidate"),
    RoundFilter(open=True, overdue=True, waiting_on="focal_point", country="PRY", step="panel"),
]

Call = tuple[Callable[..., Awaitable[Any]], tuple[Any, ...], dict[str, Any]]


async def all_calls(database: Database) -> list[Call]:
    """A call of each function by which lists, pages, letters and the relay read; one round is a real one."""
    round_id = await begun(database)
    await open_assignment(database, round_id, KEY, "focal_point")
    await send(database, round_id, KEY, "focal_point", AgreePanel(choice="agree"))
    async with database.writing() as s:
        now = batch(round_id, serial=3)
        await letters.write(s, now, key="1", participant_id="focal_point", template="assignment", params={})
        (claimed,) = await due.claim(s, NOTHING, timedelta(minutes=1), 1)
    async with database.reading() as s:
        grant = (await s.exec(select(Grant.id).where(Grant.round_id == round_id).limit(1))).one()
        letter = (await s.exec(select(Letter).where(Letter.key == "1"))).one()
        person = letter.person_id
        round_ = (await s.exec(select(Round).where(Round.id == round_id))).one()
        officer = (await s.exec(select(Officer))).all()[0]
        email = (await s.exec(select(Person.email).where(Person.id == person))).one()
    about = (round_id, KEY, "focal_point")
    typed = dict(zip(("round_id", "assignment_key", "participant_id"), about, strict=True))
    sent = {"round_id": round_id, "participant_id": "focal_point", "officer_id": "", "kind": "agree_panel"}
    file = {"filename": "a.pdf", "media_type": "application/pdf", "size": 1, "sha256": "0"}
    ids = [f"r{n}" for n in range(50)]
    return [
        *((rounds.rounds, ("DIS", which), {"limit": 50, "offset": 100}) for which in FILTERS),
        (rounds.officer, (officer.key_hash,), {}),
        (rounds.waiting, (ids,), {}),
        (rounds.round_, (round_id, "DIS"), {}),
        (rounds.people, (round_id,), {}),
        (rounds.accepted, (round_id, "agree_panel", "open_round"), {}),
        (rounds.assignments, (round_id, "agree_panel", "write_questions"), {}),
        (reports.clocks, ("DIS",), {}),
        (reports.exceptions, ("DIS",), {}),
        (ahead.due, ("DIS",), {"before": MOMENT, "overdue": None, "limit": 50, "offset": 0}),
        (ahead.due, ("DIS",), {"before": None, "overdue": True, "limit": 50, "offset": 0}),
        (ahead.visits, ("DIS",), {"first": DAY, "last": DAY, "limit": 50, "offset": 0}),
        (counts.counts, (), {}),
        (trouble.open_ids, (), {}),
        (trouble.stuck_ids, ("DIS",), {}),
        (visit.visit, (round_id,), {}),
        (visit.has_agenda, (round_id,), {}),
        (visit.press, (round_id,), {}),
        (visit.said_of, (round_id,), {}),
        (visit.versions, ("i1-1",), {}),
        (visit.form_of, (round_id,), {}),
        (dossier.assignments, (round_id,), {}),
        (dossier.letters, about[::2], {}),
        (dossier.sent_by, about[::2], {}),
        (dossier.frozen, (round_id, "agree_panel"), {}),
        (dossier.versions, (round_id,), {}),
        (dossier.uploads, (["u1", "u2"],), {}),
        (dossier.is_invited, (round_id, "candidate-1.1.1"), {}),
        (approved.approved_report, (round_id,), {}),
        (approved.decision, (round_id,), {}),
        (approved.version_of, (round_id, "submission"), {}),
        (links.link, (grant,), {}),
        (links.note, (round_id,), {}),
        (links.papers, (round_id,), {}),
        (links.own_tasks, (round_id, person), {}),
        (links.lost, (email, datetime.now(UTC)), {}),
        (known.known, (round_,), {}),
        (links.refused, (*about[::2], KEY, "sha256"), {}),
        (links.uploads_of, (round_id, "focal_point"), {}),
        (links.uploads_named, (round_id, ["upload"]), {}),
        (addresses.earlier, ({}, [letter]), {}),
        (sides.officers, (["focal@example.org"],), {}),
        (sides.acting, (round_id, ["focal@example.org"]), {}),
        (sides.acts_in, ("focal@example.org",), {}),
        (sides.countries, ("DIS", ["focal@example.org"]), {}),
        (asked.round_of, (round_id,), {}),
        (asked.grant_of, about, {}),
        (asked.assignment, about[:2], {}),
        (asked.awaited_of, (person,), {}),
        (asked.told_of, (person,), {}),
        (asked.overdue, (round_id,), {}),
        (asked.awaits, about[:2], {}),
        (asked.requests_for_time, about[:2], {}),
        (asked.answer_of, about[:2], {}),
        (parties.responsible, (round_id,), {}),
        (parties.participant, (round_id, "focal_point"), {}),
        (parties.known, (round_id, "focal_point"), {}),
        (parties.holders, about[:2], {}),
        (parties.name_of, (round_id, "focal_point"), {}),
        (parties.panel, (round_id,), {}),
        (parties.sitting, (round_id,), {}),
        (outbox.posted, ("1",), {}),
        (outbox.letter, ("1",), {}),
        (outbox.knows_visit, (round_id, person), {}),
        (outbox.of_batch, (round_id, 3), {}),
        (outbox.quiet_since, (datetime.now(UTC),), {}),
        (outbox.all_waiting, (), {}),
        (outbox.reminded_since, (person, datetime.now(UTC)), {}),
        (outbox.untold, ("1",), {}),
        (drafts.save, (), {**typed, "body": {}}),
        (drafts.saved_by_others, (*about, None), {}),
        (drafts.drop, about, {}),
        (drafts.last, about[:2], {}),
        (inbox.keep, (), {**sent, "id": "new", "key": KEY, "body": AgreePanel(choice="agree")}),
        (inbox.keep_opening, (), {"id": "opening", "body": OPENING, "officer_id": officer.id}),
        (inbox.keep_upload, (), file),
        (inbox.upload_of, ("u1",), {}),
        (inbox.one, ("i1-1",), {}),
        (inbox.is_opening, (round_id,), {}),
        (inbox.received, about[:2], {}),
        (due.anything, (NOTHING,), {}),
        (due.claim, (NOTHING, timedelta(minutes=1), 8), {}),
        (due.put_off_round, (claimed, timedelta(minutes=1)), {}),
        (due.put_off, (claimed, timedelta(minutes=1)), {}),
        (inbox.fault, (claimed.id, "KeyError"), {}),
        (inbox.take_up_faulted, (), {}),
        (inbox.answer, (claimed.id, "accepted"), {}),
    ]
