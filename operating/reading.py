"""Whether this code can read what every open round has kept."""

from pydantic import ValidationError

from adapters import adapter
from rounds import schemas
from rounds.state.round import Round
from store.reads.states import Kept

_ROUND = adapter(Round)


class Unreadable(Exception):
    """This code cannot read the state of a round; the text names the round and the field."""


def as_round(kept: Kept) -> Round:
    """A round as it was last kept, under the methodology pinned to it.

    Raises: Unreadable.
    """
    try:
        rules = schemas.upcast_methodology(kept.rules)
        state = schemas.upcast({**kept.state, schemas.SCHEMA: kept.schema})
        round: Round = _ROUND.validate_python({**state, "methodology": rules})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(map(str, first["loc"]))
        raise Unreadable(f"{kept.round_id}: {field}: {first['msg'].lower()}") from None
    except schemas.NewerSchema as error:
        raise Unreadable(f"{kept.round_id}: {schemas.SCHEMA}: {error}") from None
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        # An upcaster that does not fit what was kept.
        raise Unreadable(f"{kept.round_id}: an upcaster raises {type(error).__name__} ({error})") from error
    return round
