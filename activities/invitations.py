"""What a letter says of a seat on the panel to whoever is invited to it."""

from typing import Any

from rounds.methodology.model import Methodology
from store.reads.seats import Member, SeatRead
from store.tables import Round
from templates.marked import marked

EXPERT = "expert"
"""The role whose work an invitation lists."""
ON_DATES = "mark_dates"
"""What is asked of nobody any more once the dates are agreed (P9)."""


def offer(seat: SeatRead, round_: Round, methodology: Methodology) -> dict[str, Any]:
    """P9: what accepting means, as far as the round and its methodology know it.

    `starts` and `ends` are None until the dates are agreed; `work` gives hours by kind of assignment, 0 where
    nobody knows them.
    """
    starts, ends = (seat.event.starts, seat.event.ends) if seat.event else (None, None)
    days = (ends - starts).days + 1 if starts and ends else 0
    limits = methodology.limits
    return {
        **{"seat": seat.seat, "seats": seat.seats, "starts": starts, "ends": ends},
        "lead": limits.visit_lead,
        "forms": [seat.form] if seat.form else list(methodology.visit_forms),
        "least": days or limits.visit_days_least,
        "most": days or limits.visit_days_most,
        "work": [
            (kind, methodology.work.get(kind, 0))
            for kind, rule in methodology.assignments.items()
            if rule.owner == EXPERT and not (starts and kind == ON_DATES)
        ],
        "written_in": round_.language,
        "panel": [member(each) for each in seat.panel],
        "international": methodology.asks("arrange_international"),
        "costs": list(methodology.costs.items()),
    }


def member(member: Member) -> dict[str, Any]:
    """Somebody of the panel, by name and post."""
    participant, person = member
    return {
        "name": person.name,
        "country": person.country,
        "institution": marked(person.institution, person.language),
        "role": participant.role,
        "seat": participant.seat,
    }
