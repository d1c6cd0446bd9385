"""A methodology that exists only here: the same steps in another order, with a clock of its own."""

from collections.abc import Callable

from store.tables import Round
from tests.workflows.story import Story

ORDER = ("panel", "request", "report", "preparation", "visit", "publication")


async def test_the_order_of_steps_and_the_clocks_are_the_methodologys(
    story: Story, methodology_in: Callable[..., str]
) -> None:
    week = '{ count = 16, unit = "calendar" }'
    await story.opened(rules=methodology_in("backwards", *ORDER, propose_panel=week))
    opened = await story.assignment("propose_panel:1")
    # Sixteen days, or the working day after them.
    assert 15 <= (opened.due_at - opened.opened_at).days < 20
    steps = []
    while not await story.is_over():
        step = (await story.status()).step
        steps.append(step)
        await story.goes_past(step)
    assert tuple(steps) == ORDER
    (row,) = await story.rows(Round)
    assert (row.methodology, row.outcome) == ("backwards", "authorised")
