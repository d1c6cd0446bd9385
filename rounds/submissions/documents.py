"""Why a text cannot be set in type, and why a document that comes back from Word is not read (W1, W4)."""

from rounds.submissions.refusals import Refusal


class TextTooDeep(Refusal):
    """Lists, quotations or emphasis lie deeper in one another than a page has room for."""

    code = "text_too_deep"


class TableTooLarge(Refusal):
    """A table within a text has more columns or cells than a page can show."""

    code = "table_too_large"


class ReportTooLarge(Refusal):
    """All texts of a report together are more than is set in type."""

    code = "report_too_large"


class NotADocument(Refusal):
    """The file is no DOCX, or a damaged one."""

    code = "not_a_document"


class DocumentTooLarge(Refusal):
    """What the file unpacks to is more than any report."""

    code = "document_too_large"


class DocumentActive(Refusal):
    """The file holds macros, objects or links to what lies outside it."""

    code = "document_active"


class OtherDocument(Refusal):
    """The file is of another round, or was not made here."""

    code = "other_document"


class DocumentOvertaken(Refusal):
    """The file was made from a version that is no longer the latest one."""

    code = "document_overtaken"
    conflict = True
