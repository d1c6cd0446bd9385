"""What a reader may add besides what is asked of them: findings, questions, a comment (D2, D4, V6)."""

from datetime import UTC, datetime

from api.links.tasks.prepared import Prepared
from rounds.state.round import Round
from rounds.steps import additions, assessment, findings, taking_back
from rounds.submissions.refusals import Refusal, refusal
from store.reads.visit import VisitRead
from store.tables import Round as RoundRow
from templates import found
from templates.forms import Asking
from templates.words import Words

KINDS = ("add_findings", "withdraw_finding", "add_questions", "comment_framework")


def now_of(row: RoundRow) -> datetime:
    """The time by which a rule is asked: the round's own may be ahead of the wall clock's."""
    return max(datetime.now(UTC), row.changed_at)


def why_not(round: Round, by: str, now: datetime) -> dict[str, Refusal | None]:
    """What stands in the way of each, for this participant now; None: nothing."""
    roles = round.roles_of(by)
    return {
        "add_findings": refusal(findings.check_may_add, findings.recording(round, now), by in round.panel()),
        "withdraw_finding": refusal(
            taking_back.check_may, findings.recording(round, now).complete, taking_back.own(round, by)
        ),
        "add_questions": refusal(additions.check_may_add, additions.adding(round, now), roles),
        "comment_framework": refusal(assessment.check_may_comment, bool(round.framework), roles),
    }


def offered(round: Round, by: str, now: datetime) -> tuple[str, ...]:
    """What this participant may add now."""
    return tuple(kind for kind, why in why_not(round, by, now).items() if why is None)


def findings_form(words: Words, round: Round, read: VisitRead, now: datetime) -> Prepared:
    """A row for each finding, of one of the meetings that took place (V6)."""
    first = read.event.starts if read.event else None
    sessions = read.agenda.sessions if read.agenda else ()
    held = findings.recording(round, now).held
    known = findings.of_agenda(round.methodology, sessions)
    options = [option for option in found.meetings(words, first, known) if option[0] in held]
    return Prepared(
        asking=Asking(options={"meeting": options}, least={"found": 1}, needed=frozenset({"meeting"}))
    )
