"""What comes after a round: published, on a day, withdrawn, published again, announced (X1 to X3)."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from api.intake.engine import Away
from operating import executions
from operating.builds import Builds, NotDone
from operating.rebuilding import Rebuilder
from rounds.submissions.interventions import ReplacePerson, Withdraw
from rounds.submissions.publication import (
    AgreeAnnouncement,
    AnnouncementText,
    AuthorisePublication,
    Recipient,
    WithdrawPublication,
)
from store.published_tables import Published, PublishedTextRow
from store.tables import ReportVersion
from tests.workflows import cast
from tests.workflows.publishing import authorisation, becomes, countersigned, decided, over, public
from tests.workflows.seen import Told
from tests.workflows.story import Story
from workflows.names import publishing_id

pytestmark = pytest.mark.kept

DRAFT = "agree_announcement:1:responsible_officer:1"
COUNTERSIGN = "countersign_publication:1"
WORD = "agree_announcement:1:approver:2"
TEXT = (AnnouncementText(in_language="es", text="The report on the register is public"),)


async def test_x1_published_at_once_in_exactly_the_language_that_was_authorised_with_its_document(
    story: Story, short: str
) -> None:
    await decided(story, short, "publish")
    await story.comes_after()
    await countersigned(story)
    await becomes(story, True)
    (row,) = await story.rows(Published)
    (text,) = await story.rows(PublishedTextRow)
    (version,) = await story.rows(ReportVersion)
    assert (row.version, row.sha256, row.languages) == (1, version.sha256, "es")
    assert (story.world.files / text.pdf_sha256).read_bytes().startswith(b"%PDF")
    assert Told("approver", "told", "report_published") in await story.letters()
    status = await story.status()
    assert (status.publication, status.waiting_on) == ("public", ("responsible_officer",))
    await story.usual(DRAFT)
    await story.usual(WORD)
    # Who heard that it is public has no second letter about it; the officer heard with what they were asked.
    heard = {t.to for t in await story.letters("told") if t.about == "report_published"}
    told = {t.to for t in await story.letters("announcement")}
    assert heard >= {"approver", "candidate-1.1.1", "candidate-1.2.1"}
    assert told & {*heard, "responsible_officer"} == set()
    assert "alternate_contact" in told
    await over(story)
    assert await public(story)


async def test_x1_published_on_the_day_that_was_named_and_not_before_wherever_its_workers_are(
    story: Story, short: str
) -> None:
    await story.opened(rules=short)
    await story.goes_to("decide_publication:1")
    day = (await story.now()).date() + timedelta(days=20)
    a = await story.assignment("decide_publication:1")
    await story.does("approver", a.key, cast.decision(a, "publish_on", day=day))
    await story.ends()
    await story.comes_after()
    await countersigned(story)
    await story.usual(DRAFT)
    await story.usual(WORD)
    morning = datetime.combine(day, time(12), UTC)
    await story.passes_to(morning - timedelta(hours=1))
    assert await public(story) is None
    assert (await story.status()).publication == "waiting"
    assert await story.letters("announcement") == []
    await over(story, hours=2)
    assert await public(story)
    (row,) = await story.rows(Published)
    assert timedelta(0) <= row.published_at - morning < timedelta(minutes=1)
    # What both sides agreed on before goes out with it.
    assert Told("approver", "announcement") in await story.letters("announcement")


async def test_x2_withdrawn_before_its_day_it_is_never_public(story: Story, short: str) -> None:
    await story.opened(rules=short)
    await story.goes_to("decide_publication:1")
    day = (await story.now()).date() + timedelta(days=20)
    a = await story.assignment("decide_publication:1")
    await story.does("approver", a.key, cast.decision(a, "publish_on", day=day))
    await story.ends()
    await story.comes_after()
    assert await story.is_open(DRAFT)
    assert await story.is_open(COUNTERSIGN)
    assert (
        await story.refused("responsible_officer", "", WithdrawPublication(choice="withdraw")) == "not_yours"
    )
    await story.does("approver", "", WithdrawPublication(choice="withdraw", reason="Elections are near"))
    assert await story.open() == []
    await over(story)
    assert await public(story) is None


async def test_x1_x2_internal_then_published_withdrawn_and_published_again_long_after_the_round(
    story: Story, short: str
) -> None:
    await decided(story, short, "internal")
    assert await public(story) is None
    older = AuthorisePublication(version=1, sha256="0" * 64, languages=("es",))
    assert await story.refused("approver", "", older) == "older_version"
    abroad = await authorisation(story)
    assert await story.refused("approver", "", replace(abroad, languages=("fr",))) == "language_not_there"
    assert await story.refused("focal_point", "", await authorisation(story)) == "not_yours"
    assert await story.refused("approver", "", WithdrawPublication(choice="withdraw")) == "nothing_authorised"
    await story.does("approver", "", await authorisation(story))
    await story.comes_after()
    await countersigned(story)
    await becomes(story, True)
    await story.usual(DRAFT)
    await story.usual(WORD)
    await over(story)
    # Nothing runs any more, and whoever withdraws is heard all the same.
    begun = datetime.now(UTC)
    await story.does("approver", "", WithdrawPublication(choice="withdraw"))
    await becomes(story, False)
    assert datetime.now(UTC) - begun < timedelta(minutes=1)
    assert Told("focal_point", "told", "report_withdrawn") in await story.letters()
    await story.does("approver", "", await authorisation(story))
    assert await countersigned(story) == "countersign_publication:2"
    await becomes(story, True)


async def test_x3_publishing_waits_for_the_announcement_until_the_approvers_day_and_no_longer(
    story: Story, short: str
) -> None:
    await story.opened(rules=short)
    await story.goes_to("decide_publication:1")
    latest = (await story.now()).date() + timedelta(days=9)
    a = await story.assignment("decide_publication:1")
    await story.does("approver", a.key, cast.decision(a, latest=latest))
    await story.ends()
    await story.comes_after()
    await countersigned(story)
    await story.usual(DRAFT)
    await story.does("approver", WORD, AgreeAnnouncement(choice="change", texts=TEXT))
    await story.passes_to(datetime.combine(latest, time(11), UTC))
    assert await public(story) is None
    await story.passes_to(datetime.combine(latest, time(12), UTC))
    await becomes(story, True)
    # The secretariat is asked still; and nobody who stays silent holds anything up.
    assert await story.is_open("agree_announcement:1:responsible_officer:3")
    await story.passes_until_it_ends(days=5 * 31)
    assert await story.states("agree_announcement") == {
        DRAFT: "fulfilled",
        WORD: "fulfilled",
        "agree_announcement:1:responsible_officer:3": "expired",
    }
    assert await story.letters("announcement") == []
    assert await public(story)


async def test_x3_as_soon_as_both_agree_what_waited_for_it_is_public_and_others_hear_of_it(
    story: Story, short: str
) -> None:
    await story.opened(rules=short)
    await story.goes_to("decide_publication:1")
    latest = (await story.now()).date() + timedelta(days=30)
    a = await story.assignment("decide_publication:1")
    await story.does("approver", a.key, cast.decision(a, latest=latest))
    await story.ends()
    await story.comes_after()
    await countersigned(story)
    donor = Recipient(name="Donor", email=cast.address("donor", story.name), language="en")
    known = Recipient(name="Approver", email=cast.address("approver", story.name), language="es")
    texts = cast.announcement(await story.assignment(DRAFT)).texts
    draft = AgreeAnnouncement(choice="agree", texts=texts, recipients=(donor, known))
    await story.does("responsible_officer", DRAFT, draft)
    assert await public(story) is None
    await story.usual(WORD)
    await becomes(story, True)
    told = await story.letters("announcement")
    # The donor's is the officer's letter to somebody else; who takes part has one.
    assert sum(t.to == "responsible_officer" for t in told) == 2
    assert sum(t.to == "approver" for t in told) == 1
    await over(story)


async def test_x2_the_approver_is_replaced_after_the_round_and_the_newcomer_alone_authorises(
    story: Story, short: str
) -> None:
    await decided(story, short, "internal")
    newcomer = cast.contact("newcomer", story.name)
    replaced = ReplacePerson(participant="approver", newcomer=newcomer)
    await story.does("", "", replaced, officer=story.officer)
    assert await story.refused("approver", "", await authorisation(story)) == "not_yours"
    await story.does("approver~2", "", await authorisation(story))
    await story.comes_after()
    await countersigned(story)
    await becomes(story, True)


async def test_k2_x2_what_is_decided_while_temporal_and_its_workers_are_away_is_done_once_they_are_back(
    story: Story, short: str
) -> None:
    await decided(story, short, "internal")
    kept = await story.keeps("approver", "", await authorisation(story))
    await story.world.rest()
    try:
        with pytest.raises(Away):
            await story.relayed(kept)
    finally:
        await story.world.work()
    await story.relayed(kept)
    await story.answered(kept)
    await story.comes_after()
    await countersigned(story)
    await becomes(story, True)
    status = await story.status()
    # A run of its own that goes on with the batches' numbers, and would go on under another build.
    await story.handle.signal("continue_as_new")
    await story.usual(DRAFT)
    await story.usual(WORD)
    assert status.round == story.round
    await over(story)


async def test_x2_only_an_approved_report_of_a_closed_round_can_be_authorised(
    story: Story, short: str
) -> None:
    await story.opened(rules=short)
    await story.goes_to("review_report:1")
    a = await story.assignment("review_report:1")
    early = AuthorisePublication(version=a.version, sha256=a.sha256, languages=("es",))
    assert await story.refused("approver", "", early) == "nothing_approved"
    await story.does("approver", "", Withdraw())
    await story.ends()
    assert await story.refused("approver", "", early) == "round_is_over"
    assert await public(story) is None


async def test_k2_x2_terminated_it_is_missed_by_the_reconciler_and_rebuilt_from_what_was_kept(
    story: Story, short: str
) -> None:
    await decided(story, short, "publish")
    await story.comes_after()
    await countersigned(story)
    await becomes(story, True)
    client, database = story.world.client, story.world.database
    running = {each.workflow_id: each.round_id for each in await Builds(client).rounds()}
    assert running[publishing_id(story.round)] == story.round
    await story.handle.terminate("By mishap")
    assert await executions.ended(client, story.round) == "terminated"
    rebuilder = Rebuilder(client, database)
    assert story.round in await rebuilder.lost(set())
    await rebuilder.rebuild(story.round)
    with pytest.raises(NotDone):
        await rebuilder.rebuild(story.round)
    await story.usual(DRAFT)
    await story.usual(WORD)
    assert Told("alternate_contact", "announcement") in await story.letters("announcement")
    assert await public(story)
