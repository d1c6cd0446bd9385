"""The page on which a recommendation is written offers exactly what the rule lets it rest on (W6, V6, D2)."""

from dataclasses import replace
from typing import Any

import pytest

from api.links.tasks.context import PageContext, Spoken
from api.links.tasks.registry import PAGES
from rounds.methodology.model import Methodology
from rounds.state.keys import Key
from rounds.steps import additions, resting
from rounds.steps.findings import identified
from rounds.submissions.questions import SendQuestionnaire
from store.tables import Assignment
from templates.render import Renderer
from tests.api.links.tasks.test_prepared import MECIGEP, WRITTEN
from tests.rounds.scene import CHILE, NOW, RIPSO, ask, dated, send
from tests.rounds.steps.test_findings import ADDED
from tests.rounds.steps.test_resting import STRAIGHT, THROUGH, round_of

RENDERER = Renderer()
KEYS = ("contribute:expert-1", "consolidate_report:1", "finish_draft:1", "revise_report:1")


def offered(key: str, methodology: Methodology, *said: Spoken) -> list[tuple[str, str]]:
    """What may be chosen on the page of an assignment."""
    by_kind: dict[str, list[Spoken]] = {}
    for one in said:
        by_kind.setdefault(one.body.kind, []).append(one)
    m = PageContext(
        words=RENDERER.words("en"),
        methodology=methodology,
        country="PRY",
        said=by_kind,
        note=None,
        visit=None,
        people={},
        authorities={},
        assignment=Assignment(
            round_id="r", key=key, kind=Key.parse(key).kind, role="expert-1", opened_at=NOW, due_at=NOW
        ),
    )
    return list(PAGES[m.key.kind].prepare(m).asking.options["rests_on"])


@pytest.mark.parametrize("key", KEYS)
def test_the_page_offers_what_the_rule_knows(key: str) -> None:
    round, there = round_of()
    send(round, "", THROUGH, CHILE, id="00ff00ff" * 4)
    questionnaire = SendQuestionnaire(questions=("Who?", "When?"))
    said: list[Any] = [
        Spoken("", "", identified(ADDED), ""),
        Spoken("send_questionnaire:1", "", questionnaire, ""),
        Spoken("", "", STRAIGHT, "", role="responsible_officer", id="ab12cd34" * 4),
        Spoken("", "", THROUGH, "", role="expert-1", id="00ff00ff" * 4),
    ]
    choices = offered(key, RIPSO, *said)
    assert {ref for ref, _ in choices} == set(there) == resting.refs(round)
    assert dict(choices)["question:2"] == "When?"
    assert dict(choices)["added:ab12cd34-1"] == "Why?"
    sent_on = additions.keys(additions.about("00ff00ff" * 4))[0]
    part = SendQuestionnaire(questions=("Since when?",))
    choices = offered(key, RIPSO, *said, Spoken(sent_on, "", part, ""))
    assert dict(choices)["question:2"] == "When?"
    assert dict(choices)["added:00ff00ff-1"] == "Since when?"


def test_d1_the_self_assessments_questions_are_offered_where_there_is_one() -> None:
    choices = offered("contribute:expert-1", MECIGEP, Spoken("write_self_assessment:1", "", WRITTEN, ""))
    round = replace(dated(), methodology=MECIGEP)
    a = ask(round, "write_questions:1", CHILE)
    round.assignments[a.key] = replace(a, kind="write_self_assessment", answer=WRITTEN)
    assert {ref for ref, _ in choices} == resting.refs(round)
    assert choices[2] == ("assessed:3", "What can be finished?")
