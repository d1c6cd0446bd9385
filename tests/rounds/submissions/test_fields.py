"""Texts: checked where they are kept, and never part of what travels."""

from dataclasses import fields, is_dataclass, replace
from datetime import date, time
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from methodologies.loader import states
from rounds.registry import KINDS, MODELS
from rounds.steps.panel import SamePersonTwice
from rounds.submissions.fields import WRITTEN, Text, bare, changed, check_texts, facts, leaves, marker, shape
from rounds.submissions.refusals import Refusal, TextMissing, TextTooLong
from rounds.submissions.request import ExamineRequest
from tests.rounds.scene import RIPSO, contact, opening, proposal, verdict_on

SECRET = "Confidential"
CODES = {
    "country": st.sampled_from([*states()[:3], "PRY", "XXX"]),
    "countries_of_interest": st.sampled_from(["CHL", "COL", "PRY", "XXX"]),
    "points": st.sampled_from(RIPSO.profile_points),
    "session": st.sampled_from([*RIPSO.sessions, "tourism"]),
    "section": st.sampled_from([*RIPSO.sections, "ranking"]),
}
"""What is drawn for strings that are codes."""


def value(name: str, annotation: Any) -> st.SearchStrategy[Any]:
    """Any value that a field may hold; texts are empty, blank, or hold the secret."""
    if marker(annotation):
        return st.sampled_from(["", "  ", SECRET, f"{SECRET} {name}"])
    if annotation is bool:
        return st.booleans()
    inner = bare(annotation)
    if inner is not annotation:
        return st.none() | value(name, inner)
    return _plain(name, annotation)


def _plain(name: str, annotation: Any) -> st.SearchStrategy[Any]:
    if get_origin(annotation) is tuple:
        return st.lists(value(name, get_args(annotation)[0]), max_size=3).map(tuple)
    if is_dataclass(annotation):
        return body(annotation)
    if args := get_args(annotation):
        return st.sampled_from(args)
    plain: dict[Any, st.SearchStrategy[Any]] = {
        int: st.integers(-1, 6),
        date: st.dates(date(2027, 1, 1), date(2027, 1, 9)),
        time: st.times(),
        str: CODES.get(name, st.just("code")),
    }
    return plain[annotation]


def body(model: Any) -> st.SearchStrategy[Any]:
    """Any submission of a kind."""
    return st.builds(model, **{name: value(name, a) for name, a in shape(model).items()})


BODIES = st.one_of(*(body(model) for model in MODELS.values()))


@given(BODIES)
def test_facts_hold_no_text_and_say_which_texts_there_are(sent: Any) -> None:
    reduced = facts(sent)
    assert SECRET not in repr(reduced)
    assert facts(reduced) == reduced
    assert [bool(text.strip()) for text in texts(sent)] == [text == WRITTEN for text in texts(reduced)]


@settings(max_examples=300)
@given(BODIES)
def test_facts_are_judged_as_the_body_is_but_for_addresses_given_twice(sent: Any) -> None:
    said = verdict_on(sent)
    if said and said[0] == SamePersonTwice.code:
        said = None
    assert verdict_on(facts(sent)) == said


def texts(sent: Any) -> list[str]:
    """Every text of a submission, in order."""
    model: Any = type(sent)
    return [text for name, a in shape(model).items() for text in _texts(a, getattr(sent, name))]


def _texts(annotation: Any, held: Any) -> list[str]:
    if marker(annotation):
        return [held]
    if is_dataclass(held):
        return texts(held)
    if isinstance(held, tuple):
        return [text for item in held for text in _texts(get_args(annotation)[0], item)]
    return []


@given(BODIES)
def test_the_one_walk_sees_every_text_in_its_order_and_changes_nothing_but_what_it_is_told(sent: Any) -> None:
    assert [leaf.value for leaf in leaves(sent) if leaf.text] == texts(sent)
    assert changed(sent, lambda leaf: leaf.value) == sent
    assert {leaf.value for leaf in leaves(changed(sent, lambda _: "seen"))} == {"seen"}


def test_a_walk_says_where_each_value_stands_as_a_form_names_its_fields() -> None:
    sent = opening(technical_team=(contact("a"), contact("b")))
    paths = [leaf.path for leaf in leaves(sent, "body.")]
    assert len(paths) == len(set(paths))
    assert [path for path in paths if path.startswith("body.technical_team.1.")] == [
        "body.technical_team.1.name",
        "body.technical_team.1.email",
        "body.technical_team.1.language",
        "body.technical_team.1.time_zone",
    ]
    assert "body.note.countries_of_interest.0" in paths
    assert "body.note" not in paths


def test_an_opening_with_everything_in_it_leaves_no_name_and_no_address() -> None:
    reduced = repr(facts(opening(alternate_contact=contact("deputy"), technical_team=(contact("team"),))))
    for secret in ("focal", "deputy", "team@", "example", "Register", "Cabinet"):
        assert secret not in reduced.replace("focal_point", "").replace("technical_team", "")


def test_dates_choices_and_counts_travel_as_they_are() -> None:
    reduced = facts(proposal())
    assert [[c.country for c in seat.candidates] for seat in reduced.seats] == [["CHL", "CHL"], ["COL"]]
    assert {c.email for seat in reduced.seats for c in seat.candidates} == {WRITTEN}


@pytest.mark.parametrize(
    ("sent", "refusal", "field"),
    [
        pytest.param(ExamineRequest(choice="return", reason="x" * 20_001), TextTooLong, "reason", id="prose"),
        pytest.param(opening(institution="x" * 301), TextTooLong, "institution", id="a line"),
        pytest.param(opening(focal_point=contact("x" * 301)), TextTooLong, "focal_point.name", id="a part"),
        pytest.param(opening(focal_point=contact("")), TextMissing, "focal_point.name", id="a part's text"),
        pytest.param(
            opening(technical_team=(contact("a"), contact("b", email=" "))),
            TextMissing,
            "technical_team.1.email",
            id="a row's text",
        ),
    ],
)
def test_a_text_is_refused_under_its_dotted_name(sent: Any, refusal: type[Refusal], field: str) -> None:
    with pytest.raises(refusal) as caught:
        check_texts(sent)
    assert caught.value.field == field


def test_a_text_may_be_as_long_as_its_field_admits() -> None:
    check_texts(opening(institution="x" * 300, focal_point=contact("x", email="x" * 254)))
    with pytest.raises(TextTooLong) as caught:
        check_texts(opening(focal_point=contact("x", email="x" * 255)))
    assert caught.value.values == {"longest": 254}


def test_an_optional_part_that_is_missing_has_no_texts_to_check() -> None:
    check_texts(replace(opening(), note=None, approver=None))


def test_a_marker_is_found_only_where_a_text_is_marked() -> None:
    assert marker(Annotated[str, Text(9)]) == Text(9)
    assert marker(Annotated[str, "something else"]) is None
    assert marker(str) is None
    assert bare(date | None) is date
    assert bare(date) is date


@pytest.mark.parametrize("kind", MODELS)
def test_each_kind_of_submission_is_frozen_and_names_itself(kind: str) -> None:
    model = MODELS[kind]
    assert model.__dataclass_params__.frozen
    assert get_args(get_type_hints(model)["kind"]) == (kind,)
    assert next(f.default for f in fields(model) if f.name == "kind") == kind


def test_what_steers_is_no_answer() -> None:
    assert {name for name, kind in KINDS.items() if not kind.is_answer} == {
        "extend",
        "choose_language",
        "ask_more_time",
        "pause",
        "resume",
        "waive",
        "correct_address",
        "replace_person",
        "delegate",
        "end_delegation",
        "send_back",
        "send_again",
        "ask_again",
        "withdraw",
        "leave_panel",
        "record_lessons",
        "retry_batch",
        "skip_batch",
        "revise_agenda",
        "revise_international",
        "revise_local",
        "move_visit",
        "decide_move",
        "comment_framework",
        "add_questions",
        "add_findings",
        "withdraw_finding",
        "authorise_publication",
        "withdraw_publication",
        "add_papers",
        "withdraw_paper",
        "reply_recommendations",
        "ask_translations",
    }
