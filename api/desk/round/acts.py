"""Every act on a round, where it is offered, and with what the round is asked whether it may be done.

The desk decides nothing: an act is offered unless the round's own rule refuses it whatever is typed, which is
asked with a stand-in for what an officer would type. A refusal that names a field is about what is typed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from api.officers.in_place import FILED
from rounds.interventions import revising
from rounds.registry import KINDS
from rounds.state.case import Case
from rounds.state.round import Round
from rounds.steps import publication
from rounds.steps.clarifying import CLEAR
from rounds.steps.publication import APPROVED
from rounds.submissions import changes
from rounds.submissions import interventions as i
from rounds.submissions.envelope import Sent
from rounds.submissions.fields import facts
from rounds.submissions.papers import AddPapers
from rounds.submissions.people import Contact
from rounds.submissions.questions import AddQuestions
from rounds.submissions.refusals import Refusal
from rounds.submissions.report import AskTranslations
from rounds.submissions.visit import AddFindings, WithdrawFinding
from store.reads.rounds import Someone

REASON = "-"
UNSTUCK = ("retry_batch", "skip_batch", "withdraw")
"""What may be done to a round that cannot write."""
SOMEBODY = Contact(name=REASON, email=REASON, language="en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act: where it is offered, and which field its address fills in.

    `at`: round, assignment, person, letter, paper, visit, report. `filed`: it is somebody's own, and an
    officer files it for them. `needs`: kinds of assignment of which one was fulfilled;
    `holds`: what of the round's state must not be empty.
    """

    kind: str
    at: str
    fills: str = ""
    probe: Any = None
    filed: bool = False
    needs: tuple[str, ...] = ()
    holds: str = ""


ACTS = (
    Act(kind="extend", at="assignment", probe=i.Extend(due=date(2000, 1, 1), reason=REASON)),
    Act(kind="pause", at="assignment", probe=i.Pause(reason=REASON)),
    Act(kind="resume", at="assignment", probe=i.Resume()),
    Act(kind="waive", at="assignment", probe=i.Waive(reason=REASON)),
    Act(kind="delegate", at="assignment", probe=i.Delegate(delegate=SOMEBODY)),
    Act(kind="end_delegation", at="assignment", probe=i.EndDelegation(participant="")),
    Act(kind="correct_address", at="person", fills="participant"),
    Act(kind="replace_person", at="person", fills="participant"),
    Act(kind="leave_panel", at="person", probe=i.LeavePanel(reason=REASON), filed=True),
    Act(kind="send_again", at="letter", fills="letter"),
    Act(kind="withdraw_paper", at="paper", fills="paper"),
    Act(kind="pause", at="round", probe=i.Pause(reason=REASON)),
    Act(kind="resume", at="round", probe=i.Resume()),
    Act(kind="send_back", at="round", probe=i.SendBack(about="", comment=REASON), needs=tuple(CLEAR)),
    Act(kind="add_questions", at="round", probe=AddQuestions(questions=(REASON,))),
    Act(kind="add_papers", at="round", probe=AddPapers(papers=(), audience="")),
    Act(kind="record_lessons", at="round", probe=i.RecordLessons(lessons=(REASON,))),
    Act(kind="retry_batch", at="round", probe=i.RetryBatch()),
    Act(kind="skip_batch", at="round", probe=i.SkipBatch(reason=REASON)),
    Act(kind="withdraw", at="round", probe=i.Withdraw()),
    Act(kind="revise_agenda", at="visit", probe=changes.ReviseAgenda(sessions=())),
    Act(kind="revise_international", at="visit", probe=changes.ReviseInternational(items=())),
    Act(kind="revise_local", at="visit", probe=changes.ReviseLocal(items=())),
    Act(kind="move_visit", at="visit", probe=changes.MoveVisit(reason=REASON)),
    Act(kind="decide_move", at="visit", probe=changes.DecideMove(choice="move", reason=REASON)),
    Act(kind="add_findings", at="visit", probe=AddFindings(found=())),
    Act(kind="withdraw_finding", at="visit", probe=WithdrawFinding(finding=""), holds="findings"),
    Act(kind="ask_translations", at="report", probe=AskTranslations(languages=())),
    Act(kind="authorise_publication", at="report", filed=True),
    Act(kind="withdraw_publication", at="report", filed=True),
)
"""All but answers, which are offered at what they answer."""
BY_KIND: Mapping[str, Act] = {act.kind: act for act in ACTS}
ANSWERS = frozenset(kind for kind in FILED if kind not in BY_KIND)
"""The kinds of assignment: each is answered at its own place, by whoever owns it or for them in writing."""
KNOWN = frozenset((*BY_KIND, *ANSWERS))
"""Every kind that the desk can send."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An act that may be done now, with all that its address says."""

    kind: str
    address: str


def address(round_id: str, kind: str, key: str = "", by: str = "", about: str = "") -> str:
    """Where an act is done: `by` whom it is, `about` whom or what."""
    named = {"key": key, "by": by, "about": about}
    query = urlencode({name: value for name, value in named.items() if value})
    return f"/desk/rounds/{round_id}/do/{kind}" + (f"?{query}" if query else "")


def own_beside(people: Iterable[Someone], kind: str, person_id: str) -> str:
    """As whom an officer may answer what somebody else is asked; empty where they may not."""
    mine = (x.participant for x in people if x.participant.state == "active" and x.person.id == person_id)
    return next((who.id for who in mine if who.role in KINDS[kind].beside), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """What is offered of a round as it is kept, to this officer; `stuck`: it cannot write."""

    round_id: str
    state: Round | None
    officer: str
    stuck: bool = False

    def of(self, at: str, key: str = "", by: str = "", about: str = "") -> tuple[Offer, ...]:
        """The acts of one place."""
        return tuple(self._offers(at, key, by, about))

    def _offers(self, at: str, key: str, by: str, about: str) -> Iterator[Offer]:
        for act in ACTS:
            if act.at != at:
                continue
            asked = key or revising.key_of(act.kind)
            who = by or self._approver(act)
            if self._may(act, asked, who, about):
                kept = who if act.filed else ""
                yield Offer(kind=act.kind, address=address(self.round_id, act.kind, asked, kept, about))

    def _approver(self, act: Act) -> str:
        held = self.state.holders("approver") if self.state and act.kind in publication.MAY else ()
        return held[0] if held else ""

    def _may(self, act: Act, key: str, by: str, about: str) -> bool:
        if self.stuck and act.kind in UNSTUCK:
            # What is parked is known to the round alone: it is not in what is kept of it.
            return True
        if self.state is None:
            return False
        if act.kind in publication.MAY:
            return bool(by) and act.kind in publication.offered(self.state, by)
        if not self._lives(act) or not self._has(act):
            return False
        if act.fills == "participant":
            return about in self.state.everyone()
        return act.probe is None or self._lets(act, key, by)

    def _lives(self, act: Act) -> bool:
        assert self.state
        row = KINDS[act.kind]
        over = bool(self.state.outcome or self.state.withdrawn)
        later = row.after and self.state.outcome in APPROVED and self.state.publishing
        return not over or row.when_over or later

    def _has(self, act: Act) -> bool:
        assert self.state
        done = {a.kind for a in self.state.assignments.values() if a.state == "fulfilled"}
        held = not act.holds or bool(getattr(self.state, act.holds))
        return held and (not act.needs or not done.isdisjoint(act.needs))

    def _lets(self, act: Act, key: str, by: str) -> bool:
        """Whether the round's rule refuses nothing but what the stand-in says."""
        assert self.state
        sent = Sent(id=REASON, key=key, by=by, sha256="", body=facts(act.probe), officer=self.officer)
        case: Case[Any] = Case(round=self.state, sent=sent, now=datetime.now(UTC))
        try:
            KINDS[act.kind].check(case)
        except Refusal as refusal:
            return bool(refusal.field)
        return True
