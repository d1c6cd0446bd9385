"""What becomes public of a round once that is authorised: the approved version, and what it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.methodology.model import Methodology
from rounds.reported import Reply
from store import inbox
from store.publications import (
    Publication,
    PublishedNeed,
    PublishedRecommendation,
    PublishedSection,
    PublishedText,
    slug_of,
)
from store.reads import asked, document, links, parties, versions
from store.tables import Assignment, CalendarEvent, Inbox, ReportVersion, Round


class NotTheApproved(Exception):
    """What was authorised is not what was approved, or does not exist in that language (X2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A document as it lies among the kept files."""

    sha256: str
    size: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The report in one language: the number under which it was sent, and what it says."""

    version: int
    body: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """A version of the report that was approved, on this day, in `language`; `said` is what it says in each.

    `topics` are those that its methodology knows; `replies` what the beneficiary wants shown (W6).
    """

    version: ReportVersion
    language: str
    said: Mapping[str, Said]
    on: date
    topics: tuple[str, ...] = ()
    replies: tuple[Reply, ...] = ()

    def in_language(self, language: str) -> Said:
        """The approved report in a language. Raises: NotTheApproved, where it does not exist in it."""
        if language not in self.said:
            raise NotTheApproved(language)
        return self.said[language]


async def approved(s: AsyncSession, round_id: str, version: int, sha256: str) -> Approved:
    """This version and no other, if it was approved (X2).

    Raises: NotTheApproved.
    """
    found = await s.exec(
        select(ReportVersion, Inbox, Assignment.closed_at)
        .join(Inbox, col(Inbox.id) == ReportVersion.submission_id)
        .join(
            Assignment,
            (col(Assignment.round_id) == ReportVersion.round_id)
            & (col(Assignment.version) == ReportVersion.version)
            & (col(Assignment.kind) == "review_report")
            & (col(Assignment.state) == "fulfilled"),
        )
        .where(ReportVersion.round_id == round_id, ReportVersion.version == version)
    )
    row = found.first()
    if row is None or row[0].sha256 != sha256 or row[2] is None:
        raise NotTheApproved(f"{round_id} {version}")
    found_version, kept, closed = row
    rules = asked.methodology_of(await asked.round_of(s, round_id))
    made = await versions.translations(s, round_id, sha256)
    said = {**made, kept.language: (found_version, kept)}
    return Approved(
        version=found_version,
        language=kept.language,
        said={of: Said(version=row.version, body=inbox.body_of(sent)) for of, (row, sent) in said.items()},
        on=closed.date(),
        topics=rules.topics,
        replies=await document.replies(s, round_id),
    )


async def publication(s: AsyncSession, report: Approved, printed: dict[str, Printed]) -> Publication:
    """All that becomes public of it, in the languages of which there is a document."""
    round_ = (await s.exec(select(Round).where(Round.id == report.version.round_id))).one()
    rules = asked.methodology_of(round_)
    note = await links.note(s, round_.id)
    visit = await s.get(CalendarEvent, round_.id)
    held = visit is not None and visit.state == "confirmed"
    sitting = await parties.sitting(s, round_.id)
    return Publication(
        round_id=round_.id,
        slug=slug_of(round_.id),
        methodology=rules.id,
        methodology_name=rules.name,
        methodology_version=rules.version,
        secretariat=round_.secretariat_id,
        country=round_.country,
        institution=round_.institution,
        initiative=round_.initiative,
        year=round_.year,
        number=round_.number,
        language=report.language,
        version=report.version.version,
        sha256=report.version.sha256,
        approved_on=report.on,
        topics=(note.topic,) if note and note.topic else (),
        topic_words=note.topic_words if note else "",
        panel_countries=tuple(
            dict.fromkeys(person.country for who, person in sitting if who.seat is not None)
        ),
        texts=tuple(
            replace(
                _text(report, rules, language, done),
                title=round_.initiative or round_.institution,
                written_in=round_.language,
            )
            for language, done in printed.items()
        ),
        needs=tuple(need for language in printed for need in _needs(report, language)),
        visit_starts=visit.starts if visit and held else None,
        visit_ends=visit.ends if visit and held else None,
    )


def _text(report: Approved, rules: Methodology, language: str, printed: Printed) -> PublishedText:
    body = report.in_language(language).body
    written = {part.section: part.text for part in body.sections}
    held = {section: name for name, section in rules.records.items()}
    return PublishedText(
        language=language,
        title="",
        sections=tuple(
            PublishedSection(code=code, text=written.get(code, ""), holds=held.get(code, ""))
            for code in rules.sections
        ),
        pdf_sha256=printed.sha256,
        pdf_size=printed.size,
        pdf_pages=printed.pages,
        recommendations=_recommendations(report, body),
    )


def _recommendations(report: Approved, body: Any) -> tuple[PublishedRecommendation, ...]:
    """Numbered through the report, as they are in its document, with what is to be shown of each (W6)."""
    answered = {reply.recommendation: reply for reply in report.replies}
    return tuple(
        PublishedRecommendation(
            number=n,
            kind=one.nature,
            text=one.text,
            reasons=one.reasons,
            answer=reply.choice if (reply := answered.get(one.id)) else "",
            answer_reasons=reply.reasons if reply else "",
            answer_language=(reply.language or report.language) if reply and reply.reasons else "",
        )
        for n, one in enumerate(getattr(body, "recommendations", ()), start=1)
    )


def _needs(report: Approved, language: str) -> list[PublishedNeed]:
    """Each with the id of its record; a topic is one of the methodology's, or stands in somebody's words."""
    needs = report.in_language(language).body.needs
    return [_need(report, n, need, language) for n, need in enumerate(needs, start=1)]


def _need(report: Approved, n: int, need: Any, language: str) -> PublishedNeed:
    coded = need.topic in report.topics
    return PublishedNeed(
        id=getattr(need, "id", "") or f"{report.version.round_id}-{n}",
        language=language,
        topic=need.topic if coded else "",
        topic_words=getattr(need, "topic_words", "") or ("" if coded else need.topic),
        support=need.support,
        priority=getattr(need, "priority", None) or "",
        text=need.text,
    )
