"""Forms and their models: what is shown, filled in and sent comes back as the same submission."""

import re
from dataclasses import asdict
from datetime import date, time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.intake.decoding import decode
from api.links.forms import merged, pruned, tree, undecided
from rounds.registry import MODELS
from rounds.submissions.panel import AgreePanel, AnswerInvitation, ProposePanel
from rounds.submissions.questions import AnswerQuestionnaire, WriteQuestions
from rounds.submissions.refusals import BodyTooLarge, ChoiceMissing, TextMissing
from rounds.submissions.report import ReviewReport
from rounds.submissions.request import Note, OpenRound
from rounds.submissions.visit import ArrangeLocal, ProposeDates, RecordFindings, SetAgenda
from templates import notices
from templates.forms import describe
from templates.marked import marked
from tests.templates.browser import form_of
from tests.templates.filled import ASKING, RENDERER, RIPSO, of_model, page

MODEL_LIST = [OpenRound, *MODELS.values()]


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
        decode(RecordFindings, {"found": [{"what": "finding"}]})
    assert refused.value.field == "found.0.text"


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
