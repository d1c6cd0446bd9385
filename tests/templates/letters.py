"""A letter of each kind, as its template is given it."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from methodologies.loader import methodology, names
from rounds.submissions.visit import Session, SetAgenda
from templates.agenda import agenda
from templates.vocabulary import ASKED

RULES = {kind: rule for name in names() for kind, rule in methodology(name).assignments.items()}
"""A rule for each kind of assignment, of a methodology that asks for it."""
HERE = datetime(2026, 12, 7, 18, tzinfo=ZoneInfo("America/Bogota"))
THERE = HERE.astimezone(ZoneInfo("America/Asuncion"))
URL = "https://ronda.example/a/token"
ROUND = {
    "id": "round-ripso-pry-2026-1",
    "country": "PRY",
    "institution": "Gabinete Social",
    "initiative": "Registro <b>social</b> & padrones",
    "year": 2026,
    "number": 1,
    "step": "panel",
    "outcome": "",
    "methodology": "ripso",
    "methodology_name": "RIPSO",
    "secretariat": "DIS",
    "zone": "America/Asuncion",
}
FRAME: dict[str, Any] = {
    "recipient": {"name": "Punto focal", "role": "focal_point", "zone": "America/Bogota"},
    "round": ROUND,
    "contact": {"name": "Oficial", "email": "oficial@dis.example"},
    "my_round_url": "https://ronda.example/a/mine",
}


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
        "version": 2,
        "silence": rule.silence,
        "escalate_to": rule.escalate_to,
        "ends_after": rule.ends_after,
        "freezes": rule.freezes,
        "personal": rule.personal,
        "holders": ["Punto focal", "Equipo técnico"],
        "about": "",
        "told": (),
        "request": None,
        "press": "",
        **more,
    }


NEED = {"topic": "Interoperabilidad", "support": "exchange", "text": "Un intercambio\nde equipos"}
REPORT = {
    "version": 2,
    "sha256": "ab" * 32,
    "sections": [
        {"section": "findings", "text": "Uno\nDos", "needs": []},
        {"section": "cooperation_needs", "text": "", "needs": [NEED]},
    ],
}
PANEL = [
    {"name": "Experta", "country": "CHL", "institution": "Ministerio", "role": "expert-1", "seat": 1},
    {"name": "Coordinadora", "country": "", "institution": "", "role": "lead_coordinator", "seat": None},
]
AGENDA = agenda(
    SetAgenda(
        sessions=tuple(
            Session(day=n, starts=time(8 + n), ends=time(10 + n), session=kind, title=f"Título {n}")
            for n, kind in enumerate(methodology("ripso").sessions[:4], start=1)
        )
    ),
    date(2027, 3, 1),
    "America/Asuncion",
    "es",
)
VISIT = {
    "starts": date(2027, 3, 1),
    "ends": date(2027, 3, 4),
    "sequence": 0,
    "form": "",
    "uid": "round-ripso-pry-2026-1@ronda",
    **dict.fromkeys(("opens_here", "closes_here"), HERE),
    **dict.fromkeys(("opens_there", "closes_there"), THERE),
    "press": "",
    "agenda": None,
}
REQUEST = {"kind": "agree_panel", "by": "Punto focal", "due": date(2027, 1, 9), "reason": "Feria judicial"}
OTHER: list[tuple[str, dict[str, Any]]] = [
    ("assignment", {"task": task("agree_panel", due_here=None, due_there=None)}),
    ("brief", {"task": task("write_questions")}),
    (
        "handed_over",
        {"tasks": [task("agree_panel"), task("arrange_local", paused=True)], "old": "Predecesora"},
    ),
    ("handed_over", {"tasks": [], "old": "Predecesora"}),
    ("delegated", {"task": task("answer_questionnaire"), "owner": "Punto focal", "share": ""}),
    ("delegated", {"task": task("answer_questionnaire"), "owner": "Punto focal", "share": "1 a 5"}),
    ("moved", {"task": task("agree_panel")}),
    ("moved", {"task": task("agree_panel", paused=True)}),
    ("escalation", {"task": task("agree_panel", url="", overdue=True)}),
    ("overdue", {"task": task("agree_panel", overdue=True, told=("alternate_contact",))}),
    ("assignment", {"task": task("decide_extension", request=REQUEST)}),
    ("reminder", {"tasks": [task("agree_panel")]}),
    ("reminder", {"tasks": [task("agree_panel", overdue=True), task("arrange_local")]}),
    (
        "refused",
        {
            "code": "visit_length",
            "field": "windows.0.ends",
            "values": {"least": "3", "most": "5"},
            "kind": "propose_dates",
            "key": "propose_dates:1",
            "url": URL,
            "received_here": HERE,
            "received_there": THERE,
        },
    ),
    ("visit", {"method": "REQUEST", "updated": False, **VISIT}),
    ("visit", {"method": "REQUEST", "updated": True, **VISIT}),
    ("visit", {"method": "REQUEST", "updated": False, **VISIT, "form": "videoconference"}),
    ("visit", {"method": "CANCEL", "updated": False, **VISIT}),
    ("visit", {"method": "REQUEST", "updated": True, **VISIT, "press": "none", "agenda": AGENDA}),
    ("visit", {"method": "CANCEL", "updated": True, **VISIT, "press": "open", "agenda": AGENDA}),
    ("reminder", {"tasks": [task("set_agenda", press="note")]}),
    ("told", {"what": "agenda_set", "sequence": 0, "press": "none", "agenda": AGENDA}),
    ("seat_filled", {}),
    ("told", {"what": "panel_formed", "panel": PANEL}),
    ("told", {"what": "paused"}),
    ("told", {"what": "resumed", "tasks": [task("agree_panel")]}),
    ("told", {"what": "more_time_refused", "task": task("agree_panel"), "reason": "Otros esperan"}),
    ("told", {"what": "conflict_excluded"}),
    ("told", {"what": "waived", "kind": "write_questions"}),
    *(
        (
            "told",
            {"what": "closed", "report": report, "languages": ["es", "en"], "round": {**ROUND, "outcome": o}},
        )
        for o, report in [("authorised", REPORT), ("internal", REPORT), ("declined", None), ("lapsed", None)]
    ),
    ("told", {"what": "closed", "report": None, "languages": [], "round": {**ROUND, "outcome": "withdrawn"}}),
]
LETTERS = [*(("assignment", {"task": task(kind)}) for kind in ASKED), *OTHER]
