"""Whether a round can take a submission: asked, and tried, before it is taken."""

from datetime import datetime

from rounds import accepting, rules
from rounds.state import keeping, status
from rounds.state.effects import Refuse
from rounds.state.round import Round
from rounds.submissions.envelope import Sent
from rounds.submissions.refusals import NotOpen


def trial(round: Round, sent: Sent, now: datetime) -> None:
    """Ask the rule, then do on a copy all that taking it does: what passes can be taken without a fault.

    Raises: Refusal; whatever else comes out is a fault of the rules, and the sender has no part in it.
    """
    if any(isinstance(effect, Refuse) and effect.submission == sent.id for effect in round.pending):
        # Its sender is being told that it was refused.
        raise NotOpen
    rules.check(round, sent, now)
    tried = round.copied()
    accepting.take(tried, sent, now)
    status.activity(tried, tried.pending)
    status.details(tried)
    keeping.changes(round, tried)
