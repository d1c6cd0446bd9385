"""An officer's browser on the desk, and how each assignment of the secretariat is filled in there."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from playwright.async_api import Page, Response, expect

from store import officers, sessions
from store.tables import Assignment
from tests.browser.axe import WIDE
from tests.sound import PDF
from tests.workflows import cast
from tests.workflows.story import Story

PATIENCE = 120_000
"""Milliseconds: other tests may have the machine."""
OWN = ("responsible_officer",)
"""The roles that the officer of a story holds; what is another's they file, with the proof."""
PROOF: Any = {"name": "carta.pdf", "mimeType": "application/pdf", "buffer": PDF}
ASKED_NEXT = {
    "propose_panel": ("focal_point",),
    "add_candidate": ("focal_point",),
    "propose_dates": ("focal_point",),
    "send_questionnaire": ("technical_team",),
    "consolidate_report": ("added",),
    "finish_draft": ("approver",),
    "revise_report": ("added",),
    "translate_report": ("approver",),
    "agree_announcement": ("approver",),
}
"""Who is asked something by what is done, and is named before."""
SECTIONS = len(cast.RIPSO.sections)


@dataclass
class Desk:
    """The officer's browser on the desk; `done` are the acts by what they answered."""

    story: Story
    page: Page
    site: str
    done: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def watches(self) -> None:
        """Whatever a page or its script says of an error is kept."""

        def answered(response: Response) -> None:
            if response.status >= HTTPStatus.BAD_REQUEST:
                self.errors.append(f"{response.status} {response.url}")

        self.page.on("response", answered)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    async def does(self, a: Assignment) -> None:
        """An assignment from where it is offered to where it says what happened."""
        await self.opens(a)
        await FORMS[a.kind](self, a)
        proof = self.page.locator("input[name=proof]")
        assert bool(await proof.count()) == (a.role not in OWN), a.key
        if await proof.count():
            await proof.set_input_files(PROOF)
            await self.page.fill("textarea[name=why_filed]", "They answered by letter.")
        await self.page.locator(".do button[value=look]").click()
        await self.foretold(a)
        await self.page.locator("button[value=confirm]").click()
        await self.page.wait_for_url("**/done/*")
        self.done[a.key] = self.page.url.rpartition("/")[2]
        await self.story.answered(self.done[a.key])

    async def opens(self, a: Assignment) -> None:
        """What is the officer's own from Today, what is another's from the page of the round."""
        own = a.role in OWN
        await self.page.goto(f"{self.site}/desk/{'today' if own else f'rounds/{self.story.round}'}")
        place = "section[aria-labelledby=mine]" if own else "#waits ~ .todo"
        act = f"/do/{a.kind}?{urlencode({'key': a.key})}"
        link = self.page.locator(f"{place} a[href*='{act}']")
        if not own:
            await link.locator("xpath=ancestor::details/summary").click()
        await link.click()

    async def foretold(self, a: Assignment) -> None:
        """The page before the act: nothing is wrong, what will happen and who is written to is said."""
        await self.page.locator("#errors, button[value=confirm]").first.wait_for(state="attached")
        wrong = await self.page.locator("#errors li").all_inner_texts()
        assert wrong == [], a.key
        assert await self.page.locator("main h2").count() == len(("happens", "is written to")), a.key
        assert await self.page.locator("main .warning").count() == 0, (a.key, await self.says())
        for who in ASKED_NEXT.get(a.kind, ()):
            letter = self.page.locator("details.letter summary", has_text=f"Somebody, {who},")
            assert await letter.count(), (a.key, await self.says())

    async def says(self) -> str:
        """All that the page says."""
        return await self.page.inner_text("main")

    async def types(self, typed: Mapping[str, Any]) -> None:
        """Fields by their names; a tuple is all that is ticked."""
        for name, value in typed.items():
            at = f"[name='{name}']"
            kind = await self.page.locator(at).first.evaluate("f => f.type")
            if kind in ("radio", "checkbox"):
                for one in value if isinstance(value, tuple) else (value,):
                    await self.page.check(f"{at}[value='{one}']")
            elif kind == "select-one":
                await self.page.select_option(at, value)
            else:
                await self.page.fill(at, value)


async def signed_in(story: Story, page: Page, site: str) -> Desk:
    """The officer who opened the round, at a desk of its width."""
    async with story.world.database.writing() as s:
        email = cast.address("officer", story.name)
        token = await officers.sign_in_token(s, cast.RIPSO.secretariat, email)
        assert await sessions.begin(s, token, f"cookie-{token}", datetime.now(UTC))
    await page.set_viewport_size(WIDE)
    page.set_default_timeout(PATIENCE)
    await page.context.add_cookies([{"name": "ronda-desk", "value": f"cookie-{token}", "url": site}])
    desk = Desk(story, page, site)
    desk.watches()
    return desk


# ---- what is filled in

Fills = Callable[[Desk, Assignment], Awaitable[None]]


def typing(**typed: Any) -> Fills:
    """A form in which the same is typed whatever it is about."""

    async def fills(desk: Desk, _: Assignment) -> None:
        await desk.types(typed)

    return fills


async def panel(desk: Desk, _: Assignment) -> None:
    """The people from a list, then what of the profile is confirmed."""
    people = (
        ("first-1-1", "Chile; Ministry; en"),
        ("first-1-2", "Uruguay; Ministry; en\n"),
        ("first-2-1", "Colombia; Ministry; en\n"),
        ("lead_coordinator", "es"),
        ("coordinator", "es"),
    )
    listed = (f"The {who}; {cast.address(who, desk.story.name)}; {more}" for who, more in people)
    await desk.page.click("details:has(textarea[name=people]) summary")
    await desk.types({"people": "\n".join(listed)})
    await desk.page.click("button[value='people:seats']")
    filled = desk.page.locator("[name='seats.1.candidates.0.email']")
    await expect(filled).to_have_value(cast.address("first-2-1", desk.story.name), timeout=PATIENCE)
    seats = ("seats.0.candidates.0", "seats.0.candidates.1", "seats.1.candidates.0")
    await desk.types({f"{seat}.points": cast.RIPSO.profile_points for seat in seats})


async def candidate(desk: Desk, _: Assignment) -> None:
    """One more for a seat, by hand."""
    one = cast.added(desk.story.name)
    of = ("name", "email", "language", "country", "institution", "points")
    await desk.types({name: getattr(one, name) for name in of})


async def address(desk: Desk, _: Assignment) -> None:
    """Where letters arrive."""
    await desk.types({"email": cast.address("mended", desk.story.name)})


async def dates(desk: Desk, a: Assignment) -> None:
    """Two stays."""
    for n, window in enumerate(cast.windows(a.earliest or a.due_at.date()).windows):
        days = {f"windows.{n}.starts": window.starts, f"windows.{n}.ends": window.ends}
        await desk.types({name: day.isoformat() for name, day in days.items()})


async def arranged(desk: Desk, _: Assignment) -> None:
    """All that is suggested has been taken care of."""
    items = await desk.page.locator("[name^='items.'][name$='.what']").count()
    assert items == len(cast.RIPSO.arrangements_international)
    await desk.types({f"items.{n}.state": "done" for n in range(items)})


async def findings(desk: Desk, _: Assignment) -> None:
    """One of each kind, of the working meeting."""
    for n, one in enumerate(cast.FOUND):
        typed = {"meeting": one.meeting, "what": one.what, "text": one.text}
        await desk.types({f"found.{n}.{name}": value for name, value in typed.items()})


async def written(desk: Desk, a: Assignment) -> None:
    """Every section anew."""
    await desk.types({f"sections.{n}.text": f"As of {a.key}" for n in range(SECTIONS)})


async def answering(desk: Desk, a: Assignment) -> None:
    """Every section anew, and the comment was taken up."""
    await written(desk, a)
    await desk.types({"responses.0.taken": "taken_up"})


FORMS: Mapping[str, Fills] = {
    "examine_request": typing(choice="accept"),
    "propose_panel": panel,
    "add_candidate": candidate,
    "review_conflict": typing(choice="clear"),
    "send_questionnaire": typing(**{"questions.0": "Who keeps it?", "questions.1": "At what cost?"}),
    "propose_dates": dates,
    "arrange_international": arranged,
    "ready_visit": typing(choice="begin", reason="What is missing can wait"),
    "record_findings": findings,
    "consolidate_report": written,
    "finish_draft": answering,
    "revise_report": answering,
    "translate_report": written,
    "countersign_publication": typing(choice="countersign"),
    "agree_announcement": typing(choice="agree"),
    "mend_address": address,
    "decide_extension": typing(choice="refuse", reason="The visit is fixed"),
    "decide_silence": typing(choice="wait"),
}
"""What is filled in for each kind of assignment that is the secretariat's."""
