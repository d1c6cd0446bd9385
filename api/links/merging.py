"""Two who write one report at once: what only one of them changed is taken over, the rest is shown to both.

A page carries what it started from, as a fingerprint of each section and record (`BASE`): so it is known who
changed what, though of what was saved before nothing is kept.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.links.forms import empty
from templates.comparing import Compared, compared
from templates.reporting import SINGULAR
from templates.words import Words

BASE = "base"
"""The hidden field of a page that says what it started from."""
PARTS = {"sections": "section", "recommendations": "id", "needs": "id"}
"""The lists of a report, each with the field by which a row is known."""
LENGTH = 12

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """One text of the two; `conflicts` are the parts that both changed, by their place: mine stands there."""

    values: dict[str, Any]
    conflicts: tuple[str, ...] = ()


def base_of(values: Values) -> str:
    """What a page starts from, for its hidden field."""
    return json.dumps(dict(_known(values)), separators=(",", ":"))


def merged(base: str, mine: Values, theirs: Values) -> Merged:
    """What I typed on a page that started from `base`, with what somebody else has saved meanwhile."""
    before = _read(base)
    made, conflicts = {**theirs, **mine}, []
    for name, field in PARTS.items():
        if name in mine or name in theirs:
            rows, both = _rows(before, name, field, mine.get(name) or (), theirs.get(name) or ())
            made[name] = rows
            conflicts += both
    return Merged(values=made, conflicts=tuple(conflicts))


def together(words: Words, base: str, mine: Values, theirs: Values) -> tuple[dict[str, Any], list[Compared]]:
    """The values of the form that has both, and what both have changed, side by side."""
    made = merged(base, mine, theirs)
    return made.values, [_side_by_side(words, place, mine, theirs) for place in made.conflicts]


def _side_by_side(words: Words, place: str, mine: Values, theirs: Values) -> Compared:
    name, _, id = place.partition(".")
    rows: list[Values] = [
        next((row for row in side.get(name) or () if row.get(PARTS[name]) == id), {})
        for side in (theirs, mine)
    ]
    heading = words.choice("section", id) if name == "sections" else words.label(SINGULAR[name])
    return compared(heading, *(_text(row) for row in rows))


def _text(row: Values) -> str:
    return "\n".join(str(row[name]) for name in ("topic_words", "text", "reasons") if row.get(name))


def _rows(
    before: Mapping[str, str], name: str, field: str, mine: Iterable[Values], theirs: Iterable[Values]
) -> tuple[list[Values], list[str]]:
    """Row by row, as mine stand, then theirs that I do not have. What has no name yet is kept of both."""
    my, their = ({row[field]: row for row in rows if row.get(field)} for rows in (mine, theirs))
    made: list[Values] = []
    conflicts: list[str] = []
    for id in dict.fromkeys((*my, *their)):
        place, was = f"{name}.{id}", before.get(f"{name}.{id}")
        changed = [_print(at.get(id)) != was for at in (my, their)]
        if all(changed) and my.get(id) != their.get(id):
            conflicts.append(place)
        their_row = their.get(id) if changed[1] else None
        row = their_row if not changed[0] and changed[1] else my.get(id, their_row)
        if row is not None:
            made.append(row)
    unnamed = [row for row in (*mine, *theirs) if not row.get(field) and not empty(row)]
    made += [row for n, row in enumerate(unnamed) if row not in unnamed[:n]]
    return made, conflicts


def _known(values: Values) -> Iterator[tuple[str, str]]:
    for name, field in PARTS.items():
        for row in values.get(name) or ():
            if row.get(field):
                yield f"{name}.{row[field]}", _print(row) or ""


def _print(row: Values | None) -> str | None:
    """The fingerprint of a row; how a browser ends its lines, and what was left out as empty, is none."""
    if row is None:
        return None
    said = {name: str(value).replace("\r\n", "\n") for name, value in row.items() if value not in (None, "")}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:LENGTH]


def _read(base: str) -> dict[str, str]:
    """What a page says that it started from; nothing of what no page of ours would say."""
    try:
        read = json.loads(base)
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in read.items()} if isinstance(read, dict) else {}
