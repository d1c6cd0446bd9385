"""Files as people's programs write them: each is of its kind, whole, and does nothing by itself."""

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import xlsxwriter
from PIL import Image

PAGES = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
)
"""The objects of a PDF of one empty page, the first of which is its root."""


def pdf(objects: Sequence[bytes] = PAGES, *more: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1."""
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, written in enumerate((*objects, *more), start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    begins = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Root 1 0 R /Size %d %s >>\n" % (len(places) + 1, trailer)
    return bytes(made) + b"startxref\n%d\n%%%%EOF\n" % begins


def heavy(size: int) -> bytes:
    """A PDF of one page and so many bytes of it."""
    return pdf(PAGES, b"<< /Length %d >>\nstream\n%s\nendstream" % (size, b"x" * size))


def picture(kind: str, wide: int = 40, high: int = 30) -> bytes:
    made = BytesIO()
    Image.effect_noise((wide, high), 50).save(made, kind)
    return made.getvalue()


def document(*paragraphs: str) -> bytes:
    made = BytesIO()
    written = docx.Document()
    for text in paragraphs:
        written.add_paragraph(text)
    written.save(made)
    return made.getvalue()


def spreadsheet() -> bytes:
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "Households")
        sheet.write_formula(0, 1, "=1+1")
        sheet.write_url(1, 0, "https://ministry.example")
    return made.getvalue()


def changed(file: bytes, parts: dict[str, bytes]) -> bytes:
    """The same ZIP with some of its parts otherwise, or put beside the others."""
    into = BytesIO()
    with ZipFile(BytesIO(file)) as old, ZipFile(into, "w", ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(name for name in parts if name not in old.namelist())]:
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return into.getvalue()


def zipped(parts: dict[str, bytes], how: int = ZIP_DEFLATED) -> bytes:
    """A ZIP that is nothing else."""
    into = BytesIO()
    with ZipFile(into, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return into.getvalue()


PDF = pdf()
PNG, JPEG = picture("PNG"), picture("JPEG")
DOCX, XLSX = document("A text"), spreadsheet()
