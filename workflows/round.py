"""The life of a round, one method a step, in the order that the methodology gives."""

import asyncio
from itertools import count

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from workflows import names
from workflows.assignments import Assignments
from workflows.committer import Committer
from workflows.lifecycle import Lifecycle
from workflows.seats import Seats
from workflows.visiting import Visiting

with workflow.unsafe.imports_passed_through():
    from rounds import accepting
    from rounds.clock import timers
    from rounds.state import news
    from rounds.state.effects import Begin, Refuse
    from rounds.state.round import Outcome, Round
    from rounds.state.status import Status, status
    from rounds.steps import assessment, request
    from rounds.submissions.envelope import Receipt, Sent
    from rounds.submissions.panel import AgreePanel
    from rounds.submissions.refusals import Refusal, as_data
    from rounds.submissions.report import DecidePublication, ReviewReport
    from rounds.submissions.request import ExamineRequest
    from rounds.trial import trial


@workflow.defn(name=names.ROUND)
class RoundWorkflow:
    """One round of technical cooperation between peers, from request to outcome."""

    @workflow.init
    def __init__(self, round: Round) -> None:
        """Take up the round where it stands."""
        self.round = round
        self.committer = Committer(round)
        self.assignments = Assignments(round, self.committer)
        self.seats = Seats(round, self.assignments)
        self.visiting = Visiting(round, self.assignments, self.committer)
        self.lifecycle = Lifecycle(round, self.committer)

    @workflow.run
    async def run(self, round: Round) -> Outcome:  # noqa: ARG002 - taken by the initialiser
        """Live the steps; beside them keep seats taken, addresses right, requests and silences decided."""
        return await self.lifecycle.live(
            self.walk,
            self.seats.keep,
            self.seats.review_conflicts,
            self.assignments.mend_addresses,
            self.assignments.clarify,
            self.assignments.decide_extensions,
            self.assignments.decide_silence,
            self.visiting.moves,
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
            # Walked again, a note that was examined and returned is past: nothing is asked before it.
            known = self.round.note or f"examine_request:{n}" in self.round.assignments
            if not known and not await self.assignments.ask(f"complete_request:{n}"):
                self.round.outcome = "lapsed"
                return
            examined = await self.assignments.ask(f"examine_request:{n}")
            assert isinstance(examined, ExamineRequest)
            if examined.choice != "return":
                self.round.outcome = "declined" if examined.choice == "decline" else ""
                return

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
            await self.assignments.ask(f"agree_framework:{n}")

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
        """Report (W2 W3 W4 W5 Y3)."""
        await asyncio.gather(self.contributions(), self.lessons())
        await self.assignments.ask("consolidate_report:1")
        for n in count(1):
            reviewed = await self.assignments.ask(f"review_report:{n}", of_report=True)
            assert isinstance(reviewed, ReviewReport)
            if reviewed.choice == "approve":
                return
            await self.assignments.ask(f"revise_report:{n}")

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
        publish = isinstance(decided, DecidePublication) and decided.choice == "publish"
        self.round.outcome = "authorised" if publish else "internal"

    # ---- people speak

    @workflow.update(name=names.SUBMIT)
    async def submit(self, sent: Sent) -> Receipt:
        """A submission; its update id is its inbox id. The validator has decided: here it is taken, once.

        Nothing in it refuses: handlers run in replays, where no validator does.
        """
        known = self.round.handled.get(sent.id)
        return known or accepting.take(self.round, sent, workflow.now())

    @submit.validator
    def check_submit(self, sent: Sent) -> None:
        """Refuse without a trace in the history; the error's type is the refusal's code.

        An error of another type is a fault of the rules: what was sent stays kept, and the round goes on.
        """
        if sent.id in self.round.handled:
            return
        try:
            trial(self.round, sent, workflow.now())
        except Refusal as refusal:
            raise ApplicationError(
                refusal.code, as_data(refusal), type=refusal.code, non_retryable=True
            ) from None
        except Exception as error:  # noqa: BLE001 - whatever a rule raises, its round goes on
            name = type(error).__name__
            workflow.logger.exception("%s: %s cannot be decided", self.round.id, sent.body.kind)
            raise ApplicationError(f"{name} at {sent.id}", type=name, non_retryable=True) from None

    @workflow.signal(name=names.REFUSED)
    async def refused(self, refuse: Refuse) -> None:
        """What nobody waited for was refused when it was handed over: its sender is told."""
        if refuse.submission not in self.round.handled:
            self.committer.put(refuse)

    @workflow.signal(name=names.ADDRESS_REFUSED)
    async def address_refused(self, participant: str) -> None:
        """A letter to this participant was refused for good."""
        self.round.refused_addresses = timers.with_one_more(self.round.refused_addresses, participant)
        self.committer.keep()

    @workflow.signal(name=names.CONTINUE)
    async def continue_as_new(self) -> None:
        """An operator wants a fresh history; the round goes on as it stands."""
        self.lifecycle.asked_to_continue = True

    @workflow.signal(name=names.MOVE)
    async def move(self) -> None:
        """Another build of the code is current: the round goes on under it, as it stands."""
        self.lifecycle.moving.asked = True

    @workflow.query(name=names.STATUS)
    def status(self) -> Status:
        """Where the round stands."""
        return status(self.round)
