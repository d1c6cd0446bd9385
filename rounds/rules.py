"""The one place where a submission is accepted or refused.

`check_body` needs nothing but the submission and is asked before anything is kept; `check` needs the
round, and is asked by the round itself. What they ask of each kind stands in its row (`rounds.registry`).
"""

from datetime import datetime
from typing import Any

from rounds.methodology.model import Methodology
from rounds.registry import KINDS
from rounds.state.case import BodyCase, Case
from rounds.state.kinds import Kind
from rounds.state.round import Round
from rounds.steps.publication import APPROVED
from rounds.submissions.envelope import Sent
from rounds.submissions.fields import check_texts
from rounds.submissions.refusals import (
    AlreadyAnswered,
    NotOpen,
    NotYours,
    OfficersOnly,
    OnlyInPerson,
    RoundIsOver,
    WrongKind,
    found,
    refuse,
)


def check_body(methodology: Methodology, country: str, body: Any) -> None:
    """Refuse all that is wrong in itself, at once; `country` is the beneficiary's.

    Raises: Refusal, with the field (dotted), and the others beside it.
    """
    case: BodyCase[Any] = BodyCase(methodology=methodology, country=country, body=body)
    refuse((*found(check_texts, body), *found(KINDS[body.kind].check_body, case)))


def check_language(by: str, officer: str) -> None:
    """Z3: the language belongs to the recipient; nobody chooses it for them.

    Raises: OnlyInPerson.
    """
    if officer or not by:
        raise OnlyInPerson


def is_early(round: Round, kind: str) -> bool:
    """Whether what comes after the round decides on it, and the round itself is still ending (X2)."""
    return round.outcome in APPROVED and KINDS[kind].after and not round.publishing


def check(round: Round, sent: Sent, now: datetime) -> None:
    """Refuse what this round cannot take now.

    Raises: Refusal.
    """
    kind = KINDS[sent.body.kind]
    over = bool(round.withdrawn or round.outcome)
    if over and not kind.when_over and not (kind.after and round.publishing):
        raise RoundIsOver
    check_body(round.methodology, round.country, sent.body)
    case: Case[Any] = Case(round=round, sent=sent, now=now)
    if kind.is_answer:
        _check_answer(case, kind)
    elif kind.officers_only and not sent.officer:
        raise OfficersOnly
    kind.check(case)


def _check_answer(case: Case[Any], kind: Kind) -> None:
    """Refuse an answer to what is not open, is another's, or must be given in person.

    Raises: NotOpen, AlreadyAnswered, NotYours, WrongKind, OnlyInPerson.
    """
    a = case.assignment
    if a.kind != case.body.kind:
        raise WrongKind(kind=a.kind)
    if not a.takes:
        raise AlreadyAnswered if a.answer else NotOpen
    beside = set(kind.beside).intersection(case.round.roles_of(case.sent.by))
    if case.sent.by not in a.holders and not beside:
        raise NotYours
    if case.sent.officer and case.round.rule(a).personal and not kind.in_writing:
        raise OnlyInPerson
