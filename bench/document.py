"""How long a report of twenty pages takes to be set, and whether one version gives one file (W1).

What is measured goes from the document as a value to the bytes of its PDF, in a program that has set one
before, as the API and the workers have; how long the first of a program takes is told beside it. The texts
of the sections, eighteen pages, were never set before; cover, facts and records are the same each time, and
typst remembers them. Reading from the database is not in it.

And how long it takes until what somebody types is saved, and told how many pages it has.
"""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from store.migrating import upgrade
from templates.typeset import pages, pdf
from tests.api.links.writing import writes
from tests.templates.browser import form_of
from tests.templates.reports import long

PAGES = 20
PARAGRAPHS = 45
"""In each section: so many make a report as long as it may be."""
TRIES = 9
GOAL = 150.0
"""Milliseconds of the median try; each sets other words, since what was set before is remembered."""
JSON = {"Accept": "application/json"}
"""What the page's script asks for."""
WAIT = 600.0
"""Milliseconds of the median saving; a page saves by itself two seconds after the last change."""


async def measure() -> bool:
    """Print the figures with their limits; whether all were kept."""
    began = time.perf_counter()
    set_first = pdf(long(PARAGRAPHS))
    first = 1000 * (time.perf_counter() - began)
    same = pdf(long(PARAGRAPHS)) == set_first
    took, cost, counted = [], [], []
    for run in range(1, TRIES + 1):
        document = long(PARAGRAPHS, run)
        began, busy = time.perf_counter(), time.process_time()
        made = pdf(document)
        took.append(1000 * (time.perf_counter() - began))
        cost.append(1000 * (time.process_time() - busy))
        counted.append(pages(made))
    median = statistics.median(took)
    print(f"a report of {counted[0]} pages, set {TRIES} times in other words")
    print(f"{'ms':>15} {median:>7.0f}   (at most {GOAL:g}); the quickest {min(took):.0f}")
    print(f"{'ms of processor':>15} {statistics.median(cost):>7.0f}")
    print(f"{'ms of the first':>15} {first:>7.0f}   of this program, which reads the fonts")
    print(f"{'same bytes':>15} {'yes' if same else 'no':>7}")
    typed = await _while_typing()
    return same and median <= GOAL and set(counted) == {PAGES} and typed


async def _while_typing() -> bool:
    """Save a draft of as many pages as a page's script does, again and again; whether it is soon told."""
    with tempfile.TemporaryDirectory(prefix="ronda-bench-") as folder:
        url = f"sqlite+aiosqlite:///{folder}/writing.db"
        await asyncio.to_thread(upgrade, url)
        async for writing in writes(url, Path(folder)):
            took = []
            typed = dict(form_of(await writing.page()).pairs) | {"action": "save"}
            for run in range(1, TRIES + 1):
                for n, section in enumerate(long(PARAGRAPHS - 2, run).sections):
                    typed |= {f"sections.{n}.section": section.code, f"sections.{n}.text": section.text}
                began = time.perf_counter()
                said = (await writing.http.post(writing.place, data=typed, headers=JSON)).json()
                took.append(1000 * (time.perf_counter() - began))
                typed["saved_at"] = said["saved_at"]
    median = statistics.median(took)
    print(f"a draft is saved while it is typed: {said['detail']}")
    print(f"{'ms':>15} {median:>7.0f}   (at most {WAIT:g}); the quickest {min(took):.0f}")
    return median <= WAIT
