"""Spreadsheets that come back with more than answers: elsewhere, far out, or far too many."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

from api.links.spreadsheets import written
from tests.sound import changed

IDENTITY = "round answer_questionnaire:1 0123"
QUESTIONS = ("Who?", "How?", "When?")
SHEET, BOOK, RELATIONS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
EVIL = "xl/evil/sheet1.xml"
FORMULA = b'<row r="9"><c r="C9"><f>WEBSERVICE("https://a.example")</f></c></row>'
Made = tuple[str, Callable[[], bytes]]


def sound() -> bytes:
    return written(
        name="Questionnaire",
        head=("Round",),
        identity=IDENTITY,
        columns=("Question", "Answer"),
        asked=[(question, "") for question in QUESTIONS],
    )


def read(name: str) -> bytes:
    with ZipFile(BytesIO(sound())) as archive:
        return archive.read(name)


def swapped(old: bytes, new: bytes, name: str = SHEET) -> dict[str, bytes]:
    """A part, otherwise in one place."""
    there = read(name)
    assert old in there, name
    return {name: there.replace(old, new)}


def rows(xml: bytes) -> dict[str, bytes]:
    """The sheet with rows more."""
    return swapped(b"</sheetData>", xml + b"</sheetData>")


def made(*parts: dict[str, bytes]) -> Callable[[], bytes]:
    return lambda: changed(sound(), {name: content for part in parts for name, content in part.items()})


def led(target: bytes, sheet: bytes = b"") -> Callable[[], bytes]:
    """A file whose relation leads the reader elsewhere; there lies a sheet with a formula."""
    evil = sheet or rows(FORMULA)[SHEET]
    return made(swapped(b"worksheets/sheet1.xml", target, RELATIONS), {EVIL: evil})


FAR = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'

QUESTIONNAIRES: dict[str, Made] = {
    "a formula elsewhere": ("file_not_what_it_says", led(b"evil/sheet1.xml")),
    "a formula elsewhere by a way back": ("file_not_what_it_says", led(b"worksheets/../evil/sheet1.xml")),
    "a formula elsewhere from the root": ("file_not_what_it_says", led(b"/xl/evil/sheet1.xml")),
    "a formula elsewhere by the other slash": ("file_not_what_it_says", led(b"evil\\sheet1.xml")),
    "a cell far out elsewhere": ("file_not_what_it_says", led(b"evil/sheet1.xml", rows(FAR)[SHEET])),
    "a sheet that is not there": ("file_not_what_it_says", led(b"worksheets/sheet7.xml")),
    "a sheet on another machine": ("file_not_what_it_says", led(b"https://a.example/sheet1.xml")),
    "a sheet without a relation": (
        "file_not_what_it_says",
        made(swapped(b'r:id="rId1"', b'r:id="rId99"', BOOK)),
    ),
    "a second sheet elsewhere": (
        "file_not_what_it_says",
        made(
            swapped(b"</sheets>", b'<sheet name="2" sheetId="2" r:id="evil"/></sheets>', BOOK),
            swapped(
                b"</Relationships>",
                b'<Relationship Id="evil" Target="evil/sheet1.xml"/></Relationships>',
                RELATIONS,
            ),
            {EVIL: rows(FORMULA)[SHEET]},
        ),
    ),
    "no relations": ("file_not_what_it_says", made({RELATIONS: b"<Relationships/>"})),
    "a cell at the last place": ("sheet_too_long", made(rows(FAR))),
    "a cell in the last column": ("sheet_of_another", made(rows(b'<row r="9"><c r="XFD9"/></row>'))),
    "a cell in no column": ("sheet_too_long", made(rows(b'<row r="9"><c r="A99999999999999999999"/></row>'))),
    "a row of a hundred thousand cells": (
        "sheet_of_another",
        made(rows(b"<row>" + b"<c/>" * 100_000 + b"</row>")),
    ),
    "a hundred thousand rows": ("sheet_too_long", made(rows(b"<row/>" * 100_000))),
    "a formula": ("sheet_formulas", made(rows(FORMULA))),
    "a formula under a prefix": (
        "sheet_formulas",
        made(rows(b'<x:row xmlns:x="x" r="9"><x:c r="C9"><x:f>1</x:f></x:c></x:row>')),
    ),
    "merged cells": ("sheet_merged", made(swapped(b"</sheetData>", b'</sheetData><mergeCell ref="A1:B1"/>'))),
    "macros": ("sheet_macros", made({"xl/vbaProject.bin": b"x"})),
    "entities": ("file_not_what_it_says", made({SHEET: b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'})),
    "entities in the book": ("file_not_what_it_says", made({BOOK: b"<!DOCTYPE x>" + read(BOOK)})),
    "a sheet that unfolds": ("file_unfolds", made(rows(b" " * 31_000_000))),
    "a hundred mebibytes of nothing": ("file_unfolds", made({"xl/media/a.png": bytes(100 * 1024**2)})),
    "a password": ("file_not_what_it_says", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)),
    "cut off": ("file_not_what_it_says", lambda: sound()[:-30]),
    "nothing": ("file_not_what_it_says", lambda: b""),
}
