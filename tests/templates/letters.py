"""A letter of each kind, as its template is given it."""

from datetime import date
from typing import Any

from templates.telling import ADDED, TOLD
from templates.vocabulary import ADDED as ADDED_TASKS
from templates.vocabulary import ASKED
from tests.templates import visit_changes
from tests.templates.asked import ABOUT_REQUESTS
from tests.templates.frames import FRAME, OTHER_ROUND, PANEL, ROUND
from tests.templates.receipts import (
    ACCEPTED,
    AGENDA_SENT,
    ARRANGED,
    AWAITED,
    COMPLETED,
    DECLINED,
    LEFT,
    receipt,
)
from tests.templates.tasks import SETTLED, task
from tests.templates.times import HERE, THERE, URL
from tests.templates.visit_changes import AGENDA, PROPOSED

NEED = {
    "topic": "other",
    "topic_words": "Interoperabilidad",
    "support": "exchange",
    "text": "Un intercambio\nde equipos",
}
RECOMMENDATION = {"nature": "reform", "text": "Un identificador", "reasons": "Tres padrones"}
REPORT = {
    "version": 2,
    "sha256": "ab" * 32,
    "sections": [
        {"section": "findings", "text": "Uno\nDos", "recommendations": [], "needs": []},
        {"section": "recommendations", "text": "", "recommendations": [RECOMMENDATION], "needs": []},
        {"section": "cooperation_needs", "text": "", "recommendations": [], "needs": [NEED]},
    ],
}
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
    "agenda_url": "",
    "apart": False,
    "left": False,
    **{"was_starts": None, "was_ends": None, "was_form": "", "reason": ""},
}
REQUEST = {"kind": "agree_panel", "by": "Punto focal", "due": date(2027, 1, 9), "reason": "Feria judicial"}
SILENT = [
    {"kind": "agree_panel", "role": "focal_point", "due": date(2025, 10, 6)},
    {"kind": "mark_dates", "role": "expert-1", "due": date(2025, 10, 8)},
]
LATE = [
    task("agree_panel", url="", overdue=True),
    task("arrange_local", url="", overdue=True, round=OTHER_ROUND),
]
OWN = ("conflict_decided", "expert_left")
"""News of which more than one case is shown."""


PUBLIC = "https://ronda.example/reports/round-ripso-pry-2026-1"
"""The permanent page of the report."""


def told(what: str, **more: Any) -> dict[str, Any]:
    """A letter that tells one of the news."""
    return {"told": {"what": what, **more}}


def news(what: str, **more: Any) -> dict[str, Any]:
    """The same for news that say whom they are about, what was decided and why."""
    about: dict[str, Any] = {**PANEL[0], "who": PANEL[0]["name"], "kind": "answer_questionnaire", "url": ""}
    decided: dict[str, Any] = {
        "choice": "",
        "form": "ReviewConflict",
        "reason": "",
        "into": "fr" if what == "report_translated" else "",
        "version": 2 * (what in ("report_drafted", "report_approved", "changes_asked")),
    }
    saved = {"saved": 3, "count": 12 if what == "answers_frozen" else 0}
    return told(what, **{**about, **decided, **saved, "added": False, "added_by": "", **more})


def changed(shown: dict[str, Any]) -> dict[str, Any]:
    """The same for what changed of the visit, some of it to the officer."""
    reader = {"recipient": shown["recipient"]} if "recipient" in shown else {}
    return told(**{name: value for name, value in shown.items() if name != "recipient"}) | reader


def ending(outcome: str) -> dict[str, Any]:
    return {"round": {**ROUND, "outcome": outcome}}


PAPERS = ["Presentación <inicial>", "Acta de la reunión"]
ABOUT_PAPERS: list[dict[str, str]] = [
    {"about": "", "session": ""},
    {"about": "findings", "session": ""},
    {"about": "session-1", "session": "Apertura"},
]
OTHER: list[tuple[str, dict[str, Any]]] = [
    ("assignment", {"task": task("agree_panel", due_here=None, due_there=None)}),
    ("assignment", {"task": task("mark_dates", number=2, move=PROPOSED)}),
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
    ("reminder", {"tasks": [], "others": [task("agree_panel", url="", overdue=True)]}),
    ("reminder", {"tasks": [task("agree_panel", overdue=True, told=("alternate_contact",))], "others": []}),
    ("reminder", {"tasks": [task("examine_request")], "others": LATE}),
    ("reminder", {"tasks": [], "others": LATE}),
    ("assignment", {"task": task("decide_silence", silent=SILENT)}),
    ("assignment", {"task": task("decide_extension", request=REQUEST)}),
    ("reminder", {"tasks": [task("agree_panel")], "others": []}),
    ("reminder", {"tasks": [task("agree_panel", overdue=True), task("arrange_local")], "others": []}),
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
    ("assignment", {"task": task("answer_invitation", offer=SETTLED, silence="last")}),
    (
        "assignment",
        {
            "task": task("answer_invitation"),
            "introduction": {"how": "candidate", "by": "Oficial"},
            "recipient": {**FRAME["recipient"], "role": "candidate"},
        },
    ),
    ("assignment", {"task": task("complete_request", number=2, returned="Falta el\nobjetivo")}),
    ("assignment", {"task": task("complete_request"), "introduction": {"how": "opening", "by": "Oficial"}}),
    ("assignment", {"task": task("confirm_note"), "introduction": {"how": "opening", "by": "Oficial"}}),
    ("assignment", {"task": task("add_candidate", seat=2)}),
    ("assignment", {"task": task("review_conflict", about="Experta")}),
    ("assignment", {"task": task("agree_panel", number=2)}),
    (
        "told",
        {
            "told": {"what": "panel_formed", "panel": PANEL},
            "introduction": {"how": "panel", "by": "Oficial"},
            "recipient": {**FRAME["recipient"], "role": "coordinator"},
        },
    ),
    ("handed_over", {"tasks": [], "old": "Predecesora", "introduction": {"how": "place", "by": "Oficial"}}),
    ("reminder", {"tasks": [task("agree_panel"), task("arrange_local", round=OTHER_ROUND)], "others": []}),
    (
        "visit",
        {
            **{"method": "CANCEL", "updated": False, **VISIT, "left": True},
            "recipient": {**FRAME["recipient"], "role": "expert-1", "former": True},
        },
    ),
    ("visit", {"method": "REQUEST", "updated": False, **VISIT}),
    (
        "visit",
        {
            **{"method": "REQUEST", "updated": True, **VISIT, "reason": "Una\ntormenta"},
            **{"was_starts": date(2027, 2, 1), "was_ends": date(2027, 2, 4), "was_form": "on_site"},
        },
    ),
    (
        "visit",
        {
            **{"method": "REQUEST", "updated": True, **VISIT, "form": "videoconference", "apart": True},
            **{"was_starts": VISIT["starts"], "was_ends": VISIT["ends"], "was_form": "on_site"},
            "reason": "Una tormenta",
        },
    ),
    ("visit", {"method": "REQUEST", "updated": True, **VISIT}),
    ("visit", {"method": "REQUEST", "updated": False, **VISIT, "form": "videoconference"}),
    ("visit", {"method": "CANCEL", "updated": False, **VISIT}),
    ("visit", {"method": "REQUEST", "updated": True, **VISIT, "press": "none", "agenda": AGENDA}),
    ("visit", {"method": "CANCEL", "updated": True, **VISIT, "press": "open", "agenda": AGENDA}),
    ("reminder", {"tasks": [task("set_agenda", press="note")], "others": []}),
    ("told", told("agenda_set", sequence=0, press="none", agenda=AGENDA)),
    *(("told", changed(shown)) for _, shown in visit_changes.TOLD),
    ("seat_filled", {"why": ""}),
    ("seat_filled", {"why": "state_seated"}),
    ("old_address", {"my_round_url": ""}),
    (
        "publication_code",
        {"code": "1234 5678", "minutes": 10, "sha256": "ab" * 32, "my_round_url": ""},
    ),
    ("sign_in", {"url": "https://ronda.example/desk/sign-in/1", "minutes": 15, "my_round_url": ""}),
    ("log_head", {"day": HERE.date(), "entries": 1204, "hash": "3f" * 32, "my_round_url": ""}),
    ("delegation_ended", {"task": task("answer_questionnaire"), "owner": "Punto focal", "my_round_url": ""}),
    ("told", told("panel_formed", panel=PANEL)),
    ("told", told("resumed", tasks=[task("agree_panel")])),
    ("told", told("more_time_refused", task=task("agree_panel"), reason="Otros esperan")),
    ("told", told("conflict_excluded")),
    *(("told", told("papers_added", by="Experta", titles=PAPERS, **about)) for about in ABOUT_PAPERS),
    *(("told", news(what, note=COMPLETED["body"])) for what in TOLD if what not in OWN),
    *(("told", news(what, added=True, added_by="Experta")) for what in ADDED),
    *(("assignment", {"task": task(kind, added=True, added_by="Experta")}) for kind in ADDED_TASKS),
    ("told", news("conflict_decided", choice="exclude")),
    ("told", news("report_published", page=PUBLIC)),
    ("announcement", {"text": "Ya puede leerse lo que el panel recomendó.", "page": PUBLIC}),
    (
        "announcement",
        {
            "text": "Ya puede leerse lo que el panel recomendó.",
            "page": PUBLIC,
            "recipient": {**FRAME["recipient"], "role": ""},
            "my_round_url": "",
        },
    ),
    ("told", news("expert_left", reason="Un nuevo cargo")),
    ("receipt", {"receipts": [COMPLETED], "awaited": AWAITED}),
    ("receipt", {"receipts": [receipt(ACCEPTED)], "awaited": []}),
    ("receipt", {"receipts": [receipt(DECLINED, officer="Oficial")], "awaited": []}),
    ("receipt", {"receipts": [receipt(LEFT, url="")], "awaited": []}),
    ("receipt", {"receipts": [receipt(AGENDA_SENT), receipt(ARRANGED)], "awaited": AWAITED[:1]}),
    (
        "assignment",
        {
            "task": task("write_questions"),
            "receipts": [receipt(ACCEPTED)],
            "also": [{"what": "panel_formed", "panel": PANEL}],
        },
    ),
    *(
        ("told", {**told("closed", report=report, languages=["es", "en"], ended=None), **ending(o)})
        for o, report in [("authorised", REPORT), ("internal", REPORT), ("declined", None), ("lapsed", None)]
    ),
    *(
        ("told", {**told("closed", report=None, languages=[], ended=ended), **ending(o)})
        for o, ended in [
            ("withdrawn", {"by": "Punto focal", "role": "focal_point", "reason": "Otras\nprioridades"}),
            ("withdrawn", {"by": "Oficial", "role": "", "reason": ""}),
            ("withdrawn", None),
            ("declined", {"by": "Oficial", "role": "responsible_officer", "reason": "No es un Estado"}),
            ("dormant", {"by": "Oficial", "role": "responsible_officer", "reason": "Otro gobierno"}),
        ]
    ),
    (
        "told",
        {
            **told("closed", **{**VISIT, "method": "CANCEL"}, report=None, languages=[], ended=None),
            **ending("withdrawn"),
        },
    ),
]
OF_THE_DESK = ("sign_in", "log_head")
"""Letters that an officer has as an officer."""
OF_NO_ROUND = ("asked", *OF_THE_DESK)
"""Letters that go where there is no round, or none yet."""
LETTERS = [*(("assignment", {"task": task(kind)}) for kind in ASKED), *OTHER, *ABOUT_REQUESTS]
