"""Payloads encrypted on their way to Temporal: whoever holds its database reads nothing of them (N1).

AES-256-GCM by the newest key, whose id stands beside what it encrypted: so keys change, and what an older
one encrypted is read on. What was written before there were keys is plain, and is read as it stands.

Plain by intent is what operators read in the Temporal UI without any key: a workflow's current details, and
the summaries (`Shown`). Of search attributes, ids and headers the SDK encodes none.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from google.protobuf.message import DecodeError
from temporalio.api.common.v1 import Payload
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.converter import (
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    PayloadCodec,
)

from rounds.state.status import Shown
from workflows.converter import Converter, converter

Keys = Mapping[str, bytes]
"""Keys of 32 bytes by their ids, the newest first."""

ENCODING, KEY_ID, OF_TYPE = "encoding", "encryption-key-id", "messageType"
ENCRYPTED = b"binary/encrypted"
DETAILS = WorkflowMetadata.DESCRIPTOR.full_name.encode()
"""The type of the answer to the UI's own question for current details."""
SHOWN = "shown"
"""Marks a payload between converter and codec as one to leave plain; it never reaches the wire."""
NONCE = 12
"""Bytes, drawn anew for each payload; they stand before what is encrypted."""


class Unreadable(RuntimeError):
    """A payload cannot be decrypted; its words say why, and hold nothing of it."""


class UnknownKey(Unreadable):
    """It was encrypted with a key that is not among those that are set."""


class Altered(Unreadable):
    """It is not what was encrypted under the id of its key."""


class Codec(PayloadCodec):
    """Encrypts with the newest key, decrypts with whichever it was."""

    def __init__(self, keys: Keys) -> None:
        """Take one key or more, the newest first."""
        self._newest = next(iter(keys))
        self._ciphers = {id: AESGCM(key) for id, key in keys.items()}

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Encrypt each, but for what operators read."""
        return [_unmarked(p) if _is_plain(p) else self._sealed(p) for p in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Decrypt what is encrypted. Raises: UnknownKey, Altered."""
        return [self._opened(p) if p.metadata.get(ENCODING) == ENCRYPTED else p for p in payloads]

    def _sealed(self, payload: Payload) -> Payload:
        key_id, nonce = self._newest.encode(), os.urandom(NONCE)
        # The id is authenticated with the rest: nothing is taken for another key's.
        sealed = self._ciphers[self._newest].encrypt(nonce, payload.SerializeToString(), key_id)
        return Payload(metadata={ENCODING: ENCRYPTED, KEY_ID: key_id}, data=nonce + sealed)

    def _opened(self, payload: Payload) -> Payload:
        key_id = payload.metadata.get(KEY_ID, b"")
        named = key_id.decode(errors="replace")
        cipher = self._ciphers.get(named)
        if cipher is None:
            raise UnknownKey(
                f"a payload was encrypted with the key {named[:40]!r}, which is not among CODEC_KEYS: "
                "put it back behind the others"
            )
        try:
            plain = cipher.decrypt(payload.data[:NONCE], payload.data[NONCE:], key_id)
            return Payload.FromString(plain)
        except (InvalidTag, ValueError, DecodeError) as error:
            raise Altered(
                f"a payload is not what was encrypted with the key {named!r}: "
                "it was altered, or another key has this id in CODEC_KEYS"
            ) from error


def _is_plain(payload: Payload) -> bool:
    return SHOWN in payload.metadata or payload.metadata.get(OF_TYPE) == DETAILS


def _unmarked(payload: Payload) -> Payload:
    kept = {name: value for name, value in payload.metadata.items() if name != SHOWN}
    return Payload(metadata=kept, data=payload.data)


class _Marking(Converter):
    """Converts as ever, and says of words for operators that they are."""

    def to_payloads(self, values: Sequence[Any]) -> list[Payload]:
        payloads = super().to_payloads(values)
        for value, payload in zip(values, payloads, strict=True):
            if isinstance(value, Shown):
                payload.metadata[SHOWN] = b"true"
        return payloads


def converter_of(keys: Keys) -> DataConverter:
    """The data converter that encrypts with these keys, words of failures too; without any the plain one."""
    if not keys:
        return converter
    return replace(
        converter,
        payload_converter_class=_Marking,
        payload_codec=Codec(keys),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
