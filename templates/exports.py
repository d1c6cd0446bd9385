"""Tables as files: CSV, XLSX and JSON. Nothing that people wrote is ever a formula in them."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What spreadsheets take the beginning of a formula to be, or skip before they look for one."""
LONGEST_TITLE = 31
_UNNAMEABLE = str.maketrans("[]:*?/\\", "       ")
LONGEST_CELL = 32_767
"""Characters that a cell of XLSX holds."""
_SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}

Row = Sequence[str | int | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of a book: its title, the heads of its columns, its rows."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Row]


def as_csv(heads: Sequence[str], rows: Iterable[Row]) -> bytes:
    """With the mark by which spreadsheets know UTF-8; what could be a formula begins with an apostrophe."""
    written = StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _harmless(value: str | float) -> str | float:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def as_xlsx(title: str, heads: Sequence[str], rows: Iterable[Row]) -> bytes:
    """One sheet, its first row kept in sight; every text is written as a text."""
    return book(title, [Sheet(title=title, heads=heads, rows=rows)])


def book(title: str, sheets: Iterable[Sheet]) -> bytes:
    """Several sheets, each in the same way."""
    file = BytesIO()
    made = xlsxwriter.Workbook(file, _SAFE)
    made.set_properties({"title": title})
    bold, wrapped = made.add_format({"bold": True}), made.add_format({"text_wrap": True, "valign": "top"})
    for n, sheet in enumerate(sheets, start=1):
        page = made.add_worksheet(_named(sheet.title, n))
        page.write_row(0, 0, sheet.heads, bold)
        page.freeze_panes(1, 0)
        page.set_column(0, len(sheet.heads) - 1, 24, wrapped)
        for row, values in enumerate(sheet.rows, start=1):
            _write(page, row, values)
    made.close()
    return file.getvalue()


def _write(page: Any, row: int, values: Row) -> None:
    for column, value in enumerate(values):
        if isinstance(value, str):
            page.write_string(row, column, value[:LONGEST_CELL])
        else:
            page.write_number(row, column, value)


def _named(title: str, n: int) -> str:
    """A title as a sheet may have it: short, without some signs, and no other's."""
    plain = title.translate(_UNNAMEABLE).strip("' ")
    return plain if n == 1 and len(plain) <= LONGEST_TITLE else f"{n} {plain}"[:LONGEST_TITLE]


def as_json(names: Sequence[str], rows: Iterable[Row], **about: str) -> bytes:
    """The rows as objects, with what is said of all of them."""
    told = {**about, "needs": [dict(zip(names, row, strict=True)) for row in rows]}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
