"""Temporal's database is lost while rounds of both methodologies stand in every step; then comes a deploy.

They go on from what our database has kept, and move to another build; each build's worker is a process. One
test for both: most of it is to play the rounds, a dozen of them, to their end.
"""

import json
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from local import builds
from local.builds import Build
from local.temporal import prepare, serve
from operating.rebuilding import Rebuilder
from rounds import schemas
from rounds.submissions.request import ExamineRequest
from store import inbox
from store.audit_log import Audit
from tests.operating import stage as stages
from tests.operating.stage import PEOPLE, ROOT, Stage, changed, together
from tests.workflows.publishing import countersigned
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
        "rounds/submissions/publication.py",
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
        "from rounds.submissions.publication import PraisePanel\n",
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


@pytest.fixture
async def alone(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A stage on a server of its own."""
    folder = tmp_path_factory.mktemp("alone")
    server = serve(folder / "temporal", ui=False, for_tests=True)
    async with server as served, stages.stage(served, folder) as made:
        yield made


async def test_rounds_lost_in_every_step_are_rebuilt_and_move_to_a_build_that_knows_more_and_end(
    alone: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other build has a field, a kind and a rule more."""
    old, new = builds.keep(ROOT, alone.folder / "copies"), changed(alone.folder, *MOOD, *KIND, *RULE)
    former = await alone.works(old)
    await alone.deploys(old)
    stories = await alone.rounds_in_every_step(*PEOPLE)
    assert await alone.where() == {old.id}
    before = {title: await story.status() for title, story in stories.items()}
    for story in stories.values():
        await until(story.all_sent)
    await loses_all(alone)
    kept = await sent_meanwhile(stories["ripso publication"], monkeypatch)
    await alone.deploys(old)
    await rebuilds(alone, [story.round for story in stories.values()])
    await until(lambda: run_on(alone, old))
    assert {title: await story.status() for title, story in stories.items()} == before
    await alone.works(new)
    await alone.deploys(new)
    assert alone.said[-1] == f"no open round runs on build {old.id} any more: its worker can be stopped"
    assert await alone.where() == {new.id}
    # What a killed worker was sending is another's only once its lease has ended.
    for story in stories.values():
        await until(story.all_sent)
    await former.kill()
    assert {title: await story.status() for title, story in stories.items()} == before
    await handed_over(stories["ripso publication"], kept)
    for name in PEOPLE:
        await answers_by_the_new_rule(stories[f"{name} request"])
    await goes_on_with_the_new_field(stories["mecigep report"])
    await together(*(ends(story) for story in stories.values()))
    for name in PEOPLE:
        whole = await entries(stories[f"{name} request"])
        for story in (story for title, story in stories.items() if title.startswith(name)):
            assert await entries(story) == whole


async def loses_all(stage: Stage) -> None:
    """Temporal's database is gone, and an empty one is set up in its place."""
    server = stage.world.served.server
    await server.kill()
    for file in (stage.folder / "temporal").glob("temporal.db*"):
        file.unlink()
    await server.start()
    await prepare(server.address, stage.world.client.namespace, ours=True)


async def sent_meanwhile(story: Story, monkeypatch: pytest.MonkeyPatch) -> str:
    """Somebody answers while their round is lost: it is kept, and not refused."""
    with monkeypatch.context() as patch:
        patch.setattr("api.intake.engine.PATIENCE", timedelta(seconds=1))
        (key,) = await story.open()
        (by, *_) = await story.holders(key)
        verdict = await story.tries(by, key, story.people.usual(story.name, await story.assignment(key)))
    assert verdict.state == "received"
    return verdict.id


async def rebuilds(stage: Stage, rounds: list[str]) -> None:
    """All these are found to be lost, and started again."""
    rebuilder = Rebuilder(stage.world.client, stage.world.database)
    lost = await rebuilder.lost(set())
    assert lost == sorted(rounds)
    for id in lost:
        await rebuilder.rebuild(id)


async def run_on(stage: Stage, build: Build) -> bool:
    """Whether all rounds have begun on a build."""
    return await stage.where() == {build.id}


async def handed_over(story: Story, kept: str) -> None:
    """What was kept while the round was lost is taken."""
    async with story.world.database.reading() as s:
        row = await inbox.one(s, kept)
    assert row
    await story.world.intake.deliver(row)
    await story.answered(kept)


AFTERWARDS = {("opened", "agree_announcement:1:responsible_officer:1"), ("published", "1")}
"""What the log says once what comes after a round has begun, whichever build it is on."""


async def entries(story: Story) -> Counter[tuple[str, str]]:
    """What the audit log says of the round, whatever its id."""
    return Counter((row.action, row.subject.replace(story.round, "")) for row in await story.rows(Audit))


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
    """The round comes to its end, its report is public, and nobody was written to twice."""
    await story.goes_to()
    assert (await story.ends()).outcome == "authorised"
    await countersigned(story)

    async def public() -> bool:
        return (await entries(story)).keys() >= AFTERWARDS

    await until(public)
    each_once(await story.letters())
    await story.closes()
