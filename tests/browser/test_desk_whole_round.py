"""An officer brings a whole round to its end from the desk alone, with all that may come between (S9).

Whatever is the secretariat's is opened on the desk, filled in, looked at and done in a browser; participants
answer as they do in stories. Much goes otherwise than usual, so that each kind of assignment comes up.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from playwright.async_api import Browser

from rounds.state.keys import Key
from rounds.state.sides import side
from rounds.submissions.interventions import AskMoreTime
from rounds.submissions.report import Comment, CommentDraft
from store.audit_log import Audit
from store.tables import Assignment, Inbox
from tests.browser.officers import OWN, Desk, signed_in
from tests.browser.readers import reading
from tests.workflows import cast
from tests.workflows.conftest import first_day, story, world
from tests.workflows.seen import until
from tests.workflows.story import Story

__all__ = ["first_day", "story", "world"]
MEND = "mend_address:focal_point:1"

# ---- what participants do otherwise than usual

Incident = Callable[[Story, Assignment], Awaitable[None]]


def saying(said: Callable[[Assignment], Any]) -> Incident:
    """Whoever holds it says this of it."""

    async def says(story: Story, a: Assignment) -> None:
        (by, *_) = await story.holders(a.key)
        await story.does(by, a.key, said(a))

    return says


async def more_time(story: Story, a: Assignment) -> None:
    """More is asked for than anybody has without asking."""
    await story.settled()
    due = (await story.assignment(a.key)).due_at.date() + timedelta(days=60)
    await story.does("focal_point", a.key, AskMoreTime(due=due, reason="The minister travels"))
    await until(lambda: story.is_open(f"decide_extension:{a.key}:1"))


async def silent(story: Story, a: Assignment) -> None:
    """Nobody says anything for more than a year."""
    await story.lapses(a.key)
    await story.passes(days=13 * 30 + 12)
    assert await story.is_open("decide_silence:1")


def commented(a: Assignment) -> CommentDraft:
    """An expert has a question about the draft."""
    made = (Comment(id="c1", section="findings", text="Which registers?"),)
    return CommentDraft(version=a.version, sha256=a.sha256, choice="comments", comments=made)


LEFT_OUT = ("arrange_local:1",)
"""What is never done: the visit begins without it."""
INCIDENTS: Mapping[str, tuple[Incident, ...]] = {
    "agree_panel:1": (more_time,),
    "answer_invitation:candidate-1.1.1": (saying(lambda _: cast.DECLARE),),
    "answer_invitation:candidate-1.2.1": (saying(lambda _: cast.DECLINE),),
    "comment_draft:expert-1:1": (saying(commented),),
    "review_report:1": (silent, saying(lambda a: cast.review(a, "changes"))),
    "review_report:2": (saying(lambda a: replace(cast.review(a), languages=("en",))),),
}
"""One after the other, before it is done as usual."""

# ---- the round


async def goes_on(desk: Desk, to_come: dict[str, list[Incident]]) -> bool:
    """The secretariat's, else what was asked first, is done by whoever it is for; whether there was any."""
    story = desk.story
    todo = [await story.assignment(key) for key in await story.open() if key not in LEFT_OUT]
    if not todo:
        return False
    a = min(todo, key=lambda a: side(a.role) != "secretariat")
    if side(a.role) == "secretariat":
        await desk.does(a)
    elif to_come.get(a.key):
        await to_come[a.key].pop(0)(story, a)
    else:
        await story.usual(a.key)
    return True


async def to_the_end(desk: Desk) -> None:
    """The round, and the announcement of its report."""
    story, to_come = desk.story, {key: list(each) for key, each in INCIDENTS.items()}
    while not await story.is_over():
        await story.settled()
        if not await goes_on(desk, to_come):
            await story._visit_passes()
    assert not any(to_come.values())
    assert (await story.ends()).outcome == "authorised"
    await story.comes_after()
    await until(story.open)
    while await goes_on(desk, to_come):
        pass


async def recorded(desk: Desk) -> None:
    """S9: each act stands in the log as the officer's, and what was another's with its proof."""
    log = {(row.detail.get("submission"), row.action, row.actor) for row in await desk.story.rows(Audit)}
    kept = {row.id: row for row in await desk.story.rows(Inbox)}
    for key, id in desk.done.items():
        a = await desk.story.assignment(key)
        assert (id, a.kind, desk.story.officer) in log, key
        assert bool(kept[id].proof) == (a.role not in OWN), key


async def nothing_left(desk: Desk) -> None:
    """Today asks for nothing of the round."""
    await desk.page.goto(f"{desk.site}/desk/today")
    for part in ("mine", "late", "wrong", "refusing"):
        of_it = desk.page.locator(f"section[aria-labelledby={part}] a[href*='{desk.story.round}']")
        assert await of_it.count() == 0, part


async def test_s9_a_round_with_all_that_may_happen_is_brought_to_its_end_from_the_desk_alone(
    story: Story, chrome: Browser
) -> None:
    story.world.mail.refusing.add(cast.address("focal_point", story.name))
    await story.opened()
    await until(lambda: story.is_open(MEND))
    async with reading(story, chrome) as readers:
        desk = await signed_in(story, readers.page, readers.site)
        await to_the_end(desk)
        await recorded(desk)
        await nothing_left(desk)
    rules = cast.RIPSO.assignments
    theirs = {kind for kind, rule in rules.items() if side(rule.owner) == "secretariat"}
    assert {Key.parse(key).kind for key in desk.done} == theirs
    assert desk.errors == []
