"""What an accepted submission changes in the round, and what must follow in the world."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from rounds.clock import extensions, silence
from rounds.registry import KINDS
from rounds.state import news
from rounds.state.case import Case
from rounds.state.effects import Close, Effect, Take, Tell
from rounds.state.kinds import Kind
from rounds.state.round import Round, State
from rounds.submissions.envelope import Receipt, Sent


def take(round: Round, sent: Sent, now: datetime) -> Receipt:
    """Change the round as a submission says that `rounds.rules.check` let pass; taken once."""
    receipt = Receipt(id=sent.id, key=sent.key, at=now)
    round.handled[sent.id] = receipt
    kind = KINDS[sent.body.kind]
    case: Case[Any] = Case(round=round, sent=sent, now=now)
    taken = Take(submission=sent.id, key=sent.key, subject=kind.name, by=sent.by, officer=sent.officer)
    round.pending.append(taken)
    if kind.is_answer:
        round.pending.append(_fulfilled(case, kind))
    round.pending.extend(kind.accept(case))
    round.pending.extend([*extensions.needless(round), *silence.needless(round), *_news(case, kind)])
    return receipt


def _news(case: Case[Any], kind: Kind) -> list[Tell]:
    """To whom the table names, what happened; to a delegate, or their owner, that the other did it."""
    done: list[Tell] = []
    if kind.is_answer:
        others = [p for p in case.assignment.holders if p != case.sent.by]
        done = news.of(case, "done_by_other", concerned=others)
    what = kind.news(case)
    known = [p for tell in done for p in tell.people]
    return [*done, *(news.of(case, what, besides=known) if what else [])]


def _fulfilled(case: Case[Any], kind: Kind) -> Effect:
    """The assignment has its answer; an invitation that was declined may still be accepted (P8)."""
    a, submission = case.assignment, case.sent.id
    lingers = bool(kind.lingers) and case.body.choice == kind.lingers
    state: State = "lingering" if lingers else "fulfilled"
    case.round.assignments[a.key] = replace(a, state=state, answer=case.body)
    return Close(key=a.key, state=state, submission=submission, links_live=lingers)
