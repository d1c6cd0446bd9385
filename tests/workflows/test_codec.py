"""The codec of payloads (N1): what it encrypts, what it reads, and what it says of what it cannot read."""

from collections.abc import Callable
from typing import Any

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.converter import DataConverter
from temporalio.exceptions import ApplicationError

from rounds.state.status import Shown
from workflows.codec import ENCRYPTED, Altered, Codec, UnknownKey, converter_of
from workflows.converter import converter

OLD, NEW, OTHER = b"o" * 32, b"n" * 32, b"x" * 32
BEFORE, AFTER = {"2025": OLD}, {"2026": NEW, "2025": OLD}
TEXT = "Somebody, of the Ministry of Social Development"


async def one(of: DataConverter, value: Any) -> Payload:
    """A value as it goes to Temporal."""
    (payload,) = await of.encode([value])
    return payload


@pytest.mark.parametrize("value", [TEXT, "", None, b"\x00\xff", 7, ["a", 1], {"name": TEXT}, "x" * 2_000_000])
async def test_n1_whatever_goes_comes_back_and_nothing_of_it_is_seen_on_the_way(value: Any) -> None:
    sent = await one(converter_of(AFTER), value)
    assert dict(sent.metadata) == {"encoding": b"binary/encrypted", "encryption-key-id": b"2026"}
    plain = (await converter.encode([value]))[0].data
    assert len(plain) < 4 or plain not in sent.data
    assert await converter_of(AFTER).decode([sent]) == [value]


async def test_n1_the_same_encrypted_twice_is_seen_to_be_the_same_by_nobody() -> None:
    first, second = [await one(converter_of(AFTER), TEXT) for _ in range(2)]
    assert first.data != second.data


async def test_n1_the_newest_key_encrypts_and_all_that_are_kept_decrypt() -> None:
    older = await one(converter_of(BEFORE), TEXT)
    assert older.metadata["encryption-key-id"] == b"2025"
    assert await converter_of(AFTER).decode([older]) == [TEXT]
    # A program that is told of the new key behind the old one reads what the others write already.
    newer = await one(converter_of(AFTER), TEXT)
    assert await converter_of({"2025": OLD, "2026": NEW}).decode([newer]) == [TEXT]


async def test_n1_a_key_that_is_not_there_is_named() -> None:
    sent = await one(converter_of(AFTER), TEXT)
    with pytest.raises(UnknownKey, match=r"with the key '2026', which is not among CODEC_KEYS: put it back"):
        await converter_of(BEFORE).decode([sent])


def cut(payload: Payload) -> None:
    payload.data = payload.data[:-1]


def changed(at: int) -> Callable[[Payload], None]:
    """One bit of a byte is another one."""

    def change(payload: Payload) -> None:
        data = bytearray(payload.data)
        data[at] ^= 1
        payload.data = bytes(data)

    return change


def renamed(payload: Payload) -> None:
    payload.metadata["encryption-key-id"] = b"2025"


def emptied(payload: Payload) -> None:
    payload.data = b""


ALTERATIONS = {
    "its nonce": changed(0),
    "its first byte": changed(12),
    "its last byte": changed(-1),
    "its end": cut,
    "all of it": emptied,
    "the id of its key": renamed,
}


@pytest.mark.parametrize("what", ALTERATIONS)
async def test_n1_what_was_altered_is_refused(what: str) -> None:
    sent = await one(converter_of(AFTER), TEXT)
    ALTERATIONS[what](sent)
    with pytest.raises(Altered, match=r"it was altered, or another key has this id in CODEC_KEYS") as said:
        await converter_of(AFTER).decode([sent])
    assert TEXT not in str(said.value)


async def test_n1_another_key_under_the_same_id_reads_nothing() -> None:
    sent = await one(converter_of(AFTER), TEXT)
    with pytest.raises(Altered, match="'2026'"):
        await converter_of({"2026": OTHER}).decode([sent])


async def test_n1_what_was_plain_before_there_were_keys_is_read_as_it_stands() -> None:
    before = await one(converter, {"name": TEXT})
    after = await one(converter_of(AFTER), 1)
    assert await converter_of(AFTER).decode([before, after]) == [{"name": TEXT}, 1]


async def test_n1_without_keys_all_is_as_it_was() -> None:
    assert converter_of({}) is converter
    assert dict((await one(converter, Shown("Deadline"))).metadata) == {"encoding": b"json/plain"}


async def test_n1_what_operators_read_stays_plain_and_is_not_marked() -> None:
    keyed = converter_of(AFTER)
    assert await one(keyed, Shown("Deadline")) == await one(converter, "Deadline")
    told = WorkflowMetadata(current_details="## A round")
    assert await one(keyed, told) == await one(converter, told)
    assert (await one(keyed, "Deadline")).metadata["encoding"] == ENCRYPTED


async def test_n1_words_and_details_of_a_failure_are_encrypted_its_kind_is_not() -> None:
    keyed, failure = converter_of(AFTER), Failure()
    try:
        try:
            raise ValueError(f"within {TEXT}")
        except ValueError as within:
            raise ApplicationError(f"of {TEXT}", {"name": TEXT}, type="NotOpen") from within
    except ApplicationError as error:
        await keyed.encode_failure(error, failure)
    written = failure.SerializeToString()
    assert TEXT.encode() not in written
    assert b"test_codec.py" not in written
    assert failure.application_failure_info.type == "NotOpen"
    read = await keyed.decode_failure(failure)
    assert isinstance(read, ApplicationError)
    assert (read.message, read.details, str(read.cause)) == (
        f"of {TEXT}",
        ({"name": TEXT},),
        f"ValueError: within {TEXT}",
    )


async def test_n1_a_codec_leaves_what_it_is_given_as_it_was() -> None:
    given = Payload(metadata={"encoding": b"json/plain"}, data=b'"a"')
    kept = Payload.FromString(given.SerializeToString())
    (sealed,) = await Codec(AFTER).encode([given])
    assert (given, sealed.metadata["encoding"]) == (kept, ENCRYPTED)
