"""A file of a round whose content is lost, on the desk (U5)."""

from datetime import UTC, datetime
from html import unescape

from store.trouble import LOST
from store.uploads import Upload
from tests.api.desk.round.stage import Browser


async def test_a_file_whose_content_is_lost_is_said_on_a_page_u5(officer: Browser) -> None:
    file = Upload(
        id="lost",
        round_id=officer.stage.round,
        filename="a.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        at=datetime.now(UTC),
    )
    async with officer.stage.database.writing() as s:
        s.add(file)
    page = await officer.http.get(f"{officer.base}/files/lost", headers={"Accept": "text/html"})
    sentence = officer.stage.desk.app.state.tools.renderer.trouble(LOST, "en")
    assert (page.status_code, sentence in unescape(page.text)) == (500, True)
