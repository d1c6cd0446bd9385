"""A methodology's file that contradicts itself is refused, and the message names the entry."""

import copy
import json
import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from methodologies import loader
from methodologies.loader import FOLDER, methodology, names, states
from rounds.methodology.file import MethodologyRefused, parse
from rounds.methodology.model import Methodology
from rounds.registry import PLACES

FILE = tomllib.loads((FOLDER / "ripso.toml").read_text("utf-8"))


def written(value: Any, path: str = "") -> str:
    """A table as TOML, as far as a methodology's file needs it."""
    plain = [f"{k} = {_inline(v)}" for k, v in value.items() if not _is_table(v)]
    tables = [written(v, f"{path}{k}.") for k, v in value.items() if _is_table(v)]
    head = [f"[{path[:-1]}]"] if path else []
    return "\n".join([*head, *plain, *tables])


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) and "count" not in value


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {_inline(v)}" for k, v in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def parsed(change: Callable[[dict[str, Any]], object]) -> Methodology:
    file = copy.deepcopy(FILE)
    change(file)
    return parse(written(file), states(), PLACES)


def rule(kind: str, **entries: Any) -> Callable[[dict[str, Any]], object]:
    return lambda file: file["assignments"][kind].update(entries)


def clock(kind: str, **entries: Any) -> Callable[[dict[str, Any]], object]:
    return lambda file: file["assignments"][kind]["clock"].update(entries)


def limit(**entries: Any) -> Callable[[dict[str, Any]], object]:
    return lambda file: file["limits"].update(entries)


def file(**entries: Any) -> Callable[[dict[str, Any]], object]:
    return lambda whole: whole.update(entries)


def without(*path: str) -> Callable[[dict[str, Any]], object]:
    def remove(whole: dict[str, Any]) -> None:
        for name in path[:-1]:
            whole = whole[name]
        del whole[path[-1]]

    return remove


REFUSED = [
    pytest.param(file(colour="red"), "the file: unknown entry 'colour'", id="an unknown entry"),
    pytest.param(file(states=["PRY"]), "the file: unknown entry 'states'", id="states of its own"),
    pytest.param(without("name"), "the file: 'name' is missing", id="no name"),
    pytest.param(without("limits"), "the file: 'limits' is missing", id="no limits"),
    pytest.param(file(assignments="none"), "the file: 'assignments' is missing or no table", id="no table"),
    pytest.param(file(version=2026), "the file: version cannot be 2026", id="a number for a text"),
    pytest.param(file(steps="request"), "the file: steps cannot be 'request'", id="a text for a list"),
    pytest.param(file(sessions=[1]), "the file: sessions cannot be [1]", id="a list of numbers"),
    pytest.param(limit(beds=2), "limits: unknown entry 'beds'", id="an unknown limit"),
    pytest.param(without("limits", "experts"), "limits: 'experts' is missing", id="a missing limit"),
    pytest.param(limit(experts="two"), "limits: experts cannot be 'two'", id="a limit in words"),
    pytest.param(limit(experts=True), "limits: experts cannot be True", id="a limit that is true"),
    pytest.param(limit(experts=-1), "limits: experts cannot be -1", id="a limit below 0"),
    pytest.param(limit(experts=0), "limits: experts is at least 1", id="P4 a panel without experts"),
    pytest.param(
        limit(reminder_minutes=61),
        "limits: reminder_minutes is at most 60: a reminder comes in the morning",
        id="reminders that come when the morning is over",
    ),
    pytest.param(limit(coordinators=0), "limits: coordinators is at least 1", id="P5 without a coordinator"),
    pytest.param(limit(visit_days_least=0), "limits: visit_days_least is at least 1", id="V3 no days"),
    pytest.param(limit(visit_days_least=6), "visit_days_least is above", id="V3 more days than the most"),
    pytest.param(file(steps=["request", "tea"]), "steps: no such step 'tea'", id="an unknown step"),
    pytest.param(
        file(steps=["request", "panel", "request"]), "steps: 'request' stands twice", id="a step twice"
    ),
    pytest.param(
        file(steps=["publication", "report"]), "steps: publication comes after report", id="X2 order"
    ),
    pytest.param(file(steps=["publication"]), "steps: publication comes after report", id="X2 no report"),
    pytest.param(file(needs_section="wishes"), "needs_section: not one of", id="X4 needs without a section"),
    pytest.param(
        without("assignments", "agree_panel"),
        "assignments: agree_panel is missing",
        id="P1 a step without one of its assignments",
    ),
    pytest.param(
        without("assignments", "mend_address"),
        "assignments: mend_address is missing",
        id="what may arise at any time",
    ),
    pytest.param(
        lambda whole: whole["assignments"].update(sing={"title": "sing"}),
        "assignments.sing: no such kind of assignment",
        id="an unknown kind of assignment",
    ),
    pytest.param(
        without("assignments", "agree_panel", "clock"),
        "assignments.agree_panel: 'clock' is missing",
        id="Z1 no clock",
    ),
    pytest.param(
        without("assignments", "agree_panel", "title"),
        "assignments.agree_panel: 'title' is missing",
        id="no title",
    ),
    pytest.param(
        rule("agree_panel", colour="red"), "assignments.agree_panel: unknown entry 'colour'", id="unknown"
    ),
    pytest.param(
        rule("agree_panel", owner="king"), "assignments.agree_panel: no such role 'king'", id="no such owner"
    ),
    pytest.param(
        rule("agree_panel", escalate_to=["king"]), "agree_panel: no such role 'king'", id="no such escalation"
    ),
    pytest.param(
        rule("agree_panel", escalate_to=["alternate_contact", "alternate_contact"]),
        "agree_panel: 'alternate_contact' stands twice",
        id="a level of the chain twice",
    ),
    pytest.param(
        rule("agree_panel", silence="shout"), "agree_panel: silence cannot be 'shout'", id="unknown silence"
    ),
    pytest.param(
        rule("agree_panel", silence="next"), "silence can be 'next' for an invitation only", id="P8 next"
    ),
    pytest.param(
        rule("agree_panel", waivable=True), "agree_panel: neither waivable nor", id="Z1 an approval waived"
    ),
    pytest.param(
        rule("review_report", freezes=5),
        "review_report: neither waivable nor frozen",
        id="W4 a frozen review",
    ),
    pytest.param(
        rule("review_report", ends_after=3), "review_report: ends_after is not", id="W4 silence that approves"
    ),
    pytest.param(
        rule("agree_panel", reminders=[5, 10]), "reminder 10 does not come before", id="Z1 on the last day"
    ),
    pytest.param(rule("agree_panel", reminders=[0]), "reminder 0 comes with", id="Z1 a reminder at once"),
    pytest.param(
        rule("set_agenda", reminders=[20, 5]), "reminder 5 does not come before", id="V1 too near the visit"
    ),
    pytest.param(rule("agree_panel", reminders=5), "reminders cannot be 5", id="Z1 reminders without a list"),
    pytest.param(clock("agree_panel", unit="lunar"), "clock: unit cannot be 'lunar'", id="Z1 unknown days"),
    pytest.param(
        clock("agree_panel", counted_from="birth"), "counted_from cannot be 'birth'", id="Z1 from where"
    ),
    pytest.param(clock("agree_panel", count=0), "clock: count is at least 1", id="Z1 no time at all"),
    pytest.param(clock("agree_panel", hours=3), "clock: unknown entry 'hours'", id="Z1 hours"),
]


@pytest.mark.parametrize(("change", "message"), REFUSED)
def test_a_file_that_contradicts_itself_is_refused(
    change: Callable[[dict[str, Any]], object], message: str
) -> None:
    with pytest.raises(MethodologyRefused) as caught:
        parsed(change)
    assert message in str(caught.value)


def test_what_is_no_toml_is_refused() -> None:
    with pytest.raises(MethodologyRefused, match="not a TOML file"):
        parse("steps = [", states(), PLACES)


ACCEPTED = [
    pytest.param(lambda _: None, id="the file as it is"),
    pytest.param(rule("agree_panel", reminders=[5, 9]), id="Z1 a reminder on the day before the last"),
    pytest.param(rule("agree_panel", reminders=[1]), id="Z1 a reminder on the next day"),
    pytest.param(rule("set_agenda", reminders=[6]), id="V1 a reminder on the day before the deadline"),
    pytest.param(limit(visit_days_least=5), id="V3 exactly five days"),
    pytest.param(limit(countries_of_interest=0), id="Q4 no countries of interest"),
    pytest.param(rule("contribute", ends_after=2), id="W2 a contribution whose silence ends the wait"),
]


@pytest.mark.parametrize("change", ACCEPTED)
def test_a_file_that_agrees_with_itself_is_read(change: Callable[[dict[str, Any]], object]) -> None:
    assert parsed(change).states == states()


def test_only_what_a_round_can_go_on_without_ends_by_silence_w4_x2() -> None:
    assert {"agree_panel", "review_report", "answer_invitation"}.isdisjoint(
        kind for kind, place in PLACES.items() if place.dispensable or place.may_end
    )


def test_methodologies_are_found_by_name() -> None:
    assert names() == ("mecigep", "ripso")
    assert methodology("ripso") is methodology("ripso")
    for name in ("states", "unknown", "../ripso"):
        with pytest.raises(KeyError):
            methodology(name)
    assert loader.capital_zone("XXX") == "UTC"


LINES = [
    pytest.param(
        lambda text: text.replace('"panel", "preparation"', '"panel", "panel"'),
        "steps = [",
        "steps: 'panel' stands twice",
        id="a step twice",
    ),
    pytest.param(
        lambda text: text.replace('recommendations = "expert"\n', ""),
        '"recommendations"',
        "nobody writes 'recommendations'",
        id="W3 a section that nobody writes",
    ),
    pytest.param(
        lambda text: text.replace('findings = "expert"', 'findings = "approver"'),
        "findings = ",
        "nobody writes 'findings': 'approver' is asked for no part of the report",
        id="W3 a section whose writer is asked for nothing",
    ),
    pytest.param(
        lambda text: text.replace("reminders = [10, 15]", "reminders = [10, 25]"),
        "reminders = [10, 25]",
        "reminder 25 does not come before the deadline",
        id="Z1 a reminder after its deadline",
    ),
    pytest.param(
        lambda text: text.replace("experts_least = 2", "experts_least = 3"),
        "experts_least = 3",
        "limits: experts_least is above experts",
        id="P4 more seats than there are",
    ),
    pytest.param(
        lambda text: text.replace('  "working_meeting",\n', "", 1),
        '"working_meeting"',
        "sessions_needed: 'working_meeting' is not one of those offered",
        id="V4 a session that is needed and not offered",
    ),
    pytest.param(
        lambda text: text.replace('visit_forms = ["on_site"]', "visit_forms = []"),
        "visit_forms = []",
        "visit_forms: there is nothing to choose from",
        id="V5 no form of visit",
    ),
    pytest.param(
        lambda text: text.replace('owner = "candidate"', 'owner = "approver"'),
        'owner = "approver"',
        "assignments.answer_invitation: 'approver' cannot own this",
        id="P6 an invitation to somebody else",
    ),
]


@pytest.mark.parametrize(("change", "line", "message"), LINES)
def test_the_refusal_names_the_line(change: Callable[[str], str], line: str, message: str) -> None:
    text = change((FOLDER / "ripso.toml").read_text("utf-8"))
    with pytest.raises(MethodologyRefused) as caught:
        parse(text, states(), PLACES)
    number, _, said = str(caught.value).removeprefix("line ").partition(": ")
    assert message in said
    assert line in text.splitlines()[int(number) - 1]


def test_kinds_that_go_together_are_all_there_or_none_is_d2() -> None:
    questions = ("write_questions", "send_questionnaire", "answer_questionnaire")

    def none(whole: dict[str, Any]) -> None:
        for kind in questions:
            del whole["assignments"][kind]

    assert not parsed(none).asks("write_questions")
    with pytest.raises(MethodologyRefused, match="send_questionnaire is missing"):
        parsed(without("assignments", "send_questionnaire"))
