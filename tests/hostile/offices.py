"""Documents and spreadsheets that would do something, lead elsewhere, or unfold."""

import struct
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

from tests.sound import DOCX, PDF, XLSX, changed, zipped

RELATIONS = "word/_rels/document.xml.rels"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LARGE = 100 * 1024 * 1024
Made = tuple[str, Callable[[], bytes]]


def part(name: str, content: bytes = b"<x/>", of: bytes = DOCX) -> bytes:
    """A file with a part more, or with one of its parts otherwise."""
    return changed(of, {name: content})


def related(
    kind: str, target: str, mode: str = "External", of: bytes = DOCX, where: str = RELATIONS
) -> bytes:
    """A file that has a relation more."""
    with ZipFile(BytesIO(of)) as archive:
        there = archive.read(where)
    more = f'<Relationship Id="evil" Type="{KINDS}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return part(where, there.replace(b"</Relationships>", more.encode() + b"</Relationships>"), of)


def body(xml: str) -> bytes:
    """A document whose text is this."""
    whole = f'<w:document xmlns:w="{W}"><w:body>{xml}</w:body></w:document>'
    return part("word/document.xml", whole.encode())


def field(*runs: str) -> bytes:
    """A document with a command, in so many runs."""
    said = "".join(f"<w:r><w:instrText>{text}</w:instrText></w:r>" for text in runs)
    begins, ends = (f'<w:r><w:fldChar w:fldCharType="{at}"/></w:r>' for at in ("begin", "end"))
    return body(f"<w:p>{begins}{said}{ends}</w:p>")


def beside(name: str, again: str = "") -> bytes:
    """A document with a member that has this name; or, under `again`, with one more of the same length."""
    into = BytesIO(DOCX)
    with ZipFile(into, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, b"<x/>")
        if again:
            archive.writestr(again, b"<x/>")
    return into.getvalue().replace(again.encode(), name.encode()) if again else into.getvalue()


def typed(of: bytes, main: bytes, macros: bytes) -> bytes:
    with ZipFile(BytesIO(of)) as archive:
        types = archive.read("[Content_Types].xml")
    assert main in types
    return part("[Content_Types].xml", types.replace(main, macros), of)


def lying(size: int) -> bytes:
    """A document of which a member unfolds to more than its ZIP says."""
    made = bytearray(part("word/large.xml", b"<x>" + b" " * 5_000_000 + b"</x>"))
    at = made.rindex(b"word/large.xml") - 46
    assert made[at : at + 4] == b"PK\x01\x02"
    made[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(made)


def locked() -> bytes:
    """A document whose members say that they are encrypted."""
    made = bytearray(DOCX)
    at = made.index(b"PK\x01\x02")
    made[at + 8] |= 1
    return bytes(made)


def packed_otherwise() -> bytes:
    into = BytesIO()
    with ZipFile(BytesIO(DOCX)) as old, ZipFile(into, "w", ZIP_BZIP2) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return into.getvalue()


def overlapping() -> bytes:
    """A ZIP of which many entries lead to one member."""
    made = bytearray(part("word/media/a.png", bytes(1_000_000)))
    begins = made.index(b"PK\x01\x02")
    last = made.rindex(b"PK\x01\x02")
    end = made.rindex(b"PK\x05\x06")
    entry = bytes(made[last:end])
    more = b"".join(entry.replace(b"a.png", b"%c.png" % n) for n in range(ord("b"), ord("z")))
    directory = bytes(made[begins:end]) + more
    count = directory.count(b"PK\x01\x02")
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), begins, 0)
    return bytes(made[:begins]) + directory + tail


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)

DOCUMENTS: dict[str, Made] = {
    "macros": ("file_active", lambda: part("word/vbaProject.bin", b"x")),
    "macros under capitals": ("file_active", lambda: part("word/VBAPROJECT.BIN", b"x")),
    "a document that may hold macros": (
        "file_active",
        lambda: typed(DOCX, b"document.main+xml", b"document.macroEnabled.main+xml"),
    ),
    "a control": ("file_active", lambda: part("word/activeX/activeX1.xml")),
    "buttons of its own": ("file_active", lambda: part("customUI/customUI14.xml")),
    "a command": ("file_active", lambda: field("DDEAUTO c:\\\\windows\\\\cmd.exe")),
    "a command in pieces": ("file_active", lambda: field("DD", "E", "AUTO c:\\\\cmd")),
    "a command behind another": (
        "file_active",
        lambda: body(
            "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar/></w:r>"
            "<w:r><w:instrText>DDE a</w:instrText></w:r></w:p>"
        ),
    ),
    "a command in signs": ("file_active", lambda: field("&#68;&#68;E a b")),
    "a simple command": ("file_active", lambda: body('<w:fldSimple w:instr=" ddeauto a b "/>')),
    "a template from elsewhere": (
        "file_reaches_out",
        lambda: related("attachedTemplate", "https://a.example/t.dotm"),
    ),
    "a picture from elsewhere": ("file_reaches_out", lambda: related("image", "https://a.example/p.png")),
    "a link to a file": ("file_reaches_out", lambda: related("hyperlink", "file://a.example/share/x")),
    "a link to a program": ("file_reaches_out", lambda: related("hyperlink", "ms-msdt:/id PCWDiagnostic")),
    "a frame": ("file_reaches_out", lambda: related("frame", "https://a.example", "Internal")),
    "an object from elsewhere": ("file_holds_files", lambda: related("oleObject", "https://a.example/o")),
    "an object": ("file_holds_files", lambda: part("word/embeddings/oleObject1.bin", b"x")),
    "a spreadsheet": ("file_holds_files", lambda: part("word/embeddings/Book1.xlsx", XLSX)),
    "a page of the web": ("file_holds_files", lambda: part("word/afchunk.mht", b"x")),
    "a program": ("file_holds_files", lambda: part("word/media/a.exe", b"MZ")),
    "an archive": ("file_holds_files", lambda: part("word/media/a.zip", zipped({"a": b"b"}))),
    "an extension of the web": ("file_reaches_out", lambda: part("word/webextensions/taskpanes.xml")),
    "a member outside its folder": ("file_damaged", lambda: beside("../../../etc/passwd")),
    "a member outside within a folder": ("file_damaged", lambda: beside("word/../../x.xml")),
    "a member at the root": ("file_damaged", lambda: beside("/etc/passwd")),
    "a member by the other slash": ("file_damaged", lambda: beside("word\\..\\x.xml")),
    "a member on a drive": ("file_damaged", lambda: beside("C:/x.xml")),
    "a member of this folder": ("file_damaged", lambda: beside("word/./x.xml")),
    "a member with a line in its name": ("file_damaged", lambda: beside("word/a\nb.xml")),
    "two members of one name": ("file_damaged", lambda: beside("word/one.xml", "word/two.xml")),
    "two members but for capitals": ("file_damaged", lambda: beside("Word/Document.xml")),
    "a hundred mebibytes of nothing": ("file_unfolds", lambda: part("word/media/a.png", bytes(LARGE))),
    "a part that unfolds": ("file_unfolds", lambda: part("word/x.xml", b"<x>" + b" " * 30_000_000 + b"</x>")),
    "many parts that unfold": (
        "file_unfolds",
        lambda: changed(DOCX, {f"word/media/{n}.png": bytes(1_000_000) for n in range(80)}),
    ),
    "many members": ("file_unfolds", lambda: changed(DOCX, {f"word/{n}.txt": b"" for n in range(2_001)})),
    "entries that lie over one another": ("file_damaged", overlapping),
    "a member larger than it says": ("file_damaged", lambda: lying(1_000)),
    "a password": ("file_encrypted", lambda: OLE),
    "encrypted members": ("file_encrypted", locked),
    "members packed otherwise": ("file_damaged", packed_otherwise),
    "entities": ("file_damaged", lambda: part("word/document.xml", LAUGHS)),
    "entities in another part": ("file_damaged", lambda: part("word/theme/theme1.xml", LAUGHS)),
    "entities in other letters": (
        "file_damaged",
        lambda: part("word/document.xml", LAUGHS.decode().encode("utf-16")),
    ),
    "ten thousand elements deep": ("file_too_intricate", lambda: body("<a>" * 10_000 + "</a>" * 10_000)),
    "half a million elements": (
        "file_too_intricate",
        lambda: part("word/a.xml", b"<x>" + b"".join(b'<a b="%d"/>' % n for n in range(500_000)) + b"</x>"),
    ),
    "its main part elsewhere": (
        "file_damaged",
        lambda: related("officeDocument", "evil/document.xml", "Internal", where="_rels/.rels"),
    ),
    "broken XML": ("file_damaged", lambda: part("word/document.xml", b"<a><b></a>")),
    "cut off": ("file_damaged", lambda: DOCX[: len(DOCX) // 2]),
    "cut off at its end": ("file_damaged", lambda: DOCX[:-1]),
    "a byte that was changed": ("file_damaged", lambda: DOCX[:60] + bytes([DOCX[60] ^ 1]) + DOCX[61:]),
    "another archive": ("file_damaged", lambda: zipped({"a.txt": b"x"})),
    "a spreadsheet under its name": ("file_damaged", lambda: XLSX),
    "something before it": ("file_not_what_it_says", lambda: b"MZ" + DOCX),
    "something behind it": ("file_damaged", lambda: DOCX + b"<script>"),
    "a PDF within its first bytes": ("file_not_what_it_says", lambda: zipped({"a.xml": PDF}, ZIP_STORED)),
    "nothing": ("file_not_what_it_says", lambda: b""),
}
SPREADSHEETS: dict[str, Made] = {
    "macros": ("file_active", lambda: part("xl/vbaProject.bin", b"x", XLSX)),
    "old macros": ("file_active", lambda: part("xl/macrosheets/sheet1.xml", of=XLSX)),
    "a book that may hold macros": (
        "file_active",
        lambda: typed(XLSX, b"sheet.main+xml", b"sheet.macroEnabled.main+xml"),
    ),
    "another book": ("file_reaches_out", lambda: part("xl/externalLinks/externalLink1.xml", of=XLSX)),
    "another book under another name": (
        "file_reaches_out",
        lambda: related("externalLink", "x.xml", "Internal", XLSX, "xl/_rels/workbook.xml.rels"),
    ),
    "its main part elsewhere": (
        "file_damaged",
        lambda: related("officeDocument", "evil/workbook.xml", "Internal", XLSX, "_rels/.rels"),
    ),
    "a database": ("file_reaches_out", lambda: part("xl/connections.xml", of=XLSX)),
    "a query": ("file_reaches_out", lambda: part("xl/queryTables/queryTable1.xml", of=XLSX)),
    "an object": ("file_holds_files", lambda: part("xl/embeddings/oleObject1.bin", b"x", XLSX)),
    "a sheet that unfolds": (
        "file_unfolds",
        lambda: part("xl/worksheets/sheet2.xml", b"<x>" + b" " * 30_000_000 + b"</x>", XLSX),
    ),
    "a document under its name": ("file_damaged", lambda: DOCX),
    "a password": ("file_encrypted", lambda: OLE),
}
