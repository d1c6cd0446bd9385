"""What is refused of a program's call, whatever it is about: its key, its Idempotency-Key."""

from rounds.submissions.refusals import Refusal


class KeyMayNot(Refusal):
    """The key was made for less: it may read, and not act."""

    code = "key_may_not"


class KeyUsedBefore(Refusal):
    """Another request was sent under this Idempotency-Key."""

    code = "idempotency_key_used"


class StillUnderWay(Refusal):
    """The first request under this Idempotency-Key is not answered yet."""

    code = "still_under_way"
    conflict = True
