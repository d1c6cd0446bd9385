"""Keeps names and addresses out of histories: what an activity raises is written there for good."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Place:
    """Which of several things was being done when a fault came."""

    index: int | None = None


def waits(subject: str, state: str, error: str) -> ApplicationError:
    """What a letter that has to wait raises, so that it is tried again: Temporal counts it as no fault."""
    return ApplicationError(f"{state}: {subject}", type=error, category=ApplicationErrorCategory.BENIGN)


@contextmanager
def told_by_code(subject: str) -> Iterator[Place]:
    """Let out of an activity only errors that name codes and keys; `subject` is such a key.

    Whoever does several things says which one; its index is the error's detail.

    A database's error quotes the values it was given, and a template's the text: of those only the class
    goes on, and the place is logged.
    """
    place = Place()
    try:
        yield place
    except ApplicationError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, its words stay out of the history
        name = type(error).__name__
        log.error("%s at %s\n%s", name, subject, "".join(traceback.format_tb(error.__traceback__)))
        detail = () if place.index is None else (place.index,)
        raise ApplicationError(f"{name} at {subject}", *detail, type=name) from None
