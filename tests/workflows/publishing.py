"""What stories of a report that is published have in common: decided, countersigned, public, over."""

from typing import Any

from sqlmodel import select

from rounds.submissions.publication import AuthorisePublication
from store.published_tables import Published, PublishedTextRow
from store.tables import Grant, ReportVersion
from tests.workflows import cast
from tests.workflows.seen import until
from tests.workflows.story import Story


async def decided(story: Story, rules: str, choice: str, **more: Any) -> None:
    """The round ends with the approver's decision."""
    await story.opened(rules=rules)
    await story.goes_to("decide_publication:1")
    a = await story.assignment("decide_publication:1")
    await story.does("approver", a.key, cast.decision(a, choice, **more))
    await story.ends()


async def authorisation(story: Story, **more: Any) -> AuthorisePublication:
    """Of the last version, in its language."""
    last = max(await story.rows(ReportVersion), key=lambda v: v.version)
    return AuthorisePublication(version=last.version, sha256=last.sha256, languages=("es",), **more)


async def public(story: Story) -> bool | None:
    """Whether the report is public: None for never, False for no longer."""
    # In one transaction: a batch may be committed between two.
    async with story.world.database.reading() as s:
        rows = (await s.exec(select(Published).where(Published.round_id == story.round))).all()
        of_it = PublishedTextRow.round_id == story.round
        texts = (await s.exec(select(PublishedTextRow.round_id).where(of_it))).all()
    assert bool(texts) == any(row.withdrawn_at is None for row in rows)
    return rows[0].withdrawn_at is None if rows else None


async def becomes(story: Story, expected: bool) -> None:
    """It is public by itself, or is no longer."""

    async def so() -> bool:
        return await public(story) is expected

    await until(so)


async def over(story: Story, **within: float) -> None:
    """Nothing is left to wait for: what came after the round ends, and no link acts."""
    await story.passes_until_it_ends(**(within or {"minutes": 5}))
    await story.handle.result()
    assert not await story.goes_on_after()
    assert {grant.state for grant in await story.rows(Grant)} <= {"ended", "revoked"}


async def countersigned(story: Story) -> str:
    """An officer confirms what was authorised last, as soon as they are asked; under which key."""

    async def asked() -> str:
        return next((key for key in await story.open() if key.startswith("countersign_publication:")), "")

    key: str = await until(asked)
    await story.usual(key)
    return key
