"""What is kept of a round with each batch: its state, and what the batch gave back."""

from typing import Any

from pydantic_core import from_json, to_json
from temporalio.exceptions import ApplicationError

from activities.unit_of_work import UnitOfWork
from adapters import adapter
from rounds.learning import learn, teaches
from rounds.state import keeping
from rounds.state.batches import Batch, Written
from rounds.state.round import Round
from store import tables
from store.round_state import RoundState

LATE = "late"
"""The type of the error of a batch that another one has overtaken."""
AHEAD = "ahead"
"""The type of the error of a batch before which one is missing."""

_ROUND = adapter(Round)
_WRITTEN = adapter(Written)


def check_next(kept: RoundState | None, batch: Batch) -> None:
    """A batch is written after the one before it, and no other.

    Raises: ApplicationError `ahead`, not to be tried again: the round's state is not that of its database.
    """
    if kept and batch.serial != kept.serial + 1:
        raise ApplicationError(f"{kept.serial} before {batch.serial}", type=AHEAD, non_retryable=True)


def again(kept: RoundState, batch: Batch) -> Written:
    """What the last batch gave back, for another attempt at it.

    Raises: ApplicationError `late` for an attempt at an older one, not to be tried again.
    """
    if batch.serial < kept.serial:
        raise ApplicationError(f"{batch.serial} after {kept.serial}", type=LATE, non_retryable=True)
    written: Written = _WRITTEN.validate_json(kept.written)
    return written


async def after(work: UnitOfWork, kept: RoundState | None, written: Written) -> RoundState:
    """The row that says where the round stands once this batch is written."""
    batch = work.batch
    before: dict[str, Any] = from_json(kept.state) if kept and not batch.whole else {}
    state = keeping.merged(before, batch.state)
    learns = teaches(written, len(state.get("handled", ())))
    if learns and await work.s.get(tables.Round, batch.round) is not None:
        round_ = _ROUND.validate_python({**state, "methodology": await work.rules()})
        learn(round_, written)
        state = keeping.kept(round_)
    return RoundState(
        round_id=batch.round,
        serial=batch.serial,
        schema_=state.get("schema", 1),
        state=_text(state),
        written=_text(keeping.plain(written)),
    )


def _text(plain: Any) -> str:
    return str(to_json(plain), "utf-8")
