"""A country asks for a round by the form, an officer opens it; what else is sent opens nothing (Q1, Z7)."""

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from sqlmodel import select

from methodologies.loader import methodology, names
from rounds.submissions.asking import OF_THE_NOTE
from rounds.submissions.people import LANGUAGES
from store.requests import RoundRequest
from templates.dossier import clock
from tests.api.public.conftest import Public
from tests.templates.browser import form_of

GOOD: dict[str, Any] = {
    "methodology": "ripso",
    "country": "PRY",
    "institution": "Ministerio de Desarrollo Social",
    "initiative": "Registro social único",
    "stage": "design",
    "objective": "Un diseño validado",
    "countries_of_interest": ["CHL", "URY"],
    "name": "Ana Rojas",
    "email": "Ana@ministerio.example",
    "language": "es",
}
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


async def kept(public: Public) -> list[RoundRequest]:
    async with public.database.reading() as s:
        return list(await s.exec(select(RoundRequest)))


async def test_a_request_is_kept_for_the_secretariat_and_sent_twice_it_is_one_q1(public: Public) -> None:
    async with public.http(**SAME_SITE) as http:
        form = form_of((await http.get("/es/ask/ripso")).text)
        assert set(GOOD) - {"methodology"} <= set(form.named.values())
        sent = [await http.post("/es/ask", data=GOOD) for _ in range(2)]
        thanks = await http.get(sent[0].headers["location"])

    assert [answer.status_code for answer in sent] == [303, 303]
    assert thanks.headers["content-language"] == "es"
    (row,) = await kept(public)
    assert (row.secretariat_id, row.state, row.email) == ("DIS", "unconfirmed", "ana@ministerio.example")
    assert (row.countries_of_interest, row.letter) == (["CHL", "URY"], "confirm")


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"country": "ESP"}, 422, "This country is not a member state"),
        ({"country": ""}, 422, "Please choose one of the options"),
        ({"methodology": "none"}, 422, "There is no such methodology"),
        ({"email": "a@b@c"}, 422, "This is not an email address"),
        ({"name": "see https://a.example"}, 422, "Full name"),
        ({"initiative": "x" * 50_000}, 422, "Policy, programme or initiative"),
        ({"stage": "never"}, 422, "Where the initiative stands"),
        ({"language": "de"}, 422, "Language of correspondence"),
        ({"institution": "a\x00b"}, 422, "Institution"),
        ({"countries_of_interest": []}, 422, "Countries of interest"),
        ({"countries_of_interest": ["PRY"]}, 422, "Countries of interest"),
        ({"countries_of_interest": ["CHL", "URY", "COL", "PER"]}, 422, "Countries of interest"),
        ({"methodology": "mecigep", "countries_of_interest": []}, 422, "Topic of the round"),
        ({"institution": "<script>alert(1)</script>", "name": ""}, 422, "Full name"),
    ],
)
async def test_what_is_wrong_with_a_request_is_said_and_nothing_is_kept(
    public: Public, changed: dict[str, str], status: int, said: str
) -> None:
    async with public.http(**SAME_SITE) as http:
        answer = await http.post("/en/ask", data={**GOOD, **changed})

    assert (answer.status_code, said in answer.text) == (status, True)
    assert "<script>alert" not in answer.text
    # What was typed is not lost.
    assert "Un diseño validado" in answer.text
    assert await kept(public) == []


async def test_another_site_s_page_and_a_program_that_fills_in_everything_keep_nothing(
    public: Public,
) -> None:
    async with public.http() as http:
        other = await http.post("/en/ask", data=GOOD, headers={"Sec-Fetch-Site": "cross-site"})
        robot = await http.post("/en/ask", data={**GOOD, "website": "x"}, headers=SAME_SITE)
        many: Any = {f"f{n}": "x" for n in range(100)}
        much = await http.post("/en/ask", data=many, headers=SAME_SITE)
        large = await http.post("/en/ask", data={"name": "x" * 2_000_000}, headers=SAME_SITE)

    assert [a.status_code for a in (other, robot, much, large)] == [403, 303, 422, 413]
    assert await kept(public) == []


async def test_one_address_asks_three_times_a_day_and_is_then_told_so(public: Public) -> None:
    async with public.http(**SAME_SITE) as http:
        sent = [await http.post("/en/ask", data={**GOOD, "initiative": f"I{n}"}) for n in range(4)]
        again = await http.post("/en/ask", data={**GOOD, "initiative": "I0"})
        other = await http.post("/en/ask", data={**GOOD, "email": "b@ministerio.example"})

    assert [answer.status_code for answer in sent] == [303, 303, 303, 429]
    assert "Please try again tomorrow" in sent[-1].text
    assert (again.status_code, other.status_code) == (303, 303)
    assert len(await kept(public)) == 4


@pytest.mark.parametrize("name", names())
async def test_the_rules_are_shown_in_the_version_in_force_from_the_file_z7(
    public: Public, name: str
) -> None:
    rules = methodology(name)
    async with public.http() as http:
        for language in LANGUAGES:
            page = await http.get(f"/{language}/rules/{name}")
            words = public.app.state.tools.renderer.words(language)
            assert rules.version in page.text
            for rule in rules.assignments.values():
                assert f"<td>{words.kind(rule.kind)}</td>" in page.text
                assert f">{clock(words, rule.clock)}</td>" in page.text
            for section in rules.sections:
                assert f"<li>{words.choice('section', section)}</li>" in page.text
        missing = await http.get("/rules/none")
    assert missing.status_code == 404


@pytest.mark.parametrize("name", names())
async def test_the_model_note_asks_what_the_methodology_asks_q2(public: Public, name: str) -> None:
    async with public.http() as http:
        for language in LANGUAGES:
            answer = await http.get(f"/{language}/rules/{name}/note.docx")
            again = await http.get(
                f"/{language}/rules/{name}/note.docx", headers={"Cache-Control": "no-cache"}
            )
            words = public.app.state.tools.renderer.words(language)
            table = Document(BytesIO(answer.content)).tables[0]
            asked = [row.cells[0].text for row in table.rows]
            wanted = [words.label(field, "Note") for field in methodology(name).note_asks]
            assert [label for label in asked if label in wanted] == wanted
            assert answer.content == again.content


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_start_page_says_how_a_country_asks_for_a_round(public: Public, language: str) -> None:
    async with public.http() as http:
        page = await http.get("/", headers={"Accept-Language": language})
        links = set(form_of(page.text).links)

    assert page.headers["content-language"] == language
    assert {f"/{language}/ask", f"/{language}/reports", "/api"} <= links
    for name in names():
        assert {f"/{language}/rules/{name}", f"/{language}/rules/{name}/note.docx"} <= links


async def test_each_methodology_asks_what_its_model_note_asks_q2(public: Public) -> None:
    async with public.http() as http:
        which = form_of((await http.get("/en/ask")).text)
        forms = {name: form_of((await http.get(f"/en/ask/{name}")).text) for name in names()}
        missing = await http.get("/en/ask/none")

    assert missing.status_code == 404
    assert {f"/en/ask/{name}" for name in names()} <= set(which.links)
    for name, form in forms.items():
        asked = {field.partition(".")[0] for field in form.named.values()}
        wanted = set(methodology(name).note_asks) - {"reference_documents"}
        assert asked & {*OF_THE_NOTE} == wanted
