"""What was kept for long enough goes, by the one table, and nothing goes before."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel, col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from activities.bounce_box import box_of
from activities.retaining import ACTS, IN_THE_BOX, OF_ROUNDS, Retaining
from store import every_table, retention, uploads
from store.accounts import ProviderAccount
from store.change_drafts import ChangeDraft
from store.desk_tables import SavedView
from store.drafts import Draft
from store.files import in_folder
from store.kept_answers import KeptAnswer
from store.keys import OfficerKey
from store.persons import NO_NAME, nowhere
from store.publication_codes import PublicationCode
from store.request_counts import RequestCount
from store.requests import RoundRequest
from store.retention import NOBODYS, TABLE, kept
from store.session import Database
from store.sign_ins import SignIn
from store.specimens import Specimen
from store.tables import Assignment, Officer, Round
from store.uploads import Upload
from tests.activities import imap
from tests.activities.test_bounces import Maildir
from tests.databases import database, database_url  # noqa: F401 - fixtures are found by their names
from tests.store import scene

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NOW = datetime.now(UTC)


def test_every_table_is_named_and_every_row_of_the_table_is_done() -> None:
    assert every_table
    named = {name for rule in TABLE for name in rule.tables}
    assert named.isdisjoint(NOBODYS)
    assert {*named, *NOBODYS} == set(SQLModel.metadata.tables)
    assert len({rule.kind for rule in TABLE}) == len(TABLE)
    for_good = {rule.kind for rule in TABLE if rule.days is None}
    done: dict[str, set[str]] = {"round": {*OF_ROUNDS}, "never": for_good}
    for scope, kinds in done.items():
        assert {rule.kind for rule in TABLE if rule.scope == scope} == kinds
    assert {rule.kind for rule in TABLE if rule.scope in ("often", "daily")} == {*ACTS, *IN_THE_BOX}
    assert {rule.then == "kept" for rule in TABLE if rule.days is None} == {True}


# ---- what belongs to no round, or to one that may go on


@dataclass(frozen=True)
class Begins:
    """When the time of something begins, for which officer and round."""

    s: AsyncSession
    round: str
    officer: str
    at: datetime


async def _request(s: AsyncSession, state: str, at: datetime, **more: Any) -> None:
    given: Any = dict.fromkeys(
        ("methodology", "country", "institution", "initiative", "stage", "objective"), "x"
    )
    given |= {"secretariat_id": "DIS", "name": "Ana Ruiz", "email": "ana@x.example", "language": "es"}
    s.add(RoundRequest(id="r", state=state, received_at=at, **given, **more))


async def _draft(b: Begins) -> None:
    who: Any = {"round_id": b.round, "participant_id": "focal_point", "body": {"x": "y"}, "saved_at": b.at}
    b.s.add(Draft(assignment_key=scene.KEY, **who))
    await b.s.exec(update(Assignment).values(state="waived", closed_at=b.at))


async def _change(b: Begins) -> None:
    who: Any = {"round_id": b.round, "participant_id": "focal_point", "body": {}, "saved_at": b.at}
    b.s.add(ChangeDraft(kind="set_agenda", based_on="", **who))
    await b.s.exec(update(Round).values(closed_at=b.at, changed_at=b.at))


async def _sign_in(b: Begins) -> None:
    b.s.add(SignIn(id="s", officer_id=b.officer, asked_at=b.at, ends_at=b.at))


async def _code(b: Begins) -> None:
    who: Any = {"round_id": b.round, "participant_id": "focal_point", "sha256": "", "asked_at": b.at}
    b.s.add(PublicationCode(id="c", ends_at=b.at, **who))


async def _count(b: Begins) -> None:
    b.s.add(RequestCount(id="i", rate="r", n=1, ends_at=b.at))


async def _answer(b: Begins) -> None:
    b.s.add(KeptAnswer(officer_id=b.officer, key="k", sha256="", submission="", began_at=b.at))


async def _file(b: Begins) -> None:
    file: Any = {"filename": "a.pdf", "media_type": "application/pdf", "size": 1, "sha256": "0", "at": b.at}
    b.s.add(Upload(id="a-file-of-nobody", round_id=b.round, look_at=b.at + kept("unused_files"), **file))


async def _unconfirmed(b: Begins) -> None:
    await _request(b.s, "unconfirmed", b.at)


async def _aside(b: Begins) -> None:
    await _request(b.s, "aside", b.at - DAY, settled_at=b.at)


async def _opened(b: Begins) -> None:
    await _request(b.s, "opened", b.at - DAY, settled_at=b.at)


async def _specimen(b: Begins) -> None:
    said: Any = {"letter_key": "k", "letter": "l", "language": "es", "methodology": "", "said": {}}
    b.s.add(Specimen(id="s", officer_id=b.officer, asked_at=b.at, **said))


async def _gone(b: Begins) -> None:
    b.s.add(SavedView(id="v", officer_id=b.officer, name="n", query="q", created_at=b.at))
    b.s.add(ProviderAccount(officer_id=b.officer, issuer="i", sub="s", bound_at=b.at))
    await b.s.exec(update(Officer).where(col(Officer.id) == b.officer).values(revoked_at=b.at))


MADE: dict[str, Callable[[Begins], Awaitable[None]]] = {
    "drafts": _draft,
    "changes": _change,
    "sign_ins": _sign_in,
    "codes": _code,
    "request_counts": _count,
    "answers": _answer,
    "unused_files": _file,
    "unconfirmed_requests": _unconfirmed,
    "requests_aside": _aside,
    "opened_requests": _opened,
    "specimens": _specimen,
    "officers_gone": _gone,
}
"""What makes one thing of each kind, whose time begins at a moment."""
GOES_WITH = {"officers_gone": 3}
"""An officer has a first key, which goes with the view, and an account."""


@pytest.mark.parametrize("kind", ACTS)
async def test_each_kind_goes_once_its_time_is_over_and_not_a_minute_before(
    kind: str,
    database: Database,  # noqa: F811 - a fixture
    tmp_path: Path,
) -> None:
    officer = await scene.officers(database)
    round_id = await scene.open_round(database, officer)
    await scene.open_assignment(database, round_id, scene.KEY, "focal_point")
    async with database.writing() as s:
        await MADE[kind](Begins(s, round_id, officer, NOW))
    retained = Retaining(database, in_folder(tmp_path))
    over, before = NOW + kept(kind) + MINUTE, await scene.everything(database)
    assert (await retained.foreseen(over - 2 * MINUTE))[kind] == 0
    assert (await retained.everything(over - 2 * MINUTE))[kind] == 0
    n = GOES_WITH.get(kind, 1)
    assert (await retained.foreseen(over))[kind] == n
    # To count it changed nothing.
    assert await scene.everything(database) == before
    gone = await retained.everything(over)
    assert (gone[kind], (await retained.foreseen(over))[kind]) == (n, 0)
    assert await scene.everything(database) != before
    if kind == "opened_requests":
        async with database.reading() as s:
            (row,) = (await s.exec(select(RoundRequest))).all()
        assert (row.name, row.email, row.state) == (NO_NAME, nowhere("r"), "opened")
    if kind == "officers_gone":
        async with database.reading() as s:
            left = {row.officer_id for row in (await s.exec(select(OfficerKey))).all()}
        assert officer not in left


async def test_an_operator_who_asks_leaves_nothing_for_the_next_day(
    database: Database,  # noqa: F811 - a fixture
    tmp_path: Path,
) -> None:
    officer = await scene.officers(database)
    round_id = await scene.open_round(database, officer)
    many = uploads.AT_ONCE + 1
    async with database.writing() as s:
        await _file(Begins(s, round_id, officer, NOW))
        first = (await s.exec(select(Upload))).one().model_dump(exclude={"id"})
        s.add_all(Upload(**first, id=f"another-of-nobody-{n}") for n in range(1, many))
    retained, over = Retaining(database, in_folder(tmp_path)), NOW + kept("unused_files") + MINUTE
    assert (await retained.foreseen(over))["unused_files"] == many
    assert (await retained.everything(over))["unused_files"] == many


async def test_what_is_put_aside_of_bounces_stays_longer_than_what_was_read(
    database: Database,  # noqa: F811 - a fixture
    tmp_path: Path,
) -> None:
    maildir = Maildir(tmp_path / "bounces")
    maildir.delivers(b"one", b"two", b"three")
    box = box_of(maildir.url).open()
    first, second, _ = box.new()
    box.done(first)
    box.aside(second)
    retained = Retaining(database, in_folder(tmp_path / "files"), box_of(maildir.url))
    assert maildir.stands() == (1, 1, 1)
    for days, foreseen, stands in ((29, (0, 0), (1, 1, 1)), (31, (1, 0), (1, 0, 1)), (91, (0, 1), (1, 0, 0))):
        now = NOW + timedelta(days=days)
        told = await retained.foreseen(now)
        assert (told["bounces"], told["bounces_aside"]) == foreseen
        assert (await retained.everything(now))["bounces"] == foreseen[0]
        # What is new is nobody's to remove.
        assert maildir.stands() == stands


@pytest.mark.parametrize(("uidplus", "stay"), [(True, [b"8", b"9", b"10"]), (False, [b"8", b"9"])])
async def test_in_a_folder_of_an_imap_server_what_is_old_and_was_read_is_removed(
    database: Database,  # noqa: F811 - a fixture
    tmp_path: Path,
    uidplus: bool,
    stay: list[bytes],
) -> None:
    """A mail that somebody else has marked as deleted is theirs, where the server knows the difference."""
    folder = imap.Folder(b"read", b"read just now", b"new", b"somebody else's")
    folder.uidplus = uidplus
    for id, days, flags in (
        (b"7", 31, "\\Seen"),
        (b"8", 0, "\\Seen"),
        (b"9", 90, ""),
        (b"10", 90, "\\Deleted"),
    ):
        folder.came[id] -= timedelta(days=days)
        folder.flags[id] |= {*filter(None, [flags])}
    with imap.serving(folder) as url:
        retained = Retaining(database, in_folder(tmp_path), box_of(url))
        assert (await retained.foreseen(NOW))["bounces"] == 1
        assert len(folder.mails) == 4
        gone = await retained.everything(NOW)
    assert (gone["bounces"], gone["bounces_aside"], [*folder.mails]) == (1, 0, stay)


async def test_a_mailbox_that_is_away_holds_up_nothing_else(
    database: Database,  # noqa: F811 - a fixture
    tmp_path: Path,
) -> None:
    await scene.officers(database)
    async with database.writing() as s:
        await _request(s, "unconfirmed", NOW)
    away = box_of("imap://a:b@127.0.0.1:9/INBOX")
    gone = await Retaining(database, in_folder(tmp_path), away).everything(NOW + timedelta(days=31))
    assert (gone["bounces"], gone["unconfirmed_requests"]) == (0, 1)


def test_a_kind_that_is_kept_for_good_has_no_time() -> None:
    with pytest.raises(KeyError):
        retention.kept("audit")
