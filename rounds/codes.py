"""Every refusal by its code: those of the rules, which stand beside them, and those of the doors."""

from collections.abc import Iterator

import rounds.registry  # noqa: F401 - whoever knows it knows every room of rules, with its refusals
from rounds.state import sides  # noqa: F401 - its refusals no rule raises, since rules see no addresses
from rounds.submissions import asking, calls, codes, documents, files, sheets  # noqa: F401 - of texts and files
from rounds.submissions.refusals import Refusal


def _all(of: type[Refusal]) -> Iterator[type[Refusal]]:
    yield of
    for kind in of.__subclasses__():
        yield from _all(kind)


CODES: dict[str, type[Refusal]] = {refusal.code: refusal for refusal in _all(Refusal)}


def from_code(code: str) -> type[Refusal] | None:
    """The class of a code; None for a code that no rule has."""
    return CODES.get(code)
