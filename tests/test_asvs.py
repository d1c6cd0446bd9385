"""The table of ASVS 5.0 is whole and names what is there; its documents say the numbers of the code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest

from api.http.limits import DEFAULT, LARGEST_FILE, LIMITS, MEBIBYTE, OF_UNKNOWN
from api.http.rates import RATES, UNKNOWN
from api.inspecting import archive, asking, pdf, pictures
from api.inspecting.limits import Limits
from api.intake.decoding import MOST_ROWS
from desk_settings import DeskSettings
from rounds.submissions.codes import LASTS, TRIES
from store.sessions import SESSION_LASTS, USE_SHOWN
from store.sign_ins import LINK_LASTS, LINKS_AT_ONCE
from tests.test_house import SAFETY, SECURITY, files

ROOT = Path(__file__).parents[1]
TABLE = (ROOT / "docs/asvs.md").read_text("utf-8")
DOCUMENTS = (ROOT / "docs/asvs_documents.md").read_text("utf-8")
WHOLE = [line.split() for line in (ROOT / "tests/asvs_5_0.txt").read_text("utf-8").splitlines()]
"""Each requirement of the two levels: its number without the V, and its level."""
NUMBERS = [number for number, _ in WHOLE]
HOLDS, IN_PART, OPEN, NOT_HERE = STATES = ("holds", "in part", "open", "not here")
NUMBER = re.compile(r"\d+\.\d+\.\d+")
TEST = re.compile(r"tests/[\w/]+\.py")
ID = re.compile(r"\b[LUESK]\d{1,2}\b")
ANCHOR = re.compile(r"\(asvs_documents\.md#([\w-]+)\)")
KEEPS = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.|postMessage|onmessage")
"""By what a script would keep something in the browser, or hear what another window says."""


RUNS = re.compile(r"<script(?![^>]*(?:\bsrc=|application/ld\+json))|\son\w+=")
"""A script within a page; what describes a report to search engines is none."""


@dataclass(frozen=True)
class Line:
    """A row of the table."""

    numbers: tuple[str, ...]
    state: str
    how: str
    shown: str


def expanded(cell: str) -> tuple[str, ...]:
    """The numbers that a cell names: one, some, or all from one to another of a section."""
    named = tuple(NUMBER.findall(cell))
    if " to " not in cell:
        assert ", ".join(named) == cell, cell
        return named
    first, last = named
    assert cell == f"{first} to {last}"
    assert first.rpartition(".")[0] == last.rpartition(".")[0], "a range lies in one section"
    return tuple(NUMBERS[NUMBERS.index(first) : NUMBERS.index(last) + 1])


def lines() -> Iterator[Line]:
    """The rows of the table."""
    for line in TABLE.splitlines():
        if re.match(r"\| \d", line):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            assert len(cells) == 5, line
            yield Line(expanded(cells[0]), cells[2], cells[3], cells[4])


def test_each_requirement_of_the_two_levels_stands_there_once() -> None:
    assert sorted(number for line in lines() for number in line.numbers) == sorted(NUMBERS)


def test_the_list_is_that_of_the_standard() -> None:
    assert (len(NUMBERS), len(set(NUMBERS)), {level for _, level in WHOLE}) == (253, 253, {"1", "2"})
    assert [level for _, level in WHOLE].count("1") == 70
    chapters = [chapter for chapter, _ in groupby(number.partition(".")[0] for number in NUMBERS)]
    assert chapters == [str(n) for n in range(1, 18)]
    as_numbers = [tuple(map(int, number.split("."))) for number in NUMBERS]
    assert as_numbers == sorted(as_numbers)


def test_a_row_says_how_it_holds_or_why_it_does_not() -> None:
    for line in lines():
        assert line.state in STATES, line
        assert line.how or (line.state == HOLDS and line.shown), line
        if line.state in (OPEN, IN_PART):
            assert len(line.how) > 15, line


@pytest.mark.parametrize("line", list(lines()), ids=lambda line: line.numbers[0])
def test_what_a_row_names_is_there(line: Line) -> None:
    there = set(files())
    named = {part.strip() for part in line.shown.split(",")} - {""}
    assert {part for part in named if TEST.fullmatch(part)} <= there
    assert {part for part in named if not TEST.fullmatch(part)} <= set(SAFETY)
    assert [id for id in ID.findall(line.how) if id not in SAFETY] == []
    headings = {_anchor(heading) for heading in re.findall(r"^## (.+)$", DOCUMENTS, re.MULTILINE)}
    assert set(ANCHOR.findall(line.how)) <= headings


def _anchor(heading: str) -> str:
    return heading.lower().replace(" ", "-")


def test_every_document_is_asked_for_and_security_leads_to_the_table() -> None:
    headings = {_anchor(heading) for heading in re.findall(r"^## (.+)$", DOCUMENTS, re.MULTILINE)}
    assert headings - {"how-often"} == set(ANCHOR.findall(TABLE))
    assert "[ASVS 5.0, level 2](asvs.md)" in SECURITY.replace("\n", " ")


def test_the_limits_that_are_written_down_are_those_that_hold() -> None:
    told = re.findall(r"^\| ([\w ]+) \| (\d+) \| (\d+) \| ([\w, ]+) \|", DOCUMENTS, re.MULTILINE)
    written = [(name, int(most), int(within), set(by.split(", "))) for name, most, within, by in told]
    holding = []
    for name, rates in groupby([*RATES, UNKNOWN], key=lambda rate: rate.name):
        of = list(rates)
        (most,), (within,) = {rate.most for rate in of}, {rate.within for rate in of}
        holding.append((name, most, int(within.total_seconds()) // 60, {rate.by for rate in of}))
    assert written == holding


OF_A_FILE = Limits()
IDLE_HOURS = DeskSettings.model_fields["desk_idle_minutes"].default // 60
SPOKEN = {2: "two", 3: "three", 5: "five", 10: "ten", 12: "twelve", 15: "fifteen", 30: "thirty"}


@pytest.mark.parametrize(
    "said",
    [
        f"rows beyond {MOST_ROWS}",
        f"{LARGEST_FILE // MEBIBYTE} MiB at most, four in one form",
        f"forms with files of {LIMITS['/l/'] // MEBIBYTE} MiB",
        f"bodies of {DEFAULT // MEBIBYTE} MiB",
        f"{OF_UNKNOWN // 1024} KiB of whoever is not known",
        f"{archive.MOST_MEMBERS} parts at most that unfold to {archive.LARGEST // MEBIBYTE} MiB",
        f"{pictures.MOST_POINTS // 10**6} million points",
        f"{pdf.MOST_OBJECTS:,} objects",
        f"{SPOKEN[asking.AT_ONCE]} at once, {OF_A_FILE.memory // MEBIBYTE} MiB",
        f"{SPOKEN[OF_A_FILE.processor]} seconds of the processor, {SPOKEN[int(OF_A_FILE.patience)]} in all",
        f"{SPOKEN[int(SESSION_LASTS.total_seconds()) // 3600]} hours from signing in",
        f"{SPOKEN[int(LINK_LASTS.total_seconds()) // 60]} minutes; twelve hours, two without use",
        f"{SPOKEN[IDLE_HOURS]} hours without use",
        f"known to {SPOKEN[int(USE_SHOWN.total_seconds()) // 60]} minutes",
        f"{SPOKEN[LINKS_AT_ONCE]} links in that time",
        f"eight figures, {SPOKEN[int(LASTS.total_seconds()) // 60]} minutes, {SPOKEN[TRIES]} tries",
    ],
)
def test_a_number_that_is_written_down_is_that_of_the_code(said: str) -> None:
    assert said.lower() in " ".join(DOCUMENTS.lower().split())


def test_no_script_keeps_anything_in_the_browser_or_listens_to_other_windows() -> None:
    scripts = sorted((ROOT / "templates/static").glob("*.js"))
    assert len(scripts) >= 3
    assert [script.name for script in scripts if KEEPS.search(script.read_text("utf-8"))] == []
    pages = {page: page.read_text("utf-8") for page in (ROOT / "templates").rglob("*.html")}
    assert [page.name for page, text in pages.items() if RUNS.search(text)] == []
