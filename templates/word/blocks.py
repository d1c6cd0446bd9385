"""What people wrote, as Word has it: paragraphs, lists, quotations, tables and the words in them."""

from collections.abc import Mapping, Sequence

from docx.document import Document as Docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from templates.markdown import Content, Node
from templates.word.lists import Lists

ASIDE = "Ronda aside"
"""The style of what is no part of a section's text, and is not read back."""
RULE = "* * *"
"""What stands for a line across the page."""

Styled = Mapping[str, bool]
"""How a run looks, by the names that a text's tree has for it."""


class Blocks:
    """The blocks of one document being written, each behind the last."""

    def __init__(self, made: Docx) -> None:
        self.made = made
        self._lists = Lists(made)

    def put(self, nodes: Content, level: int = 0) -> None:
        """Paragraphs, lists, quotations and tables, as deep as they lie."""
        for node in nodes:
            if isinstance(node, str):
                self.made.add_paragraph(node)
            else:
                self._block(node, level)

    def _block(self, node: Node, level: int) -> None:
        kind = node["t"]
        if kind in ("ul", "ol"):
            self._list(node, level)
        elif kind == "table":
            self.table(node["head"], node["rows"])
        elif kind == "quote":
            self._quote(node)
        elif kind == "h":
            self.runs(self.made.add_heading("", node["l"] + 1), node["c"], {})
        elif kind == "pre":
            self.runs(self.made.add_paragraph(), [node["s"]], {"code": True})
        elif kind == "hr":
            self.made.add_paragraph(RULE)
        else:
            self.runs(self.made.add_paragraph(), node.get("c", [node]), {})

    def _list(self, node: Node, level: int) -> None:
        number = self._lists.begin(node["t"] == "ol", int(node.get("n", 1)))
        for item in node["c"]:
            for n, part in enumerate(item["c"]):
                if isinstance(part, dict) and part["t"] == "p":
                    paragraph = self.made.add_paragraph(style="List Paragraph")
                    self._lists.put(paragraph, number if n == 0 else 0, level)
                    self.runs(paragraph, part["c"], {})
                else:
                    self.put([part], level + 1)

    def _quote(self, node: Node) -> None:
        for part in node["c"]:
            if isinstance(part, dict) and part["t"] == "p":
                self.runs(self.made.add_paragraph(style="Quote"), part["c"], {})
            else:
                self.put([part])

    def table(self, head: Sequence[Content], rows: Sequence[Sequence[Content]]) -> None:
        """A table whose first row is repeated on each page, and known as its head."""
        made = self.made.add_table(rows=0, cols=len(head), style="Table Grid")
        for n, row in enumerate((head, *rows)):
            added = made.add_row()
            for cell, content in zip(added._tr.tc_lst, row, strict=False):
                self.runs(Paragraph(cell.p_lst[0], made), content, {"strong": True} if n == 0 else {})
            if n == 0:
                added._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        self.made.add_paragraph(style=ASIDE)

    def runs(self, paragraph: Paragraph, nodes: Content, style: Styled) -> None:
        """The words of a paragraph, with their emphasis and their links."""
        for node in nodes:
            if isinstance(node, str):
                _run(paragraph, node, style)
            elif node["t"] == "br":
                paragraph.add_run().add_break()
            elif node["t"] == "code":
                _run(paragraph, node["s"], {**style, "code": True})
            elif node["t"] == "a":
                self._link(paragraph, node, style)
            else:
                self.runs(paragraph, node["c"], {**style, node["t"]: True})

    def _link(self, paragraph: Paragraph, node: Node, style: Styled) -> None:
        link = OxmlElement("w:hyperlink")
        link.set(
            qn("r:id"), paragraph.part.relate_to(node["u"], RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        )
        before = len(paragraph._p)
        self.runs(paragraph, node["c"], style)
        for run in list(paragraph._p)[before:]:
            link.append(run)
        paragraph._p.append(link)


def _run(paragraph: Paragraph, text: str, style: Styled) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic = style.get("strong") or None, style.get("em") or None
    run.font.strike = style.get("s") or None
    if style.get("code"):
        run.font.name = "Courier New"


def flat(nodes: Content) -> Content:
    """What blocks hold, one after the other: a cell has no lists."""
    held: Content = []
    for node in nodes:
        if isinstance(node, str) or node["t"] in ("em", "strong", "s", "a", "code", "br"):
            held.append(node)
        else:
            held += [*flat(node.get("c", [node.get("s", "")])), " "]
    return held
