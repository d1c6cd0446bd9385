"""The code that is typed in beside an authorisation to publish, and why one is refused (L11).

Rules never see one: it belongs to no submission, and is checked and used up before that is kept.
"""

from datetime import timedelta

from rounds.submissions.refusals import Refusal

LASTS = timedelta(minutes=10)
TRIES = 5
"""How often a code may be typed in, the right time included."""
FIELD = "code"
"""What the page calls it."""


class CodeMissing(Refusal):
    """No code was typed in, or none was sent to whoever authorises (L11)."""

    code = "code_missing"


class CodeWrong(Refusal):
    """Another code was sent; it may be tried so many times more (L11)."""

    code = "code_wrong"


class CodeSpent(Refusal):
    """A wrong code was typed in too often: this one is good no more (L11)."""

    code = "code_spent"


class CodeExpired(Refusal):
    """The code was good for ten minutes (L11)."""

    code = "code_expired"


class CodeUsed(Refusal):
    """The code was good once (L11)."""

    code = "code_used"


class CodeOfAnother(Refusal):
    """The code was sent for another version of the report (L11)."""

    code = "code_of_another"


class TooManyCodes(Refusal):
    """So many codes were asked for just now that no further one is sent (L11, E7)."""

    code = "too_many_codes"
