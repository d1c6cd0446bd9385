"""The answers to a questionnaire as a spreadsheet, for whoever works offline: written for download.

What people wrote is never a formula (U8). What comes back is read by a program of its own
(`api.inspecting.questionnaire`), and fills a form for review, nothing more.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO

import xlsxwriter

from api.inspecting.questionnaire import HEAD

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIELD = "sheet"


def written(
    *, name: str, head: Sequence[str], identity: str, columns: Sequence[str], asked: Sequence[tuple[str, str]]
) -> bytes:
    """The file: number, question and answer, row by row; `asked` are questions with their answers so far.

    `name` is the sheet's, `head` stands above; `identity` is for this program alone, in a row that is hidden.
    """
    content = BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, {"in_memory": True, **plain}) as book:
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        strong = book.add_format({"text_wrap": True, "valign": "top", "bold": True})
        sheet = book.add_worksheet(name)
        sheet.set_column(0, 0, 8, wrap)
        sheet.set_column(1, 2, 60, wrap)
        named = len(head) + 1
        for row, cells in enumerate(_rows(head, identity, columns, asked)):
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text, strong if row in (0, named) else wrap)
        sheet.set_row(HEAD - 1, None, None, {"hidden": True})
        sheet.freeze_panes(named + 1, 0)
    return content.getvalue()


def _rows(
    head: Sequence[str], identity: str, columns: Sequence[str], asked: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, ...]]:
    title, *more = head
    yield ("", title)
    yield ("", identity)
    for line in more:
        yield ("", line)
    yield ("", *columns)
    for n, (question, answer) in enumerate(asked, start=1):
        yield (str(n), question, answer)
