"""The examples of the API's description, sent as they stand, bring a round of each methodology to its end."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from api.description import examples
from api.intake.decoding import decode, decode_kind
from api.officers.in_place import FILED
from rounds.submissions.panel import AnswerInvitation
from rounds.submissions.publication import DecidePublication
from rounds.submissions.report import CommentDraft, ReviewReport, ReviewTranslation, ReviseReport
from rounds.submissions.request import OpenRound
from store.tables import Assignment
from tests.workflows import cast
from tests.workflows.anyone import Anyone
from tests.workflows.story import Story

RIPSO_ALONE = (
    *("propose_panel", "set_agenda", "contribute"),
    *("consolidate_report", "finish_draft", "revise_report", "translate_report"),
)
"""Examples that speak of RIPSO's codes."""
OF_A_VERSION = (CommentDraft, ReviewReport, ReviewTranslation, DecidePublication)
"""What is said of a version of the report, by its fingerprint."""


class Reader:
    """Somebody who sends what the description of the API shows; what was sent is in `sent`."""

    def __init__(self, rules: str, today: date) -> None:
        self.rules = rules
        self.today = today
        self.sent: set[str] = set()
        self.people = Anyone(rules)

    def opening(self, story: str, *, note: bool, rules: str) -> OpenRound:
        """The example, from contacts alone; the other methodology's with a note of its own."""
        if rules != "ripso":
            return replace(self.people.opening(story, note=note, rules=rules), authorities=())
        return replace(decode(OpenRound, examples.steering(self.today)["OpenRound"]), note=None)

    def usual(self, story: str, a: Assignment) -> Any:
        """The example of the kind; of a report's version, with the version's own fingerprint."""
        if self.rules != "ripso" and a.kind in RIPSO_ALONE:
            return self.people.usual(story, a)
        first = a.kind not in self.sent
        self.sent.add(a.kind)
        body = decode_kind(FILED, examples.answers(self.today)[a.kind])
        if isinstance(body, ReviewReport) and first and self.rules == "ripso":
            return cast.review(a, "changes")
        if isinstance(body, ReviseReport):
            return replace(body, responses=cast.report(a.version).responses)
        if isinstance(body, ReviewReport) and self.rules != "ripso":
            # Its report is one without recommendations.
            body = replace(body, replies=())
        if isinstance(body, OF_A_VERSION):
            return replace(body, version=a.version, sha256=a.sha256)
        return self._invited(a.key, body) if isinstance(body, AnswerInvitation) else body

    def _invited(self, key: str, body: AnswerInvitation) -> AnswerInvitation:
        """The first of the first seat declares a conflict; the only one for the second declines."""
        return {"1.1": cast.DECLARE, "2.1": cast.DECLINE}.get(key.partition(".")[2], body)


@pytest.mark.parametrize("rules", ["ripso", "mecigep"])
async def test_a_round_is_brought_to_its_end_with_the_examples(rules: str, story: Story) -> None:
    reader = Reader(rules, story.first_day.date())
    await story.opened(rules=rules, people=reader)
    await story.goes_to()
    assert (await story.ends()).outcome == "authorised"
    asked = {key.partition(":")[0] for key in await story.states()}
    assert asked - reader.sent <= (set(RIPSO_ALONE) if rules == "mecigep" else set())
    if rules == "ripso":
        assert {"add_candidate", "agree_candidate", "review_conflict", "revise_report"} <= reader.sent
