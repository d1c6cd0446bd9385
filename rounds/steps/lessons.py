"""What is noted down beside the report: lessons on the procedure (Y3)."""

from rounds.methodology.model import Methodology
from rounds.submissions.interventions import RecordLessons
from rounds.submissions.refusals import NothingWritten
from rounds.submissions.report import WriteLessons


def check_lessons(_: Methodology, __: str, body: WriteLessons | RecordLessons) -> None:
    """Y3: there is at least one lesson.

    Raises: NothingWritten.
    """
    if not body.lessons:
        raise NothingWritten(field="lessons")
