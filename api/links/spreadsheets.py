"""A questionnaire as a spreadsheet, for whoever works offline: written for download, read to fill a form.

What people wrote is never a formula (U8). What comes back is looked at before it is read: plain text, each
answer in a cell of its own; and it fills a form for review, nothing more.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from rounds.submissions.refusals import (
    FileKindRefused,
    FileNotWhatItSays,
    FileTooLarge,
    Refusal,
    SheetFormulas,
    SheetMacros,
    SheetMerged,
    SheetOfAnother,
    SheetTooLong,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIELD = "sheet"
MOST_ROWS = 1_000
LARGEST = 30 * 1024 * 1024
"""In bytes, of all that the file unfolds to."""
HEAD = 2
"""Rows at the top without an answer: which round this is of, and, hidden, which questionnaire."""
WRONG: dict[str, type[Refusal]] = {"f": SheetFormulas, "mergeCell": SheetMerged}
"""What an element of a sheet, by its name, is refused for."""
CELL = re.compile(r"([A-Z]*)(\d*)")
"""A row's number, or a cell's letters and number."""
_CHUNK = 64 * 1024


def written(
    *, name: str, head: Sequence[str], identity: str, columns: Sequence[str], asked: Sequence[tuple[str, str]]
) -> bytes:
    """The file: number, question and answer, row by row; `asked` are questions with their answers so far.

    `name` is the sheet's, `head` stands above; `identity` is for this program alone, in a row that is hidden.
    """
    content = BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, {"in_memory": True, **plain}) as book:
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        strong = book.add_format({"text_wrap": True, "valign": "top", "bold": True})
        sheet = book.add_worksheet(name)
        sheet.set_column(0, 0, 8, wrap)
        sheet.set_column(1, 2, 60, wrap)
        named = len(head) + 1
        for row, cells in enumerate(_rows(head, identity, columns, asked)):
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text, strong if row in (0, named) else wrap)
        sheet.set_row(HEAD - 1, None, None, {"hidden": True})
        sheet.freeze_panes(named + 1, 0)
    return content.getvalue()


def _rows(
    head: Sequence[str], identity: str, columns: Sequence[str], asked: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, ...]]:
    title, *more = head
    yield ("", title)
    yield ("", identity)
    for line in more:
        yield ("", line)
    yield ("", *columns)
    for n, (question, answer) in enumerate(asked, start=1):
        yield (str(n), question, answer)


def read(filename: str, content: bytes, identity: str, count: int) -> list[str]:
    """The answers of a filled file, one for each of `count` questions, empty where none was written.

    Raises: FileKindRefused, FileNotWhatItSays, FileTooLarge, SheetMacros, SheetFormulas, SheetMerged,
    SheetTooLong, SheetOfAnother, each naming the file's field.
    """
    _check(filename.lower(), content)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError):
        raise FileNotWhatItSays(field=FIELD) from None
    return _answers(rows, identity, count)


def _check(filename: str, content: bytes) -> None:
    if filename.endswith((".xlsm", ".xltm", ".xlsb")):
        raise SheetMacros(field=FIELD)
    if not filename.endswith(".xlsx"):
        raise FileKindRefused(field=FIELD)
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_members(archive)
    except (BadZipFile, expat.ExpatError, ValueError, NotImplementedError, OverflowError, EOFError):
        raise FileNotWhatItSays(field=FIELD) from None


def _check_members(archive: ZipFile) -> None:
    """No program in it, not more than it may unfold to, and every sheet plain."""
    members = archive.infolist()
    if sum(member.file_size for member in members) > LARGEST:
        raise FileTooLarge(field=FIELD, mebibytes=LARGEST // 1024**2)
    names = {member.filename.lower(): member for member in members}
    if any("vbaproject" in name for name in names) or _has_macros(archive, names):
        raise SheetMacros(field=FIELD)
    sheets = [m for name, m in names.items() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    for member in sheets:
        with archive.open(member) as part:
            _check_sheet(iter(lambda: part.read(_CHUNK), b""))


def _has_macros(archive: ZipFile, names: dict[str, Any]) -> bool:
    types = names.get("[content_types].xml")
    if types is None:
        raise FileNotWhatItSays(field=FIELD)
    return b"macroenabled" in archive.read(types).lower()


class _Guard:
    """Looks at a sheet's elements as they come, and stops at the first that is refused."""

    def __init__(self) -> None:
        self._rows = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._element
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _doctype(self, *_: object) -> None:
        """No spreadsheet program writes one; entities are refused unread."""
        raise FileNotWhatItSays(field=FIELD)

    def _element(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if refusal := WRONG.get(name):
            raise refusal(field=FIELD)
        self._rows += name == "row"
        # A single cell far out would make its reader lay out everything before it.
        place = CELL.fullmatch(attributes.get("r", "")) if name in ("row", "c") else None
        letters, digits = place.groups() if place else ("", "")
        if self._rows > MOST_ROWS or int(digits or 0) > MOST_ROWS:
            raise SheetTooLong(field=FIELD, most=MOST_ROWS)
        if len(letters) > 1:
            raise SheetOfAnother(field=FIELD)


def _check_sheet(parts: Iterator[bytes]) -> None:
    guard = _Guard()
    for part in parts:
        guard.parser.Parse(part)
    guard.parser.Parse(b"", True)


def _answers(rows: list[list[Any]], identity: str, count: int) -> list[str]:
    cells = [[_text(cell) for cell in row] for row in rows]
    if len(cells) < HEAD or identity not in cells[1]:
        raise SheetOfAnother(field=FIELD)
    given = {row[0]: row[2] for row in cells[HEAD:] if len(row) > 2}
    if any(number not in {str(n) for n in range(1, count + 1)} for number in given if number):
        raise SheetOfAnother(field=FIELD)
    return [given.get(str(n), "") for n in range(1, count + 1)]


def _text(cell: Any) -> str:
    """What a cell says, as somebody would read it; numbers without the tail of their storage."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell).strip()
