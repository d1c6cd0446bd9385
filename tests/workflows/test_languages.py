"""The language belongs to the recipient: chosen by them alone, never by an officer (Z3)."""

from sqlmodel import select

from rounds.submissions.interventions import ChooseLanguage
from store.tables import Person
from tests.workflows import cast
from tests.workflows.seen import Told
from tests.workflows.story import Story

AGREE = "agree_panel:1"
PORTUGUESE = ChooseLanguage(language="pt")


async def language(story: Story, who: str) -> str:
    """The language somebody is written to in."""
    address = cast.address(who, story.name)
    async with story.world.database.reading() as s:
        return (await s.exec(select(Person.language).where(Person.email == address))).one()


async def test_z3_a_language_is_chosen_by_its_reader_alone_and_the_round_goes_on(story: Story) -> None:
    await story.opened()
    await story.goes_to(AGREE)
    assert await story.refused("focal_point", "", PORTUGUESE, officer=story.officer) == "only_in_person"
    await story.does("focal_point", "", PORTUGUESE)
    assert (await language(story, "focal_point"), await language(story, "alternate_contact")) == ("pt", "es")
    await story.lapses(AGREE)
    assert await story.letters("reminder", to="alternate_contact") == [Told("alternate_contact", "reminder")]
    await story.usual(AGREE)
