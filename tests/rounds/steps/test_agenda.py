"""The agenda and the two lists of arrangements: V2, V4, V7."""

from dataclasses import replace
from typing import Any

import pytest

from rounds.submissions.visit import ArrangeInternational, ArrangeLocal, Item, Session, SetAgenda
from tests.rounds.scene import (
    OFFICER,
    RIPSO,
    STARTS,
    Verdict,
    dated,
    sent,
    session,
    sessions,
    verdict,
)

KINDS = RIPSO.sessions
AGENDAS = [
    pytest.param(sessions(), None, id="V4 all six kinds"),
    *(
        pytest.param(
            sessions(*(k for k in KINDS if k != kind)),
            ("session_kind_missing", "sessions"),
            id=f"V4 an agenda without {kind}",
        )
        for kind in KINDS
    ),
    pytest.param((), ("session_kind_missing", "sessions"), id="V4 no session at all"),
    pytest.param(
        (*sessions(), session("tourism", 2)), ("wrong_shape", "sessions.6.session"), id="V4 an unknown kind"
    ),
    pytest.param(
        (*sessions(), session(KINDS[0], 2, 10, 10)),
        ("session_backwards", "sessions.6.ends"),
        id="V4 a session without length",
    ),
    pytest.param(
        (*sessions(), session(KINDS[0], 2, 9, 12), session(KINDS[1], 2, 11, 13)),
        ("sessions_overlap", "sessions.7.starts"),
        id="V4 two sessions at a time",
    ),
    pytest.param(
        (*sessions(), session(KINDS[1], 2, 12, 13), session(KINDS[0], 2, 9, 12)),
        None,
        id="V4 one session right after the other, in any order",
    ),
    pytest.param((*sessions(), session(KINDS[0], 4)), None, id="V4 a session on the last day"),
    pytest.param(
        (*sessions(), session(KINDS[0], 5)),
        ("session_outside_visit", "sessions.6.day"),
        id="V4 a session on a fifth day of four",
    ),
    pytest.param(
        (*sessions(), session(KINDS[0], 0)),
        ("session_outside_visit", "sessions.6.day"),
        id="V4 days are counted from 1",
    ),
]


@pytest.mark.parametrize(("agenda", "expected"), AGENDAS)
def test_the_agenda_of_a_visit_of_four_days(agenda: tuple[Session, ...], expected: Verdict) -> None:
    body = SetAgenda(sessions=agenda)
    assert verdict(dated(), sent("set_agenda:1", body, "focal_point")) == expected


DONE = Item(what="Flights", owner="Travel desk", by=STARTS, state="done")
WAIVED = Item(what="Flights", state="waived", reason="By road")
LISTS = [
    pytest.param("arrange_international", (DONE,), "", None, id="V2 what is done"),
    pytest.param("arrange_international", (), "", ("list_empty", "items"), id="V2 an empty list"),
    pytest.param("arrange_international", (WAIVED,), "", None, id="V2 the officer waives in the own list"),
    pytest.param(
        "arrange_international",
        (DONE, Item(what="Flights", state="waived")),
        "",
        ("reason_missing", "items.1.reason"),
        id="V2 waived without a reason",
    ),
    pytest.param(
        "arrange_international",
        (DONE, replace(DONE, state="open")),
        "",
        ("item_open", "items.1.state"),
        id="V2 what is open keeps the list open",
    ),
    pytest.param(
        "arrange_local",
        (replace(DONE, owner=" "),),
        "",
        ("text_missing", "items.0.owner"),
        id="V2 whose it is",
    ),
    pytest.param(
        "arrange_local", (replace(DONE, by=None),), "", ("wrong_shape", "items.0.by"), id="V2 by when it is"
    ),
    pytest.param("arrange_local", (DONE,), "", None, id="V2 V7 what is done there"),
    pytest.param(
        "arrange_local",
        (DONE, WAIVED),
        "",
        ("only_officers_waive", "items.1.state"),
        id="V2 the beneficiary waives nothing",
    ),
    pytest.param("arrange_local", (DONE, WAIVED), OFFICER, None, id="V2 the officer waives for them"),
]


@pytest.mark.parametrize(("kind", "items", "officer", "expected"), LISTS)
def test_the_lists_of_arrangements(
    kind: str, items: tuple[Item, ...], officer: str, expected: Verdict
) -> None:
    model: Any = ArrangeLocal if kind == "arrange_local" else ArrangeInternational
    by = "focal_point" if kind == "arrange_local" else OFFICER
    assert verdict(dated(), sent(f"{kind}:1", model(items=items), by, officer)) == expected


def test_the_press_knows_nothing_unless_the_beneficiary_says_so_v7() -> None:
    assert ArrangeLocal(items=(DONE,)).press == "none"
