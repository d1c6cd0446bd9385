"""What the page behind a link asks: one participant's view of a round."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state.people import is_delegate
from rounds.submissions.request import Note
from store import inbox
from store.drafts import Draft
from store.persons import here, normal
from store.reads import parties
from store.tables import Assignment, Grant, Inbox, Letter, Participant, Person, Round
from store.uploads import Upload


@dataclass(frozen=True, slots=True)
class Said:
    """A submission, and the person for whom it speaks; an officer may have filed it (`row.officer_id`)."""

    row: Inbox
    by: Person | None


@dataclass(frozen=True, slots=True)
class Drafted:
    """What somebody has typed for an assignment, and who that is."""

    draft: Draft
    by: Person


@dataclass(frozen=True, slots=True)
class LinkRead:
    """Everything behind a link; `assignment` is None on *my round*.

    `said` is what was received or accepted for the assignment, the latest last; `drafts` what was typed
    for it by all who may do it, the latest first, and on a link that acts no more by its reader alone (L13);
    `delegates` who does it beside its owner now; `contact` the responsible officer.
    """

    grant: Grant
    participant: Participant
    person: Person
    round: Round
    contact: Person
    assignment: Assignment | None
    said: tuple[Said, ...]
    drafts: tuple[Drafted, ...]
    delegates: tuple[tuple[Participant, Person], ...] = ()

    @property
    def acts(self) -> bool:
        """Whether the link still takes a submission (L3)."""
        return self.grant.state == "live"


@dataclass(frozen=True, slots=True)
class Paper:
    """A reference document of the request: a file or a web link (Q5)."""

    title: str
    url: str
    upload: Upload | None


# Every page behind a link asks these. They are put together once: that costs more than to ask them.
_LINK = (
    select(Grant, Participant, Person, Round)
    .join(
        Participant,
        and_(col(Participant.round_id) == Grant.round_id, col(Participant.id) == Grant.participant_id),
    )
    .join(Person, col(Person.id) == Participant.person_id)
    .join(Round, col(Round.id) == Grant.round_id)
    .where(col(Grant.id) == bindparam("grant"), Grant.state != "revoked")
)
_DRAFTS = (
    select(Draft, Participant, Person)
    .join(
        Participant,
        and_(col(Participant.round_id) == Draft.round_id, col(Participant.id) == Draft.participant_id),
    )
    .join(Person, col(Person.id) == Participant.person_id)
    .where(col(Draft.round_id) == bindparam("round"), col(Draft.assignment_key) == bindparam("key"))
    .order_by(col(Draft.saved_at).desc(), col(Draft.participant_id))
)
_OWN_DRAFTS = _DRAFTS.where(col(Draft.participant_id) == bindparam("participant"))


async def link(s: AsyncSession, grant_id: str) -> LinkRead | None:
    """All that a link's page needs, in four queries; None for an unknown or revoked one (L12)."""
    row = (await s.exec(_LINK, params={"grant": grant_id})).one_or_none()
    if row is None:
        return None
    grant, participant, person, round_ = row
    person = here(participant, person)
    contact, assignment, said = await _about(s, grant)
    drafts = await _drafts(s, grant)
    delegates = await _delegates(s, grant)
    return LinkRead(grant, participant, person, round_, contact, assignment, said, drafts, delegates)


async def _delegates(s: AsyncSession, grant: Grant) -> tuple[tuple[Participant, Person], ...]:
    """Asked for a link that acts on an assignment alone: no other page offers to name or to end any."""
    if grant.state != "live" or not grant.assignment_key:
        return ()
    holders = await parties.holders(s, grant.round_id, grant.assignment_key)
    return tuple((who, person) for who, person in holders if is_delegate(who.id))


async def _drafts(s: AsyncSession, grant: Grant) -> tuple[Drafted, ...]:
    """Whoever may do the assignment goes on from what the others saved, be it a newcomer in their place.

    Where nobody may do it any more, each has back what they typed themselves.
    """
    asked = {"round": grant.round_id, "key": grant.assignment_key}
    if grant.state == "live":
        rows = await s.exec(_DRAFTS, params=asked)
    else:
        rows = await s.exec(_OWN_DRAFTS, params=asked | {"participant": grant.participant_id})
    return tuple(Drafted(draft, here(who, person)) for draft, who, person in rows)


_OFFICER, _BY, _SENDER = aliased(Participant), aliased(Person), aliased(Participant)
_ABOUT = (
    select(_OFFICER, Person, Assignment, Inbox, _SENDER, _BY)  # type: ignore[call-overload]  # typed for four entities at most
    .join(_OFFICER, and_(col(_OFFICER.person_id) == Person.id, col(_OFFICER.role) == "responsible_officer"))
    .outerjoin(
        Assignment,
        and_(col(Assignment.round_id) == _OFFICER.round_id, col(Assignment.key) == bindparam("key")),
    )
    .outerjoin(
        Inbox,
        and_(
            col(Inbox.round_id) == _OFFICER.round_id,
            col(Inbox.key) == bindparam("key"),
            col(Inbox.state) != "refused",
        ),
    )
    .outerjoin(
        _SENDER,
        and_(col(_SENDER.round_id) == _OFFICER.round_id, col(_SENDER.id) == Inbox.participant_id),
    )
    .outerjoin(_BY, col(_BY.id) == _SENDER.person_id)
    .where(col(_OFFICER.round_id) == bindparam("round"), _OFFICER.state == "active")
    .order_by(col(Inbox.received_at), col(Inbox.id))
)


async def _about(s: AsyncSession, grant: Grant) -> tuple[Person, Assignment | None, tuple[Said, ...]]:
    """The contact, the assignment, and what was said for it."""
    rows = await s.exec(_ABOUT, params={"round": grant.round_id, "key": grant.assignment_key})
    all_ = list(rows)
    contact, assignment = here(*all_[0][:2]), all_[0][2]
    said = (Said(row, here(who, person) if who else None) for *_, row, who, person in all_ if row)
    return contact, assignment, tuple(said)


async def note(s: AsyncSession, round_id: str) -> Note | None:
    """The request as it was last sent: the note of the opening, or the latest that completed it."""
    found = await s.exec(
        select(Inbox)
        .where(
            Inbox.round_id == round_id,
            Inbox.state == "accepted",
            col(Inbox.kind).in_(["open_round", "complete_request"]),
        )
        .order_by(col(Inbox.answered_at).desc(), col(Inbox.received_at).desc())
        .limit(1)
    )
    row = found.one_or_none()
    body = inbox.body_of(row) if row else None
    return body if isinstance(body, Note) else getattr(body, "note", None)


async def papers(s: AsyncSession, round_id: str) -> tuple[Paper, ...]:
    """The reference documents of the request, in its order."""
    request = await note(s, round_id)
    documents = request.reference_documents if request else ()
    rows = await s.exec(select(Upload).where(col(Upload.id).in_([d.file for d in documents if d.file])))
    uploads = {upload.id: upload for upload in rows}
    return tuple(Paper(d.title, d.url, uploads.get(d.file)) for d in documents)


async def refused(s: AsyncSession, round_id: str, participant_id: str, key: str, sha256: str) -> int:
    """How often this very thing was refused, sent by this participant for this assignment."""
    rows = await s.exec(
        select(func.count())
        .select_from(Inbox)
        .where(
            Inbox.round_id == round_id,
            Inbox.participant_id == participant_id,
            Inbox.key == key,
            Inbox.sha256 == sha256,
            Inbox.state == "refused",
        )
    )
    return rows.one()


async def own_tasks(s: AsyncSession, round_id: str, person_id: str) -> tuple[tuple[Assignment, str], ...]:
    """What somebody may do in a round now, first due first, each with the grant of their own link."""
    rows = await s.exec(
        select(Assignment, Grant.id)
        .join(
            Grant,
            and_(col(Grant.round_id) == Assignment.round_id, col(Grant.assignment_key) == Assignment.key),
        )
        .join(
            Participant,
            and_(col(Participant.round_id) == Grant.round_id, col(Participant.id) == Grant.participant_id),
        )
        .where(
            Assignment.round_id == round_id,
            col(Assignment.state).in_(["open", "lingering"]),
            Participant.person_id == person_id,
            Grant.state == "live",
        )
        .order_by(col(Assignment.due_at), col(Assignment.key))
    )
    return tuple({a.key: (a, grant) for a, grant in rows}.values())


WITH_LINKS = ("assignment", "brief", "delegated", "handed_over")
"""The letters that bring somebody a link to what they have open; the last one to all of it."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Somebody's letter whose link they ask for again."""

    round_id: str
    participant_id: str
    letter: str


async def lost(s: AsyncSession, email: str, asked_since: datetime) -> tuple[Lost, ...]:
    """The latest letter about what somebody has open, one a round; none where they asked since (L5)."""
    asked = select(Inbox.id).where(
        Inbox.round_id == Letter.round_id,
        Inbox.participant_id == Letter.participant_id,
        Inbox.kind == "ask_again",
        col(Inbox.received_at) > asked_since,
    )
    rows = await s.exec(
        select(Letter, Grant.assignment_key)
        .join(
            Participant,
            and_(col(Participant.round_id) == Letter.round_id, col(Participant.id) == Letter.participant_id),
        )
        .join(Person, col(Person.id) == Participant.person_id)
        .join(
            Grant,
            and_(col(Grant.round_id) == Letter.round_id, col(Grant.participant_id) == Letter.participant_id),
        )
        .where(
            Person.email == normal(email),
            col(Letter.template).in_(WITH_LINKS),
            Grant.state == "live",
            Grant.assignment_key != "",
            ~asked.exists(),
        )
        .order_by(col(Letter.written_at), col(Letter.key))
    )
    latest = {row.round_id: row for row, key in rows if row.params.get("key", key) == key}
    return tuple(Lost(row.round_id, row.participant_id, row.key) for row in latest.values())


async def uploads_named(s: AsyncSession, round_id: str, ids: Collection[str]) -> tuple[Upload, ...]:
    """The files of a round that something names."""
    rows = await s.exec(select(Upload).where(Upload.round_id == round_id, col(Upload.id).in_(ids)))
    return tuple(rows)


async def uploads_of(s: AsyncSession, round_id: str, participant_id: str) -> tuple[Upload, ...]:
    """The files that a participant has sent in a round."""
    rows = await s.exec(
        select(Upload).where(Upload.round_id == round_id, Upload.participant_id == participant_id)
    )
    return tuple(rows)
