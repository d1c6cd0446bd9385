"""Recommendations and cooperation needs: records beside the texts of a report (W6, X4, Z4)."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

from rounds.methodology.model import Methodology
from rounds.steps import topics
from rounds.submissions.refusals import ChoiceMissing, Refusal, WrongShape
from rounds.submissions.report import Comment, Contribute, Need, Recommendation, Version

Written = Contribute | Version
"""What is written of a report."""
B = TypeVar("B")
R = TypeVar("R", Recommendation, Need, Comment)
LISTS = ("recommendations", "needs", "comments")
"""The lists of what has an id, in whatever is sent."""
COUNTED = ("pages", "longest")
"""What is counted when it is sent (W1)."""
CODE = re.compile(r"[a-z0-9:_-]{0,40}")
"""What an id, and a reference, is made of: they travel where no free text does."""
LENGTH = 8
"""Hexadecimal digits of an id."""


class SameRecord(Refusal):
    """Two records of one report have the same id, so that nobody could tell which one is meant (W6)."""

    code = "same_record"


def wrong_records(methodology: Methodology, body: Written) -> Iterator[Refusal]:
    """W6, X4: of a kind that the methodology has, each with an id of its own, each need coded.

    WrongShape, SameRecord, ChoiceMissing, UnknownTopic, TextMissing.
    """
    for name in ("recommendations", "needs"):
        listed: tuple[Recommendation | Need, ...] = getattr(body, name)
        if listed and name not in methodology.records:
            yield WrongShape(field=name, expected="no such field")
        ids = [record.id for record in listed]
        for n, id in enumerate(ids):
            if not CODE.fullmatch(id):
                yield WrongShape(field=f"{name}.{n}.id")
            if id and id in ids[:n]:
                yield SameRecord(field=f"{name}.{n}")
    yield from _wrong_references(body)
    for n, need in enumerate(body.needs):
        yield from _wrong_need(methodology, need, f"needs.{n}.")


def _wrong_references(body: Written) -> Iterator[Refusal]:
    for n, recommendation in enumerate(body.recommendations):
        if not CODE.fullmatch(recommendation.rests_on):
            yield WrongShape(field=f"recommendations.{n}.rests_on")


def _wrong_need(methodology: Methodology, need: Need, path: str) -> Iterator[Refusal]:
    if not need.topic:
        yield ChoiceMissing(field=f"{path}topic")
    yield from topics.wrong(topics.offered(methodology), need.topic, need.topic_words, path)
    if need.priority is None:
        yield ChoiceMissing(field=f"{path}priority")


def identified(body: B) -> B:
    """The same, each new record with an id: drawn from what it says first, kept by every later version.

    So the same sent twice is the same, and whoever takes a contribution's record over takes its id along.
    What is counted when it is sent is believed of nobody who sends it.
    """
    listed: dict[str, Any] = {name: getattr(body, name, None) for name in LISTS}
    given = {name: _with_ids(rows) for name, rows in listed.items() if _may_have_ids(rows)}
    counted = dict.fromkeys((name for name in COUNTED if hasattr(body, name)), 0)
    return replace(body, **given, **counted) if given or counted else body  # type: ignore[type-var]  # each is a dataclass; B cannot say so


def _may_have_ids(rows: object) -> bool:
    """Whether these are rows of which each has an id, or may be given one."""
    return isinstance(rows, tuple) and bool(rows) and all(hasattr(row, "id") for row in rows)


def _with_ids(listed: tuple[R, ...]) -> tuple[R, ...]:
    taken = {record.id for record in listed}
    made = []
    for record in listed:
        id = record.id or _free(record.text, taken)
        taken.add(id)
        made.append(replace(record, id=id))
    return tuple(made)


def _free(text: str, taken: set[str]) -> str:
    """An id that no other record of the list has, be their texts the same."""
    n, id = 0, ""
    while not id or id in taken:
        id = hashlib.sha256(f"{n}{text}".encode()).hexdigest()[:LENGTH]
        n += 1
    return id
