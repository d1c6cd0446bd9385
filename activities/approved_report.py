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
    """The text in the methodology's order; the records in the section that holds them (W3, W6, X4)."""
    body = spoken(body_of(kept), kept.language)
    written = {part.section: part.text for part in body.sections}
    sections = [
        {
            "section": section,
            "text": written.get(section, ""),
            **{name: _held(methodology, body, name, section) for name in ("recommendations", "needs")},
        }
        for section in methodology.sections
    ]
    return {"version": version.version, "sha256": version.sha256, "sections": sections}


def _held(methodology: Methodology, body: Any, name: str, section: str) -> list[dict[str, Any]]:
    listed = getattr(body, name) if methodology.records.get(name) == section else ()
    return [asdict(record) for record in listed]
