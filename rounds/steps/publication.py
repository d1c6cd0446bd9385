"""Whether the report is published, and in which languages (X1, X2)."""

from rounds.methodology.model import Place
from rounds.state.case import BodyCase
from rounds.state.kinds import Kind
from rounds.steps.report import check_version
from rounds.submissions.refusals import Refusal
from rounds.submissions.report import DecidePublication


class LanguageMissing(Refusal):
    """An authorisation names the languages it is for (X2)."""

    code = "language_missing"


def check_decision(case: BodyCase[DecidePublication]) -> None:
    """X2: an authorisation names its languages.

    Raises: LanguageMissing.
    """
    if case.body.choice == "publish" and not case.body.languages:
        raise LanguageMissing(field="languages")


KINDS = (
    Kind(
        model=DecidePublication,
        place=Place("publication", may_end=True),
        check_body=check_decision,
        check=check_version,
    ),
)
