"""What every program does at its start and at its end: one way to log, one way to leave."""

import logging.config
import os
import re
import sys
import traceback
from collections.abc import Callable
from typing import NoReturn

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig

# The path of a link holds its token; an address is somebody's; before a host stands a password.
LINK = re.compile(r"/a/[\w.~%-]+")
WORD = re.compile(r"[^\s\"\\'<>@]+(?P<host>@[\w.-]+)?")
"""With `host` an address. It takes in every word, so that none is looked at again from its next letter."""


def log_as_lines() -> None:
    """Have all that this process says on its own standard output, one JSON object a line."""
    shared: list[Processor] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _place_of_error,
    ]
    render = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    logging.captureWarnings(True)
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        render,
                        lambda _, __, line: without_secrets(line),
                    ],
                }
            },
            "handlers": {
                "out": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}
            },
            "root": {"handlers": ["out"], "level": "INFO"},
            "loggers": {
                "uvicorn": {"handlers": [], "level": "INFO", "propagate": True},
                "uvicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
                # It would print the paths of links, be it that somebody forgets to turn it off.
                "uvicorn.access": {"handlers": [], "propagate": False},
                # Its statements say what people wrote.
                "sqlalchemy": {"level": "WARNING"},
            },
        }
    )


def _place_of_error(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """An error by its class and where it was raised: its words may quote what people wrote."""
    told = event.pop("exc_info", None)
    error = sys.exc_info()[1] if told is True else told[1] if isinstance(told, tuple) else told
    if isinstance(error, BaseException):
        event["fault"] = type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)
        event["lines"] = [f"{f.filename}:{f.lineno} {f.name}" for f in frames]
    return event


def without_secrets(line: str) -> str:
    """A line of a log without tokens, addresses and passwords (L1)."""
    return WORD.sub(lambda word: "…@…" if word["host"] else word[0], LINK.sub("/a/…", line))


def measure_temporal(address: str | None) -> None:
    """Have the Temporal client of this process tell its metrics on host:port; not at all without one.

    Nobody's round waits because nobody can count: an address that is taken is said, and done without.
    Called before the first client is made.
    """
    if not address:
        return
    telling = PrometheusConfig(
        bind_address=address, counters_total_suffix=True, unit_suffix=True, durations_as_seconds=True
    )
    try:
        Runtime.set_default(Runtime(telemetry=TelemetryConfig(metrics=telling)))
    except (RuntimeError, ValueError) as error:
        structlog.get_logger().error("temporal metrics are not told", address=address, error=str(error))


def leave_after(main: Callable[[], int | None]) -> NoReturn:
    """Run a program, and leave with its exit code past the interpreter's own shutdown.

    The Temporal client's threads may outlive the interpreter and abort it while it shuts down (exit code
    -6): what must be finished is finished in `main`.
    """
    try:
        code = main() or 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
