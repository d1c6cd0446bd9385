"""A DOCX that comes back: which version it was made from, and each section's text as Markdown again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from rounds.submissions.documents import DocumentActive, DocumentTooLarge, OtherDocument
from templates.markdown import plain
from templates.word import spans
from templates.word.blocks import ASIDE, RULE
from templates.word.numbering import Numbering
from templates.word.packed import CUSTOM, MAIN, Element, W, elements, opened, parsed
from templates.word.writing import MADE_OF, RECORDS, SECTION

ACTIVE_FIELDS = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|RD|DATABASE|MACROBUTTON)\b"
)
"""Commands of Word that fetch or run something when a document is opened."""
WITHIN = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml")}
"""What only stands around blocks."""
PICTURES = {f"{W}{name}" for name in ("drawing", "pict", "object")}
BAR = re.compile(r"(?<!\\)\|")
"""A bar that is not escaped yet: within a table it would end a cell."""
MOST, LONGEST = 4_000, 120_000
"""Paragraphs of a document, and characters of its sections: more than any report has, and soon read."""
STYLES = "word/styles.xml"
NUMBERING = "word/numbering.xml"
LINKS = "word/_rels/document.xml.rels"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What a document says of itself, and its sections' texts; `pictures` that it holds were left out.

    `made_of`: the fingerprint of each section's text as it stood when the document was made.
    """

    round: str
    version: int
    sha256: str
    language: str = ""
    made_of: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sections: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    pictures: int = 0


def sections_of(file: bytes) -> Returned:
    """The sections of a document that was made here, whatever was edited in it.

    What Word's tracking marks as added is taken, what it marks as removed is not.

    Raises: NotADocument, DocumentTooLarge, DocumentActive; OtherDocument, for one that was not made here.
    """
    parts = opened(file)
    said = _custom(parts)
    sha256, version = said.get("ronda_sha256", ""), said.get("ronda_version", "")
    if not sha256 or not version.isdecimal():
        raise OtherDocument
    body = parsed(parts[MAIN]).find(f"{W}body")
    if body is None:
        raise OtherDocument
    _check_fields(body)
    if sum(1 for _ in body.iter(f"{W}p")) > MOST:
        raise DocumentTooLarge
    reader = _Reader(parts)
    reader.read(body)
    if not reader.sections:
        raise OtherDocument
    return Returned(
        round=said.get("ronda_round", ""),
        version=int(version[:9]),
        sha256=sha256,
        language=said.get("ronda_language", ""),
        made_of={
            name.removeprefix(MADE_OF): value for name, value in said.items() if name.startswith(MADE_OF)
        },
        sections={code: plain("\n\n".join(blocks)) for code, blocks in reader.sections.items()},
        pictures=sum(1 for element in body.iter() if element.tag in PICTURES),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A section of which the document says something else than what stands.

    `both`: what stands has been changed too since the document was made, or may have been.
    """

    code: str
    text: str
    both: bool


def edited(returned: Returned, standing: Mapping[str, str]) -> tuple[Edited, ...]:
    """The sections that were edited in the document, as far as `standing` has them, by code.

    One that says the same as when the document was made was not edited, whatever has become of it since.

    Raises: TextTooLong, TextTooDeep, TableTooLarge.
    """
    return tuple(
        one
        for code, text in returned.sections.items()
        if code in standing and (one := _edited(code, text, standing[code], returned.made_of.get(code)))
    )


def _edited(code: str, text: str, standing: str, made_of: str | None) -> Edited | None:
    said, now = spans.fingerprint(text), spans.fingerprint(standing)
    if said in (now, made_of):
        return None
    return Edited(code=code, text=text, both=now != made_of)


def _custom(parts: Mapping[str, bytes]) -> dict[str, str]:
    found = elements(parts[CUSTOM]) if CUSTOM in parts else iter(())
    return {str(p.get("name")): "".join(p.itertext()) for p in found if p.get("name")}


def _check_fields(body: Element) -> None:
    written = f"{W}instrText"
    said = [str(e.text or "") if e.tag == written else " " for e in body.iter(written, f"{W}fldChar")]
    said += [f" {e.get(f'{W}instr') or ''}" for e in body.iter(f"{W}fldSimple")]
    # A command may be spread over several runs, so it is looked for in all of a field's together.
    if ACTIVE_FIELDS.search("".join(said).upper()):
        raise DocumentActive


class _Reader:
    """One document being read: each block goes to the section whose heading came last."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.sections: dict[str, list[str]] = {}
        self._into: list[str] | None = None
        self._in_list = False
        self._level = self._long = 0
        found = elements(parts[STYLES]) if STYLES in parts else iter(())
        self._styles = {str(s.get(f"{W}styleId")): s for s in found if s.tag == f"{W}style"}
        self._numbering = Numbering(parts.get(NUMBERING, b""))
        links = elements(parts[LINKS]) if LINKS in parts else iter(())
        self._links = {str(link.get("Id")): str(link.get("Target")) for link in links if link.get("Id")}

    def read(self, within: Element) -> None:
        for child in within:
            if child.tag in WITHIN:
                self.read(child)
            elif child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl" and self._into is not None:
                self._count(child)
                self._put(self._table(child))
            elif child.tag == f"{W}bookmarkStart":
                self._turn(child)

    def _count(self, block: Element) -> None:
        """What takes long to read is not read. Raises: DocumentTooLarge."""
        self._long += sum(len(str(text.text or "")) for text in block.iter(f"{W}t"))
        if self._long > LONGEST:
            raise DocumentTooLarge

    def _turn(self, mark: Element) -> bool:
        name = str(mark.get(f"{W}name"))
        if name.startswith(SECTION):
            self._into = self.sections.setdefault(name.removeprefix(SECTION), [])
            return True
        if name.startswith(RECORDS):
            self._into = None
        return False

    def _paragraph(self, paragraph: Element) -> None:
        turned = [self._turn(mark) for mark in paragraph.iter(f"{W}bookmarkStart")]
        style = self._style(paragraph)
        if any(turned) or style == ASIDE or self._into is None:
            return
        self._count(paragraph)
        if not spans.words_of(paragraph).strip():
            self._in_list = False
        elif item := self._numbering.item(paragraph, style):
            self._item(paragraph, *item)
        elif style.lower() == "list paragraph" and self._in_list:
            self._into[-1] += "\n\n" + _indented(self._text(paragraph), self._level + 1)
        else:
            self._put(self._block(paragraph, style))

    def _text(self, paragraph: Element) -> str:
        return spans.text_of(paragraph, self._links, spans.safe_start)

    def _block(self, paragraph: Element, style: str) -> str:
        heading = re.fullmatch(r"heading ([1-9])", style.lower())
        if heading:
            sign = "#" * min(max(int(heading[1]) - 1, 1), 6)
            return spans.text_of(paragraph, self._links, lambda said: f"{sign} {said}", line=" ")
        if style.lower() in ("quote", "intense quote"):
            return spans.text_of(paragraph, self._links, _quoted)
        if spans.words_of(paragraph).strip() == RULE:
            return "***"
        if spans.is_code(paragraph):
            return spans.fenced(spans.words_of(paragraph))
        return self._text(paragraph)

    def _item(self, paragraph: Element, level: int, sign: str) -> None:
        text = spans.text_of(paragraph, self._links, lambda said: f"{sign} {_under(spans.safe_start(said))}")
        said = _indented(text, level)
        self._level = level
        if self._into and self._in_list:
            self._into[-1] += f"\n{said}"
        else:
            self._put(said)
        self._in_list = True

    def _put(self, block: str) -> None:
        self._in_list = False
        if self._into is not None and block:
            self._into.append(block)

    def _style(self, paragraph: Element) -> str:
        """The name of a paragraph's style: ids differ from one language of Word to another, names do not."""
        held = paragraph.find(f"{W}pPr/{W}pStyle")
        style = self._styles.get(str(held.get(f"{W}val"))) if held is not None else None
        name = style.find(f"{W}name") if style is not None else None
        return str(name.get(f"{W}val")) if name is not None else ""

    def _table(self, table: Element) -> str:
        rows = [
            [self._cell(cell, head=n == 0) for cell in row.iter(f"{W}tc")]
            for n, row in enumerate(table.iter(f"{W}tr"))
        ]
        wide = max((len(row) for row in rows), default=0)
        if not wide:
            return ""
        lines = ["| " + " | ".join([*row, *[""] * (wide - len(row))]) + " |" for row in rows]
        return "\n".join([lines[0], "|" + " --- |" * wide, *lines[1:]])

    def _cell(self, cell: Element, *, head: bool) -> str:
        said = [
            spans.text_of(paragraph, self._links, _celled, head=head, line=" ")
            for paragraph in cell.iter(f"{W}p")
        ]
        return " ".join(text.removeprefix("| ").partition(" |\n")[0] for text in said).strip()


def _celled(text: str) -> str:
    kept = BAR.sub(r"\|", text)
    return f"| {kept} |\n| --- |"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in spans.safe_start(text).split("\n"))


def _under(text: str) -> str:
    """The lines of an item, all under its words."""
    return text.replace("\n", "\n   ")


def _indented(text: str, level: int) -> str:
    return "\n".join("   " * level + line for line in text.split("\n"))
