"""What people wrote keeps the language of whoever wrote it, whatever they choose later (Z3)."""

from sqlmodel import col, select, update

from rounds.state import effects as e
from rounds.submissions.interventions import ChooseLanguage, Pause
from rounds.submissions.panel import AgreePanel
from rounds.submissions.request import CompleteRequest, OpenRound
from store import inbox
from store.session import Database
from store.tables import Inbox, Officer, Person, Round
from store.writes import assignments, people
from tests.store.scene import KEY, Scene, begun, contact, officers, open_assignment, send

CHANGES = AgreePanel(choice="changes", comment="Outra pessoa")


async def language_of(database: Database, id: str) -> str:
    async with database.reading() as s:
        return (await s.exec(select(Inbox.language).where(Inbox.id == id))).one()


async def speaks(database: Database, who: str, language: str) -> None:
    async with database.writing() as s:
        await s.exec(
            update(Person).where(col(Person.email) == f"{who}@example.org").values(language=language)
        )


async def test_a_submission_is_in_its_senders_language_of_that_moment(database: Database) -> None:
    round_id = await begun(database)
    await open_assignment(database, round_id, KEY, "focal_point")
    await speaks(database, "focal", "pt")
    sent = await send(database, round_id, KEY, "focal_point", CHANGES)
    await speaks(database, "focal", "en")
    assert await language_of(database, sent) == "pt"


async def test_what_an_officer_files_for_somebody_is_in_that_persons_language_and_their_own_in_theirs(
    database: Database,
) -> None:
    round_id = await begun(database)
    await speaks(database, "officer", "fr")
    async with database.reading() as s:
        found = select(Officer.id).join(Person).where(Person.email == "officer@example.org")
        officer = (await s.exec(found)).one()
    filed = await send(database, round_id, KEY, "focal_point", CHANGES, officer)
    own = await send(database, round_id, "", "", Pause(reason="Élections"), officer)
    assert await language_of(database, filed) == "es"
    assert await language_of(database, own) == "fr"


async def test_the_opening_and_the_round_are_in_the_language_of_the_focal_point(database: Database) -> None:
    officer = await officers(database)
    await speaks(database, "officer", "fr")
    body = OpenRound(
        methodology="ripso", country="BRA", institution="Casa Civil", focal_point=contact("focal")
    )
    async with database.writing() as s:
        kept = await inbox.keep_opening(s, id="o", body=body, officer_id=officer)
    assert kept.language == "es"


async def test_the_round_takes_the_language_of_the_note_that_completes_it(scene: Scene) -> None:
    await speaks(scene.database, "focal", "pt")
    note = CompleteRequest(initiative="Cadastro único", stage="reform", objective="Um desenho")
    sent = await send(scene.database, scene.round, "complete_request:1", "focal_point", note)
    effect = e.Take(
        submission=sent, key="complete_request:1", subject="complete_request", by="focal_point", officer=""
    )
    assert await scene.rows(Round.language) == [("es",)]
    await scene.do(assignments.take, effect, serial=4)
    assert await scene.rows(Round.initiative, Round.language) == [("Cadastro único", "pt")]


async def test_a_choice_of_language_changes_the_person_and_is_recorded(scene: Scene) -> None:
    sent = await send(scene.database, scene.round, "", "focal_point", ChooseLanguage(language="fr"))
    for _ in range(2):
        async with scene.database.writing() as s:
            await people.speak(s, sent)
    assert await scene.rows(Person.language, where=Person.email == "focal@example.org") == [("fr",)]
    assert (await scene.actions()).count(("focal_point", "language_chosen", sent)) == 1
    assert await scene.rows(Inbox.state, where=Inbox.id == sent) == [("accepted",)]
