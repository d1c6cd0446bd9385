"""The approved report, as the letter that closes a round shows it to those entitled to it (W4)."""

from dataclasses import asdict
from typing import Any

from rounds.methodology.model import Methodology
from store.inbox import body_of
from store.tables import Inbox, Participant, ReportVersion
from templates.marked import spoken

ENTITLED = (
    "focal_point",
    "alternate_contact",
    "technical_team",
    "approver",
    "responsible_officer",
    "head_of_secretariat",
    "coordinator",
    "lead_coordinator",
)
"""Who reads the approved report when the round is over, besides the seats' experts."""


def entitled(reader: Participant) -> bool:
    """Whether somebody reads it: whoever is named above, and those who hold a seat."""
    seated = reader.role.startswith("expert-") and reader.state == "active"
    return seated or reader.role in ENTITLED


def report(version: ReportVersion, kept: Inbox, methodology: Methodology) -> dict[str, Any]:
    """The text in the methodology's order; the needs, records of their own, in their section (W3, X4)."""
    body = spoken(body_of(kept), kept.language)
    written = {part.section: part.text for part in body.sections}
    needs = [asdict(need) for need in body.needs]
    sections = [
        {"section": name, "text": written.get(name, ""), "needs": needs * (name == methodology.needs_section)}
        for name in methodology.sections
    ]
    return {"version": version.version, "sha256": version.sha256, "sections": sections}
