"""What no rule refuses is told in words: on a page to whoever reads one, with its code to a program."""

from html import unescape

import pytest

from api.http.problems import OF_STATUS, OTHER_SITE, Problem
from rounds.submissions.people import LANGUAGES
from templates.render import Renderer
from tests.api.desk.conftest import Desk, desk

__all__ = ["desk"]
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ASKED = {
    "key_unknown": ("GET", "/api/v1/rounds", {"Authorization": "Bearer nothing"}, 401),
    "role_may_not": ("POST", "/api/v1/rounds", {}, 403),
    "not_found": ("GET", "/api/v1/rounds/none", {}, 404),
    "method_not_allowed": ("DELETE", "/api/v1/rounds", {}, 405),
    OTHER_SITE: ("POST", "/api/v1/rounds", {"Sec-Fetch-Site": "cross-site"}, 403),
}
"""By the code that an auditor is answered with: what they ask, and the status."""


@on_sqlite
@pytest.mark.parametrize("code", ASKED)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_program_is_told_the_code_and_a_sentence_in_its_language(
    desk: Desk, code: str, language: str
) -> None:
    key = await desk.key("auditor")
    method, path, headers, status = ASKED[code]
    given = {"Authorization": f"Bearer {key}", "Accept-Language": language, **headers}
    async with desk.http() as http:
        answer = await http.request(method, path, headers=given, json={} if method == "POST" else None)
    told = Problem.model_validate(answer.json())
    assert (answer.status_code, told.code) == (status, code)
    assert told.detail == Renderer().trouble(code, language) != ""


@on_sqlite
@pytest.mark.parametrize(
    ("code", "method", "path", "headers"),
    [
        (OTHER_SITE, "POST", "/desk/rounds/remind", {"Sec-Fetch-Site": "cross-site"}),
        ("method_not_allowed", "GET", "/again", {}),
    ],
)
async def test_whoever_looks_at_pages_reads_the_same_on_one(
    desk: Desk, code: str, method: str, path: str, headers: dict[str, str]
) -> None:
    read = set()
    async with desk.http(Accept="text/html") as http:
        for language in LANGUAGES:
            answer = await http.request(method, path, headers={"Accept-Language": language, **headers})
            assert answer.headers["content-type"].startswith("text/html")
            assert Renderer().trouble(code, language) in unescape(answer.text)
            read.add(answer.text)
    assert len(read) == len(LANGUAGES)


def test_each_code_has_a_sentence_of_its_own_in_each_language() -> None:
    words = Renderer()
    sentences = {words.trouble(code, language) for code in OF_STATUS.values() for language in LANGUAGES}
    assert len(sentences - {""}) == len(OF_STATUS) * len(LANGUAGES)
