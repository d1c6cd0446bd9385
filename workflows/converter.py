"""The one data converter of clients and workers: pydantic's, with each type's adapter built once.

The stock converter builds an adapter for every payload of every workflow instance, which costs a worker a
third of its time. What equals its default is not written (see `rounds.state.keeping`), and the state of a
round that older code wrote becomes that of today before it is decoded.
"""

from dataclasses import is_dataclass, replace
from typing import Any

from pydantic_core import from_json, to_json
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter, pydantic_data_converter
from temporalio.converter import (
    CompositePayloadConverter,
    DefaultPayloadConverter,
    JSONPlainPayloadConverter,
)

from adapters import adapter
from rounds import schemas
from rounds.state.keeping import plain
from rounds.state.round import Round


class _JSON(PydanticJSONPlainPayloadConverter):
    def __init__(self) -> None:
        super().__init__()
        self._type_adapter = adapter

    def to_payload(self, value: Any) -> Payload | None:
        """Write our own models without what equals its default, and everything else as pydantic does."""
        return super().to_payload(plain(value) if is_dataclass(value) else value)

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        """Decode; a round's state is brought to the schema of this code first."""
        if type_hint is Round:
            payload = _of_today(payload)
        return super().from_payload(payload, type_hint)


def _of_today(payload: Payload) -> Payload:
    """Raises: NewerSchema, for what later code wrote."""
    state = from_json(payload.data)
    if schemas.schema_of(state) == schemas.current():
        return payload
    return Payload(metadata=payload.metadata, data=to_json(schemas.upcast(state)))


class Converter(CompositePayloadConverter):
    """JSON by pydantic; the other encodings as Temporal has them."""

    def __init__(self) -> None:
        """Take Temporal's own list, with its JSON replaced."""
        super().__init__(
            *(
                _JSON() if isinstance(c, JSONPlainPayloadConverter) else c
                for c in DefaultPayloadConverter.default_encoding_payload_converters
            )
        )


converter = replace(pydantic_data_converter, payload_converter_class=Converter)
