"""Plays the sample round through letters and pages on virtual time, then opens one that waits for you."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import httpx2
from temporalio.client import Client, WorkflowHandle
from temporalio.testing import TimeSkipper, TimeSkippingConfig

from local.cast import Cast, PlayStopped
from local.machine import YOURS
from local.script import Script
from rounds import messages as m
from workflows.converter import converter
from workflows.round import RoundWorkflow

_ACCEPT = m.AnswerInvitation(choice="accept", ad_honorem=True, institution_agrees=True, conflict="none")
_LONGEST_SILENCE = 60
"""Days that the play lets pass for one letter at most."""


class Play:
    """The sample round, act by act."""

    def __init__(self, script: Script, cast: Cast, api: httpx2.AsyncClient, client: Client) -> None:
        """`api` speaks with the officer's key."""
        self.script, self.cast, self.api, self.client = script, cast, api, client
        config = TimeSkippingConfig(max_session_skip_count=5000)
        self.skipper = TimeSkipper(client, config=config)
        self.officer = script.address("responsible_officer")
        self.focal_point = script.address("focal_point")
        self.approver = script.address("approver")
        self.round = ""

    @property
    def handle(self) -> WorkflowHandle[Any, Any]:
        """The round's workflow."""
        return self.client.get_workflow_handle_for(RoundWorkflow.run, self.round)

    async def tell(self, act: str) -> None:
        """One line, with the story's day."""
        print(f"  {await self.today():%d %b %Y}  {act}", flush=True)

    async def today(self) -> datetime:
        """The day of the last thing that was written of the round."""
        answer = await self.api.get(f"/api/v1/rounds/{self.round}")
        return datetime.fromisoformat(answer.raise_for_status().json()["changed_at"]).astimezone(UTC)

    async def passes(self, until: Callable[[], Awaitable[bool]]) -> None:
        """Let days pass, one by one, until something has happened.

        Raises: PlayStopped when it does not within two months.
        """
        for _ in range(_LONGEST_SILENCE):
            if await until():
                return
            if not await self.skipper.fast_forward(self.handle, timedelta(days=1)):
                raise PlayStopped("the Temporal server does not let time pass")
        raise PlayStopped("two months have passed and nothing has happened")

    async def opens(self, *, with_note: bool) -> str:
        """The officer opens a round: with the note and its files, or from the contacts alone."""
        body = self.script.contacts()
        if with_note:
            uploads = {name: await self._upload(name, paper) for name, paper in self.script.papers().items()}
            body["note"] = self.script.note(uploads)
        answer = await self.api.post("/api/v1/rounds", json=body)
        if answer.status_code not in (201, 202):
            raise PlayStopped(f"the round was not opened: {answer.text}")
        return str(answer.json()["round"])

    async def _upload(self, name: str, content: bytes) -> str:
        answer = await self.api.post("/api/v1/uploads", files={"file": (name, content, "application/pdf")})
        return str(answer.raise_for_status().json()["id"])

    async def play(self) -> None:
        """From the request to the authorisation."""
        self.round = await self.opens(with_note=True)
        await self.cast.awaits(self.officer, "examine_request")
        await self.tell(f"the request of {self.script.beneficiary['country']} is opened as {self.round}")
        for act in (self.panel, self.questions, self.dates, self.arrangements, self.visit, self.report):
            await act()
        await self.publication()

    async def panel(self) -> None:
        """Seat 1's first candidate never answers; the alternate is invited."""
        await self.cast.does(self.officer, m.ExamineRequest(choice="accept"))
        await self.tell("the secretariat accepts the request")
        await self.cast.does(self.officer, self.script.proposal())
        await self.cast.does(self.focal_point, m.AgreePanel(choice="agree"))
        await self.tell("the panel is proposed and agreed; the first of each shortlist is invited")
        invited = [seat["shortlist"][0] for seat in self.script.panel["experts"]]
        for candidate in invited:
            await self.cast.awaits(candidate["email"], "answer_invitation")
        coming = {c["key"]: c for c in self.script.experts()}
        for candidate in [c for c in invited if c["key"] in coming]:
            await self._accepts(coming.pop(candidate["key"]))
        for candidate in coming.values():
            await self._passes_until_asked(candidate["email"], "answer_invitation")
            await self.tell("silence, two reminders, silence: the alternate of seat 1 is invited")
            await self._accepts(candidate)

    async def _accepts(self, candidate: dict[str, Any]) -> None:
        await self.cast.does(candidate["email"], _ACCEPT)
        await self.tell(f"{candidate['key']} accepts: ad honorem, no conflict of interest")

    async def _passes_until_asked(self, address: str, kind: str) -> None:
        async def asked() -> bool:
            return await self.cast.link(address, kind) is not None

        await self.passes(asked)

    async def questions(self) -> None:
        """Each expert adds questions, the lead coordinator sends them, the technical team answers."""
        for expert in self.script.experts():
            body = m.WriteQuestions(questions=self.script.questions(expert["key"]))
            await self.cast.does(expert["email"], body)
        await self.cast.does(self.script.lead(), self.script.questionnaire())
        await self.cast.does(self.script.address("technical_team"), self.script.answers())
        await self.tell("the experts' questions are sent as one questionnaire and answered")

    async def dates(self) -> None:
        """Three windows; one of them clashes."""
        windows = self.script.windows((await self.today()).date())
        await self.cast.does(self.officer, windows)
        await self.cast.does(self.focal_point, self.script.marks("focal_point"))
        for expert in self.script.experts():
            await self.cast.does(expert["email"], self.script.marks(expert["key"]))
        await self.cast.awaits(self.focal_point, "set_agenda")
        await self.tell("three windows are proposed, one clashes, the earliest that suits all is agreed")

    async def arrangements(self) -> None:
        """Agenda, international and local arrangements."""
        await self.cast.does(self.focal_point, self.script.agenda())
        international = m.ArrangeInternational(items=self.script.arrangements("international"))
        await self.cast.does(self.officer, international)
        local = m.ArrangeLocal(items=self.script.arrangements("local"), press=self.script.visit["press"])
        await self.cast.does(self.focal_point, local)
        await self.tell("the agenda and both lists of arrangements are complete; no press")

    async def visit(self) -> None:
        """The visit's days pass."""
        await self._passes_until_asked(self.script.lead(), "record_findings")
        await self.tell("the visit has taken place")
        await self.cast.does(self.script.lead(), self.script.findings())
        await self.tell("the findings of the working meetings are recorded")

    async def report(self) -> None:
        """Contributions, the first version, changes asked once, the second version."""
        for expert in self.script.experts():
            await self.cast.does(expert["email"], self.script.contribution(expert["key"]))
        needs = self.script.needs()
        first = m.ConsolidateReport(sections=self.script.sections(changed=False), needs=needs)
        await self.cast.does(self.officer, first)
        await self.tell("the experts have contributed; version 1 of the report is consolidated")
        await self._reviews("changes", self.script.comments())
        await self.tell("the approver asks for changes")
        second = m.ReviseReport(sections=self.script.sections(changed=True), needs=needs)
        await self.cast.does(self.officer, second)
        await self._reviews("approve", ())
        await self.tell("version 2 is approved")

    async def _reviews(
        self, choice: Literal["approve", "changes"], comments: tuple[m.SectionText, ...]
    ) -> None:
        # Version and hash stand in the page, hidden: what was shown is what is decided on.
        review = m.ReviewReport(version=0, sha256="", choice=choice, comments=comments)
        await self.cast.does(self.approver, review)

    async def publication(self) -> None:
        """The approver authorises the publication."""
        decision = m.DecidePublication(
            version=0, sha256="", choice="publish", languages=self.script.languages()
        )
        await self.cast.does(self.approver, decision)
        await self.handle.result()
        await self.tell("the approver authorises the publication; everyone is told and the round is closed")


async def main() -> None:
    """Play, then leave a round that waits for whoever started Ronda."""
    data_dir = Path(os.environ["DATA_DIR"])
    script, pages = Script(), os.environ["PUBLIC_URL"]
    key = (data_dir / "api-key").read_text().strip()
    client = await Client.connect(
        os.environ["TEMPORAL_ADDRESS"], namespace=os.environ["TEMPORAL_NAMESPACE"], data_converter=converter
    )
    letters = f"http://127.0.0.1:{os.environ['LETTERS_PORT']}"
    officer = {"Authorization": f"Bearer {key}"}
    async with (
        httpx2.AsyncClient(
            base_url=pages, headers={"Origin": pages}, follow_redirects=True, timeout=60
        ) as browser,
        httpx2.AsyncClient(base_url=pages, headers=officer, timeout=60) as api,
    ):
        play = Play(script, Cast(browser, letters), api, client)
        await play.play()
        await play.opens(with_note=False)
        yours = await play.cast.awaits(play.focal_point, "complete_request")
    (data_dir / YOURS).write_text(yours)


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except PlayStopped as stopped:
        sys.exit(f"the sample has stopped: {stopped}")
