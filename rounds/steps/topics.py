"""Topics: coded by the methodology's list; those that it lacks are in words, and stay as written (Z4)."""

from collections.abc import Iterator

from rounds.methodology.model import Methodology
from rounds.submissions.refusals import Refusal, TextMissing

OTHER = "other"
"""The topic that is said in words: so the participants may add topics."""


class UnknownTopic(Refusal):
    """A topic that is not in the methodology's list (Q2, Z4)."""

    code = "unknown_topic"


def offered(methodology: Methodology) -> tuple[str, ...]:
    """What a cooperation need may be about; a round that began before its methodology had topics says it."""
    return methodology.topics or (OTHER,)


def wrong(topics: tuple[str, ...], topic: str, words: str, path: str) -> Iterator[Refusal]:
    """A topic of the list; "other" is said in words. UnknownTopic, TextMissing."""
    if topic and topic not in topics:
        yield UnknownTopic(field=f"{path}topic")
    if topic == OTHER and not words.strip():
        yield TextMissing(field=f"{path}topic_words")
