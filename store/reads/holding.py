"""All that is held about somebody, as one value of plain JSON, to be shown to them (N5)."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import SQLModel, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.accounts import ProviderAccount
from store.audit_log import Audit
from store.change_drafts import ChangeDraft
from store.desk_tables import RoundNote, SavedView
from store.drafts import Draft
from store.keys import OfficerKey
from store.papers import Paper
from store.requests import RoundRequest
from store.sent_texts import SentText
from store.sessions import DeskSession
from store.sign_ins import SignIn
from store.tables import Inbox, Letter, Officer, Participant, Person
from store.uploads import Upload

Rows = list[dict[str, Any]]


async def held(s: AsyncSession, person: Person) -> dict[str, Any]:
    """What is held about somebody. Of tokens, codes and keys there is no more than that there was one."""
    places = (await s.exec(_of(Participant, Participant.person_id == person.id))).all()
    offices = (await s.exec(_of(Officer, Officer.person_id == person.id))).all()
    officers = {each.id for each in offices}
    ids: defaultdict[str, set[str]] = defaultdict(set)
    for each in places:
        ids[each.round_id].add(each.id)
    sent = (await s.exec(_of(Inbox, _sent(places, officers)))).all()
    return {
        "person": _plain(person),
        "participations": [_plain(each) for each in places],
        "offices": [_plain(each, "key_hash") for each in offices],
        "letters": await _letters(s, person.id),
        "submissions": [_submission(row) for row in sent],
        "named_in": await _named_in(s, ids.keys(), person.email),
        "drafts": await _theirs(s, Draft, places) + await _theirs(s, ChangeDraft, places),
        "files": await _files(s, places, officers),
        "papers": await _theirs(s, Paper, places),
        "requests": await _all(s, RoundRequest, RoundRequest.email == person.email),
        "desk": {
            "sessions": await _of_officers(s, DeskSession, officers, "sha256"),
            "links": await _of_officers(s, SignIn, officers, "sha256"),
            "accounts": await _of_officers(s, ProviderAccount, officers),
            "keys": await _of_officers(s, OfficerKey, officers, "sha256"),
            "views": await _of_officers(s, SavedView, officers),
            "notes": await _of_officers(s, RoundNote, officers),
        },
        "audit": await _audit(s, ids, {*officers, person.id}),
    }


def _of(table: type[SQLModel], *which: Any) -> Any:
    return select(table).where(*which).order_by(*table.__table__.primary_key)  # type: ignore[attr-defined]  # each has a table


def _plain(row: SQLModel, *without: str) -> dict[str, Any]:
    return {name: _said(value) for name, value in row.model_dump(exclude={*without}).items()}


def _said(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value


async def _all(s: AsyncSession, table: type[SQLModel], *which: Any, without: Iterable[str] = ()) -> Rows:
    return [_plain(row, *without) for row in (await s.exec(_of(table, *which))).all()]


async def _of_officers(s: AsyncSession, table: Any, officers: Collection[str], *without: str) -> Rows:
    return await _all(s, table, col(table.officer_id).in_(officers), without=without)


async def _theirs(s: AsyncSession, table: Any, places: Sequence[Participant]) -> Rows:
    """The rows of one table that are theirs, by the round and who they are in it."""
    return await _all(s, table, _one_of(table, places))


def _one_of(table: Any, places: Sequence[Participant]) -> Any:
    return or_(
        False, *((col(table.round_id) == p.round_id) & (col(table.participant_id) == p.id) for p in places)
    )


def _sent(places: Sequence[Participant], officers: Collection[str]) -> Any:
    return or_(_one_of(Inbox, places), col(Inbox.officer_id).in_(officers))


def _submission(row: Inbox) -> dict[str, Any]:
    return _plain(row, "body", "body_schema", "due_at", "tries", "leased_until", "once") | {
        "body": json.loads(row.body)
    }


async def _letters(s: AsyncSession, person_id: str) -> Rows:
    rows = await s.exec(
        select(Letter, SentText)
        .join(SentText, col(SentText.letter) == Letter.key, isouter=True)
        .where(Letter.person_id == person_id)
        .order_by(col(Letter.written_at), col(Letter.key))
    )
    return [
        _plain(letter, "serial", "leased_until")
        | ({"subject": text.subject, "text": text.body} if text else {})
        for letter, text in rows.all()
    ]


async def _named_in(s: AsyncSession, rounds: Collection[str], email: str) -> Rows:
    """Where somebody else has named their address, with all that was said of them there."""
    rows = await s.exec(_of(Inbox, col(Inbox.round_id).in_(rounds), col(Inbox.body).icontains(email)))
    return [
        {"submission": row.id, "round_id": row.round_id, "kind": row.kind, "said": found}
        for row in rows.all()
        if (found := _contacts(json.loads(row.body), email))
    ]


def _contacts(value: Any, email: str) -> Rows:
    """The contacts at this address, wherever in a body they stand."""
    if isinstance(value, dict):
        mine = [value] if str(value.get("email", "")).strip().lower() == email and "name" in value else []
        return mine + [found for each in value.values() for found in _contacts(each, email)]
    return [found for each in value for found in _contacts(each, email)] if isinstance(value, list) else []


async def _files(s: AsyncSession, places: Sequence[Participant], officers: Collection[str]) -> Rows:
    which = or_(_one_of(Upload, places), col(Upload.officer_id).in_(officers))
    return await _all(s, Upload, which, without=("look_at",))


async def _audit(s: AsyncSession, ids: Mapping[str, Collection[str]], others: Collection[str]) -> Rows:
    """The entries by them and about them: `ids` are who they are in each round, `others` theirs anywhere."""
    rows = await s.exec(
        select(Audit)
        .where(or_(col(Audit.round_id).in_(["", *ids]), col(Audit.actor).in_(others)))
        .order_by(col(Audit.id))
    )
    return [
        _plain(entry, "key")
        for entry in rows.all()
        if not _words(entry).isdisjoint({*others, *ids.get(entry.round_id, ())})
    ]


def _words(entry: Audit) -> set[str]:
    """Every id that an entry names."""
    values = [v for value in entry.detail.values() for v in (value if isinstance(value, list) else [value])]
    return {entry.actor, entry.subject, *entry.subject.split(":"), *map(str, values)}
