"""How long the report is that its readers will have, with the beneficiary's word as it is shown (W1, W6)."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import col, update

from api.intake.typesetting import counted, drafted, said
from rounds.reported import Reported
from rounds.rules import check_body
from rounds.submissions.publication import AuthorisePublication, DecidePublication
from rounds.submissions.refusals import Refusal
from rounds.submissions.report import (
    ConsolidateReport,
    Recommendation,
    Reply,
    ReplyRecommendations,
    ReviewReport,
    SectionText,
)
from store import inbox
from store.session import Database
from store.tables import Assignment, ReportVersion
from templates.typeset import pages, pdf
from tests.databases import sqlite_template, sqlite_url  # noqa: F401 - fixtures, found by their names
from tests.store import scene

SHA = "a" * 64
BOUND: dict[str, Any] = {"version": 1, "sha256": SHA}
FIRST, SECOND = (Recommendation(id=f"r{n}", nature="reform", text=f"Recomendación {n}") for n in (1, 2))
LONG = " ".join(["La respuesta del país se explica con todo detalle."] * 390)
"""As much as may be said of one recommendation: more than four pages."""
REPORT = ConsolidateReport(
    sections=tuple(SectionText(section=s, text=f"Texto de {s}.") for s in scene.RIPSO.sections),
    recommendations=(FIRST, SECOND),
)
SHORT = ReplyRecommendations(replies=(Reply(on="r1", answer="accepted", why="De acuerdo."),), shown=True)
SAID = replace(SHORT, replies=(*SHORT.replies, Reply(on="r2", answer="not", why=LONG)))


class Approved:
    """A round with an approved report, whose publication is to be decided."""

    def __init__(self, database: Database, round_id: str) -> None:
        self.database, self.round = database, round_id

    async def counts(self, body: Any) -> tuple[int, int]:
        """The pages, and the recommendation on which most is said."""
        made = await counted(self.database, self.round, body, "es")
        return made.pages, made.longest

    async def says(self, body: Any) -> None:
        """Somebody said this, and it was accepted."""
        id = await scene.send(self.database, self.round, "", "focal_point", body)
        async with self.database.writing() as s:
            await inbox.answer(s, id, "accepted")


@pytest.fixture
async def approved(sqlite_url: str) -> AsyncIterator[Approved]:  # noqa: F811 - the fixture of that name
    database = Database(sqlite_url)
    made = Approved(database, await scene.begun(database))
    id = await scene.send(database, made.round, "consolidate_report:1", "responsible_officer", REPORT)
    await scene.open_assignment(database, made.round, "decide_publication:1", "focal_point", serial=5)
    async with database.writing() as s:
        await inbox.answer(s, id, "accepted")
        s.add(
            ReportVersion(
                round_id=made.round, version=1, sha256=SHA, submission_id=id, at=scene.NOW, language="es"
            )
        )
        mine = col(Assignment.key) == "decide_publication:1"
        await s.exec(update(Assignment).where(mine).values(**BOUND))
    yield made
    await database.close()


DECIDES = DecidePublication(**BOUND, choice="publish", languages=("es",))


async def test_w1_what_is_shown_of_the_beneficiarys_word_counts_when_publication_is_authorised(
    approved: Approved,
) -> None:
    (without, nobody) = await approved.counts(DECIDES)
    assert nobody == 0
    await approved.says(SAID)
    pages, longest = await approved.counts(DECIDES)
    assert (pages >= without + 4, longest) == (True, 2)
    assert await approved.counts(AuthorisePublication(**BOUND, languages=("es",))) == (pages, 2)
    await approved.says(replace(SAID, shown=False))
    assert await approved.counts(DECIDES) == (without, 0)


async def test_w1_w6_it_is_counted_when_it_is_said_too_with_what_was_said_before(approved: Approved) -> None:
    short, first = await approved.counts(SHORT)
    assert first == 1
    await approved.says(SAID)
    pages, longest = await approved.counts(replace(SHORT, replies=()))
    assert (pages >= short + 4, longest) == (True, 2)
    assert await approved.counts(replace(SAID, shown=False)) == (0, 0)


async def test_w1_w6_an_approval_counts_what_it_wants_shown_and_asked_changes_do_not(
    approved: Approved,
) -> None:
    review = ReviewReport(**BOUND, choice="approve", replies=SAID.replies, shown=True)
    pages, longest = await approved.counts(review)
    assert (pages > 4, longest) == (True, 2)
    assert await approved.counts(replace(review, choice="changes")) == (0, 0)


async def test_w1_nothing_is_counted_of_what_is_not_printed(approved: Approved) -> None:
    assert await approved.counts(replace(DECIDES, choice="internal")) == (0, 0)
    assert await approved.counts(replace(DECIDES, languages=())) == (0, 0)
    assert await approved.counts(replace(DECIDES, languages=("fr",))) == (0, 0)
    assert (await counted(approved.database, "no such round", DECIDES, "es")) == DECIDES


async def test_w1_the_pages_of_a_version_are_those_of_its_pdf_and_the_twenty_first_is_refused(
    approved: Approved,
) -> None:
    line = "Un hallazgo que se cuenta con calma."
    texts = (SectionText(section=s, text="\n\n".join([line] * 300)) for s in scene.RIPSO.sections)
    body = await counted(approved.database, approved.round, replace(REPORT, sections=tuple(texts)), "es")
    of = await drafted_of(approved, body)
    assert body.pages == pages(pdf(said(of))) > 20
    with pytest.raises(Refusal) as refused:
        check_body(scene.RIPSO, "PRY", body)
    assert (refused.value.code, refused.value.values["over"]) == ("report_too_long", body.pages - 20)


async def drafted_of(approved: Approved, body: ConsolidateReport) -> Reported:
    async with approved.database.reading() as s:
        return await drafted(s, approved.round, body, "es")
