"""What is noted down beside the report: lessons on the procedure (Y3)."""

from rounds.methodology.model import Place
from rounds.state.case import BodyCase
from rounds.state.kinds import Kind
from rounds.submissions.interventions import RecordLessons
from rounds.submissions.refusals import NothingWritten
from rounds.submissions.report import WriteLessons


def check_lessons(case: BodyCase[WriteLessons | RecordLessons]) -> None:
    """Y3: there is at least one lesson.

    Raises: NothingWritten.
    """
    if not case.body.lessons:
        raise NothingWritten(field="lessons")


KINDS = (
    Kind(
        model=WriteLessons,
        place=Place("report", optional="lessons", dispensable=True),
        check_body=check_lessons,
    ),
    Kind(model=RecordLessons, check_body=check_lessons, officers_only=True),
)
