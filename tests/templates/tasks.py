"""A task of each kind, as the template of its letter is given it."""

from datetime import date
from typing import Any

from methodologies.loader import methodology, names
from tests.templates.frames import PANEL, ROUND
from tests.templates.times import HERE, THERE, URL

RULES = {kind: rule for name in names() for kind, rule in methodology(name).assignments.items()}
"""A rule for each kind of assignment, of a methodology that asks for it."""
OFFER: dict[str, Any] = {
    **{"seat": 2, "seats": 2, "starts": None, "ends": None, "lead": 15},
    **{"forms": ["on_site"], "least": 3, "most": 5},
    "work": [("write_questions", 8), ("mark_dates", 1), ("contribute", 0)],
    "written_in": "es",
    "panel": PANEL,
    "international": True,
    "costs": [("international_travel", "secretariat"), ("lodging_and_meals", "to_be_agreed")],
}
"""A seat while the visit has no dates yet."""
SETTLED = {
    **OFFER,
    **{"seat": 1, "seats": 1, "starts": date(2027, 3, 1), "ends": date(2027, 3, 4), "least": 4, "most": 4},
    **{"forms": ["on_site", "videoconference"], "written_in": "", "panel": [], "costs": []},
    **{"international": False, "work": [("mark_dates", 1)]},
}
"""A seat whose holder left when the visit had its dates."""


OF_A_VERSION = ("review_report", "revise_report", "decide_publication")

OF_A_LANGUAGE = ("translate_report", "review_translation")


def task(kind: str, **more: Any) -> dict[str, Any]:
    rule = RULES[kind]
    return {
        "kind": kind,
        "key": f"{kind}:1",
        "role": rule.owner,
        "state": "open",
        "round": ROUND,
        "url": URL,
        "due_here": HERE,
        "due_there": THERE,
        "overdue": False,
        "paused": False,
        "version": 2 if kind in OF_A_VERSION else 0,
        "silence": rule.silence,
        "escalate_to": rule.escalate_to,
        "ends_after": rule.ends_after,
        "freezes": rule.freezes,
        "quiet_after": rule.quiet_after,
        "silent": [],
        "personal": rule.personal,
        "holders": ["Punto focal", "Equipo técnico"],
        "about": "",
        "number": 1,
        "into": "pt" if kind in OF_A_LANGUAGE else "",
        "added": False,
        "added_by": "",
        "seat": 0,
        "returned": "",
        "offer": OFFER if kind == "answer_invitation" else None,
        "told": (),
        "request": None,
        "press": "",
        "move": None,
        **more,
    }
