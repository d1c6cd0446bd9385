"""What letters about a visit that changes are given: both versions of what was arranged, its moves."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from methodologies.loader import methodology
from rounds.submissions.visit import Item, Session, SetAgenda
from templates.agenda import agenda, agenda_changes, changes

OFFICER = {
    **{"name": "Punto focal", "role": "responsible_officer"},
    **{"zone": "America/Bogota", "is_contact": False, "former": False},
}
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
MOVED = SetAgenda(
    sessions=(
        Session(
            day=1,
            starts=time(9),
            ends=time(11),
            session="opening_session",
            title="Título 1",
            venue="Salón de los Próceres",
            participants=("expert-1",),
            language="es",
        ),
        Session(
            day=3,
            starts=time(9),
            ends=time(12),
            session="in_depth_interviews",
            title="Entrevistas",
            interviewed="Familias",
        ),
    )
)
LATER = agenda(MOVED, date(2027, 3, 1), "America/Asuncion", "es", people={"expert-1": ("Experta",)})
REVISED: dict[str, Any] = {
    **{"by": "Punto focal", "sequence": 1, "press": "open", "agenda": LATER, "press_was": "none"},
    **{"form": "", "apart": False, "agenda_url": ""},
}
DONE = Item(what="Sala", owner="Protocolo", by=date(2027, 2, 1), state="done")
ITEMS = changes(
    (DONE,), (replace(DONE, owner="Ceremonial"), replace(DONE, what="Traslados")), lambda i: i.what
)
MOVE: dict[str, Any] = {
    **{"starts": date(2027, 3, 1), "ends": date(2027, 3, 4), "proposed_form": "", "reason": "Una\ntormenta"},
    "clashes": [
        {"starts": date(2027, 4, 5), "ends": date(2027, 4, 8), "without": [("Experta", "expert-1")]},
        {"starts": date(2027, 4, 12), "ends": date(2027, 4, 15), "without": []},
    ],
    "refused_by": [],
}
PROPOSED = {
    **{"starts": date(2027, 3, 1), "ends": date(2027, 3, 4), "form": "videoconference"},
    **{"windows": [(date(2027, 4, 5), date(2027, 4, 8))], "reason": "Una\ntormenta"},
}
TOLD: list[tuple[str, dict[str, Any]]] = [
    ("told", {"what": "agenda_revised", **REVISED, "changes": agenda_changes(AGENDA, LATER)}),
    ("told", {"what": "arrangements_revised", **REVISED, "list": "arrange_local", "changes": ITEMS}),
    ("told", {"what": "move_not_agreed", **MOVE}),
    (
        "told",
        {
            **{"what": "move_not_agreed", **MOVE, "clashes": []},
            "refused_by": [("Experta", "expert-1")],
            "recipient": OFFICER,
        },
    ),
    (
        "told",
        {
            "what": "move_not_agreed",
            **MOVE,
            "recipient": OFFICER,
        },
    ),
    ("told", {"what": "visit_stays", **{n: MOVE[n] for n in ("starts", "ends", "reason")}}),
]
"""News of each change."""
