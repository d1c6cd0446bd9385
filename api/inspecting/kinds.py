"""The kinds of files that are taken; ending, first bytes and content of a file must agree (U2)."""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from zipfile import is_zipfile

from rounds.submissions.files import FileEncrypted
from rounds.submissions.refusals import FileNotWhatItSays

PDF, ZIP, PNG, JPEG = b"%PDF-", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
BEGINS = {".pdf": PDF, ".docx": ZIP, ".xlsx": ZIP, ".png": PNG, ".jpg": JPEG, ".jpeg": JPEG}
"""The first bytes of a file, by the ending of its name."""
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a DOCX or XLSX begins that is kept under a password; an old DOC or XLS begins so too."""
MAIN = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
"""What tells an office document from any other ZIP."""
PDF_WITHIN = 1024
"""In bytes: how late a PDF may begin for most programs."""


def check(ending: str, content: bytes) -> None:
    """That a file is of the kind that its ending says, of this one alone, and does nothing by itself.

    Raises: FileNotWhatItSays, and what the check of its kind raises.
    """
    if not content.startswith(BEGINS[ending]):
        raise FileEncrypted if ending in MAIN and content.startswith(LOCKED) else FileNotWhatItSays
    if ending != ".pdf" and PDF in content[:PDF_WITHIN]:
        raise FileNotWhatItSays
    if ending not in MAIN and is_zipfile(BytesIO(content)):
        raise FileNotWhatItSays
    _check_of(ending)(content)


def _check_of(ending: str) -> Callable[[bytes], None]:
    """What reads this kind; each needs libraries that the others do not, and loading them takes longest."""
    if ending == ".pdf":
        from api.inspecting import pdf

        return pdf.check
    if ending in MAIN:
        from api.inspecting import office

        return partial(office.check, MAIN[ending])
    from api.inspecting import pictures

    return partial(pictures.check, "PNG" if ending == ".png" else "JPEG")
