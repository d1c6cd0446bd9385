"""Plays the sample rounds through letters and pages on virtual time, then opens two that wait for you."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
from temporalio.client import Client, WorkflowHandle
from temporalio.testing import TimeSkipper, TimeSkippingConfig

from local.answers import answer
from local.cast import Cast, PlayStopped
from local.first_run import key_file
from local.machine import YOURS
from local.script import Asked, Script, scripts
from rounds.state.keys import Key
from rounds.submissions.interventions import LeavePanel, Withdraw
from settings import load
from workflows.connecting import connect
from workflows.names import publishing_id
from workflows.round import RoundWorkflow

_LONGEST_SILENCE = 90
"""Days that the play lets pass at most until somebody does something."""
_GLANCES = 3
"""How often nothing may be found to do before a day passes: what follows may still be being written."""
_GLANCE = 0.1
_PATIENCE = 600
_REASON = "A new charge at my institution"


class Play:
    """One sample round: whoever is asked for something does it as the script says; else a day passes."""

    def __init__(self, script: Script, cast: Cast, api: httpx2.AsyncClient, client: Client) -> None:
        """`api` speaks with the key of the secretariat's officer."""
        self.script, self.cast, self.api, self.client = script, cast, api, client
        config = TimeSkippingConfig(max_session_skip_count=5000)
        self.skipper = TimeSkipper(client, config=config)
        self.round = ""
        self.done: set[tuple[str, str]] = set()
        self.quiet = 0
        self.latest = datetime.min.replace(tzinfo=UTC)

    @property
    def handle(self) -> WorkflowHandle[Any, Any]:
        """The round's workflow."""
        return self.client.get_workflow_handle_for(RoundWorkflow.run, self.round)

    @property
    def publishing(self) -> WorkflowHandle[Any, Any]:
        """What comes after it."""
        return self.client.get_workflow_handle(publishing_id(self.round))

    async def opens(self, *, with_note: bool, **instead: str) -> str:
        """The officer opens a round: with the note and its files, or from the contacts alone.

        Of the note `instead` says some things otherwise.
        """
        body = self.script.contacts()
        if with_note:
            uploads = {name: await self._upload(name, paper) for name, paper in self.script.papers().items()}
            body["note"] = self.script.note(uploads) | instead
        answered = await self.api.post("/api/v1/rounds", json=body)
        if answered.status_code not in (201, 202):
            raise PlayStopped(f"the round was not opened: {answered.text}")
        return str(answered.json()["round"])

    async def _upload(self, name: str, content: bytes) -> str:
        kept = await self.api.post("/api/v1/uploads", files={"file": (name, content, "application/pdf")})
        return str(kept.raise_for_status().json()["id"])

    async def play(self) -> None:
        """From the request to the public page.

        Raises: PlayStopped when nobody does anything for a long time.
        """
        self.round = await self.opens(with_note=True)
        still = 0
        while not (now := await self.read()).get("outcome"):
            if await self._one_act(now):
                still = 0
                continue
            still += 1
            await asyncio.sleep(_GLANCE)
            if still > _GLANCES:
                await self._a_day_passes(still)
        await self.handle.result()
        self.tell(now, f"the round is closed: {now['outcome']}")
        await self.publish(now)

    async def play_to(self, kind: str) -> None:
        """From the request until this is asked, which is left to whoever started Ronda; no time passes.

        Raises: PlayStopped when it is never asked.
        """
        self.round = await self.opens(with_note=True)
        for _ in range(_PATIENCE):
            now = await self.read()
            if any(task["kind"] == kind for task in now["open"]):
                return
            if not await self._one_act(now):
                await asyncio.sleep(_GLANCE)
        raise PlayStopped(f"nobody is asked in {self.round} for: {kind}")

    async def play_withdrawn(self, initiative: str, reason: str) -> None:
        """A request that its beneficiary withdraws before anything comes of it: it ends without a report."""
        self.round = await self.opens(with_note=True, initiative=initiative)
        focal_point = self.script.beneficiary["focal_point"]["email"]
        await self.cast.on_my_round(focal_point, Withdraw(reason=reason))
        await self.handle.result()
        self.tell(await self.read(), "focal point: withdraw the request")

    async def publish(self, now: dict[str, Any]) -> None:
        """What comes after it: decided anew if it was kept internal, published, and announced by both.

        Raises: PlayStopped when the report does not become public.
        """
        if later := self.script.later():
            people = {p["role"]: p["email"] for p in now["people"]}
            approver = people.get("approver", people["focal_point"])
            # The next day, on the round's clock: what comes after it begins on that of this machine.
            day = _moment(now).date() + timedelta(days=1)
            await self.cast.decides_again(approver, replace(later, day=day))
            self.tell(now, "approver: authorise the publication, from the dossier")
        for _ in range(_PATIENCE):
            now = await self.read()
            got = await self.api.get(f"/api/v1/rounds/{self.round}/publication")
            stands: dict[str, Any] = got.raise_for_status().json()
            if await self._one_act(now):
                continue
            if stands["state"] == "public" and stands["authorisations"][-1]["announcement"]:
                self.tell(now, f"the report is public: {stands['page']}")
                return
            await asyncio.sleep(_GLANCE)
            if later and stands["state"] == "waiting":
                # It may end meanwhile: once it is public nothing is left to wait for.
                await self.skipper.fast_forward(self.publishing, timedelta(days=1))
                # On the story's clock that is one day, from wherever this machine's began.
                self.quiet = 1
        raise PlayStopped(f"the report of {self.round} did not become public")

    async def read(self) -> dict[str, Any]:
        """The round as the API tells it, once all that was sent has its answer; empty before it begins."""
        for _ in range(_PATIENCE):
            got = await self.api.get(f"/api/v1/rounds/{self.round}")
            now: dict[str, Any] = got.raise_for_status().json()
            if "submissions" in now and all(s["state"] != "received" for s in now["submissions"]):
                return now
            await asyncio.sleep(_GLANCE)
        raise PlayStopped("what was sent has no answer")

    async def _a_day_passes(self, still: int) -> None:
        if still > _LONGEST_SILENCE:
            raise PlayStopped(f"nothing has happened in {self.round} for {_LONGEST_SILENCE} days")
        if not await self.skipper.fast_forward(self.handle, timedelta(days=1)):
            raise PlayStopped("the Temporal server does not let time pass")
        self.quiet += 1

    def tell(self, now: dict[str, Any], act: str) -> None:
        """One line, with the story's day; before it, how long nobody did anything.

        What comes after a round may begin on this machine's clock, which is behind the story's.
        """
        self.latest = max(self.latest, _moment(now))
        if self.quiet:
            print(f"               {now['country']}  {self.quiet} days pass", flush=True)
            self.quiet = 0
        print(f"  {self.latest:%d %b %Y}  {now['country']}  {act}", flush=True)

    async def _one_act(self, now: dict[str, Any]) -> bool:
        """Have the first who can do something do it; False when nobody can."""
        if await self._somebody_leaves(now):
            return True
        for task in now["open"]:
            address = _address(now, task)
            if not address or (task["key"], address) in self.done:
                continue
            asked = Asked(
                key=task["key"],
                kind=task["kind"],
                role=task["role"],
                address=address,
                today=_moment(now).date(),
            )
            if (body := answer(self.script, asked)) is not None:
                await self.cast.does(address, body)
                self.done.add((task["key"], address))
                title = self.script.rules.rule(task["kind"]).title
                said = f"{task['role'].replace('_', ' ')}: {title}"
                self.tell(now, f"{said}: {choice}" if (choice := getattr(body, "choice", "")) else said)
                return True
        return False

    async def _somebody_leaves(self, now: dict[str, Any]) -> bool:
        """An expert withdraws after accepting, while the visit is prepared (P8)."""
        if not any(task["kind"] == "set_agenda" for task in now["open"]):
            return False
        for person in now["people"]:
            seated = person["role"].startswith("expert-") and person["state"] == "active"
            if seated and self.script.leaves(person["email"]):
                await self.cast.on_my_round(person["email"], LeavePanel(reason=_REASON))
                self.tell(now, f"{person['role'].replace('-', ' ')} leaves the panel")
                return True
        return False


def _moment(now: dict[str, Any]) -> datetime:
    """When something was last written of the round, on its own clock."""
    return datetime.fromisoformat(now["changed_at"]).astimezone(UTC)


def _address(now: dict[str, Any], task: dict[str, Any]) -> str:
    """Who does it: the candidate that an invitation names, or who plays the role; empty for a vacant seat."""
    candidate = Key.parse(task["key"]).about if task["kind"] == "answer_invitation" else ""
    return next(
        (
            person["email"]
            for person in now["people"]
            if person["state"] == "active"
            and (person["participant"] == candidate if candidate else person["role"] == task["role"])
        ),
        "",
    )


@asynccontextmanager
async def _connected(script: Script, client: Client, data_dir: Path) -> AsyncIterator[Play]:
    pages = os.environ["PUBLIC_URL"]
    key = key_file(data_dir, script.rules.secretariat).read_text().strip()
    letters = f"http://127.0.0.1:{os.environ['LETTERS_PORT']}"
    browser = httpx2.AsyncClient(base_url=pages, headers={"Origin": pages}, follow_redirects=True, timeout=60)
    api = httpx2.AsyncClient(base_url=pages, headers={"Authorization": f"Bearer {key}"}, timeout=60)
    async with browser, api:
        yield Play(script, Cast(browser, letters), api, client)


async def _plays(script: Script, client: Client, data_dir: Path) -> None:
    async with _connected(script, client, data_dir) as play:
        await play.play()


async def main() -> None:
    """Play every sample, side by side, then one that is withdrawn, and leave rounds that wait.

    Of these one waits for its beneficiary, whose link is told; of the other its officer reads on the desk.
    """
    data_dir = Path(os.environ["DATA_DIR"])
    client = await connect(
        os.environ["TEMPORAL_ADDRESS"],
        os.environ["TEMPORAL_NAMESPACE"],
        codec_keys=load(required=()).codec_keys,
    )
    samples = scripts()
    async with asyncio.TaskGroup() as group:
        for script in samples:
            group.create_task(_plays(script, client, data_dir))
    async with _connected(samples[0], client, data_dir) as play:
        await play.play_withdrawn(**play.script.withdrawn)
        await play.opens(with_note=False)
        address = play.script.beneficiary["focal_point"]["email"]
        yours = await play.cast.awaits(address, "complete_request")
        await play.play_to("propose_panel")
    (data_dir / YOURS).write_text(yours)


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except* PlayStopped as stopped:
        sys.exit(f"the sample has stopped: {'; '.join(map(str, stopped.exceptions))}")
