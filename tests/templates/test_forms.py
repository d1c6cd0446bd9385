"""Forms and their models: what is shown, filled in and sent comes back as the same submission."""

import re
from dataclasses import asdict, fields, is_dataclass
from datetime import date, time
from types import NoneType
from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.intake.decoding import decode
from api.intake.values import WEB
from api.links.forms import CHANGES, changed, merged, pruned, shown_at, tree, undecided
from methodologies.loader import methodology
from rounds.registry import MODELS
from rounds.steps.warnings import FEW_COUNTRIES, NOT_IDEAL
from rounds.submissions.fields import bare, marker, shape
from rounds.submissions.panel import AgreePanel, AnswerInvitation, ProposePanel
from rounds.submissions.questions import AnswerQuestionnaire, WriteQuestions
from rounds.submissions.refusals import BodyTooLarge, ChoiceMissing, TextMissing
from rounds.submissions.report import ReviewReport
from rounds.submissions.request import Note, OpenRound
from rounds.submissions.visit import ArrangeLocal, ProposeDates, RecordFindings, SetAgenda
from templates import notices
from templates.forms import Asking, describe
from templates.marked import marked
from templates.render import Renderer
from tests.templates.browser import form_of

RENDERER = Renderer()
RIPSO, MECIGEP = methodology("ripso"), methodology("mecigep")
MODEL_LIST = [OpenRound, *MODELS.values()]
OPTIONS = {
    "country": [(c, c) for c in RIPSO.states],
    "countries_of_interest": [(c, c) for c in RIPSO.states],
    "session": [(s, s) for s in RIPSO.sessions],
    "points": [(p, p) for p in RIPSO.profile_points],
    "topic": [(t, t) for t in MECIGEP.topics],
    "states": [(c, c) for c in RIPSO.states],
    "dimension": [(d, d) for d in MECIGEP.dimensions],
    "dimensions": [(d, d) for d in MECIGEP.dimensions],
    "visit_form": [(f, f) for f in MECIGEP.visit_forms],
    "acknowledged": [(w, w) for w in (NOT_IDEAL, FEW_COUNTRIES)],
    "suits": [(str(n), str(n)) for n in range(1, 6)],
    "numbers": [(str(n), str(n)) for n in range(1, 6)],
    "about": [(k, k) for k in ("write_questions:expert-1", "answer_questionnaire:1")],
}
ASKING = Asking(options=OPTIONS, most={"countries_of_interest": 2, "states": 3})

CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs", "Cf"], include_characters=" "
)
LINE = st.text(CHARACTERS, min_size=1, max_size=20).filter(lambda t: t == t.strip() != "")
NAME = LINE.filter(lambda t: not WEB.search(t))
LINES = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=10)
WRITTEN = {
    "lines": LINES,
    "email": WORD.map(lambda word: f"{word}@ministry.example"),
    "url": WORD.map(lambda word: f"https://{word}.example/"),
}
MADE: dict[Any, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(0, 1000),
    str: LINE,
    date: st.dates(date(2026, 1, 1), date(2099, 12, 31)),
    time: st.times().map(lambda t: t.replace(second=0, microsecond=0)),
}


def of_model(model: Any) -> st.SearchStrategy[Any]:
    hints = shape(model)
    return st.builds(
        model, **{f.name: of_field(f.name, hints[f.name]) for f in fields(model) if f.name != "kind"}
    )


def of_field(name: str, annotation: Any) -> st.SearchStrategy[Any]:
    if annotation is not bare(annotation):
        return st.none() | of_field(name, bare(annotation))
    if text := marker(annotation):
        written = NAME if text.plain else WRITTEN.get(text.form, LINE)
        return written if text.required else st.just("") | written
    if is_dataclass(annotation) and isinstance(annotation, type):
        return of_model(annotation)
    if get_origin(annotation) is tuple:
        return of_tuple(name, get_args(annotation)[0])
    if get_origin(annotation) is Literal:
        return st.sampled_from([a for a in get_args(annotation) if a is not NoneType])
    if name == "time_zone":
        return st.sampled_from(["", "America/Asuncion", "America/New_York"])
    if name in OPTIONS and annotation is str:
        return st.sampled_from([value for value, _ in OPTIONS[name]])
    return MADE[annotation]


def of_tuple(name: str, item: Any) -> st.SearchStrategy[Any]:
    if is_dataclass(item) or marker(item):
        # A list of answers has as many rows as there are questions; no question is no form.
        return st.lists(of_field(name, item), min_size=1, max_size=3).map(tuple)
    known = [item_of(value, item) for value, _ in OPTIONS.get(name, [(v, v) for v in get_args(item)])]
    if name in ("countries_of_interest", "states"):
        return st.lists(st.sampled_from(known), max_size=3).map(tuple)
    return st.sets(st.sampled_from(known)).map(lambda chosen: tuple(k for k in known if k in chosen))


def item_of(value: str, item: Any) -> Any:
    return int(value) if item is int else value


def page(model: type, values: Any, language: str = "en", errors: dict[str, str] | None = None) -> str:
    words = RENDERER.words(language)
    environment = RENDERER._environments[language]
    macros = environment.get_template("pages/form.html").make_module()
    controls = describe(model, words, values, ASKING, errors or {})
    return str(macros.fields(controls, {}))  # type: ignore[attr-defined]  # a macro of the template


@pytest.mark.parametrize("model", MODEL_LIST, ids=lambda model: model.__name__)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_a_browser_sends_for_a_filled_form_is_the_submission_it_was_filled_with(
    model: Any, data: st.DataObject
) -> None:
    body = data.draw(of_model(model))
    sent = form_of(page(model, asdict(body))).pairs
    assert decode(model, pruned(model, tree(model, sent))) == body


@pytest.mark.parametrize("model", MODEL_LIST, ids=lambda model: model.__name__)
def test_every_field_has_a_label_bound_to_it_and_an_id_of_its_own(model: type) -> None:
    form = form_of(page(model, {}))
    assert set(form.named) <= form.labelled
    assert len(form.ids) == len(set(form.ids))


@pytest.mark.parametrize("model", MODEL_LIST, ids=lambda model: model.__name__)
def test_nothing_is_chosen_beforehand(model: type) -> None:
    form = form_of(page(model, {}))
    hidden = {"version", "sha256", "section"}
    typed = {n: v for n, v in form.pairs if v and n.rsplit(".", 1)[-1] not in hidden}
    assert (form.checked, typed) == ([], {})


def test_a_form_sent_untouched_lacks_its_choice() -> None:
    sent = form_of(page(AgreePanel, {})).pairs
    with pytest.raises(ChoiceMissing) as refused:
        decode(AgreePanel, pruned(AgreePanel, tree(AgreePanel, sent)))
    assert refused.value.field == "choice"


def test_the_reason_of_a_refusal_stands_at_its_field_and_is_announced_with_it() -> None:
    html = page(AgreePanel, {"choice": "changes"}, errors={"comment": "Please say which changes."})
    assert 'id="comment-error">Please say which changes.</span>' in html
    assert 'aria-describedby="comment-hint comment-error" aria-invalid="true"' in html


PROPOSAL = [
    ("seats.0.candidates.0.name", "A"),
    ("seats.0.candidates.1.name", ""),
    ("seats.1.candidates.0.name", "B"),
]


def test_empty_rows_are_left_out() -> None:
    typed = pruned(ProposePanel, tree(ProposePanel, PROPOSAL))
    assert typed == {"seats": [{"candidates": [{"name": "A"}]}, {"candidates": [{"name": "B"}]}]}


def test_an_answer_left_empty_keeps_its_place() -> None:
    sent = [("answers.0", ""), ("answers.1", "Yes"), ("answers.2", "")]
    assert pruned(AnswerQuestionnaire, tree(AnswerQuestionnaire, sent)) == {"answers": ["", "Yes", ""]}


def test_a_row_more_keeps_what_was_typed() -> None:
    typed = tree(ProposePanel, PROPOSAL)
    assert changed(ProposePanel, typed, "seats.1.candidates.1", CHANGES["add"]) == (
        {
            "seats": [
                {"candidates": [{"name": "A"}, {"name": ""}]},
                {"candidates": [{"name": "B"}, {}]},
            ]
        },
        "seats.1.candidates.1",
    )
    assert changed(WriteQuestions, {}, "questions.1", CHANGES["add"]) == ({"questions": [{}]}, "questions.0")


@pytest.mark.parametrize(
    ("word", "row", "rows", "place"),
    [
        ("drop", 0, ["b", "c"], "questions.0"),
        ("drop", 2, ["a", "b"], "questions.1"),
        ("up", 2, ["a", "c", "b"], "questions.1"),
        ("up", 0, ["a", "b", "c"], "questions.0"),
        ("down", 0, ["b", "a", "c"], "questions.1"),
        ("down", 2, ["a", "b", "c"], "questions.2"),
        ("drop", 9, ["a", "b", "c"], "questions.2"),
        ("up", 9, ["a", "b", "c"], "questions.3"),
    ],
)
def test_a_row_is_removed_or_moved_and_looked_for_where_it_is_then(
    word: str, row: int, rows: list[str], place: str
) -> None:
    typed = {"questions": ["a", "b", "c"]}
    assert changed(WriteQuestions, typed, f"questions.{row}", CHANGES[word]) == ({"questions": rows}, place)


def test_of_a_list_without_rows_the_list_itself_is_looked_for() -> None:
    typed = {"questions": ["only"]}
    assert changed(WriteQuestions, typed, "questions.0", CHANGES["drop"]) == ({"questions": []}, "questions")


PATHS = ["", "kind.0", "seats", "seats.x.candidates.0", "seats.9999.candidates.0", "a.b.c", "acknowledged.0"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("word", CHANGES)
def test_a_button_for_rows_where_none_are_changes_nothing(path: str, word: str) -> None:
    typed = tree(ProposePanel, PROPOSAL)
    assert changed(ProposePanel, typed, path, CHANGES[word]) == (typed, "")


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("seats.0.candidates.0.email", "seats.1.candidates.2.email"),
        ("seats.0.candidates", "seats.1.candidates"),
        ("seats", "seats"),
        ("coordinators.0.name", "coordinators.0.name"),
        ("seats.7", "seats.7"),
        ("", ""),
    ],
)
def test_what_is_wrong_in_a_row_is_told_where_it_was_typed_below_rows_that_were_left_empty(
    path: str, there: str
) -> None:
    empty_seat: dict[str, Any] = {"candidates": [{"name": ""}]}
    typed = {"seats": [empty_seat, {"candidates": [{}, {"name": " "}, {"name": "A"}]}]}
    assert shown_at(ProposePanel, typed, path) == there


def test_the_answers_left_empty_count_when_an_error_is_placed() -> None:
    assert shown_at(AnswerQuestionnaire, {"answers": ["", "b", ""]}, "answers.2") == "answers.2"


def test_the_rows_of_a_list_are_completed_like_the_first() -> None:
    first = {"what": "Visa", "owner": "Protocol", "by": "2027-03-01", "state": "done"}
    rows = [first, {"what": "Car", "owner": "", "by": "2027-02-01", "state": ""}, {"what": "", "owner": ""}]
    typed, place = changed(ArrangeLocal, {"items": rows}, "items.0", CHANGES["alike"])
    assert typed["items"] == [
        first,
        {"what": "Car", "owner": "Protocol", "by": "2027-02-01", "state": "done"},
        {"what": "", "owner": ""},
    ]
    assert place == "items.0"


def test_what_its_sender_may_not_say_is_not_offered_and_is_shown_where_it_was_said() -> None:
    words = RENDERER.words("en")
    said = describe(ArrangeLocal, words, {"items": [{"state": ""}, {"state": "waived"}]})
    states = [c for row in said[0].rows for c in row.controls if c.name.endswith(".state")]
    assert [[o.value for o in c.options] for c in states] == [["open", "done"], ["open", "done", "waived"]]


def test_no_decision_is_kept_for_later() -> None:
    typed = {"choice": "accept", "conflict": "none", "ad_honorem": "true", "reason": "Because"}
    assert undecided(typed) == {"reason": "Because"}


def test_the_kind_never_comes_from_the_form() -> None:
    assert tree(AgreePanel, [("kind", "withdraw"), ("choice", "agree")]) == {"choice": "agree"}


def test_a_decision_stays_bound_to_the_version_that_is_asked_about() -> None:
    asked = {"version": 2, "sha256": "b"}
    assert merged(asked, {"version": "1", "sha256": "a", "choice": "approve"}) == {
        **asked,
        "choice": "approve",
    }


MANY = [(f"questions.{n}", "?") for n in range(201)]
FLOOD = [(f"x{n}", "") for n in range(2001)]


@pytest.mark.parametrize("pairs", [MANY, FLOOD], ids=["rows", "fields"])
def test_more_than_any_form_has_is_refused(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(BodyTooLarge):
        tree(WriteQuestions, pairs)


def test_a_row_of_blanks_is_an_empty_row() -> None:
    sent = [("questions.0", "Which?"), ("questions.1", "  \r\n ")]
    typed = pruned(WriteQuestions, tree(WriteQuestions, sent))
    assert typed == {"questions": ["Which?"]}


def test_a_text_that_was_not_sent_is_named() -> None:
    with pytest.raises(TextMissing) as refused:
        decode(RecordFindings, {"findings": "Something", "challenges": "Something"})
    assert refused.value.field == "recommendations"


def test_what_somebody_else_wrote_stands_in_a_field_bare_and_the_field_says_its_language() -> None:
    """Z3."""
    html = page(AgreePanel, {"comment": marked('Outra <b> "pessoa"', "pt")}, "fr")
    assert '<textarea id="comment" name="comment" rows="6" lang="pt"' in html
    assert "Outra &lt;b&gt; &#34;pessoa&#34;</textarea>" in html
    line = page(Note, {"initiative": marked("Registro", "es")})
    assert 'value="Registro" lang="es"' in line
    assert "<span lang" not in html + line


def test_a_section_in_which_nothing_was_written_is_not_recorded() -> None:
    macros = RENDERER._environments["en"].get_template("pages/form.html").make_module()
    comments = [{"section": "findings", "text": ""}, {"section": "recommendations", "text": "Who presides?"}]
    asked = describe(
        ReviewReport, RENDERER.words("en"), {"choice": "changes", "comments": comments}, ASKING, {}
    )
    recorded = str(macros.recorded(asked, {}))  # type: ignore[attr-defined]  # a macro of the template
    assert ("Who presides?" in recorded, recorded.count("<strong>")) == (True, 1)


def recorded_of(model: type, values: dict[str, Any]) -> str:
    macros = RENDERER._environments["en"].get_template("pages/form.html").make_module()
    return str(macros.recorded(describe(model, RENDERER.words("en"), values, ASKING), {}))  # type: ignore[attr-defined]  # a macro of the template


def test_a_record_says_only_what_was_said_in_words() -> None:
    declined = recorded_of(AnswerInvitation, asdict(AnswerInvitation(choice="decline", reason="No time")))
    assert re.findall(r"<dt>(.*?)</dt>", declined) == ["Your decision", "Reason for declining"]
    session = {"day": 1, "starts": time(9), "ends": time(10, 30), "session": "working_meeting", "title": "A"}
    agenda = recorded_of(SetAgenda, {"sessions": [session, {"title": ""}]})
    assert ("09:00<" in agenda, "09:00:00" in agenda) == (True, False)
    assert agenda.count("<strong>") == 1
    dates = recorded_of(ProposeDates, {"windows": [{"starts": date(2027, 6, 7), "ends": date(2027, 6, 9)}]})
    assert "Monday, 7 June 2027" in dates
    assert "2027-06-07" not in dates
    assert recorded_of(AgreePanel, {}).strip() == ""


def test_whoever_declares_a_conflict_is_told_that_it_is_looked_at_first_p6() -> None:
    words, said = RENDERER.words("en"), {"choice": "accept", "conflict": "possible"}
    assert notices.follows(words, RIPSO, "answer_invitation", said).startswith("The secretariat now looks")
    others = [{**said, "conflict": "none"}, {**said, "choice": "decline"}]
    assert [notices.follows(words, RIPSO, "answer_invitation", other) for other in others] == ["", ""]
