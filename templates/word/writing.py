"""A document as DOCX: real headings, lists and tables, its language set, bound to its version."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

import docx as python_docx
from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from templates.document import Document
from templates.markdown import Content, plain, tree
from templates.word.blocks import ASIDE, Blocks, flat
from templates.word.packed import CUSTOM, CUSTOM_TYPE, TYPES, sealed
from templates.word.spans import fingerprint

SPELLING = {"en": "en-GB", "es": "es-ES", "fr": "fr-FR", "pt": "pt-BR"}
"""Whose spelling a word processor checks, by language."""
SECTION, RECORDS = "section_", "records_"
"""How the bookmarks begin by which a section, and the end of its text, are found again."""
MADE_OF = "ronda_text_"
"""How the properties begin that hold the fingerprints of the sections' texts."""
PAPER = {"a4": (Mm(210), Mm(297)), "us-letter": (Mm(215.9), Mm(279.4))}
FACE = "Calibri"
INK = RGBColor(0x12, 0x3B, 0x5D)
FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""What Word knows its custom properties by."""


def docx(document: Document) -> bytes:
    """The report for Word; the same bytes for the same value.

    Raises: TextTooLong, TextTooDeep, TableTooLarge.
    """
    made = python_docx.Document()
    _Writer(made, document).write()
    kept = BytesIO()
    made.save(kept)
    with ZipFile(kept) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    return sealed(_bound(parts, document))


def _bound(parts: dict[str, bytes], document: Document) -> dict[str, bytes]:
    """The parts with what says which version this is."""
    said = {
        "ronda_round": document.round,
        "ronda_version": str(document.version),
        "ronda_sha256": document.sha256,
        "ronda_language": document.language,
        # By these it is known what was edited there, and what has been changed here meanwhile.
        **{f"{MADE_OF}{section.code}": fingerprint(section.text) for section in document.sections},
    }
    properties = "".join(
        f'<property fmtid="{FORMAT}" pid="{n}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(plain(value))}</vt:lpwstr></property>"
        for n, (name, value) in enumerate(said.items(), 2)
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    parts[CUSTOM] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{office}/custom-properties" xmlns:vt="{office}/docPropsVTypes">'
        f"{properties}</Properties>"
    ).encode()
    kind = f'<Override PartName="/{CUSTOM}" ContentType="{CUSTOM_TYPE}"/></Types>'
    parts[TYPES] = parts[TYPES].replace(b"</Types>", kind.encode())
    link = f'<Relationship Id="rIdRonda" Type="{office}/relationships/custom-properties" Target="{CUSTOM}"/>'
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(
        b"</Relationships>", f"{link}</Relationships>".encode()
    )
    return parts


class _Writer:
    """One document being written."""

    def __init__(self, made: Docx, document: Document) -> None:
        self.made = made
        self.of = document
        self.blocks = Blocks(made)
        self._marks = 0

    def write(self) -> None:
        self._properties()
        self._styles()
        self._head()
        for section in self.of.sections:
            self._mark(self.made.add_heading(_line(section.heading), 1), f"{SECTION}{section.code}")
            nodes = tree(section.text)
            self.blocks.put(nodes)
            if not nodes:
                self._aside(self.of.labels.nothing)
            held = {"recommendations": self._recommendations, "needs": self._needs}
            if section.holds:
                self._held(section.holds, held[section.holds])

    def _properties(self) -> None:
        of, core = self.of, self.made.core_properties
        core.title, core.subject = _line(of.title)[:250], _line(f"{of.round} - {of.version_line}")[:250]
        core.author = core.last_modified_by = _line(f"{of.organisation} - {of.secretariat}")[:250]
        core.language, core.comments, core.keywords = of.language, "", ""
        core.created = core.modified = datetime.combine(of.date, time(12), UTC)
        page = self.made.sections[0]
        page.page_width, page.page_height = PAPER[of.paper]

    def _styles(self) -> None:
        styles = self.made.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = FACE, Pt(11)
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), SPELLING.get(self.of.language, self.of.language))
        for found in styles.element.findall(f".//{qn('w:lang')}"):
            found.getparent().remove(found)
        styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}").append(spoken)
        for name in ("Title", *(f"Heading {n}" for n in range(1, 5))):
            fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
            for attribute in list(fonts.attrib):
                del fonts.attrib[attribute]
            styles[name].font.name, styles[name].font.color.rgb = FACE, INK
        aside = styles.add_style(ASIDE, WD_STYLE_TYPE.PARAGRAPH)
        aside.font.italic, aside.font.color.rgb = True, RGBColor(0x55, 0x60, 0x6E)

    def _head(self) -> None:
        of, labels = self.of, self.of.labels
        self.made.add_paragraph(_line(f"{of.organisation} - {of.secretariat}"))
        self.made.add_paragraph(_line(of.round))
        self._in_language(self.made.add_heading(_line(of.title or of.round), 0), of.written_in)
        for said in (
            of.country,
            of.institution,
            of.version_line,
            of.written,
            of.status_note,
            of.translation_note,
        ):
            if said:
                paragraph = self.made.add_paragraph(_line(said))
                self._in_language(paragraph, of.written_in if said is of.institution else "")
        self.made.add_paragraph(f"{labels.fingerprint}{labels.colon} {of.sha256}")
        if of.visit:
            said = " - ".join(part for part in (of.visit.dates, of.visit.form, of.visit.place) if part)
            self.made.add_paragraph(f"{labels.visit_dates}{labels.colon} {_line(said)}")
        if of.panel:
            self._aside(labels.panel)
            head = (labels.name, labels.role, labels.post, labels.home)
            self.blocks.table(_row(*head), [_row(m.name, m.role, m.post, m.country) for m in of.panel])
        self._aside(of.note)

    def _held(self, name: str, write: Callable[[], None]) -> None:
        """The records of a section: shown, and not read back, since they are changed one by one."""
        note = self._aside(self.of.labels.records_note)
        self._mark(note, f"{RECORDS}{name}")
        write()

    def _recommendations(self) -> None:
        labels = self.of.labels
        for r in self.of.recommendations:
            self.made.add_heading(f"{labels.recommendation} {r.number} ({_line(r.kind)})", 2)
            self.blocks.put(tree(r.text))
            for name, text in ((labels.reasons, r.reasons), (labels.rests_on, r.rests_on)):
                if text:
                    self.made.add_paragraph(f"{name}{labels.colon}")
                    self.blocks.put(tree(text))
            if r.reply:
                self.made.add_paragraph(f"{labels.reply}{labels.colon} {_line(r.reply)}")
                self.blocks.put(tree(r.reply_reasons))

    def _needs(self) -> None:
        labels = self.of.labels
        head = (labels.number, labels.topic, labels.support, labels.priority, labels.description)
        rows = [
            [*_row(str(n.number), n.topic, n.support, n.priority), flat(tree(n.text))] for n in self.of.needs
        ]
        if rows:
            self.blocks.table(_row(*head), rows)

    def _aside(self, text: str) -> Paragraph:
        return self.made.add_paragraph(_line(text), style=ASIDE)

    def _in_language(self, paragraph: Paragraph, language: str) -> None:
        """What is written in another language than the document's is spelt and read aloud in its own."""
        if language and language != self.of.language:
            for run in paragraph.runs:
                spoken = OxmlElement("w:lang")
                spoken.set(qn("w:val"), SPELLING.get(language, language))
                run._r.get_or_add_rPr().append(spoken)

    def _mark(self, paragraph: Paragraph, name: str) -> None:
        """A bookmark around a paragraph: it stays when its words are edited."""
        self._marks += 1
        for tag, at in (("w:bookmarkStart", 0), ("w:bookmarkEnd", None)):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), str(9_000 + self._marks))
            if at == 0:
                mark.set(qn("w:name"), name)
                first = paragraph._p.find(qn("w:pPr"))
                paragraph._p.insert(0 if first is None else 1, mark)
            else:
                paragraph._p.append(mark)


def _line(text: str) -> str:
    return " ".join(plain(text).split())


def _row(*cells: str) -> list[Content]:
    return [[_line(cell)] for cell in cells]
