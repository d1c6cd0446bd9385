"""Every table. A state is a plain word with a CHECK; times are aware and in UTC on every database."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, false
from sqlalchemy.types import Text
from sqlmodel import Field, SQLModel

from store.columns import EMPTY, UTCDateTime, of_participant, one_of, where


class Secretariat(SQLModel, table=True):
    """The department that runs rounds; `letterhead` is what `store.letterheads` says of it today."""

    id: str = Field(primary_key=True)
    name: str
    letterhead: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, sa_column_kwargs=EMPTY)


class Person(SQLModel, table=True):
    """A mailbox and whoever reads it; `refuses`: it has refused a letter for good.

    An address never changes: whoever has another one is another row (S8). `name`, `country` and `institution`
    are those under which it came to be known; what counts in a round is what its participation says
    (`store.persons.here`).
    """

    __table_args__ = (Index("ix_person_refuses", "id", **where("refuses = 1", "refuses")),)
    id: str = Field(primary_key=True)
    email: str = Field(unique=True)
    name: str
    language: str
    time_zone: str = ""
    country: str = ""
    institution: str = ""
    refuses: bool = False


class Officer(SQLModel, table=True):
    """Somebody who works for a secretariat, in a role; `key_hash` is for the code before `store.keys`."""

    __table_args__ = (one_of("role", "officer", "head", "coordinator", "auditor", "administrator"),)
    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    secretariat_id: str = Field(foreign_key="secretariat.id", index=True)
    head: bool = False
    role: str = Field(default="officer", sa_column_kwargs={"server_default": "officer"})
    key_hash: str | None = Field(default=None, unique=True)
    created_at: datetime = Field(sa_type=UTCDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Round(SQLModel, table=True):
    """One round as pages see it; `rules` is the methodology pinned when it began.

    `language` is that in which the beneficiary wrote `institution` and `initiative`. `trouble`: why its
    workflow does not go on (see `activities.reconciling`), empty while it does. `publishing`: it is over, and
    what comes after it goes on.
    """

    __table_args__ = (
        UniqueConstraint("methodology", "country", "year", "number"),
        # All that a list asks for, in its order: a row itself, with its rules, is read only to be shown.
        Index(
            "ix_round_list",
            *("secretariat_id", "changed_at", "id", "methodology", "country", "step", "closed_at"),
        ),
        Index("ix_round_open", "methodology", "step", **where("closed_at IS NULL")),
        Index("ix_round_troubled", "trouble", **where("trouble <> ''")),
        Index("ix_round_publishing", "id", **where("publishing = 1", "publishing")),
    )
    id: str = Field(primary_key=True)
    methodology: str
    methodology_version: str
    rules: dict[str, Any] = Field(sa_type=JSON)
    secretariat_id: str = Field(foreign_key="secretariat.id")
    country: str
    institution: str
    initiative: str = ""
    year: int
    number: int
    step: str
    outcome: str = ""
    opened_at: datetime = Field(sa_type=UTCDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    changed_at: datetime = Field(sa_type=UTCDateTime)
    opening_id: str
    language: str = Field(default="", sa_column_kwargs={"server_default": ""})
    trouble: str = Field(default="", sa_column_kwargs={"server_default": ""})
    publishing: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class Participant(SQLModel, table=True):
    """A person in a round; `id` comes from what brought them, so a retry finds the same.

    `name`, `country` and `institution` are as they were declared for this round, and no other round's (S8);
    without a name, as for officers, all three are the person's own.
    """

    __table_args__ = (one_of("state", "active", "left", "replaced"),)
    round_id: str = Field(primary_key=True, foreign_key="round.id")
    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    role: str
    seat: int | None = None
    state: str = "active"
    name: str = Field(default="", sa_column_kwargs={"server_default": ""})
    country: str = Field(default="", sa_column_kwargs={"server_default": ""})
    institution: str = Field(default="", sa_column_kwargs={"server_default": ""})


class Assignment(SQLModel, table=True):
    """Something that must be done by a date; `submission_id` is the inbox row that fulfilled it.

    `days`, `unit` and `counted_from` are the clock that was applied; `slack_until` is the last day granted
    for the asking, `slack_used` whether it was; `escalated` how far up its chain the delay came, `told` the
    participants who know of it besides.
    """

    __table_args__ = (
        one_of("state", "open", "lingering", "fulfilled", "waived", "expired", "frozen", "closed"),
        Index("ix_assignment_awaited", "role", "round_id", **where("state = 'open'")),
        Index("ix_assignment_due", "due_at", "round_id", "key", **where("state = 'open'")),
        Index(
            "ix_assignment_overdue",
            "round_id",
            **where("state = 'open' AND overdue = 1", "state = 'open' AND overdue"),
        ),
    )
    round_id: str = Field(primary_key=True, foreign_key="round.id")
    key: str = Field(primary_key=True)
    kind: str
    role: str
    state: str = "open"
    opened_at: datetime = Field(sa_type=UTCDateTime)
    due_at: datetime = Field(sa_type=UTCDateTime)
    overdue: bool = False
    paused: bool = False
    version: int = 0
    sha256: str = ""
    earliest: date | None = None
    slack_until: date | None = None
    slack_used: bool = False
    escalated: int = 0
    told: list[str] = Field(default_factory=list, sa_type=JSON)
    days: int = 0
    unit: str = ""
    counted_from: str = ""
    submission_id: str = ""
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Grant(SQLModel, table=True):
    """The row behind a link (L1); `assignment_key` is empty for the page *my round*.

    live: it acts; ended: it shows what was recorded; revoked: it answers like an unknown one.
    """

    __table_args__ = (
        UniqueConstraint("round_id", "assignment_key", "participant_id", "serial"),
        of_participant(),
        one_of("purpose", "act", "my_round"),
        one_of("state", "live", "ended", "revoked"),
    )
    id: str = Field(primary_key=True)
    round_id: str
    assignment_key: str
    participant_id: str
    purpose: str
    serial: int = 1
    state: str = "live"
    created_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Letter(SQLModel, table=True):
    """One row of the outbox (E1); `params` are ids, dates and codes, never a token or a text.

    unmade: it cannot be made, and is tried again; faulted: so it ended. `written_at` is the round's time,
    `recorded_at` the wall clock's, as are the rest. Until `leased_until` one worker alone sends it; once
    past, that is when it was last tried. `told_at`: the round was told that the address refuses. It waits
    for its reader's morning until `held_until`.
    """

    __table_args__ = (
        of_participant(),
        one_of("state", "waiting", "sent", "uncertain", "unmade", "refused", "faulted"),
        Index("ix_letter_unsent", "state", "recorded_at", **where("state <> 'sent'")),
    )
    key: str = Field(primary_key=True)
    round_id: str = Field(index=True)
    participant_id: str
    person_id: str = Field(foreign_key="person.id", index=True)
    template: str
    params: dict[str, Any] = Field(sa_type=JSON)
    state: str = "waiting"
    attempts: int = 0
    written_at: datetime = Field(sa_type=UTCDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    error: str = ""
    message_id: str = Field(default="", index=True)
    serial: int = 0
    recorded_at: datetime = Field(sa_type=UTCDateTime)
    leased_until: datetime | None = Field(default=None, sa_type=UTCDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    held_until: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Inbox(SQLModel, table=True):
    """What somebody sent, kept before the round took it; final once it is accepted or refused.

    faulted: the round's code failed over it, `fault` is the class of the error; tried again after a deploy.
    received: it is handed over when `due_at` has come, after `tries` of it; one process does so at a time,
    which has the row until `leased_until`.

    `once`: what may be kept only one time, such as the opening of a round with one number. `proof` is
    the upload that shows an officer files for someone, `reason` why. It may stand before its round does: no
    key there. `language`: of its texts, the sender's then. `body_schema`: that of `rounds.schemas`.
    """

    __table_args__ = (
        one_of("state", "received", "accepted", "refused", "faulted"),
        Index("ix_inbox_assignment", "round_id", "key"),
        Index("ix_inbox_kind", "kind", "round_id"),
        Index("ix_inbox_due", "due_at", "round_id", "received_at", "id", **where("state = 'received'")),
        Index("ix_inbox_leased", "round_id", **where("state = 'received' AND leased_until IS NOT NULL")),
        Index("ix_inbox_faulted", "id", **where("state = 'faulted'")),
    )
    id: str = Field(primary_key=True)
    round_id: str
    key: str = ""
    kind: str
    participant_id: str = ""
    officer_id: str = ""
    proof: str = ""
    reason: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    body: str = Field(sa_type=Text)
    body_schema: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    sha256: str
    state: str = "received"
    code: str = ""
    field: str = ""
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    received_at: datetime = Field(sa_type=UTCDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    once: str | None = Field(default=None, unique=True)
    due_at: datetime = Field(sa_type=UTCDateTime)
    tries: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    leased_until: datetime | None = Field(default=None, sa_type=UTCDateTime)
    fault: str = Field(default="", sa_column_kwargs={"server_default": ""})
    language: str = Field(default="", sa_column_kwargs={"server_default": ""})


class ReportVersion(SQLModel, table=True):
    """A version of the report; its text is the body of the submission (W4).

    `translation_of` is the sha256 of the version that it translates; empty for the report itself (X2).
    `pages` are those of its PDF, 0 where nobody counted them (W1).
    """

    __tablename__ = "report_version"
    round_id: str = Field(primary_key=True, foreign_key="round.id")
    version: int = Field(primary_key=True)
    sha256: str
    submission_id: str
    at: datetime = Field(sa_type=UTCDateTime)
    language: str = ""
    pages: int = 0
    translation_of: str = ""


class CalendarEvent(SQLModel, table=True):
    """The visit as calendars know it (V8); `sequence` grows with each change."""

    __tablename__ = "calendar_event"
    __table_args__ = (
        one_of("state", "confirmed", "cancelled"),
        Index("ix_calendar_event_ends", "ends", "starts", "round_id"),
    )
    round_id: str = Field(primary_key=True, foreign_key="round.id")
    uid: str
    sequence: int
    starts: date
    ends: date
    state: str = "confirmed"
