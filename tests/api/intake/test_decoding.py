"""One decoder for JSON and forms: what it takes, and which field it names when it does not."""

import math
from datetime import date, time
from typing import Any

import pytest

from api.intake.decoding import MOST_IN_ALL, MOST_ROWS, MOST_TOLD, decode, decode_kind, read
from rounds.registry import MODELS
from rounds.submissions.panel import AnswerInvitation, ProposePanel
from rounds.submissions.questions import WriteQuestions
from rounds.submissions.refusals import BodyTooLarge, Refusal, WrongShape
from rounds.submissions.report import ConsolidateReport, ReviewReport, SectionText
from rounds.submissions.request import Document, ExamineRequest, OpenRound
from rounds.submissions.visit import ProposeDates, ReadyVisit, Session, SetAgenda

SESSION = {"day": 1, "starts": "09:00", "ends": "10:00", "session": "opening_session", "title": "Opening"}
CONTACT = {"name": "Focal point", "email": "focal.point@ministry.example", "language": "es"}
OPENING = {
    "methodology": "ripso",
    "country": "PRY",
    "institution": "Ministry",
    "focal_point": CONTACT,
}


def test_strings_from_a_form_become_the_types_of_the_model() -> None:
    typed = {"sessions": [{**SESSION, "day": "1"}]}
    expected = Session(day=1, starts=time(9), ends=time(10), session="opening_session", title="Opening")
    assert decode(SetAgenda, typed) == SetAgenda(sessions=(expected,))


def test_a_whole_number_is_one_however_json_writes_it() -> None:
    assert decode(SetAgenda, {"sessions": [{**SESSION, "day": 2.0}]}).sessions[0].day == 2


def test_json_and_form_say_the_same() -> None:
    sent = {"choice": "accept", "ad_honorem": True, "institution_agrees": True, "conflict": "none"}
    typed = {"choice": "accept", "ad_honorem": "on", "institution_agrees": "true", "conflict": "none"}
    assert decode(AnswerInvitation, sent) == decode(AnswerInvitation, typed)


def test_an_empty_string_where_no_text_belongs_is_nothing_sent() -> None:
    body = decode(ReadyVisit, {"choice": "move", "starts": "", "ends": "2027-03-05"})
    assert body == ReadyVisit(choice="move", starts=None, ends=date(2027, 3, 5))


def test_an_optional_part_of_which_every_field_is_empty_is_left_out() -> None:
    body = decode(OpenRound, {**OPENING, "approver": {"name": "", "email": "", "language": ""}})
    assert body.approver is None


def test_line_ends_of_browsers_are_made_plain_and_lines_are_stripped() -> None:
    body = decode(ConsolidateReport, {"sections": [{"section": " findings ", "text": "a\r\n\r\nb "}]})
    assert body.sections == (SectionText(section="findings", text="a\n\nb "),)


@pytest.mark.parametrize(
    ("model", "data", "code", "field"),
    [
        (ExamineRequest, {}, "choice_missing", "choice"),
        (ExamineRequest, {"choice": ""}, "choice_missing", "choice"),
        (ExamineRequest, {"choice": "perhaps"}, "wrong_shape", "choice"),
        (ExamineRequest, {"choice": "accept", "colour": "red"}, "wrong_shape", "colour"),
        (ExamineRequest, {"choice": "accept", "kind": "agree_panel"}, "wrong_shape", "kind"),
        (ExamineRequest, [], "wrong_shape", ""),
        (ExamineRequest, "accept", "wrong_shape", ""),
        (ExamineRequest, None, "wrong_shape", ""),
        (WriteQuestions, {"questions": "one"}, "wrong_shape", "questions"),
        (WriteQuestions, {"questions": ["one", None]}, "wrong_shape", "questions.1"),
        (WriteQuestions, {"questions": ["one", 2]}, "wrong_shape", "questions.1"),
        (WriteQuestions, {"questions": ["a\x00b"]}, "wrong_shape", "questions.0"),
        (WriteQuestions, {"questions": ["a\ud800b"]}, "wrong_shape", "questions.0"),
        (ReviewReport, {"version": "x", "sha256": "", "choice": "approve"}, "wrong_shape", "version"),
        (ReviewReport, {"version": 1.5, "sha256": "", "choice": "approve"}, "wrong_shape", "version"),
        (ReviewReport, {"version": math.inf, "sha256": "", "choice": "approve"}, "wrong_shape", "version"),
        (ReviewReport, {"version": 10**30, "sha256": "", "choice": "approve"}, "wrong_shape", "version"),
        (ReviewReport, {"version": 1, "sha256": "a" * 301, "choice": "approve"}, "wrong_shape", "sha256"),
        (
            ProposeDates,
            {"windows": [{"starts": "2027-02-31", "ends": "x"}]},
            "wrong_shape",
            "windows.0.starts",
        ),
        (ProposeDates, {"windows": [{"starts": 0, "ends": 0}]}, "wrong_shape", "windows.0.starts"),
        (
            ProposeDates,
            {"windows": [{"starts": "9999-12-31", "ends": "9999-12-31"}]},
            "wrong_shape",
            "windows.0.starts",
        ),
        (SetAgenda, {"sessions": [{**SESSION, "ends": "10:00Z"}]}, "wrong_shape", "sessions.0.ends"),
        (SetAgenda, {"sessions": [{**SESSION, "title": "a\nb"}]}, "wrong_shape", "sessions.0.title"),
        (SetAgenda, {"sessions": [{**SESSION, "more": 1}]}, "wrong_shape", "sessions.0.more"),
        (SetAgenda, {"sessions": [{"day": 1}]}, "wrong_shape", "sessions.0.starts"),
        (
            OpenRound,
            {**OPENING, "focal_point": {**CONTACT, "name": "a\r\nBcc: b"}},
            "wrong_shape",
            "focal_point.name",
        ),
        (
            OpenRound,
            {**OPENING, "focal_point": {**CONTACT, "email": "nobody"}},
            "wrong_shape",
            "focal_point.email",
        ),
        (
            OpenRound,
            {**OPENING, "focal_point": {**CONTACT, "email": "a@b,c@d"}},
            "wrong_shape",
            "focal_point.email",
        ),
        (
            OpenRound,
            {**OPENING, "focal_point": {**CONTACT, "language": "xx"}},
            "wrong_shape",
            "focal_point.language",
        ),
        (
            OpenRound,
            {**OPENING, "focal_point": {**CONTACT, "time_zone": "Mars/Base"}},
            "wrong_shape",
            "focal_point.time_zone",
        ),
        (OpenRound, {"methodology": "ripso", "country": "PRY"}, "text_missing", "institution"),
        (Document, {"title": "Law", "url": "javascript:alert(1)"}, "wrong_shape", "url"),
    ],
)
def test_what_is_not_of_the_shape_is_refused_with_its_field(
    model: Any, data: Any, code: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        decode(model, data)
    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize("data", [{}, {"kind": "dance"}, {"kind": ["waive"]}, {"kind": "open_round"}])
def test_an_unknown_kind_is_refused(data: Any) -> None:
    with pytest.raises(Refusal) as refused:
        decode_kind(MODELS, data, "body.")
    assert (refused.value.code, refused.value.field) == ("wrong_kind", "body.kind")


def test_every_kind_of_submission_can_be_decoded() -> None:
    for kind, model in MODELS.items():
        with pytest.raises(Refusal) as refused:
            decode_kind(MODELS, {"kind": kind, "no such field": 1})
        assert refused.value.code == "wrong_shape", model


NAMES = {
    "turned": "Ana\u202egro.live",
    "isolated": "Ana \u2066x\u2069",
    "two lines": "Ana\r\nBcc: b@c.example",
    "long": "A" * 300,
    "web address": "Ana https://evil.example",
    "short address": "Ana www.evil.example/x",
    "bare address": "Click evil.com now",
    "email address": "ana@evil.example",
    "encoded word": "=?utf-8?q?Ana=0d=0aBcc:_x?=",
    "tag": "<b>Ana</b>",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_that_is_none_is_refused_at_the_door(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        decode(OpenRound, {**OPENING, "focal_point": {**CONTACT, "name": name}})
    assert refused.value.field == "focal_point.name"


@pytest.mark.parametrize(
    "name", ["Dra. María-José Ñúñez O'Brien, Ph.D.", "Müller, J. (DGPE)", "Lic. X.Y. Pérez"]
)
def test_names_as_people_have_them_are_taken(name: str) -> None:
    body = decode(OpenRound, {**OPENING, "focal_point": {**CONTACT, "name": name}})
    assert body.focal_point.name == name


ADDRESSES = [
    "a@x..y",
    "a@nodot",
    ".a@x.example",
    "a.@x.example",
    "a..b@x.example",
    "a@-x.example",
    "a@x.e",
    "a@.x",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_no_letter_reaches_is_refused_at_the_door(address: str) -> None:
    with pytest.raises(Refusal) as refused:
        decode(OpenRound, {**OPENING, "focal_point": {**CONTACT, "email": address}})
    assert (refused.value.field, refused.value.values) == ("focal_point.email", {"expected": "email"})


@pytest.mark.parametrize(
    "url", ["www.ministry.example", "ministry.example/x", "https://", "http://a..b", "ftp://x.y"]
)
def test_a_web_address_without_a_scheme_or_a_host_is_refused_at_the_door(url: str) -> None:
    with pytest.raises(Refusal) as refused:
        decode(Document, {"title": "Law", "url": url})
    assert (refused.value.field, refused.value.values) == ("url", {"expected": "url"})


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_fields() -> None:
    with pytest.raises(Refusal) as refused:
        decode(SetAgenda, {"sessions": [{**SESSION, "starts": "9", "title": ""}, {"day": "x"}]})
    told = [(r.code, r.field) for r in (refused.value, *refused.value.others)]
    assert told == [
        ("wrong_shape", "sessions.0.starts"),
        ("text_missing", "sessions.0.title"),
        ("wrong_shape", "sessions.1.day"),
        ("wrong_shape", "sessions.1.starts"),
        ("wrong_shape", "sessions.1.ends"),
        ("choice_missing", "sessions.1.session"),
        ("text_missing", "sessions.1.title"),
    ]


def test_of_more_faults_than_anybody_reads_the_first_are_told() -> None:
    with pytest.raises(Refusal) as refused:
        decode(SetAgenda, {"sessions": [{}] * MOST_ROWS})
    told = [r.field for r in (refused.value, *refused.value.others)]
    assert (len(told), told[0], told[-1]) == (MOST_TOLD, "sessions.0.day", "sessions.19.title")


def test_lists_in_lists_are_counted_together() -> None:
    with pytest.raises(BodyTooLarge) as refused:
        decode(ProposePanel, {"seats": [{"candidates": [{}] * MOST_ROWS}] * MOST_ROWS, "coordinators": []})
    assert refused.value.field == f"seats.{MOST_IN_ALL // MOST_ROWS - 1}.candidates"


def test_a_part_may_be_deeper_than_any_program_goes() -> None:
    deep: dict[str, Any] = {"name": ""}
    for _ in range(5000):
        deep = {"a": deep}
    assert decode(OpenRound, {**OPENING, "approver": deep}).approver is None
    with pytest.raises(Refusal) as refused:
        decode(OpenRound, {**OPENING, "approver": {**deep, "name": "Ana"}})
    assert refused.value.field == "approver.a"


def test_what_rules_say_because_of_a_stand_in_is_not_told() -> None:
    reading = read(
        ProposeDates, {"windows": [{"starts": "x", "ends": "2027-03-05"}, {"starts": "", "ends": ""}]}
    )
    said = [
        WrongShape(field="windows.0.ends"),
        WrongShape(field="windows.2.ends"),
        WrongShape(field="visit_form"),
    ]
    faults = ["windows.0.starts", "windows.1.starts", "windows.1.ends"]
    assert [r.field for r in reading.besides(said)] == [*faults, "windows.2.ends", "visit_form"]


def test_a_list_of_ten_thousand_rows_is_refused_before_it_is_read() -> None:
    with pytest.raises(BodyTooLarge) as refused:
        decode(WriteQuestions, {"questions": ["?"] * 10_000})
    assert refused.value.field == "questions"
