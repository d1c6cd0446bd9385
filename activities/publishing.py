"""Making a report public, announcing it, taking it offline: exactly what was authorised (X1 to X3)."""

from dataclasses import replace

from activities.announcing import ANNOUNCEMENT
from activities.unit_of_work import UnitOfWork
from rounds.state.publishing import Announce, Publish, Unpublish
from rounds.submissions.people import Contact
from store import inbox, persons
from store.reads import parties, publishable
from store.writes import publishing as writes
from store.writes.audit import record


async def publish(work: UnitOfWork, effect: Publish) -> None:
    """The page and its documents, each printed and kept before anybody can ask for it."""
    assert work.press, "whoever publishes has one"
    report = await publishable.approved(work.s, work.batch.round, effect.version, effect.sha256)
    printed = {language: await work.press.printed(work.s, report, language) for language in effect.languages}
    made = await publishable.publication(work.s, report, printed)
    texts = tuple(work.press.page(text) for text in made.texts)
    await writes.publish(work.s, replace(made, texts=texts), work.batch.now)
    await record(
        work.s,
        work.batch,
        "published",
        str(effect.version),
        sha256=effect.sha256,
        languages=list(effect.languages),
        submission=effect.submission,
    )


async def unpublish(work: UnitOfWork, effect: Unpublish) -> None:
    """Its page says that it was withdrawn; the record stays."""
    await writes.withdraw(work.s, work.batch.round, work.batch.now)
    await record(work.s, work.batch, "unpublished", str(effect.n), submission=effect.submission)


async def announce(work: UnitOfWork, effect: Announce) -> None:
    """A letter to each person, whatever roles they hold, and to each address that the secretariat named."""
    s, round_id = work.s, work.batch.round
    await record(s, work.batch, "announced", str(effect.n), submission=effect.text)
    about = {"text": effect.text}
    told: set[str] = set()
    for participant in await work.once_each(effect.people):
        await work.write(ANNOUNCEMENT, participant, str(effect.n), **about)
        told.add((await parties.participant(s, round_id, participant))[1].id)
    named = await inbox.one(s, effect.recipients) if effect.recipients else None
    officer = await parties.responsible_id(s, round_id)
    for one in inbox.body_of(named).recipients if named else ():
        contact = Contact(name=one.name, email=one.email, language=one.language)
        person = await persons.meet(s, contact)
        if person.id not in told:
            key = f"{round_id}/{work.batch.serial}/{ANNOUNCEMENT}/{effect.n}/{person.id}"
            await work.write_as(key, ANNOUNCEMENT, officer, person=person.id, **about)
            told.add(person.id)
