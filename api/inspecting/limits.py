"""How much the program that opens a file may use; whatever it meets in there, it is ended by these."""

import resource
from contextlib import suppress
from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one program: `memory` and `said` in bytes, `processor` and `patience` in seconds."""

    memory: int = 768 * MEBIBYTE
    """Of addresses, the libraries' own among them."""
    processor: int = 10
    patience: float = 30.0
    """By the clock on the wall: a machine that does much else is slow, and not broken."""
    said: int = 4 * MEBIBYTE


def submit(memory: int, processor: int) -> None:
    """Have the system hold this program to its limits from here on; it writes no file either.

    Raises: ValueError, OSError, where the system does not know one.
    """
    for what, most in (
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (most, most))
    # macOS has no such limit, and refuses to be told one.
    with suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
