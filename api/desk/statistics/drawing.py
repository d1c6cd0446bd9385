"""Pictures of what was counted, drawn by a process of their own: nobody else waits meanwhile."""

import json
from collections.abc import Sequence

import structlog
from markupsafe import Markup

from api.programs import answered
from templates.charts import Bars, drawn, specification

PATIENCE = 30.0
"""Seconds for the pictures of a page; they take about one."""
log = structlog.get_logger()


async def pictures(language: str, wanted: Sequence[Bars]) -> dict[str, Markup]:
    """The pictures by their place on the page; none where they cannot be drawn: the tables say it all."""
    if not wanted:
        return {}
    asked = json.dumps({"language": language, "specifications": [specification(bars) for bars in wanted]})
    try:
        _, said = await answered("-m", "templates.charts", patience=PATIENCE, asked=asked.encode())
        svgs = json.loads(said)
    except (OSError, TimeoutError, ValueError) as error:
        log.warning("charts cannot be drawn", fault=type(error).__name__)
        return {}
    return {bars.id: drawn(bars, svg) for bars, svg in zip(wanted, svgs, strict=True)}
