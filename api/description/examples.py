"""An example for every body of the API: what could be sent in one round of each methodology, as it stands.

Dates are counted from today, so that an example can be sent on the day that it is read.
"""

from datetime import date, timedelta
from typing import Any

from methodologies.loader import names

Body = dict[str, Any]

PROOF = "the id of an upload"
WHY: Body = {"reason": "They answered by mail"}
VERSION = 1
SHA256 = "0" * 64
"""In its place goes the sha256 of the version that the assignment is about."""


def _person(role: str, language: str = "es") -> Body:
    name = role.replace("-", " ").capitalize()
    return {"name": f"{name} of the round", "email": f"{role}@example.org", "language": language}


def _candidate(n: str, country: str, *points: str) -> Body:
    return {
        **_person(f"candidate-{n}", "en"),
        "country": country,
        "institution": "Ministry of Social Development",
        "points": list(points),
    }


NOTE: Body = {
    "initiative": "A single register of households",
    "stage": "reform",
    "objective": "One register that every programme uses",
    "countries_of_interest": ["CHL", "COL"],
    "reference_documents": [{"title": "Design of the register", "url": "https://example.org/register.pdf"}],
}
POINTS = ("technical_profile", "managing_teams", "similar_initiatives")


def steering(today: date) -> dict[str, Body]:
    """By model: what opens a round, and what officers do to it."""
    return {
        "OpenRound": {
            "methodology": names()[-1],
            "country": "PRY",
            "institution": "Ministry of Social Development",
            "focal_point": _person("focal-point"),
            "technical_team": [_person("technical-team")],
            "note": NOTE,
        },
        "SetAside": {"reason": "The initiative has not begun yet"},
        "Extend": {
            "due": _weekday(today, 60),
            "reason": "The ministry moved to another building",
            "acknowledged": ["day_off"],
        },
        "Pause": {"reason": "Elections are held in these weeks"},
        "Resume": {"reason": "The new authorities are in office"},
        "AskTranslations": {"languages": ["en", "fr"]},
        "Waive": {"reason": "The experts have seen all they need in the documents"},
        "CorrectAddress": {"participant": "focal_point", "email": "new-focal-point@example.org", **WHY},
        "ReplacePerson": {"participant": "focal_point", "newcomer": _person("next-focal-point"), **WHY},
        "Delegate": {"delegate": _person("delegate"), "share": "Questions 1 to 3", **WHY},
        "EndDelegation": {"participant": "delegate-1", **WHY},
        "SendBack": {
            "about": "answer_questionnaire:1",
            "numbers": [1],
            "comment": "Please say since when the register is kept",
        },
        "AddQuestions": {"questions": ["Since when is the register kept?"]},
        "AddFindings": {
            "found": [
                {"meeting": "1-1200", "what": "finding", "text": "Three registers are kept side by side"}
            ]
        },
        "WithdrawFinding": {"finding": "1a2b3c4d", "reason": "It was said of another meeting"},
        "ReviseAgenda": {"sessions": _sessions(), **WHY},
        "ReviseInternational": {"items": [_item(today)], **WHY},
        "ReviseLocal": {"items": [_item(today)], "press": "none", **WHY},
        "MoveVisit": {"windows": _windows(today), "reason": "Elections were called for these days"},
        "Rehearse": {"behaviour": "last_day"},
        "DecideMove": {"choice": "keep", "reason": "One expert cannot come in the other weeks"},
        "AddPapers": {
            "papers": [{"title": "Minutes of the opening session", "file": PROOF}],
            "audience": "everyone",
        },
        "WithdrawPaper": {"paper": "the id of a paper", "reason": "It was the wrong file"},
        "SendAgain": {"letter": "the key of a letter of the round"},
        "Withdraw": {"reason": "The initiative was given up"},
        "RecordLessons": {"lessons": ["The first proposal of dates came too late for the ministry"]},
        "RetryBatch": {},
        "SkipBatch": {"reason": "The row is wrong, and was written by hand"},
    }


def answers(today: date) -> dict[str, Body]:
    """By kind: what fulfils an assignment; and what an expert sends who leaves the panel."""
    said: dict[str, Body] = {**_request(), **_panel(), **_questions(), **_visit(today), **_report()}
    return {kind: {"kind": kind, **body} for kind, body in said.items()}


def _weekday(today: date, days: int) -> str:
    """So many days from now, or on the Monday after."""
    day = today + timedelta(days=days)
    return (day if day.weekday() < SATURDAY else day + timedelta(days=7 - day.weekday())).isoformat()


SATURDAY = 5


def _request() -> dict[str, Body]:
    return {
        "complete_request": NOTE,
        "confirm_note": {"choice": "confirm"},
        "examine_request": {"choice": "accept"},
        "propose_framework": {
            "dimensions": ["long_term_vision", "digital_channels"],
            "own": ["Trust between offices"],
        },
        "agree_framework": {"choice": "agree"},
        "write_self_assessment": {
            "questions": [
                {"dimension": "long_term_vision", "question": "Which plan does the initiative follow?"},
                {"dimension": "digital_channels", "question": "What can be done without an office?"},
                {"dimension": "own-1", "question": "Which data do offices share?"},
            ]
        },
        "answer_self_assessment": {"answers": ["The plan for 2040", "Applications", "The civil register"]},
    }


def _panel() -> dict[str, Body]:
    return {
        "name_states": {"states": ["CHL", "URY", "BRA"]},
        "propose_panel": {
            "seats": [
                {"candidates": [_candidate("1", "CHL", *POINTS), _candidate("2", "URY", *POINTS)]},
                {"candidates": [_candidate("3", "COL", *POINTS)]},
            ],
            "coordinators": [_person("lead-coordinator"), _person("coordinator", "en")],
        },
        "agree_panel": {"choice": "agree"},
        "answer_invitation": {
            "choice": "accept",
            "ad_honorem": True,
            "institution_agrees": True,
            "conflict": "none",
        },
        "add_candidate": _candidate("4", "CRI", *POINTS),
        "agree_candidate": {"choice": "agree"},
        "review_conflict": {"choice": "clear"},
        "leave_panel": {"reason": "Another mission in the same weeks"},
        "authorise_publication": {
            "version": VERSION,
            "sha256": SHA256,
            "languages": ["es"],
        },
        "withdraw_publication": {"choice": "withdraw", "reason": "The ministry revises its figures"},
    }


def _questions() -> dict[str, Body]:
    return {
        "write_questions": {"questions": ["Who keeps the register?"]},
        "send_questionnaire": {"questions": ["Who keeps the register?", "What does it cost?"]},
        "answer_questionnaire": {"answers": ["The ministry", "Two million a year"]},
    }


def _visit(today: date) -> dict[str, Body]:
    items = [_item(today)]
    return {
        "propose_dates": {"windows": _windows(today)},
        "mark_dates": {"choice": "some", "suits": [1]},
        "set_agenda": {"sessions": _sessions()},
        "arrange_international": {"items": items},
        "arrange_local": {"items": items, "press": "note"},
        "ready_visit": {"choice": "begin", "reason": "What is missing can be done during the visit"},
        "record_findings": {
            "found": [
                {"meeting": "1-1200", "what": "finding", "text": "Three registers are kept side by side"},
                {"meeting": "1-1200", "what": "challenge", "text": "Municipalities have few people"},
                {"what": "recommendation", "text": "Begin with one register in two departments"},
            ]
        },
    }


def _sessions() -> list[Body]:
    kinds = {
        "opening_session": "Opening",
        "initiative_presentation": "The register and its plan",
        "similar_experiences": "What other states have done",
        "working_meeting": "The data of the register",
        "in_depth_interviews": "With the municipalities",
        "internal_panel_session": "What the panel has seen",
    }
    sessions = [
        {"day": 1, "starts": f"{9 + n:02}:00", "ends": f"{10 + n:02}:00", "session": kind, "title": title}
        for n, (kind, title) in enumerate(kinds.items())
    ]
    more = {"interviewed": "Mayors of three municipalities", "venue": "City hall", "language": "es"}
    return [
        session | more if session["session"] == "in_depth_interviews" else session for session in sessions
    ]


def _item(today: date) -> Body:
    return {
        "what": "Rooms for the working meetings",
        "owner": "Protocol",
        "by": _monday(today).isoformat(),
        "state": "done",
    }


def _windows(today: date) -> list[Body]:
    first = [_monday(today) + timedelta(days=n) for n in (0, 14)]
    return [
        {"starts": monday.isoformat(), "ends": (monday + timedelta(days=3)).isoformat()} for monday in first
    ]


def _monday(today: date) -> date:
    return today + timedelta(days=70 + -today.weekday() % 7)


def _report() -> dict[str, Body]:
    sections = [
        {"section": "round_description", "text": "Who met whom, and when"},
        {"section": "findings", "text": "What the panel saw"},
        {"section": "recommendations", "text": "What could be done next"},
        {"section": "cooperation_needs", "text": "Where others could help"},
    ]
    recommendation = {
        "id": "5b1f0c2e",
        "nature": "reform",
        "text": "Give the committee on data a mandate",
        "reasons": "Nobody decides today",
        "rests_on": "question:2",
    }
    need = {
        "id": "c0ffee12",
        "topic": "data_protection",
        "support": "training",
        "priority": "high",
        "text": "Courses for those who keep the data",
    }
    version = {"sections": sections, "recommendations": [recommendation], "needs": [need]}
    return {
        "contribute": {
            "sections": sections[1:3],
            "recommendations": [recommendation],
            "needs": [need],
        },
        "write_lessons": {"lessons": ["Questions that come with an example are answered sooner"]},
        "consolidate_report": version,
        "comment_draft": {"version": VERSION, "sha256": SHA256, "choice": "none"},
        "finish_draft": {
            **version,
            "responses": [{"on": "7d2e91aa", "taken": "in_part", "why": "The costs are not known yet"}],
        },
        "review_report": {
            "version": VERSION,
            "sha256": SHA256,
            "choice": "approve",
            "replies": [{"on": "5b1f0c2e", "answer": "accepted"}],
            "shown": True,
            "languages": ["en"],
        },
        "revise_report": {**version, "responses": [{"on": "7d2e91aa", "taken": "taken_up"}]},
        "translate_report": version,
        "review_translation": {"version": VERSION, "sha256": SHA256, "choice": "approve"},
        "decide_publication": {
            "version": VERSION,
            "sha256": SHA256,
            "choice": "publish",
            "languages": ["es"],
        },
        "countersign_publication": {"version": VERSION, "sha256": SHA256, "choice": "countersign"},
        "agree_announcement": {
            "choice": "agree",
            "texts": [{"in_language": "es", "text": "El informe de la ronda es público."}],
            "recipients": [{"name": "Donor", "email": "donor@example.org", "language": "en"}],
        },
        "mend_address": {"email": "mended@example.org"},
        "decide_extension": {"choice": "grant"},
        "decide_silence": {"choice": "wait"},
    }
