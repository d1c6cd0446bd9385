"""Every letter as it reads in every language, kept as files that people review.

A letter that reads otherwise fails here until somebody has renewed the files and looked at the difference:
`RENEW_SNAPSHOTS=1 .venv/bin/pytest tests/templates/test_snapshots.py`, then `git diff`.
"""

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from rounds.submissions.people import LANGUAGES
from tests.templates.letters import LETTERS
from tests.templates.test_letters import letter

SNAPSHOTS = Path(__file__).parent / "snapshots"
RENEW = bool(os.environ.get("RENEW_SNAPSHOTS"))
TEMPLATES = sorted({template for template, _ in LETTERS})
TELLING = ("kind", "what", "code", "method", "outcome")
"""The values that tell the cases of a template apart."""


def title(context: dict[str, Any]) -> str:
    """What a case is called: its codes, and what is true of it."""
    parts = [context, *(context.get(name, {}) for name in ("told", "task", "round"))]
    parts += context.get("receipts", [])
    task = context.get("task", {})
    told = [
        str(part[key]) for part in parts for key in TELLING if isinstance(part.get(key), str) and part[key]
    ]
    flags = [flag for flag in ("updated", "paused", "overdue") if context.get(flag) or task.get(flag)]
    count = [f"{len(context['tasks'])} tasks"] if "tasks" in context else []
    return ", ".join((*told, *flags, *count)) or "always the same"


def snapshot(template: str, language: str) -> str:
    """All cases of a template, one after the other."""
    seen: Counter[str] = Counter()
    parts = []
    for context in (context for name, context in LETTERS if name == template):
        called = title(context)
        seen[called] += 1
        sent = letter(template, language, context)
        number = f" ({seen[called]})" if seen[called] > 1 else ""
        parts.append(f"=== {called}{number}\nSubject: {sent.subject}\n\n{sent.text}")
    return "\n".join(parts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_letter_reads_as_it_was_reviewed(template: str, language: str) -> None:
    """Z3."""
    path = SNAPSHOTS / language / f"{template}.txt"
    reads = snapshot(template, language)
    if RENEW:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(reads, "utf-8")
    assert path.exists(), "a letter without a snapshot: see how to renew them above"
    assert reads == path.read_text("utf-8"), "see above how to renew the snapshots"


def test_no_snapshot_is_of_a_letter_that_is_no_more() -> None:
    kept = {f"{path.parent.name}/{path.stem}" for path in SNAPSHOTS.glob("*/*.txt")}
    assert kept == {f"{language}/{template}" for language in LANGUAGES for template in TEMPLATES}
