"""The lists of a Word document: each numbered one begins where it says."""

from docx.document import Document as Docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

LEVELS = 9
BULLETS, NUMBERS = 90, 91
"""The two kinds of list, by the ids of what Word makes them from."""
SIGNS = "•◦▪"


class Lists:
    """The lists of one document."""

    def __init__(self, made: Docx) -> None:
        self._numbering = made.part.numbering_part.element
        for id, numbered in ((BULLETS, False), (NUMBERS, True)):
            first = self._numbering.find(qn("w:num"))
            first.addprevious(parse_xml(_kind(id, numbered)))
        self._last = max(int(num.get(qn("w:numId"))) for num in self._numbering.findall(qn("w:num")))

    def begin(self, numbered: bool, start: int) -> int:
        """A new list; returns its number."""
        self._last += 1
        kind = NUMBERS if numbered else BULLETS
        override = f'<w:startOverride w:val="{max(0, min(start, 32_767))}"/></w:lvlOverride>'
        begins = "".join(f'<w:lvlOverride w:ilvl="{n}">{override}' for n in range(LEVELS))
        self._numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{self._last}"><w:abstractNumId w:val="{kind}"/>'
                f"{begins if numbered else ''}</w:num>"
            )
        )
        return self._last

    def put(self, paragraph: Paragraph, number: int, level: int) -> None:
        """Make a paragraph an item of a list; number 0: it goes on with the item before it."""
        deep = min(level, LEVELS - 1)
        if number:
            held = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            held.get_or_add_ilvl().val, held.get_or_add_numId().val = deep, number
        else:
            paragraph.paragraph_format.left_indent = 360 * (deep + 2) * 635


def _kind(id: int, numbered: bool) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{"decimal" if numbered else "bullet"}"/>'
        f'<w:lvlText w:val="{f"%{n + 1}." if numbered else SIGNS[n % len(SIGNS)]}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{360 * (n + 2)}" w:hanging="360"/></w:pPr></w:lvl>'
        for n in range(LEVELS)
    )
    return (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{id}"><w:multiLevelType w:val="hybridMultilevel"/>'
        f"{levels}</w:abstractNum>"
    )
