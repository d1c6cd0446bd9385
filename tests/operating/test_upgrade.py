"""A deploy while rounds of both methodologies stand in every step: each build's worker is a process."""

import json

from local import builds
from rounds import schemas
from rounds.submissions.request import ExamineRequest
from tests.operating.stage import PEOPLE, ROOT, Stage, changed, together
from tests.workflows.seen import each_once, until
from tests.workflows.story import Story
from workflows.round import RoundWorkflow

MOOD = (
    ("rounds/state/round.py", "    run: int = 1\n", '    run: int = 1\n    mood: str = "calm"\n'),
    (
        "rounds/schemas.py",
        '"""The first leads from',
        'CHANGES += (Change(state=lambda plain: {"mood": "moved"} | plain),)\n"""The first leads from',
    ),
)
"""A field of the state, which a round that was begun before has another value of than a new one."""
KIND = (
    (
        "rounds/submissions/report.py",
        "@dataclass(frozen=True, slots=True, kw_only=True)\nclass DecidePublication",
        "@dataclass(frozen=True, slots=True, kw_only=True)\nclass PraisePanel:\n"
        '    choice: Literal["praise"]\n    kind: Literal["praise_panel"] = "praise_panel"\n\n\n'
        "@dataclass(frozen=True, slots=True, kw_only=True)\nclass DecidePublication",
    ),
    (
        "rounds/submissions/envelope.py",
        "    DecidePublication,\n",
        "    DecidePublication,\n    PraisePanel,\n",
    ),
    (
        "rounds/submissions/envelope.py",
        "    | DecidePublication\n",
        "    | DecidePublication\n    | PraisePanel\n",
    ),
    (
        "rounds/interventions/letters.py",
        "from rounds.submissions.refusals import UnknownPerson\n",
        "from rounds.submissions.refusals import UnknownPerson\n"
        "from rounds.submissions.report import PraisePanel\n",
    ),
    (
        "rounds/interventions/letters.py",
        "    Kind(model=ChooseLanguage),\n",
        "    Kind(model=ChooseLanguage),\n    Kind(model=PraisePanel),\n",
    ),
)
"""A kind of submission."""
RULE = (
    (
        "rounds/steps/request.py",
        '    if case.body.choice != "accept" and not case.body.reason.strip():\n',
        "    if not case.body.reason.strip():\n",
    ),
)
"""A rule that refuses what every round of before has accepted."""


async def test_rounds_stopped_in_every_step_move_to_a_build_with_a_field_a_kind_and_a_rule_more_and_end(
    stage: Stage,
) -> None:
    old, new = builds.keep(ROOT, stage.folder / "copies"), changed(stage.folder, *MOOD, *KIND, *RULE)
    former = await stage.works(old)
    await stage.deploys(old)
    stories = await stage.rounds_in_every_step(*PEOPLE)
    assert await stage.where() == {old.id}
    before = {title: await story.status() for title, story in stories.items()}
    await stage.works(new)
    await stage.deploys(new)
    assert stage.said[-1] == f"no open round runs on build {old.id} any more: its worker can be stopped"
    assert await stage.where() == {new.id}
    await former.kill()
    assert {title: await story.status() for title, story in stories.items()} == before
    for name in PEOPLE:
        await answers_by_the_new_rule(stories[f"{name} request"])
    await goes_on_with_the_new_field(stories["mecigep report"])
    await together(*(ends(story) for story in stories.values()))


async def answers_by_the_new_rule(story: Story) -> None:
    """What this code lets pass, and every round was given so far, is refused by the new build."""
    (key,) = await story.open()
    (by,) = await story.holders(key)
    assert await story.refused(by, key, ExamineRequest(choice="accept")) == "reason_missing"
    await story.does(by, key, ExamineRequest(choice="accept", reason="It says all"))


async def goes_on_with_the_new_field(story: Story) -> None:
    """The state that the new build writes has its field, as the upcaster gave it."""
    before = (await story.handle.describe()).run_id
    await story.handle.signal(RoundWorkflow.continue_as_new)

    async def renewed() -> bool:
        return (await story.handle.describe()).run_id != before

    await until(renewed)
    began = (await story.handle.fetch_history()).events[0].workflow_execution_started_event_attributes
    state = json.loads(began.input.payloads[0].data)
    assert (state["schema"], state["mood"]) == (schemas.current() + 1, "moved")


async def ends(story: Story) -> None:
    """The round comes to its end, and nobody was written to twice."""
    await story.goes_to()
    assert (await story.ends()).outcome == "authorised"
    each_once(await story.letters())
    await story.closes()
