"""The days on which stories begin: their own, whatever day it is outside.

A round's clock can be hurried but never turned back; so the days lie far ahead, where holidays are known
(to 2100) and clocks change as they do today.
"""

import hashlib
import random
from datetime import UTC, datetime

USUAL = datetime(2051, 8, 21, 15, tzinfo=UTC)
"""A plain Monday, in the morning of Washington and of Asunción."""

OTHERS = {
    "new-years-day": datetime(2051, 1, 1, 15, tzinfo=UTC),
    "friday-before-carnival": datetime(2051, 2, 10, 20, tzinfo=UTC),
    "last-of-february": datetime(2051, 2, 28, 12, tzinfo=UTC),
    "clocks-forward-in-washington": datetime(2051, 3, 12, 6, 30, tzinfo=UTC),
    "palm-sunday": datetime(2051, 3, 26, 16, tzinfo=UTC),
    "good-friday": datetime(2051, 3, 31, 14, tzinfo=UTC),
    "day-after-labour-day": datetime(2051, 5, 2, 13, tzinfo=UTC),
    "friday-evening": datetime(2051, 6, 16, 22, 45, tzinfo=UTC),
    "sunday": datetime(2051, 7, 16, 17, tzinfo=UTC),
    "clocks-forward-in-santiago": datetime(2051, 9, 3, 4, 30, tzinfo=UTC),
    "midnight-of-greenwich": datetime(2051, 10, 10, 0, 0, tzinfo=UTC),
    "clocks-back-in-washington": datetime(2051, 11, 5, 5, 30, tzinfo=UTC),
    "day-before-thanksgiving": datetime(2051, 11, 22, 21, tzinfo=UTC),
    "new-years-eve": datetime(2051, 12, 31, 23, 30, tzinfo=UTC),
    "last-of-january": datetime(2052, 1, 31, 15, tzinfo=UTC),
    "leap-day": datetime(2052, 2, 29, 15, tzinfo=UTC),
    "carnival": datetime(2052, 3, 4, 14, tzinfo=UTC),
    "clocks-back-in-santiago": datetime(2052, 4, 7, 2, 30, tzinfo=UTC),
    "maundy-thursday": datetime(2052, 4, 18, 19, tzinfo=UTC),
    "national-day-of-paraguay": datetime(2052, 5, 14, 15, tzinfo=UTC),
    "before-the-fourth-of-july": datetime(2052, 7, 3, 21, 59, tzinfo=UTC),
    "thursday-that-is-free": datetime(2052, 8, 15, 11, tzinfo=UTC),
    "before-the-national-days-of-chile": datetime(2052, 9, 17, 15, tzinfo=UTC),
    "before-christmas": datetime(2052, 12, 23, 15, tzinfo=UTC),
}
"""Twenty-four over two years: where weeks are short, clocks change, months and years end."""
DRAWN = 2


def chosen(asked: str) -> dict[str, datetime] | None:
    """The days that are asked for: `all`, some by name with commas between, or two drawn by any other text.

    None where nothing is asked: each story begins on its own day.
    """
    if not asked:
        return None
    if asked == "all":
        return OTHERS
    names = asked.split(",")
    if not _are_days(names):
        names = _drawn(asked).sample(sorted(OTHERS), DRAWN)
    return {name: OTHERS[name] for name in names}


def dealt(asked: str, story: str) -> dict[str, datetime] | None:
    """The days that one story is played from: all that are asked for, and one of those that were drawn.

    Which one depends on the story and on the text: the next commit deals anew.
    """
    days = chosen(asked)
    if not days or asked == "all" or _are_days(asked.split(",")):
        return days
    name = _drawn(f"{asked} {story}").choice(sorted(days))
    return {name: days[name]}


def _are_days(names: list[str]) -> bool:
    return set(names) <= OTHERS.keys()


def _drawn(text: str) -> random.Random:
    return random.Random(hashlib.sha256(text.encode()).digest())  # noqa: S311 - opens nothing
