"""A DOCX or XLSX: its parts are XML, and none of them runs, holds or fetches anything (U3)."""

import re
from collections.abc import Iterator
from xml.parsers import expat
from zipfile import ZipFile

from api.inspecting.archive import opened
from rounds.submissions.files import (
    FileActive,
    FileDamaged,
    FileHoldsFiles,
    FileReachesOut,
    FileTooIntricate,
)

TYPES = "[Content_Types].xml"
XML = (".xml", ".rels", ".vml")
MOST_ELEMENTS = 400_000
"""Of one part."""
DEEPEST = 500
"""How deep elements may lie in one another."""
ACTIVE = re.compile(r"vbaproject|vbadata|activex/|macrosheets/|attachedtoolbars|customui/")
"""Parts that run something, by their names in small letters."""
HELD = re.compile(r"embeddings/|/afchunk|\.(?:bin|exe|dll|ole|zip|docx|xlsx|pptx|html?|mht|js|vbs)$")
"""Parts that are files of their own."""
SETTINGS = re.compile(r"xl/printersettings/[^/]+\.bin")
"""What a spreadsheet keeps of a printer, and no program opens."""
OUTSIDE = re.compile(r"externallinks/|querytables/|xl/connections\.xml$|webextensions/")
"""Parts that say from where something is taken."""
LINKS = re.compile(
    r"/(?:oleObject|package|attachedTemplate|frame|subDocument|aFChunk|control|vbaProject|externalLink\w*"
    r"|connections|queryTable)$"
)
"""Kinds of relations that no plain document has."""
FOLLOWED = re.compile(r"(?:https?://|mailto:).*", re.IGNORECASE | re.DOTALL)
"""Where a link may lead that somebody follows by choice."""
COMMANDS = re.compile(r"\b(?:DDE|DDEAUTO|DATABASE|MACROBUTTON)\b")
"""Commands of a document that run something, in capitals."""
_CHUNK = 64 * 1024


def check(main: str, content: bytes) -> None:
    """That it is an office document whose main part is `main`, whole and passive.

    Raises: FileDamaged, FileEncrypted, FileUnfolds, FileActive, FileHoldsFiles, FileReachesOut,
    FileTooIntricate.
    """
    with opened(content) as archive:
        names = archive.namelist()
        if not {main, TYPES} <= set(names):
            raise FileDamaged
        check_names(names)
        if b"macroenabled" in archive.read(TYPES).lower():
            raise FileActive
        for name in names:
            _read(archive, name, Part(name, main))


def check_names(names: list[str]) -> None:
    """That no part says by its name what it would do. Raises: FileActive, FileHoldsFiles, FileReachesOut."""
    for name in map(str.lower, names):
        if ACTIVE.search(name):
            raise FileActive
        if HELD.search(name) and not SETTINGS.fullmatch(name):
            raise FileHoldsFiles
        if OUTSIDE.search(name):
            raise FileReachesOut


def chunks(archive: ZipFile, name: str) -> Iterator[bytes]:
    """A member, to its end: only there it is known to be what the ZIP said."""
    with archive.open(name) as part:
        yield from iter(lambda: part.read(_CHUNK), b"")


def _read(archive: ZipFile, name: str, part: "Part") -> None:
    is_xml = name.lower().endswith(XML)
    try:
        for chunk in chunks(archive, name):
            if is_xml:
                part.parser.Parse(chunk)
        if is_xml:
            part.end()
    except expat.ExpatError:
        raise FileDamaged from None


def parser() -> expat.XMLParserType:
    """Reads XML without a document type."""

    def no_doctype(*_: object) -> None:
        """No office program writes one; entities are refused unread."""
        raise FileDamaged

    made = expat.ParserCreate()
    made.StartDoctypeDeclHandler = no_doctype
    return made


def plain(tag: str) -> str:
    """What an element is called, under whatever prefix."""
    return tag.rpartition(":")[2]


class Part:
    """One part as it is read: its relations, and the commands of a text, wherever in a document that lies."""

    def __init__(self, name: str, main: str) -> None:
        self._main, self._relations = main, name.lower().endswith(".rels")
        self._count = self._depth = 0
        self._command: list[str] = []
        self.parser = parser()
        # A spreadsheet knows no commands, and may have so many cells that to look at each takes long.
        if self._relations or main.startswith("word/"):
            self.parser.StartElementHandler = self._begin
            self.parser.EndElementHandler = self._end

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        self._depth += 1
        if self._count > MOST_ELEMENTS or self._depth > DEEPEST:
            raise FileTooIntricate
        name = plain(tag)
        if self._relations and name == "Relationship":
            _check_relation(self._main, attributes)
        elif name == "instrText":
            self.parser.CharacterDataHandler = self._command.append
        elif name == "fldChar":
            self._command.append(" ")
        elif name == "fldSimple":
            self._command += [f" {value} " for key, value in attributes.items() if plain(key) == "instr"]

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if plain(tag) == "instrText":
            self.parser.CharacterDataHandler = None

    def end(self) -> None:
        """The part is over. Raises: FileActive; ExpatError."""
        self.parser.Parse(b"", True)
        # A command may be spread over several runs, so it is looked for in all of a field's together.
        if COMMANDS.search("".join(self._command).upper()):
            raise FileActive


def _check_relation(main: str, attributes: dict[str, str]) -> None:
    kind, target = attributes.get("Type", ""), attributes.get("Target", "")
    if kind.endswith("/officeDocument") and target.lstrip("/") != main:
        # What is looked at first would be another part than the one that is shown.
        raise FileDamaged
    if LINKS.search(kind):
        raise FileHoldsFiles if kind.endswith(("/package", "/oleObject", "/aFChunk")) else FileReachesOut
    external = attributes.get("TargetMode", "Internal") != "Internal"
    if external and not (kind.endswith("/hyperlink") and FOLLOWED.fullmatch(target)):
        raise FileReachesOut
