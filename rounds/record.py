"""What is noted down beside the report: lessons on the procedure (Y3)."""

from rounds import record_messages as r
from rounds.methodology import Methodology
from rounds.refusals import NothingWritten


def check_lessons(_: Methodology, __: str, body: r.WriteLessons | r.RecordLessons) -> None:
    """Y3: there is at least one lesson.

    Raises: NothingWritten.
    """
    if not body.lessons:
        raise NothingWritten(field="lessons")
