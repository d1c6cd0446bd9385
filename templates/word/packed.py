"""The file that a DOCX is: names of its parts, written the same way each time, opened with suspicion."""

import re
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from rounds.submissions.documents import DocumentActive, DocumentTooLarge, NotADocument

Element = Any
"""An element of lxml, which has no types."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MAIN = "word/document.xml"
CUSTOM = "docProps/custom.xml"
TYPES = "[Content_Types].xml"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"

LARGEST = 10_000_000
"""Bytes of the file."""
UNPACKED = 40_000_000
"""Bytes of all its parts."""
PART = 8_000_000
"""Bytes of a part that is read."""
PARTS = 400
DEEPEST = 200
"""How deep elements may lie in one another."""
ELEMENTS = 400_000
"""Of one part."""

_PASSIVE = ("http://", "https://", "mailto:")
_ACTIVE_PARTS = re.compile(
    r"vbaProject|vbaData|activeX|embeddings/|/afchunk|\.bin$|\.exe$|\.dll$", re.IGNORECASE
)
_ACTIVE_LINKS = re.compile(
    r"/(oleObject|package|attachedTemplate|frame|subDocument|aFChunk|control|vbaProject|externalLink\w*)$"
)


def sealed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as one file: in a stable order, without the time of day."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as packed:
        for name in sorted(parts, key=lambda name: (name != TYPES, name)):
            packed.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), parts[name], ZIP_DEFLATED)
    return made.getvalue()


def opened(file: bytes) -> dict[str, bytes]:
    """The parts of a DOCX that came from somebody, of those that are read.

    Raises: NotADocument, DocumentTooLarge, DocumentActive.
    """
    if len(file) > LARGEST:
        raise DocumentTooLarge
    try:
        with ZipFile(BytesIO(file)) as packed:
            names = [part.filename for part in packed.infolist()]
            _check_names(names)
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise DocumentTooLarge
            parts = {name: _part(packed, name) for name in names if name.endswith((".xml", ".rels"))}
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        # Encrypted, damaged, cut off, or packed in a way that no DOCX is.
        raise NotADocument from None
    _check_types(parts)
    _check_links(parts)
    return parts


def _check_names(names: list[str]) -> None:
    if len(names) > PARTS:
        raise DocumentTooLarge
    if len(set(names)) < len(names) or not {TYPES, MAIN} <= set(names):
        raise NotADocument
    if any(_ACTIVE_PARTS.search(name) for name in names):
        raise DocumentActive


def _part(packed: ZipFile, name: str) -> bytes:
    """A part, read no further than it may be: what a ZIP says of its sizes need not be true."""
    with packed.open(name) as stream:
        read = stream.read(PART + 1)
    if len(read) > PART:
        raise DocumentTooLarge
    return read


def _check_types(parts: Mapping[str, bytes]) -> None:
    """That its main part is a document: neither one with macros nor a template."""
    said = [element for element in elements(parts[TYPES]) if element.get("PartName") == f"/{MAIN}"]
    kinds = {str(element.get("ContentType")) for element in said}
    if any("macroEnabled" in kind for kind in kinds):
        raise DocumentActive
    if kinds != {MAIN_TYPE}:
        raise NotADocument


def _check_links(parts: Mapping[str, bytes]) -> None:
    for name, part in parts.items():
        if name.endswith(".rels"):
            for link in elements(part):
                _check_link(str(link.get("Type", "")), str(link.get("Target", "")), link.get("TargetMode"))


def _check_link(kind: str, target: str, mode: str | None) -> None:
    if _ACTIVE_LINKS.search(kind):
        raise DocumentActive
    if mode == "External" and not (kind.endswith("/hyperlink") and target.lower().startswith(_PASSIVE)):
        raise DocumentActive


def elements(part: bytes) -> Iterator[Element]:
    """Every element of a part. Raises: NotADocument, DocumentTooLarge."""
    found: Iterator[Element] = parsed(part).iter(etree.Element)
    return found


def parsed(part: bytes) -> Element:
    """A part as XML, without entities and of a bounded depth. Raises: NotADocument, DocumentTooLarge."""
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise NotADocument
    # In UTF-16 the same stands with a zero in each sign: such a part is none of a DOCX's.
    if b"\x00" in part:
        raise NotADocument
    parser = etree.XMLPullParser(("start", "end"), resolve_entities=False, no_network=True, huge_tree=False)
    try:
        parser.feed(part)
        depth = count = 0
        for event, _ in parser.read_events():
            depth += 1 if event == "start" else -1
            count += event == "start"
            if depth > DEEPEST or count > ELEMENTS:
                raise DocumentTooLarge
        return parser.close()
    except etree.XMLSyntaxError:
        raise NotADocument from None
