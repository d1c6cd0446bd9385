"""What rounds, tasks and moments are called on the desk."""

from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import quote

from api.desk.session import SignedIn
from methodologies.loader import methodology, names
from store.letterheads import name_of
from templates.marked import marked


@cache
def program(id: str) -> str:
    """What a methodology is called; one of before by its id."""
    return methodology(id).name if id in names() else id.upper()


def secretariat(asks: SignedIn) -> str:
    """The secretariat's name in the officer's language, by its letterhead, or by a methodology of theirs."""
    told = (methodology(id).secretariat_names for id in own_programs(asks))
    language = asks.words.language_code
    names = next((name for name in told if language in name), {})
    return name_of(asks.read.secretariat, names, language)


def own_programs(asks: SignedIn) -> list[str]:
    """The ids of the secretariat's methodologies."""
    return [id for id in names() if methodology(id).secretariat == asks.secretariat]


def about(asks: SignedIn, row: Any) -> dict[str, Any]:
    """A round by its name, its address, and what it is about in its own language."""
    name = f"{program(row.methodology)} {row.year}-{row.number} {asks.words.country(row.country)}"
    told = [text for text in (row.institution, row.initiative) if text]
    return {
        "id": row.id,
        "name": name,
        "address": f"/desk/rounds/{row.id}",
        "subject": [marked(text, row.language) for text in told],
    }


ACTS = "acts-"
"""Before the name of a place of acts, where its acts stand on the page of a round."""


def at(about: dict[str, Any], anchor: str) -> str:
    """The address of a place on a round's page."""
    return f"{about['address']}#{quote(anchor, safe=':')}"


def anchor(participant: str) -> str:
    """Where somebody stands on the page of their round."""
    return f"person-{participant}"


def task_anchor(key: str) -> str:
    """Where something that is open stands there."""
    return f"task-{key}"


def day(asks: SignedIn, at: datetime) -> str:
    """The day of a moment, on the officer's clock."""
    return asks.words.short(at.astimezone(asks.zone).date())
