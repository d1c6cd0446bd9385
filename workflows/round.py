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

with workflow.unsafe.imports_passed_through():
    from rounds import accepting, closing
    from rounds.clock import timers
    from rounds.state.assignments import close
    from rounds.state.effects import Begin, Refuse, Tell
    from rounds.state.keys import Key
    from rounds.state.round import Outcome, Round, Visit
    from rounds.state.status import Status, status
    from rounds.steps import arrangements, assessment, visit, windows
    from rounds.submissions.envelope import Receipt, Sent
    from rounds.submissions.panel import AgreePanel
    from rounds.submissions.refusals import Refusal, as_data
    from rounds.submissions.report import DecidePublication, ReviewReport
    from rounds.submissions.request import ExamineRequest
    from rounds.submissions.visit import MarkDates
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
        self.lifecycle = Lifecycle(round, self.committer)

    @workflow.run
    async def run(self, round: Round) -> Outcome:  # noqa: ARG002 - taken by the initialiser
        """Live the steps; beside them keep the seats taken, the addresses right, the requests decided."""
        return await self.lifecycle.live(
            self.walk,
            self.seats.keep,
            self.seats.review_conflicts,
            self.assignments.mend_addresses,
            self.assignments.clarify,
            self.assignments.decide_extensions,
        )

    async def walk(self) -> None:
        """The methodology's order, one step after the other."""
        self.begin()
        for step in self.round.methodology.steps:
            if step not in self.round.done and not self.round.outcome:
                if step == "visit":
                    await self.visit_begins()
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
            self.committer.put(Begin(opening=self.round.opening, methodology=self.round.methodology))

    async def request(self) -> None:
        """Request (Q1 Q3 Q4 Q5 Q6 Q7)."""
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
        """Panel (P1 P2 P3 P4 P5 P6 P7 P8 V9)."""
        for n in count(1):
            if self.round.methodology.asks("name_states"):
                await self.assignments.ask(f"name_states:{n}")
            await self.assignments.ask(f"propose_panel:{n}")
            agreed = await self.assignments.ask(f"agree_panel:{n}")
            assert isinstance(agreed, AgreePanel)
            if agreed.choice == "agree":
                break
        await workflow.wait_condition(lambda: all(seat.holder for seat in self.round.seats.values()))
        self.committer.put(Tell(what="panel_formed", people=self.round.everyone()))

    async def preparation(self) -> None:
        """Preparation (D2 V1 V2 V3 V4 V5 V7 V8)."""
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
        await self.dates()
        await asyncio.gather(self.complete(), self.watch_start())

    async def dates(self) -> None:
        """Propose windows until one suits everyone (V8)."""
        for n in count(1):
            if self.round.visit:
                return
            await self.assignments.ask(f"propose_dates:{n}")
            roles = ("focal_point", *(seat.role for seat in self.round.seats.values()))
            marks = await asyncio.gather(
                *(self.assignments.ask(str(Key("mark_dates", role, n)), role) for role in roles)
            )
            agreed = windows.common(
                windows.proposed(self.round, n).windows,
                [mark if isinstance(mark, MarkDates) else None for mark in marks],
                workflow.now().date(),
            )
            if agreed:
                form = windows.form(self.round, n)
                self.round.visit = Visit(starts=agreed.starts, ends=agreed.ends, form=form)
                self.committer.put(visit.scheduled(self.round, self.round.visit))

    async def complete(self) -> None:
        """Agenda and both lists; complete after all, they make the officer's decision needless."""
        await asyncio.gather(*(self.assignments.ask(key) for key in arrangements.needed(self.round)))
        for a in [a for a in self.round.open_assignments() if a.kind == "ready_visit"]:
            self.committer.put(close(self.round, a, "closed"))

    async def watch_start(self) -> None:
        """The visit does not begin on an incomplete agenda or list: an officer waives or moves (V1, V2)."""

        def is_complete() -> bool:
            known = [self.round.assignments.get(key) for key in arrangements.needed(self.round)]
            return all(a and not a.awaited for a in known)

        while not is_complete():
            agreed = self.round.visit
            assert agreed

            def changed(since: Visit = agreed) -> bool:
                return is_complete() or self.round.visit is not since

            if not await self.assignments.day_comes(
                changed, agreed.opens, f"Visit begins: {self.round.country}"
            ):
                await self.assignments.ask(f"ready_visit:{agreed.number + 1}")

    async def visit_begins(self) -> None:
        """Wait for its first morning; one that passed during a pause is for an officer to mend."""
        begun = False
        while not begun:
            await workflow.wait_condition(lambda: not self.round.visit or bool(self.round.visit.opens))
            agreed = self.round.visit
            if not agreed:
                return
            if agreed.missed:
                await self.assignments.ask(str(Key("ready_visit", "missed", agreed.number + 1)))

            def changed(since: Visit = agreed) -> bool:
                return self.round.visit is not since

            begun = not await self.assignments.day_comes(
                changed, agreed.opens, f"Visit begins: {self.round.country}"
            )

    async def visit(self) -> None:
        """Visit (V3 V5 V6)."""
        self.committer.put(*closing.unclarified(self.round))
        if agreed := self.round.visit:
            await self.assignments.day_comes(
                lambda: False, agreed.closes, f"Visit ends: {self.round.country}"
            )
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
