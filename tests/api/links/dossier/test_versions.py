"""Versions in the dossier: drafts before they go to the beneficiary, any two compared, comments answered."""

import re
from datetime import UTC, datetime
from typing import Any

from sqlmodel import col, select, update

from rounds.submissions.report import (
    Comment,
    CommentAnswer,
    CommentDraft,
    ConsolidateReport,
    FinishDraft,
    Need,
    Recommendation,
    Reply,
    ReviewReport,
)
from store import inbox
from store.tables import Assignment, Inbox, ReportVersion
from tests.api.links.dossier.stage import Full
from tests.api.links.test_link_pages import SECTIONS, section
from tests.store import scene

SHAS = ("1" * 64, "2" * 64)
COMMENT = Comment(id="c9", section="findings", quote="Texto", text="¿Cuáles padrones?")
NEED = Need(
    id="n1", topic="other", topic_words="Guaraní", support="exchange", priority="low", text="Una visita"
)
FIRST = ConsolidateReport(
    sections=SECTIONS,
    recommendations=(
        Recommendation(id="r1", nature="reform", text="Un identificador único."),
        Recommendation(id="r2", nature="innovation", text="Una ventanilla."),
    ),
    needs=(NEED,),
)
SECOND = FinishDraft(
    sections=(section("round_description", "Texto nuevo de round_description"), *SECTIONS[1:]),
    recommendations=(Recommendation(id="r1", nature="adjustment", text="Un identificador común."),),
    needs=(NEED,),
    responses=(CommentAnswer(on="c9", taken="not", why="No son públicos"),),
)
APPROVED = ReviewReport(
    version=2,
    sha256=SHAS[1],
    choice="approve",
    replies=(Reply(on="r1", answer="in_part", why="Según el presupuesto"),),
    shown=True,
)


async def said(full: Full, key: str, body: Any, sha256: str = "", about: tuple[int, str] = (0, "")) -> str:
    await scene.open_assignment(full.database, full.round, key, "focal_point", serial=sum(key.encode()))
    id = await scene.send(full.database, full.round, key, "focal_point", body)
    async with full.database.writing() as s:
        await inbox.answer(s, id, "accepted")
        if sha256:
            await s.exec(update(Inbox).where(col(Inbox.id) == id).values(sha256=sha256))
        mine = col(Assignment.key) == key
        await s.exec(update(Assignment).where(mine).values(version=about[0], sha256=about[1]))
    return id


async def drafted(full: Full) -> None:
    """A draft that an expert commented, and what went to the beneficiary instead of it, and was approved."""
    async with full.database.writing() as s:
        for row in (await s.exec(select(ReportVersion))).all():
            await s.delete(row)
        for kind in ("consolidate_report", "review_report"):
            for kept in (await s.exec(select(Inbox).where(col(Inbox.kind) == kind))).all():
                kept.state = "refused"
                s.add(kept)
            for a in (await s.exec(select(Assignment).where(col(Assignment.kind) == kind))).all():
                a.kind = "write_lessons"
                s.add(a)
    first = await said(full, "consolidate_report:7", FIRST, SHAS[0])
    comment = CommentDraft(version=1, sha256=SHAS[0], choice="comments", comments=(COMMENT,))
    await said(full, "comment_draft:expert-1:1", comment, about=(1, SHAS[0]))
    second = await said(full, "finish_draft:1", SECOND, SHAS[1])
    await said(full, "review_report:7", APPROVED, about=(2, SHAS[1]))
    at = datetime(2026, 7, 1, 12, tzinfo=UTC)
    async with full.database.writing() as s:
        for n, (sha256, id) in enumerate(zip(SHAS, (first, second), strict=True), start=1):
            s.add(
                ReportVersion(
                    round_id=full.round, version=n, sha256=sha256, submission_id=id, at=at, language="es"
                )
            )


def plain(page: str) -> str:
    return re.sub(r"</?span[^>]*>", "", page)


async def test_z6_w2_drafts_and_their_comments_are_the_panels_until_they_go_to_the_beneficiary(
    full: Full,
) -> None:
    await drafted(full)
    page = plain(await full.page("/dossier/drafts/1"))
    assert "Texto de findings" in page
    for text in ("¿Cuáles padrones?", "Sobre el pasaje: Texto", "No recogido", "No son públicos"):
        assert text in page, text
    await full.at("ripso", "focal_point", "report")
    report = plain(await full.page("/dossier/report"))
    assert SHAS[1] in report
    assert "/dossier/report/1" not in report
    place = await full.enter()
    for hidden in ("drafts", "drafts/1", "report/1", "report/1-2"):
        assert (await full.http.get(f"{place}/dossier/{hidden}")).status_code == 404, hidden


async def test_w4_any_two_versions_are_compared_section_by_section_and_record_by_record(full: Full) -> None:
    await drafted(full)
    assert "/dossier/report/1-2" in await full.page("/dossier/report")
    page = plain(await full.page("/dossier/report/1-2"))
    assert re.search("<ins> ?nuevo ?</ins>", page)
    assert "<del>único</del>" in page
    assert "<ins>común</ins>" in page
    assert "<del>Innovación" in page
    assert page.count("Sin diferencias.") == 4
    place = await full.enter()
    for wrong in ("1-1", "1-9", "2-", "-", "1-2-2", "x"):
        answer = await full.http.get(f"{place}/dossier/report/{wrong}")
        assert answer.status_code == 404, wrong


async def test_x2_the_report_itself_stands_before_its_translations(full: Full) -> None:
    await drafted(full)
    async with full.database.writing() as s:
        made = ReportVersion(
            round_id=full.round, version=3, sha256="3" * 64, submission_id="x",
            at=datetime(2026, 7, 2, 12, tzinfo=UTC), language="en", translation_of=SHAS[1],
        )  # fmt: skip
        s.add(made)
    page = plain(await full.page("/dossier/report"))
    assert SHAS[1] in page
    assert "3" * 64 not in page
    assert re.search(r'/dossier/report/3">Versión 3, 2 de julio de 2026, inglés<', page)


async def test_w6_what_the_beneficiary_says_of_a_recommendation_stands_among_its_comments(full: Full) -> None:
    await drafted(full)
    page = plain(await full.page("/dossier/comments"))
    assert "1. Aceptada en parte" in page
    assert "Según el presupuesto" in page
