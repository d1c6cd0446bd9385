"""What the document of a report is made of: a version, with the facts of its round."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from methodologies.loader import capital_zone
from rounds.reported import Reply, Reported, Sitting
from rounds.steps.replies import latest, shown
from rounds.submissions.people import LANGUAGES
from store.inbox import body_of
from store.reads import approved, asked, parties, versions, visit
from store.tables import CalendarEvent, Inbox, ReportVersion, Round, Secretariat

COORDINATES = ("lead_coordinator", "coordinator")
"""Whose country is nothing to the round: they come from the secretariat's side."""


async def version(s: AsyncSession, round_id: str, number: int = 0) -> Reported | None:
    """A version of a round's report; None where there is none (W4).

    The latest of the report itself unless a number is given, which may be that of a translation (X2).
    """
    which = col(ReportVersion.version) == number if number else col(ReportVersion.translation_of) == ""
    rows = await s.exec(
        select(ReportVersion, Inbox)
        .join(Inbox, col(Inbox.id) == ReportVersion.submission_id)
        .where(col(ReportVersion.round_id) == round_id, which)
        .order_by(col(ReportVersion.version).desc())
        .limit(1)
    )
    found = rows.first()
    if found is None:
        return None
    kept, row = found
    facts = await _standing(s, kept)
    return await _reported(
        s,
        await s.get_one(Round, round_id),
        body_of(row),
        language=kept.language or row.language,
        version=kept.version,
        sha256=kept.sha256,
        at=kept.at,
        replies=await replies(s, round_id) if facts["final"] else (),
        **facts,
    )


async def _standing(s: AsyncSession, kept: ReportVersion) -> dict[str, Any]:
    """Whether it is the approved report, in its own language or in another."""
    final = await approved.approved_report(s, kept.round_id)
    if not kept.translation_of:
        return {"final": final is not None and final[0].version == kept.version}
    made = (await versions.translations(s, kept.round_id, kept.translation_of)).get(kept.language)
    of = await versions.sent_as(s, kept.round_id, kept.translation_of)
    return {
        "final": final is not None
        and final[0].sha256 == kept.translation_of
        and made is not None
        and made[0].version == kept.version,
        "translation_of": kept.translation_of,
        "original_language": of.language if of else "",
    }


async def replies(s: AsyncSession, round_id: str) -> tuple[Reply, ...]:
    """What the beneficiary says of the recommendations, if it wants it shown (W6)."""
    rows = [(body_of(row), row.language) for row in await versions.replied(s, round_id)]
    said = [body for body, _ in rows]
    if not shown(said):
        return ()
    spoken = {one.on: language for body, language in rows for one in body.replies if one.answer}
    return tuple(
        Reply(recommendation=one.on, choice=one.answer, reasons=one.why, language=spoken[one.on])
        for one in latest(said)
        if one.answer is not None
    )


async def draft(
    s: AsyncSession, round_id: str, body: Any, *, language: str, at: datetime, sha256: str = ""
) -> Reported:
    """What would become the next version, were it sent now: to be counted, and looked at (W1).

    It has as many pages as the version that comes of it, since nothing of a page depends on the fingerprint.
    """
    rows = await s.exec(select(ReportVersion.version).where(ReportVersion.round_id == round_id))
    latest = max(rows, default=0)
    round_ = await s.get_one(Round, round_id)
    facts: dict[str, Any] = {"version": latest + 1, "sha256": sha256 or "0" * 64, "final": False, "at": at}
    return await _reported(s, round_, body, language=language, **facts)


async def _reported(
    s: AsyncSession, round_: Round, body: Any, *, at: datetime, language: str, **facts: Any
) -> Reported:
    methodology = asked.methodology_of(round_)
    secretariat = await s.get_one(Secretariat, round_.secretariat_id)
    event = await s.get(CalendarEvent, round_.id)
    agreed = event if event and event.state == "confirmed" else None
    said: Any = language or round_.language or LANGUAGES[0]
    return Reported(
        methodology=methodology,
        secretariat=secretariat.name,
        country=round_.country,
        institution=round_.institution,
        initiative=round_.initiative,
        written_in=round_.language,
        year=round_.year,
        number=round_.number,
        language=said,
        on=at.astimezone(ZoneInfo(capital_zone(round_.country))).date(),
        sections=body.sections,
        recommendations=getattr(body, "recommendations", ()),
        needs=body.needs,
        panel=await _panel(s, round_.id),
        starts=agreed.starts if agreed else None,
        ends=agreed.ends if agreed else None,
        form=await _form(s, round_.id, methodology.visit_forms) if agreed else "",
        **facts,
    )


async def _panel(s: AsyncSession, round_id: str) -> tuple[Sitting, ...]:
    """Who sits on it: with their posts, as they were declared for this round."""
    return tuple(
        Sitting(
            name=person.name,
            role=who.role,
            institution=person.institution,
            country="" if who.role in COORDINATES else person.country,
        )
        for who, person in await parties.sitting(s, round_id)
    )


async def _form(s: AsyncSession, round_id: str, forms: tuple[str, ...]) -> str:
    return await visit.form_of(s, round_id) or (forms[0] if len(forms) == 1 else "")
