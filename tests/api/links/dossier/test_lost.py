"""A file of the dossier whose content is lost: a page says so, and all the rest is there (U5)."""

from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from store.trouble import LOST
from tests.api.links.dossier.stage import REGISTRY, REGISTRY_SHA, Full

FILE = "files/u1-Padrón-2026.pdf"


@pytest.mark.parametrize("why", ["missing", "damaged"])
async def test_it_is_said_on_a_page_and_the_others_are_in_the_zip_u5(
    full: Full, tmp_path: Path, why: str
) -> None:
    content = tmp_path / REGISTRY_SHA
    address, accepts = f"{await full.enter()}/dossier", {"Accept": "text/html", "Accept-Language": "fr"}
    if why == "missing":
        content.unlink()
    else:
        content.write_bytes(REGISTRY[:9])
    page = await full.http.get(f"{address}/request/files/u1", headers=accepts)
    whole = await full.http.get(f"{address}.zip")
    sentence = full.tools.renderer.trouble(LOST, "fr")
    assert (page.status_code, page.headers["content-type"]) == (500, "text/html; charset=utf-8")
    assert sentence in unescape(page.text)
    packed = ZipFile(BytesIO(whole.content))
    assert (whole.status_code, packed.namelist()) == (200, ["index.html", f"{FILE}.txt"])
    own = [full.tools.renderer.trouble(LOST, language) for language in ("es", "en")]
    assert packed.read(f"{FILE}.txt").decode() in own
