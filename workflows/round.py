"""The life of a round, one method a step, in the order that the methodology gives."""

import asyncio
import contextlib
from dataclasses import replace
from itertools import count

from temporalio import workflow
from temporalio.exceptions import WorkflowAlreadyStartedError

from workflows import names
from workflows.assignments import Assignments
from workflows.committer import Committer
from workflows.handing_on import HandingOnWorkflow
from workflows.lifecycle import Lifecycle
from workflows.listening import Listening
from workflows.seats import Seats
from workflows.translating import Translating
from workflows.visiting import Visiting

with workflow.unsafe.imports_passed_through():
    from rounds.state import news
    from rounds.state.effects import Begin
    from rounds.state.keys import Key
    from rounds.state.round import Outcome, Round
    from rounds.state.status import Shown, static_summary
    from rounds.steps import assessment, comments, request
    from rounds.submissions.panel import AgreePanel
    from rounds.submissions.publication import DecidePublication
    from rounds.submissions.report import ReviewReport
    from rounds.submissions.request import ConfirmNote, ExamineRequest


@workflow.defn(name=names.ROUND)
class RoundWorkflow(Listening):
    """One round of technical cooperation between peers, from request to outcome."""

    @workflow.init
    def __init__(self, round: Round) -> None:
        """Take up the round where it stands."""
        self.round = round
        self.committer = Committer(round)
        self.assignments = Assignments(round, self.committer)
        self.seats = Seats(round, self.assignments)
        self.visiting = Visiting(round, self.assignments, self.committer)
        self.translating = Translating(round, self.assignments)
        self.lifecycle = Lifecycle(round, self.committer)

    @workflow.run
    async def run(self, round: Round) -> Outcome:  # noqa: ARG002 - taken by the initialiser
        """Live the steps; beside them keep seats taken, addresses right, languages made, requests decided."""
        outcome = await self.lifecycle.live(
            self.walk,
            self.seats.keep,
            self.seats.review_conflicts,
            self.assignments.mend_addresses,
            self.assignments.clarify,
            self.assignments.ask_added,
            self.assignments.decide_extensions,
            self.assignments.decide_silence,
            self.visiting.moves,
            self.translating.keep,
        )
        if self.round.publishing:
            await self.publishing()
        return outcome

    async def publishing(self) -> None:
        """What comes after the round lives on its state, as its last batch left it (X1 X2)."""
        self.handing_on = True
        with contextlib.suppress(WorkflowAlreadyStartedError):
            await workflow.start_child_workflow(
                HandingOnWorkflow.run,
                self.round.id,
                id=names.publishing_id(self.round.id),
                parent_close_policy=workflow.ParentClosePolicy.ABANDON,
                static_summary=Shown(f"Publishing: {static_summary(self.round)}"),
            )

    async def walk(self) -> None:
        """The methodology's order, one step after the other."""
        self.begin()
        for step in self.round.methodology.steps:
            if step not in self.round.done and not self.round.outcome:
                if step == "visit":
                    await self.visiting.begins()
                if step != self.round.step:
                    self.round.step = step
                    self.committer.keep()
                await getattr(self, step)()
                self.round.done = (*self.round.done, step)
        self.round.outcome = self.round.outcome or "internal"

    def begin(self) -> None:
        """Have the round and its people written down, once."""
        if not self.round.begun:
            self.round.begun = True
            begin = Begin(opening=self.round.opening, methodology=self.round.methodology)
            self.committer.put(begin, *request.arrived(self.round))

    async def request(self) -> None:
        """Request (Q1 Q3 Q4 Q5 Q6 Q7 Q8)."""
        for n in count(1):
            note = await self.note(n)
            if note == "lapsed":
                self.round.outcome = "lapsed"
                return
            if note == "correct":
                continue
            examined = await self.assignments.ask(f"examine_request:{n}")
            assert isinstance(examined, ExamineRequest)
            if examined.choice != "return":
                self.round.outcome = "declined" if examined.choice == "decline" else ""
                return

    async def note(self, n: int) -> str:
        """The beneficiary's note: its own, or one of an officer that it confirms or will correct (Q1, Q8)."""
        if not request.has_note(self.round, n) and not await self.assignments.ask(f"complete_request:{n}"):
            return "lapsed"
        if not request.confirms(self.round, n):
            return "confirm"
        confirmed = await self.assignments.ask(f"confirm_note:{n}")
        return confirmed.choice if isinstance(confirmed, ConfirmNote) else "lapsed"

    async def self_assessment(self) -> None:
        """Self-assessment (D1 D4)."""
        await self.framework()
        await self.assignments.ask("write_self_assessment:1")
        roles = assessment.parts(self.round.framework, self.round.dimensions)
        await asyncio.gather(
            *(self.assignments.ask(f"answer_self_assessment:{role}", role) for role in roles)
        )

    async def framework(self) -> None:
        """The dimensions that the panel will look at, agreed; else those of the methodology (D4)."""
        if not self.round.methodology.asks("propose_framework"):
            self.round.framework = self.round.methodology.dimensions
        for n in count(1):
            if self.round.framework:
                return
            await self.assignments.ask(f"propose_framework:{n}")
            own = self.assignments.ask(str(Key(assessment.AGREE, n=n)))
            others = assessment.others(self.round, n)
            await asyncio.gather(own, *(self.assignments.ask(key, role, (who,)) for key, role, who in others))
            self.round.framework = assessment.agreed(self.round, n)

    async def panel(self) -> None:
        """Panel (P1 P2 P3 P4 P5 P6 P7 P8 P9 V9)."""
        for n in count(1):
            if self.round.methodology.asks("name_states"):
                await self.assignments.ask(f"name_states:{n}")
            await self.assignments.ask(f"propose_panel:{n}")
            agreed = await self.assignments.ask(f"agree_panel:{n}")
            assert isinstance(agreed, AgreePanel)
            if agreed.choice == "agree":
                break
        await workflow.wait_condition(lambda: all(seat.holder for seat in self.round.seats.values()))
        self.committer.put(*news.tell(self.round, "panel_formed"))

    async def preparation(self) -> None:
        """Preparation (D2 V1 V2 V3 V4 V5 V7 V8 V10)."""
        await asyncio.gather(self.questionnaire(), self.arrangements())

    async def questionnaire(self) -> None:
        """The experts' questions, sent as one questionnaire, and the team's answers (D2)."""
        if not self.round.methodology.asks("write_questions"):
            return
        roles = [seat.role for seat in self.round.seats.values()]
        await asyncio.gather(*(self.assignments.ask(f"write_questions:{role}", role) for role in roles))
        if any(self.round.assignments[f"write_questions:{role}"].state == "frozen" for role in roles):
            return
        if await self.assignments.ask("send_questionnaire:1"):
            await self.assignments.ask("answer_questionnaire:1")

    async def arrangements(self) -> None:
        """Dates that suit everyone (V8), then agenda and the two lists (V1, V2, V4, V7)."""
        await self.visiting.dates()
        await asyncio.gather(self.visiting.complete(), self.visiting.watch_start())

    async def visit(self) -> None:
        """Visit (V3 V5 V6 V10)."""
        await self.visiting.held()
        if self.round.methodology.asks("record_findings"):
            await self.assignments.ask("record_findings:1")

    async def report(self) -> None:
        """Report (W1 W2 W3 W4 W5 W6 Y3)."""
        await asyncio.gather(self.contributions(), self.lessons())
        await self.assignments.ask("consolidate_report:1")
        for n in count(1):
            await self.draft(n)
            reviewed = await self.assignments.ask(f"review_report:{n}", of_report=True)
            assert isinstance(reviewed, ReviewReport)
            if reviewed.choice == "approve":
                break
            await self.assignments.ask(f"revise_report:{n}", of_report=True)
        await self.translating.made()

    async def draft(self, n: int) -> None:
        """Each expert reads the n-th draft before it goes to the beneficiary; comments are answered (W2)."""
        key = Key("comment_draft", n=n)
        if not self.round.methodology.asks(key.kind) or f"review_report:{n}" in self.round.assignments:
            return
        roles = [seat.role for seat in self.round.seats.values() if seat.holder]
        asked = (self.assignments.ask(str(replace(key, about=r)), r, of_report=True) for r in roles)
        await asyncio.gather(*asked)
        if comments.on_draft(self.round, n):
            await self.assignments.ask(f"finish_draft:{n}", of_report=True)

    async def contributions(self) -> None:
        """What each expert writes (W2)."""
        roles = [seat.role for seat in self.round.seats.values()]
        await asyncio.gather(*(self.assignments.ask(f"contribute:{role}", role) for role in roles))

    async def lessons(self) -> None:
        """What the round taught about the procedure itself (Y3)."""
        if self.round.methodology.asks("write_lessons"):
            await self.assignments.ask("write_lessons:1")

    async def publication(self) -> None:
        """Publication (X1 X2)."""
        decided = await self.assignments.ask("decide_publication:1", of_report=True)
        internal = not isinstance(decided, DecidePublication) or decided.choice == "internal"
        self.round.outcome = "internal" if internal else "authorised"
