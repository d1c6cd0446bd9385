"""What an accepted submission changes in the round, and what must follow in the world."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from rounds.clock import extensions, moves, timers
from rounds.interventions import interventions
from rounds.methodology.model import REVIEW
from rounds.state import people
from rounds.state.effects import Close, Effect, Open, Remind, Report, Seated, Take, Tell
from rounds.state.round import Assignment, Moment, Round, Seat
from rounds.steps import assessment, conflicts, panel, visit
from rounds.submissions.assessment import AgreeFramework, ProposeFramework
from rounds.submissions.envelope import STEERING, Receipt, Sent
from rounds.submissions.interventions import DecideExtension, MendAddress
from rounds.submissions.panel import (
    AddCandidate,
    AgreeCandidate,
    AgreePanel,
    AnswerInvitation,
    NameStates,
    ProposePanel,
    ReviewConflict,
)
from rounds.submissions.questions import SendQuestionnaire
from rounds.submissions.report import ConsolidateReport, ReviseReport
from rounds.submissions.request import CompleteRequest, ExamineRequest
from rounds.submissions.visit import ReadyVisit, SetAgenda

ARRANGEMENTS = ("set_agenda:1", "arrange_international:1", "arrange_local:1")
"""What must be complete before the visit begins (V1, V2), as far as the methodology asks for it."""


def arrangements(round: Round) -> tuple[str, ...]:
    """The keys of what must be complete before this round's visit begins (V1, V2)."""
    return tuple(key for key in ARRANGEMENTS if round.methodology.asks(key.partition(":")[0]))


def take(round: Round, sent: Sent, now: datetime) -> Receipt:
    """Change the round as a submission says that `rounds.rules.check` let pass; taken once."""
    receipt = Receipt(id=sent.id, key=sent.key, at=now)
    round.handled[sent.id] = receipt
    kind = sent.body.kind
    round.pending.append(
        Take(submission=sent.id, key=sent.key, subject=kind, by=sent.by, officer=sent.officer)
    )
    if kind in STEERING:
        round.pending.extend(interventions.apply(round, sent, now))
    else:
        a = round.assignments[sent.key]
        follow = FOLLOW.get(type(sent.body), _nothing_more)
        round.pending.extend([*_fulfil(round, a, sent), *follow(round, sent, sent.body, now)])
    round.pending.extend(extensions.needless(round))
    return receipt


def opening(round: Round, a: Assignment, again: bool = False) -> Open:
    """The effect that opens an assignment, or passes it to new holders."""
    return Open(
        key=a.key,
        rule=round.rule(a),
        role=a.role,
        holders=a.holders,
        visit_starts=round.visit.starts if round.visit else None,
        visit_ends=round.visit.ends if round.visit else None,
        lead=round.methodology.limits.visit_lead,
        version=a.version,
        sha256=a.sha256,
        again=again,
        paused=a.paused is not None,
    )


def close(round: Round, a: Assignment, state: Any) -> Close:
    """End an assignment that nobody answered."""
    round.assignments[a.key] = replace(a, state=state)
    return Close(key=a.key, state=state, links_live=state == "lingering")


def silence(round: Round, a: Assignment, moment: Moment) -> list[Effect]:
    """What happens when a time limit passes and nobody has spoken."""
    rule = round.rule(a)
    if moment.what in ("freeze", "end"):
        ended = close(round, a, "frozen" if moment.what == "freeze" else "expired")
        return [ended, *extensions.needless(round)]
    overdue = replace(a, overdue=True)
    if rule.silence == "next":
        return [close(round, overdue, "lingering"), *extensions.needless(round)]
    return [moves.escalated(round, overdue)]


def reminded(round: Round, a: Assignment, moment: Moment) -> list[Effect]:
    """A reminder; a monthly one goes also to whoever knows of the delay, and tells the next of the chain."""
    round.assignments[a.key] = a
    if moment.what == "reminder":
        return [Remind(key=a.key, holders=a.holders)]
    reminder = Remind(key=a.key, holders=a.holders, also=moves.reached(round, a))
    further = moves.escalated(round, a)
    return [reminder, further] if further.to else [reminder]


def _fulfil(round: Round, a: Assignment, sent: Sent) -> list[Effect]:
    declined = isinstance(sent.body, AnswerInvitation) and sent.body.choice == "decline"
    state: Any = "lingering" if declined else "fulfilled"
    answer: Any = sent.body
    round.assignments[a.key] = replace(a, state=state, answer=answer)
    return [Close(key=a.key, state=state, submission=sent.id, links_live=declined)]


def _nothing_more(_: Round, __: Sent, ___: Any, ____: datetime) -> list[Effect]:
    return []


def _note(round: Round, sent: Sent, body: CompleteRequest, _: datetime) -> list[Effect]:
    round.note, round.stage = sent.id, body.stage
    return []


def _examined(round: Round, _: Sent, body: ExamineRequest, __: datetime) -> list[Effect]:
    if body.choice == "return":
        round.note = ""
    return []


def _framework_agreed(round: Round, sent: Sent, body: AgreeFramework, _: datetime) -> list[Effect]:
    """D4: the dimensions are agreed and recorded on the round."""
    proposal = round.assignments[f"propose_framework:{people.proposal_number(sent.key)}"].answer
    if body.choice == "agree" and isinstance(proposal, ProposeFramework):
        round.framework = assessment.dimensions(proposal)
    return []


def _states_named(round: Round, _: Sent, body: NameStates, __: datetime) -> list[Effect]:
    round.states = body.states
    return []


def _proposed(round: Round, sent: Sent, body: ProposePanel | AddCandidate, _: datetime) -> list[Effect]:
    new = {p.id: p.country for p in people.brought(sent.key, body)}
    round.countries = {**round.countries, **new}
    return []


def _agreed(round: Round, sent: Sent, body: AgreePanel, _: datetime) -> list[Effect]:
    """P1: the panel is formed jointly; only now are there seats."""
    key = f"propose_panel:{people.proposal_number(sent.key)}"
    proposal = round.assignments[key].answer
    if body.choice == "agree" and isinstance(proposal, ProposePanel):
        round.seats = panel.proposed_seats(key, proposal)
        coordinators = panel.coordinators(key, proposal)
        round.roles = {**round.roles, "coordinator": coordinators, "lead_coordinator": coordinators[:1]}
    return []


def _candidate_agreed(round: Round, sent: Sent, body: AgreeCandidate, _: datetime) -> list[Effect]:
    """P8: an added candidate whom the beneficiary agrees is the last of the shortlist."""
    if body.choice == "agree":
        seat = round.seats[int(people.proposal_number(sent.key).partition(".")[0])]
        added = people.added_id(sent.key)
        round.seats[seat.number] = replace(seat, shortlist=(*seat.shortlist, added))
    return []


def _answered(round: Round, sent: Sent, body: AnswerInvitation, now: datetime) -> list[Effect]:
    """P6, P8: the first acceptance takes the seat; a declared conflict of interest is reviewed before."""
    if body.choice == "decline":
        return []
    if conflicts.is_reviewed(round, body):
        return [_review(round, sent.by, now)]
    return _seated(round, sent.by, now)


def _review(round: Round, candidate: str, now: datetime) -> Open:
    """P6: open from this moment on, so that nobody else is invited meanwhile."""
    role = round.methodology.rule(REVIEW).owner
    a = Assignment(
        key=conflicts.key(candidate),
        kind=REVIEW,
        role=role,
        holders=round.holders(role),
        opened=now,
        paused=now if round.paused else None,
    )
    round.assignments[a.key] = a
    return opening(round, a)


def _reviewed(round: Round, sent: Sent, body: ReviewConflict, now: datetime) -> list[Effect]:
    """P6: cleared, they are seated as by any acceptance; excluded, they are told, and the next is invited."""
    candidate = conflicts.candidate(sent.key)
    if body.choice == "clear":
        return _seated(round, candidate, now)
    return [Tell(what="conflict_excluded", people=(candidate,), key=sent.key)]


def _seated(round: Round, candidate: str, now: datetime) -> list[Effect]:
    """P8: what was still open for the seat ends, the invitations of those under review too."""
    seat = panel.seat_of(round, candidate)
    reviewed = set(round.under_review())
    round.seats[seat.number] = replace(seat, holder=candidate)
    round.roles = {**round.roles, seat.role: (candidate,)}
    still = [a for a in round.assignments.values() if a.takes or reviewed.intersection(a.holders)]
    rest = [a for a in still if _about(a, seat)]
    waiting = [a for a in round.assignments.values() if a.awaited and a.role == seat.role]
    return [
        Seated(seat=seat.number, participant=candidate),
        *(close(round, a, "closed") for a in rest),
        *(hand_on(round, a, (candidate,), now) for a in waiting),
        *visit.joined(round, candidate),
    ]


def _about(a: Assignment, seat: Seat) -> bool:
    if a.kind == "answer_invitation":
        return panel.stands(seat, a.holders[0])
    if a.kind == REVIEW:
        return panel.stands(seat, conflicts.candidate(a.key))
    return a.key.startswith((f"add_candidate:{seat.number}.", f"agree_candidate:{seat.number}."))


def hand_on(round: Round, a: Assignment, holders: tuple[str, ...], now: datetime) -> Open:
    """Pass an open assignment to whoever holds its role now."""
    round.assignments[a.key] = timers.reopened(a, holders, now, round.paused)
    return opening(round, round.assignments[a.key], again=True)


def _sent_on(round: Round, _: Sent, __: SendQuestionnaire, ___: datetime) -> list[Effect]:
    """D3: questions that are still with their author come too late for the questionnaire."""
    rest = [a for a in round.open_assignments() if a.kind == "write_questions"]
    return [close(round, a, "closed") for a in rest]


def _version(round: Round, sent: Sent, _: Any, __: datetime) -> list[Effect]:
    """W4: every version is kept; the new one is in force."""
    round.version += 1
    round.sha256 = sent.sha256
    return [Report(version=round.version, sha256=sent.sha256, submission=sent.id)]


def _readied(round: Round, _: Sent, body: ReadyVisit, now: datetime) -> list[Effect]:
    """V1, V2: begin without what is missing, or move the dates and all that hangs on them."""
    rest = [a for key in arrangements(round) if (a := round.assignments[key]).awaited]
    assert round.visit
    if body.choice == "begin":
        round.visit = replace(round.visit, missed=False)
        return [close(round, a, "waived") for a in rest]
    assert body.starts
    assert body.ends
    round.visit = replace(
        round.visit,
        starts=body.starts,
        ends=body.ends,
        number=round.visit.number + 1,
        opens=None,
        closes=None,
        freezes=None,
        missed=False,
    )
    effects: list[Effect] = [visit.scheduled(round, round.visit)]
    for a in rest:
        round.assignments[a.key] = timers.reopened(a, a.holders, now, round.paused)
        effects.append(opening(round, round.assignments[a.key]))
    return effects


def _agenda_set(round: Round, sent: Sent, _: SetAgenda, __: datetime) -> list[Effect]:
    """V1, V9: the panel is told the agenda, and that nobody is there to present their own country."""
    return [Tell(what="agenda_set", people=visit.panel(round), key=sent.key)]


def _mended(round: Round, sent: Sent, _: MendAddress, __: datetime) -> list[Effect]:
    participant = people.proposal_number(sent.key).partition(":")[0]
    return interventions.readdressed(round, participant, sent.id)


FOLLOW: dict[type, Callable[[Round, Sent, Any, datetime], list[Effect]]] = {
    CompleteRequest: _note,
    ExamineRequest: _examined,
    AgreeFramework: _framework_agreed,
    NameStates: _states_named,
    ProposePanel: _proposed,
    AddCandidate: _proposed,
    AgreePanel: _agreed,
    AgreeCandidate: _candidate_agreed,
    AnswerInvitation: _answered,
    ReviewConflict: _reviewed,
    SendQuestionnaire: _sent_on,
    ConsolidateReport: _version,
    ReviseReport: _version,
    SetAgenda: _agenda_set,
    ReadyVisit: _readied,
    MendAddress: _mended,
    DecideExtension: extensions.decided,
}
"""What an answer changes beyond its own assignment."""
