"""What holds once a run is over, whatever was killed meanwhile (K3)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import col, select
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from activities.email_message import message_id
from activities.smtp import mail_server
from local.mail import parse, text
from local.mailbox import Mailbox
from store.audit_log import Audit
from store.outbox import PENDING, WAITING
from store.publication_codes import PublicationCode
from store.tables import Assignment, Grant, Inbox, Letter, Officer, Round
from tests.chaos.patience import patiently
from tests.chaos.people import People
from tests.chaos.programs import KEY, Programs
from tests.workflows.seen import until
from workflows.names import publishing_id

LETTERS_COME = 600.0
"""Seconds within which all letters are sent: one whose sender was killed is another's after more than one
minute, and of one that the mail server did not take the next attempt comes later and later."""
MISHAPS = ("TMPRL1100", "ondeterminis")
"""What a log says where a round was read anew by code that would have done something else."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was counted: acknowledgements, letters, and those of them that came more than once."""

    acknowledged: int
    letters: int
    doubled: int


async def everything(programs: Programs, people: Sequence[People]) -> Found:
    """All of it."""
    await all_is_answered(programs)
    for of_round in people:
        await decisions_are_there(of_round)
        await it_has_ended(of_round)
    letters, doubled = await letters_came(programs)
    said = await patiently(lambda: programs.says("verify-audit"))
    assert "each follows the one before it" in said, said
    for log in programs.folder.glob("worker*.log"):
        assert not [word for word in MISHAPS if word in log.read_text("utf-8")], log
    return Found(sum(len(of_round.acknowledged) for of_round in people), letters, doubled)


async def all_is_answered(programs: Programs) -> None:
    """What was kept has reached its round in the end, and no rule failed over it."""

    async def answered() -> bool:
        async with programs.database.reading() as s:
            waits = select(Inbox.id).where(Inbox.state == "received").limit(1)
            return (await s.exec(waits)).first() is None

    await until(lambda: patiently(answered), within=LETTERS_COME)
    async with programs.database.reading() as s:
        faulted = (await s.exec(select(Inbox.kind, Inbox.fault).where(Inbox.state == "faulted"))).all()
    assert not faulted, faulted


async def decisions_are_there(people: People) -> None:
    """Every decision that was acknowledged is in the database and in its round, and no other is in the round.

    One that was only said to be kept may have come second: then it was refused, and the first is there.
    """
    rows = await people.rows(Inbox, Inbox.state == "accepted")
    taken = {(row.key, row.participant_id) for row in rows} | {("", "responsible_officer")}
    keys = {row.key for row in rows}
    lost = [
        said
        for said in people.acknowledged
        if (said.key, said.by) not in taken and not (said.told == "kept" and said.key in keys)
    ]
    assert not lost, lost
    workflows = (people.round, publishing_id(people.round))
    in_round = [id for workflow in workflows for id in await _taken(people, workflow)]
    in_database = [row.id for row in rows if row.kind != "open_round"]
    assert sorted(in_round) == sorted(in_database), (in_round, in_database)
    opening = [row.round_id for row in rows if row.kind == "open_round"]
    assert opening == [people.round], opening
    answers = {a.key: a.submission_id for a in await people.rows(Assignment, Assignment.state == "fulfilled")}
    assert set(answers) <= keys, answers.keys() - keys


async def _taken(people: People, workflow: str) -> list[str]:
    """The ids of what a workflow has taken, in all its runs; none where there is no such workflow."""
    found: list[str] = []
    run: str | None = None
    while run != "":
        handle = people.programs.client.get_workflow_handle(workflow, run_id=run)
        try:
            history = await handle.fetch_history()
        except RPCError as error:
            if error.status == RPCStatusCode.NOT_FOUND:
                return found
            raise
        started = history.events[0].workflow_execution_started_event_attributes
        run = started.continued_execution_run_id
        found += [
            event.workflow_execution_update_completed_event_attributes.meta.update_id
            for event in history.events
            if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED
            and event.workflow_execution_update_completed_event_attributes.outcome.HasField("success")
        ]
    return found


async def it_has_ended(people: People) -> None:
    """The round has its outcome, in Temporal as in the database, and nothing of it is open any more."""
    described = await people.workflow(people.round).describe()
    assert described.status == WorkflowExecutionStatus.COMPLETED, described.status
    outcome = await people.workflow(people.round).result()
    (round_,) = await people.rows(Round)
    assert round_.outcome == outcome["outcome"], (round_.outcome, outcome)
    assert not round_.publishing
    left = [a.key for a in await people.rows(Assignment, Assignment.state == "open")]
    left += [grant.assignment_key for grant in await people.rows(Grant, Grant.state == "live")]
    assert not left, left


async def letters_came(programs: Programs) -> tuple[int, int]:
    """Each letter came, under one Message-ID that no other has; how many there are, and how many came twice.

    Those that are held for their reader's morning have not come yet.
    """

    async def none_waits() -> bool:
        return not [row for row in await patiently(lambda: _letters(programs)) if _is_due(row)]

    await until(none_waits, within=LETTERS_COME)
    rows = [row for row in await _letters(programs) if row.state not in WAITING]
    unsent = [(row.key, row.state, row.error) for row in rows if row.state != "sent"]
    assert not unsent, unsent
    ids = [row.message_id for row in rows]
    assert len(set(ids)) == len(ids), Counter(ids).most_common(3)
    caught, saying = _caught(programs)
    lost = [row.key for row in rows if not caught[row.message_id]]
    assert not lost, lost
    strange = set(caught) - set(ids) - await _others(programs)
    assert not strange, strange
    # A reminder may say the same on another morning.
    once = {row.message_id for row in rows if row.template != PENDING}
    twice = [words for words, under in saying.items() if len(under & once) > 1]
    assert not twice, twice
    return len(rows), sum(caught[id] > 1 for id in ids)


def _is_due(row: Letter) -> bool:
    held = row.held_until is not None and row.held_until > datetime.now(UTC)
    return row.state in WAITING and not held


async def _letters(programs: Programs) -> Sequence[Letter]:
    async with programs.database.reading() as s:
        return (await s.exec(select(Letter).order_by(col(Letter.key)))).all()


async def _others(programs: Programs) -> set[str]:
    """The Message-IDs of letters that stand in no outbox: codes for publishing, and how the log stands."""
    async with programs.database.reading() as s:
        codes = (await s.exec(select(PublicationCode.id))).all()
        heads = (await s.exec(select(Officer.id).where(col(Officer.head)))).all()
        hashes = (await s.exec(select(Audit.hash))).all()
    server = mail_server(programs.env["SMTP_URL"], programs.env["MAIL_FROM"], secret=KEY)
    keys = [f"publication-code/{id}" for id in codes] + [f"log/{h}/{head}" for h in hashes for head in heads]
    return {message_id(key, server) for key in keys}


def _caught(programs: Programs) -> tuple[Counter[str], dict[tuple[str, str, str], set[str]]]:
    """What the mail server took: how often each Message-ID came, and under which ones the same was said."""
    mailbox = Mailbox(programs.letters)
    caught: Counter[str] = Counter()
    saying: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for line in mailbox.newest(0, 100_000):
        kept = mailbox.letter(line["ID"])
        assert kept
        letter = parse(kept.raw)
        id = f"<{line['MessageID']}>"
        caught[id] += 1
        saying[str(letter["To"]), line["Subject"], text(letter)].add(id)
    return caught, saying
