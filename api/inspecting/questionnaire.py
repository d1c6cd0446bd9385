"""The answers of a questionnaire that was filled in offline (U2, U3).

The spreadsheet is looked at before it is read: plain text, each answer in a cell of its own. Its sheets are
those that its relations name; a file whose relations lead elsewhere than where sheets lie is refused.
"""

import re
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import ZipFile

from api.inspecting import archive, office
from rounds.submissions.files import FileDamaged
from rounds.submissions.refusals import FileKindRefused, FileNotWhatItSays, Refusal
from rounds.submissions.sheets import (
    SheetFormulas,
    SheetMacros,
    SheetMerged,
    SheetOfAnother,
    SheetTooLong,
)

MOST_ROWS = 1_000
HEAD = 2
"""Rows at the top without an answer: which round this is of, and, hidden, which questionnaire."""
WIDEST = 26
"""Cells of a row."""
WRONG: dict[str, type[Refusal]] = {"f": SheetFormulas, "mergeCell": SheetMerged}
"""What an element of a sheet, by its name, is refused for."""
CELL = re.compile(r"([A-Z]*)(\d*)")
"""A row's number, or a cell's letters and number."""
BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
LIES = re.compile(r"(?:/xl/)?(worksheets/[A-Za-z0-9_-]+\.xml)")
"""Where a sheet lies, as a relation of the workbook names it."""


def read(content: bytes, filename: str, identity: str, count: int) -> list[str]:
    """The answers of a filled file, one for each of `count` questions, empty where none was written.

    Raises: FileKindRefused, FileNotWhatItSays, SheetMacros, SheetFormulas, SheetMerged,
    SheetTooLong, SheetOfAnother; FileEncrypted, FileUnfolds.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    _check(filename.lower(), content)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError):
        raise FileNotWhatItSays from None
    return _answers(rows, identity, count)


def _check(filename: str, content: bytes) -> None:
    if filename.endswith((".xlsm", ".xltm", ".xlsb")):
        raise SheetMacros
    if not filename.endswith(".xlsx"):
        raise FileKindRefused
    try:
        with archive.opened(content) as packed:
            _check_members(packed)
    except (FileDamaged, expat.ExpatError):
        raise FileNotWhatItSays from None


def _check_members(packed: ZipFile) -> None:
    """No program in it, and every sheet plain."""
    names = set(packed.namelist())
    if not {office.TYPES, BOOK, RELATIONS} <= names:
        raise FileNotWhatItSays
    if any("vbaproject" in name.lower() for name in names):
        raise SheetMacros
    if b"macroenabled" in packed.read(office.TYPES).lower():
        raise SheetMacros
    sheets = _sheets(packed, names)
    for name in names:
        guard = _Guard() if name in sheets else None
        # Whatever nobody reads is unpacked too: only at its end it is known to be what the ZIP said.
        for chunk in office.chunks(packed, name):
            if guard:
                guard.parser.Parse(chunk)
        if guard:
            guard.parser.Parse(b"", True)


def _sheets(packed: ZipFile, names: set[str]) -> set[str]:
    """Where the sheets lie: what a reader takes for one, by whichever way it finds it."""
    relations = {r.get("Id", ""): r for r in _elements(packed, RELATIONS, "Relationship")}
    listed = {
        value for sheet in _elements(packed, BOOK, "sheet") for key, value in sheet.items() if _is_id(key)
    }
    led = [r for id, r in relations.items() if id in listed or r.get("Type", "").endswith("sheet")]
    if not listed or not listed <= set(relations):
        raise FileNotWhatItSays
    lie = {f"xl/{place[1]}" for r in led if (place := LIES.fullmatch(r.get("Target", "")))}
    if len(lie) < len(led) or not lie <= names or any("TargetMode" in r for r in led):
        raise FileNotWhatItSays
    return lie | {
        name for name in names if name.lower().startswith("xl/worksheets/") and name.endswith(".xml")
    }


def _is_id(name: str) -> bool:
    """Whether an attribute names a relation, under whatever prefix."""
    return name.endswith(":id")


def _elements(packed: ZipFile, name: str, wanted: str) -> list[dict[str, str]]:
    """The attributes of the elements of a part that are called so."""
    found: list[dict[str, str]] = []

    def element(tag: str, attributes: dict[str, str]) -> None:
        if office.plain(tag) == wanted:
            found.append(attributes)

    reader = office.parser()
    reader.StartElementHandler = element
    for chunk in office.chunks(packed, name):
        reader.Parse(chunk)
    reader.Parse(b"", True)
    return found


class _Guard:
    """Looks at a sheet's elements as they come, and stops at the first that is refused."""

    def __init__(self) -> None:
        self._rows = self._cells = 0
        self.parser = office.parser()
        self.parser.StartElementHandler = self._element

    def _element(self, tag: str, attributes: dict[str, str]) -> None:
        name = office.plain(tag)
        if refusal := WRONG.get(name):
            raise refusal
        if name == "row":
            self._rows, self._cells = self._rows + 1, 0
        self._cells += name == "c"
        # A single cell far out would make its reader lay out everything before it; one without a place stands
        # behind the one before.
        place = CELL.fullmatch(attributes.get("r", "")) if name in ("row", "c") else None
        letters, digits = place.groups() if place else ("", "")
        if self._rows > MOST_ROWS or (digits and int(digits[:9]) > MOST_ROWS):
            raise SheetTooLong(most=MOST_ROWS)
        if len(letters) > 1 or self._cells > WIDEST:
            raise SheetOfAnother


def _answers(rows: list[list[Any]], identity: str, count: int) -> list[str]:
    cells = [[_text(cell) for cell in row] for row in rows]
    if len(cells) < HEAD or identity not in cells[1]:
        raise SheetOfAnother
    given = {row[0]: row[2] for row in cells[HEAD:] if len(row) > 2}
    if any(number not in {str(n) for n in range(1, count + 1)} for number in given if number):
        raise SheetOfAnother
    return [given.get(str(n), "") for n in range(1, count + 1)]


def _text(cell: Any) -> str:
    """What a cell says, as somebody would read it; numbers without the tail of their storage."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell).strip()
