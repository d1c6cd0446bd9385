"""A call of each function by which lists, pages, letters and the relay read."""

from datetime import UTC, datetime, timedelta

from sqlmodel import select

from rounds.state.keys import Key
from rounds.submissions.asking import AskForRound
from rounds.submissions.panel import AgreePanel
from store import (
    drafts,
    due,
    inbox,
    letterheads,
    outbox,
    publication_codes,
    requests,
    specimens,
    uploads,
    wordings,
)
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
    published,
    reports,
    rounds,
    rule_versions,
    sides,
    trouble,
    visit,
    worded,
)
from store.session import Database
from store.tables import Grant, Letter, Officer, Person, Round
from store.uploads import Sender
from store.writes import letters
from tests.store.desk_calls import DAY, FILTERS, MOMENT, Call, desk_calls
from tests.store.scene import KEY, OPENING, batch, begun, open_assignment, send

NOTHING = timedelta(0)

REQUEST = AskForRound(
    methodology="ripso",
    country="PRY",
    institution="I",
    initiative="I",
    stage="design",
    name="N",
    email="n@example.org",
    language="es",
)


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
        (asked.questions, (round_id, Key.parse("answer_questionnaire:1")), {}),
        (asked.added, (round_id, Key.parse("answer_questionnaire:added-1")), {}),
        (parties.first_at, (round_id, "focal_point"), {}),
        (parties.responsible, (round_id,), {}),
        (parties.responsible_id, (round_id,), {}),
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
        (outbox.untold_letter, ("1",), {}),
        (drafts.save, (), {**typed, "body": {}}),
        (drafts.saved_by_others, (*about, None), {}),
        (drafts.drop, about, {}),
        (drafts.last, about[:2], {}),
        (drafts.purge, (datetime.now(UTC),), {}),
        (inbox.keep, (), {**sent, "id": "new", "key": KEY, "body": AgreePanel(choice="agree")}),
        (inbox.keep_opening, (), {"id": "opening", "body": OPENING, "officer_id": officer.id}),
        (uploads.keep, (Sender(officer_id="o"),), file),
        (uploads.one, ("u1",), {}),
        (
            uploads.sent_since,
            (Sender(round_id=round_id, participant_id="focal_point"), datetime.now(UTC)),
            {},
        ),
        (uploads.sent_since, (Sender(officer_id="o"), datetime.now(UTC)), {}),
        (uploads.purge, (datetime.now(UTC),), {}),
        (uploads.known, (ids,), {}),
        (uploads.named, ("8" * 64,), {}),
        (uploads.all_named, (), {}),
        (uploads.rounds_with, ("8" * 64,), {}),
        (inbox.one, ("i1-1",), {}),
        (inbox.spoken_in, (round_id, "focal_point", officer.id), {}),
        (inbox.is_opening, (round_id,), {}),
        (inbox.received, about[:2], {}),
        (due.anything, (NOTHING,), {}),
        (due.claim, (NOTHING, timedelta(minutes=1), 8), {}),
        (due.put_off_round, (claimed, timedelta(minutes=1)), {}),
        (due.put_off, (claimed, timedelta(minutes=1)), {}),
        (inbox.fault, (claimed.id, "KeyError"), {}),
        (inbox.take_up_faulted, (), {}),
        (inbox.answer, (claimed.id, "accepted"), {}),
        (published.state, (), {}),
        (published.entries, (), {}),
        (published.need_entries, (), {}),
        (published.matches, (["title7"],), {}),
        (published.matches, (["title7", "registro"],), {}),
        (published.parts, (), {}),
        (published.titles, (ids,), {}),
        (published.report, ("r7",), {}),
        (published.text_of, ("r7", "es"), {}),
        (published.needs, (ids,), {}),
        (requests.keep, ("new", "DIS", REQUEST), {}),
        (requests.came_since, (datetime.now(UTC),), {}),
        (requests.came_since, (datetime.now(UTC), "focal@example.org"), {}),
        (requests.one, ("q1",), {"lock": True}),
        (requests.unwritten, (), {}),
        (requests.written, ("q1", "arrived"), {}),
        (requests.answer, ("q1",), {"confirmed": True}),
        (requests.listed, ("DIS", "waiting", 50, 100), {}),
        (requests.settle, ("q1", "DIS", "opened"), {}),
        (requests.purge_unconfirmed, (datetime.now(UTC),), {}),
        (requests.purge_aside, (datetime.now(UTC),), {}),
        (requests.empty_opened, (datetime.now(UTC),), {}),
        (requests.forget, ("focal@example.org",), {}),
        *desk_calls(round_, letter, person, officer.id),
        *word_calls(round_, officer),
    ]


def word_calls(round_: Round, officer: Officer) -> list[Call]:
    """A call of each function of words, letterheads and the versions of rules."""
    page, now = wordings.Page(letter="tasks", language="es"), datetime.now(UTC)
    blank = letterheads.Letterhead(telephone="1")
    return [
        (wordings.say, (officer, page, "A sentence", ("Another",), now), {}),
        (wordings.take_back, (officer, page, "0", now), {}),
        (letterheads.set_, (officer, blank), {"based_on": "", "now": now}),
        (specimens.ask, ("new", officer, "1", page, {}, now), {}),
        (wordings.holding, ("DIS", "es", ["common", "tasks"], "ripso"), {}),
        (wordings.numbers, ("DIS",), {}),
        (wordings.changes, ("DIS", "tasks", "es"), {}),
        (letterheads.before, ("DIS",), {}),
        (publication_codes.ask, ("new", round_.id, "focal_point", "0" * 64, now), {}),
        (publication_codes.take_up, ("none", "digest", now), {}),
        (publication_codes.newest, (round_.id, "focal_point"), {}),
        (publication_codes.count_down, ("none",), {}),
        (publication_codes.use_up, ("none", now), {}),
        (publication_codes.purge, (now,), {}),
        (specimens.take_up, ("none",), {}),
        (worded.letters_of, (round_.id, ["assignment"]), {}),
        (worded.letters_of, (round_.id, []), {}),
        (rule_versions.versions, ("DIS", "ripso"), {}),
        (rule_versions.rules, ("DIS", "ripso", "2026-5"), {}),
    ]
