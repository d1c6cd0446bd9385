"""Acts of the report and its publication on the desk, and forms as large as a report's."""

import re
from html import unescape

import pytest

from rounds.submissions.report import ConsolidateReport
from tests.api.desk.round.stage import OFFICER, Browser, Stage, act_form, plain
from tests.api.desk.round.test_later_stages import said, visit
from tests.rounds import scene
from tests.sound import PDF, heavy

__all__ = ["visit"]
pytestmark = [
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
    pytest.mark.usefixtures("visit"),
]
PUBLICATION = {"authorise_publication", "withdraw_publication"}


@pytest.fixture
async def report(stage: Stage) -> Stage:
    """Its report has a first version."""
    await stage.asks("consolidate_report:1")
    await said(stage, "consolidate_report:1", OFFICER, ConsolidateReport(sections=scene.texts()))
    return stage


def offered(text: str) -> set[str]:
    return set(re.findall(r"/do/(\w+)", text))


async def test_w1_a_version_is_there_to_be_read_and_only_what_is_nobodys_own_is_filed_for_them(
    officer: Browser, report: Stage
) -> None:
    await report.asks("review_report:1")
    page = await officer.page()
    assert "Version 1" in plain(page)
    assert f'{officer.base}/report-1.pdf"' in page.text
    assert "comment_draft" in offered(page.text)
    assert offered(page.text).isdisjoint({"review_report", *PUBLICATION}), (
        "theirs alone; nothing is approved yet"
    )
    found = re.search(r'href="[^"]*(/do/comment_draft[^"]*)"', page.text)
    assert found
    form = await officer.page(unescape(found[1]))
    file = {"proof": ("letter.pdf", PDF, "application/pdf")}
    pairs = dict(act_form(form.text).pairs) | {"choice": "none", "why_filed": "By letter.", "action": "look"}
    look = await officer.http.post(str(form.request.url), data=pairs, files=file)
    assert look.status_code == 200, plain(look)
    assert "who gave it in writing" in plain(look)


async def test_x2_what_is_approved_is_authorised_by_whom_it_belongs_to_with_what_proves_it(
    officer: Browser, report: Stage
) -> None:
    state = await report.state()
    state.outcome, state.step = "internal", "closed"
    await report.writes(state, ())
    page = await officer.page()
    assert offered(page.text) & PUBLICATION == {"authorise_publication"}
    found = re.search(r'href="[^"]*(/do/authorise_publication[^"]*)"', page.text)
    assert found
    assert "by=focal_point" in found[1]
    form = await officer.page(unescape(found[1]))
    assert form.status_code == 200
    assert 'name="proof"' in form.text
    assert "Ana Focal" in plain(form), plain(form)
    wrong = await officer.press(form, "look")
    assert wrong.status_code == 422
    assert (await report.state()).serial == state.serial


async def test_a_form_of_fifteen_hundred_fields_is_read_and_comes_back_whole(
    officer: Browser, stage: Stage
) -> None:
    await stage.asks("consolidate_report:1")
    form = await officer.page("/do/consolidate_report?key=consolidate_report:1")
    fields = ("nature", "text", "reasons", "rests_on", "id", "a", "b", "c")
    rows = {f"recommendations.{n}.{name}": f"{name} {n}" for n in range(190) for name in fields}
    assert len(rows) > 1500
    pairs = dict(act_form(form.text).pairs)
    page = await officer.http.post(str(form.request.url), data={**pairs, **rows, "action": "edit"})
    assert page.status_code == 200, plain(page)[:500]
    assert "text 189" in page.text
    more = {f"field-{n}": "" for n in range(2000)}
    page = await officer.http.post(str(form.request.url), data={**pairs, **more, "action": "edit"})
    assert page.status_code == 413
    assert "too large" in plain(page)


async def test_u1_a_document_of_several_mebibytes_is_filed_from_the_desk(
    officer: Browser, stage: Stage
) -> None:
    await stage.asks("agree_panel:2", "", "focal_point")
    form = await officer.page("/do/agree_panel?key=agree_panel:2&by=focal_point")
    large = heavy(3_000_000)
    pairs = dict(act_form(form.text).pairs) | {"choice": "agree", "why_filed": "By letter.", "action": "look"}
    file = {"proof": ("letter.pdf", large, "application/pdf")}
    look = await officer.http.post(str(form.request.url), data=pairs, files=file)
    assert look.status_code in (200, 409), plain(look)
