"""The approved report, as the letter that closes a round shows it to those entitled to it (W4)."""

from dataclasses import asdict
from typing import Any

from rounds.methodology import dossier
from rounds.methodology.model import Methodology
from store.inbox import body_of
from store.tables import Inbox, Participant, ReportVersion, Round
from templates.marked import spoken


def entitled(reader: Participant, round_: Round, methodology: Methodology) -> bool:
    """Z6: whether somebody may read the report now, as the table of the methodology says."""
    who = dossier.reader(reader.role, reader.state)
    return dossier.may_read(methodology, "report", who, round_.step)


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
