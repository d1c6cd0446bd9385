"""Where contents are kept: once, held against their sha256, gone only once nothing names them (U5, U10)."""

import asyncio
import resource
from datetime import UTC, datetime, timedelta
from errno import EFBIG
from hashlib import sha256
from pathlib import Path

import pytest

from local.ports import LOOPBACK, draw
from store.files import ASIDE_FOR, ContentLost, StoreAway, forgotten, in_folder, kept
from tests.store.bucket import NAME, Bucket
from tests.store.places import DAY, NOW, Folder, InBucket, Place, aside, place, served_bucket

__all__ = ["place", "served_bucket"]

WEEK = NOW - 7 * DAY
CONTENT = b"What somebody sent"
DIGEST = sha256(CONTENT).hexdigest()


def lost(place: Place, digest: str) -> str:
    with pytest.raises(ContentLost) as said:
        place.contents.read(digest)
    assert said.value.sha256 == digest
    return said.value.why


def test_a_content_is_written_once_and_read_as_it_was_u5(place: Place) -> None:
    assert place.contents.keep(CONTENT) == place.contents.keep(CONTENT) == DIGEST
    assert (place.names(), place.content(DIGEST)) == ({DIGEST}, CONTENT)
    assert place.contents.read(DIGEST) == CONTENT
    assert place.contents.is_write_once()
    assert place.contents.names() == [DIGEST]


def test_a_bucket_is_asked_to_leave_what_is_there_u5(served_bucket: Bucket) -> None:
    contents = InBucket(served_bucket).contents
    for _ in range(2):
        contents.keep(CONTENT)
    name = f"round/files/{DIGEST}"
    # The second time it is looked whether what is there is whole.
    assert served_bucket.asked == [("PUT", name, "*"), ("PUT", name, "*"), ("GET", name, "")]


def test_a_bucket_that_writes_over_what_is_there_is_found_out_u5(served_bucket: Bucket) -> None:
    served_bucket.overwrites = True
    assert not InBucket(served_bucket).contents.is_write_once()


async def test_many_may_keep_the_same_at_once_u5(place: Place) -> None:
    keeping = (asyncio.to_thread(place.contents.keep, CONTENT) for _ in range(8))
    assert set(await asyncio.gather(*keeping)) == {DIGEST}
    assert (place.names(), place.content(DIGEST)) == ({DIGEST}, CONTENT)


def test_what_is_missing_or_another_content_is_told_and_never_read_u5(place: Place) -> None:
    place.contents.keep(CONTENT)
    place.write(DIGEST, b"Something else")
    assert lost(place, DIGEST) == "damaged"
    place.remove(DIGEST)
    assert lost(place, DIGEST) == "missing"


def test_whoever_sends_it_again_mends_it_u5(place: Place) -> None:
    place.contents.keep(CONTENT)
    place.write(DIGEST, CONTENT[:5])
    assert place.contents.keep(CONTENT) == DIGEST
    assert place.contents.read(DIGEST) == CONTENT


def test_what_is_old_is_told_page_by_page_u10(place: Place) -> None:
    digests = [place.contents.keep(b"%d" % n) for n in range(7)]
    for digest in digests[2:]:
        place.age(digest, 9)
    place.write("README", b"x")
    place.age("README", 9)
    assert place.contents.older(WEEK) == sorted(digests[2:])
    assert place.contents.names() == sorted(digests)


def test_what_was_set_aside_can_be_read_until_it_goes_u10(place: Place) -> None:
    place.contents.keep(CONTENT)
    place.age(DIGEST, 9)
    place.contents.set_aside([DIGEST, "0" * 64])
    assert place.names() == {aside(DIGEST)}
    assert (place.contents.read(DIGEST), place.contents.names()) == (CONTENT, [])
    assert place.contents.there() == {DIGEST}
    # Its hour begins when it is set aside, however old it is.
    assert place.contents.aside(datetime.now(UTC) - ASIDE_FOR) == []
    place.age(aside(DIGEST), 1)
    assert place.contents.aside(datetime.now(UTC) - ASIDE_FOR) == [DIGEST]
    place.contents.settle(DIGEST, named=False)
    assert (place.names(), lost(place, DIGEST)) == (set(), "missing")


def test_what_was_named_meanwhile_comes_back_u5_u10(place: Place) -> None:
    place.contents.keep(CONTENT)
    place.contents.set_aside([DIGEST])
    place.contents.settle(DIGEST, named=True)
    assert (place.names(), place.content(DIGEST)) == ({DIGEST}, CONTENT)


def test_what_was_kept_again_meanwhile_stays_u5_u10(place: Place) -> None:
    place.contents.keep(CONTENT)
    place.contents.set_aside([DIGEST])
    place.contents.keep(CONTENT)
    place.contents.settle(DIGEST, named=False)
    assert (place.names(), place.content(DIGEST)) == ({DIGEST}, CONTENT)


def test_what_a_crash_left_in_a_folder_is_removed_when_it_is_old_u10(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.contents.keep(CONTENT)
    for name, days in ((f"{DIGEST}#1", 9.0), (f"{DIGEST}#2", 0.1)):
        folder.write(name, b"x")
        folder.age(name, days)
    assert folder.contents.older(WEEK) == []
    assert folder.names() == {DIGEST, f"{DIGEST}#2"}


def test_a_folder_is_made_when_something_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    contents = in_folder(tmp_path / "files")
    assert (contents.names(), contents.older(NOW), contents.there()) == ([], [], set())
    assert not (tmp_path / "files").exists()
    contents.keep(CONTENT)
    modes = [path.stat().st_mode & 0o777 for path in (tmp_path / "files", tmp_path / "files" / DIGEST)]
    assert modes == [0o700, 0o600]


def test_a_content_is_on_the_disk_with_its_name_before_it_is_kept_k4(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    synced: list[str] = []

    def opening(path: Path, _flags: int) -> int:
        opened.append(path.name)
        return 100_000 + len(opened)

    monkeypatch.setattr("os.open", opening)
    monkeypatch.setattr("os.fsync", lambda number: synced.append(opened[number - 100_001]))
    monkeypatch.setattr("os.close", lambda _: None)
    contents = in_folder(tmp_path / "files")
    for _ in range(2):
        contents.keep(CONTENT)
    # Also for whoever finds it there: the first may not have got so far.
    assert synced == [DIGEST, "files"] * 2


def test_a_folder_that_takes_no_more_says_why(tmp_path: Path) -> None:
    contents = in_folder(tmp_path)
    contents.keep(CONTENT)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        with pytest.raises(OSError, match="File too large") as said:
            contents.keep(bytes(20_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (type(said.value), said.value.errno) == (OSError, EFBIG)
    assert contents.names() == [DIGEST]


def test_a_store_that_does_not_answer_says_so_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, served_bucket: Bucket
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT", f"http://{LOOPBACK}:{draw(1)[0]}")
    contents = kept(f"s3://{NAME}", tmp_path)
    for ask in (
        contents.probe,
        contents.names,
        lambda: contents.keep(CONTENT),
        lambda: contents.read(DIGEST),
    ):
        with pytest.raises(StoreAway):
            ask()
    assert served_bucket.asked == []


def test_a_file_url_is_a_folder_and_none_is_that_of_the_data(tmp_path: Path) -> None:
    kept(f"file://{tmp_path}/some%20where", tmp_path).keep(CONTENT)
    kept("", tmp_path / "data").keep(CONTENT)
    for folder in ("some where", "data/files"):
        assert (tmp_path / folder / DIGEST).read_bytes() == CONTENT


def test_what_is_only_foreseen_is_kept_nowhere() -> None:
    contents = forgotten()
    assert contents.read(contents.keep(CONTENT)) == CONTENT
    assert forgotten().names() == []


def test_what_is_set_aside_stays_longer_than_anybody_takes_to_name_it() -> None:
    assert timedelta(minutes=10) < ASIDE_FOR < DAY
