"""PDFs that would do something, hide something, or cost too much."""

import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf

from tests.sound import PAGES, PDF, pdf, zipped

ROOT, TREE, PAGE = PAGES
RUNS = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
DEEP = 10_000


def rooted(more: bytes, *objects: bytes) -> bytes:
    """A PDF whose root says more."""
    return pdf((b"<< /Type /Catalog /Pages 2 0 R %s >>" % more, TREE, PAGE), *objects)


def paged(more: bytes, *objects: bytes) -> bytes:
    """A PDF whose page says more."""
    return pdf((ROOT, TREE, PAGE.removesuffix(b">>") + more + b" >>"), *objects)


def linked(action: bytes, *objects: bytes) -> bytes:
    """A PDF with a place on its page where something happens by a click."""
    annotation = b"<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A %s >>" % action
    return paged(b"/Annots [4 0 R]", annotation, *objects)


def saved(file: bytes, **how: Any) -> bytes:
    """The same, written by a program."""
    into = BytesIO()
    with pikepdf.open(BytesIO(file)) as opened:
        opened.save(into, **how)
    return into.getvalue()


def chain(long: int = DEEP) -> bytes:
    """Objects that lead one to the next, and no other way to the last."""
    each = (b"<< /Next %d 0 R >>" % (number + 1) for number in range(4, 4 + long))
    return rooted(b"/PieceInfo 4 0 R", *each, b"null")


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content)


def packed_objects(mebibytes: int) -> bytes:
    """A PDF whose objects lie in a stream that unpacks to so much."""
    packing, blank = zlib.compressobj(1), b" " * 1024**2
    content = packing.compress(b"3 0 " + PAGE) + b"".join(packing.compress(blank) for _ in range(mebibytes))
    held = stream(content + packing.flush(), b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")
    made = b"%PDF-1.7\n"
    places = []
    for number, written in ((1, ROOT), (2, TREE), (4, held)):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    first, second, third = (b"\x01" + place.to_bytes(4, "big") + b"\x00" for place in places)
    begins = len(made)
    own = b"\x01" + begins.to_bytes(4, "big") + b"\x00"
    rows = b"\x00" * 6 + first + second + b"\x02" + (4).to_bytes(4, "big") + b"\x00" + third + own
    made += b"5 0 obj\n%s\nendobj\n" % stream(rows, b"/Type /XRef /Root 1 0 R /Size 6 /W [1 4 1]")
    return made + b"startxref\n%d\n%%%%EOF\n" % begins


ATTACHED = b"<< /Type /Filespec /F (a.exe) /EF << /F 5 0 R >> >>"

PDFS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "JavaScript when it is opened": ("file_active", lambda: rooted(b"/OpenAction " + RUNS)),
    "JavaScript in an object of its own": ("file_active", lambda: rooted(b"/OpenAction 4 0 R", RUNS)),
    "JavaScript by a click": ("file_active", lambda: linked(RUNS)),
    "JavaScript among the names": (
        "file_active",
        lambda: rooted(b"/Names << /JavaScript << /Names [(a) 4 0 R] >> >>", RUNS),
    ),
    "JavaScript that nothing leads to": ("file_active", lambda: pdf(PAGES, RUNS)),
    "JavaScript in a packed object": (
        "file_active",
        lambda: saved(linked(RUNS), object_stream_mode=pikepdf.ObjectStreamMode.generate),
    ),
    "JavaScript spelt otherwise": ("file_active", lambda: linked(b"<< /S /J#61vaScrip#74 /J#53 (x) >>")),
    "a kind of action in an object of its own": (
        "file_active",
        lambda: linked(b"<< /S 5 0 R /F (cmd) >>", b"/Launch"),
    ),
    "an action of a page": ("file_active", lambda: paged(b"/AA << /O << /S /Named /N /Print >> >>")),
    "an action when it is closed": ("file_active", lambda: rooted(b"/AA << /WC << /S /URI >> >>")),
    "a program that is started": ("file_active", lambda: linked(b"<< /S /Launch /F (cmd.exe) >>")),
    "an address when it is opened": (
        "file_active",
        lambda: rooted(b"/OpenAction << /S /URI /URI (https://a.example) >>"),
    ),
    "a name when it is opened": ("file_active", lambda: rooted(b"/OpenAction /Print")),
    "a form that is sent": ("file_active", lambda: linked(b"<< /S /SubmitForm /F (https://a.example) >>")),
    "a form that is filled from elsewhere": ("file_active", lambda: linked(b"<< /S /ImportData /F (a) >>")),
    "a file of another machine": ("file_active", lambda: linked(b"<< /S /GoToR /F (//a.example/b) >>")),
    "a file within it that is opened": ("file_active", lambda: linked(b"<< /S /GoToE >>")),
    "a film": ("file_active", lambda: paged(b"/Annots [<< /Subtype /RichMedia >>]")),
    "a form of programs": (
        "file_active",
        lambda: rooted(b"/AcroForm << /Fields [] /XFA 4 0 R >>", stream(b"")),
    ),
    "an attached file": (
        "file_holds_files",
        lambda: rooted(b"/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>", ATTACHED, stream(b"MZ")),
    ),
    "a file that a page holds": (
        "file_holds_files",
        lambda: paged(b"/Annots [<< /Subtype /FileAttachment /FS 4 0 R >>]", ATTACHED, stream(b"MZ")),
    ),
    "a stream that is a file": (
        "file_holds_files",
        lambda: pdf(PAGES, stream(b"MZ", b"/Type /EmbeddedFile")),
    ),
    "a password": (
        "file_encrypted",
        lambda: saved(PDF, encryption=pikepdf.Encryption(user="one", owner="two")),
    ),
    "a password of its author alone": (
        "file_encrypted",
        lambda: saved(PDF, encryption=pikepdf.Encryption(user="", owner="two")),
    ),
    "ten thousand objects deep": ("file_too_intricate", chain),
    "ten thousand lists deep": ("file_damaged", lambda: rooted(b"/PieceInfo " + b"[" * DEEP + b"]" * DEEP)),
    "a hundred thousand objects": ("file_too_intricate", lambda: pdf(PAGES, *[b"0"] * 100_000)),
    "packed objects that unfold": ("file_damaged", lambda: packed_objects(1_000)),
    "cut off": ("file_damaged", lambda: PDF[:-100]),
    "cut off within a page": ("file_damaged", lambda: PDF[:150]),
    "a list of places that is wrong": (
        "file_damaged",
        lambda: PDF.replace(b"\n0000000009", b"\n0000000777"),
    ),
    "a list of places that leads to itself": (
        "file_damaged",
        lambda: pdf(trailer=b"/Prev %d" % PDF.index(b"xref\n")),
    ),
    "no page": ("file_damaged", lambda: pdf((ROOT, b"<< /Type /Pages /Kids [] /Count 0 >>"))),
    "pages that are their own parents": (
        "file_damaged",
        lambda: pdf((ROOT, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>")),
    ),
    "no root": ("file_damaged", lambda: b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"),
    "nothing but the first bytes": ("file_damaged", lambda: b"%PDF-1.7"),
    "nothing": ("file_not_what_it_says", lambda: b""),
    "a page of the web": ("file_not_what_it_says", lambda: b"<html><script>alert(1)</script></html>"),
    "a program": ("file_not_what_it_says", lambda: b"MZ" + bytes(500)),
    "a PDF that begins late": ("file_not_what_it_says", lambda: b"<html></html>\n" + PDF),
    "a PDF and a ZIP": ("file_not_what_it_says", lambda: PDF + zipped({"a": b"b"}) + b"%%EOF"),
}
"""By what they are: the code of the refusal, and what makes one."""
