"""What every letter of these tests is given: a round, its people, whom to write to."""

from typing import Any

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
    "about": "RIPSO es una red.",
    "document": "https://ronda.example/ripso",
    "zone": "America/Asuncion",
}
OTHER_ROUND = {**ROUND, "id": "round-ripso-jam-2026-1", "country": "JAM"}
FRAME: dict[str, Any] = {
    "recipient": {
        **{"name": "Punto focal", "role": "focal_point"},
        **{"zone": "America/Bogota", "is_contact": False, "former": False},
    },
    "round": ROUND,
    "contact": {"name": "Oficial", "email": "oficial@dis.example"},
    "letterhead": {"signature": "", "address": [], "telephone": "", "email": ""},
    "introduction": None,
    "receipts": [],
    "also": [],
    "my_round_url": "https://ronda.example/a/mine",
}


PANEL: list[dict[str, Any]] = [
    {"name": "Experta", "country": "CHL", "institution": "Ministerio", "role": "expert-1", "seat": 1},
    {"name": "Coordinadora", "country": "", "institution": "", "role": "lead_coordinator", "seat": None},
]
