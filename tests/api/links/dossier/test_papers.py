"""The papers of a round as each of its readers has them: by table, audience, and what they go with (Z6)."""

from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from store.papers import Paper
from store.uploads import Upload
from tests.api.links.dossier.stage import ME, REGISTRY_SHA, Full
from tests.store import scene

PAPERS: dict[str, dict[str, Any]] = {
    "all": {"audience": "everyone"},
    "panel": {"audience": "panel_and_secretariat"},
    "home": {"audience": "beneficiary_and_secretariat"},
    "office": {"audience": "secretariat"},
    "contributed": {"audience": "everyone", "about": "contributions"},
    "session": {"audience": "everyone", "about": "session-1", "session_title": "Apertura"},
    "gone": {"audience": "everyone", "withdrawn_at": scene.NOW},
}


async def attached(full: Full, by: str = "focal_point", **only: Any) -> None:
    async with full.database.writing() as s:
        for name, more in (only or PAPERS).items():
            upload = Upload(
                id=f"up-{name}",
                round_id=full.round,
                filename=f"{name}.pdf",
                media_type="application/pdf",
                size=17,
                sha256=REGISTRY_SHA,
                at=scene.NOW,
            )
            s.add(upload)
            s.add(
                Paper(
                    id=name,
                    round_id=full.round,
                    submission_id=name,
                    participant_id=by,
                    title=f"Papel {name}",
                    language="es",
                    upload_id=upload.id,
                    at=scene.NOW,
                    **more,
                )
            )


READERS = [
    ("focal_point", {"all", "home", "session"}),
    ("expert", {"all", "panel", "contributed", "session"}),
    ("responsible_officer", {"all", "panel", "home", "office", "contributed", "session"}),
    ("candidate", set()),
    ("delegate", set()),
    ("former", set()),
]


@pytest.mark.parametrize(("who", "expected"), READERS)
async def test_z6_a_paper_is_read_on_its_page_by_address_and_in_the_zip_by_those_it_is_for(
    full: Full, who: str, expected: set[str]
) -> None:
    await attached(full)
    await full.at("ripso", who, "publication")
    address = await full.enter()
    page = unescape((await full.http.get(f"{address}/dossier/papers")).text)
    assert {name for name in PAPERS if f"up-{name}" in page} == expected
    for name in PAPERS:
        answer = await full.http.get(f"{address}/dossier/papers/files/up-{name}")
        assert (name, answer.status_code) == (name, 200 if name in expected else 404)
    whole = ZipFile(BytesIO((await full.http.get(f"{address}/dossier.zip")).content))
    packed = {name for name in PAPERS if any(name in place for place in whole.namelist())}
    assert packed == expected


async def test_z6_a_paper_stands_beside_its_session_and_a_withdrawn_one_leaves_its_title_alone(
    full: Full,
) -> None:
    await attached(full)
    agenda = await full.page("/dossier/agenda")
    assert "Documentos adjuntados: Apertura" in agenda
    assert "up-session" in agenda
    assert "up-all" not in agenda
    papers = await full.page("/dossier/papers")
    assert "Papel gone</span> (retirado)" in papers


async def test_z6_whoever_attached_a_paper_reads_it_whomever_it_is_for(full: Full) -> None:
    await attached(full, ME, office=PAPERS["office"])
    await full.at("ripso", "expert", "publication")
    assert "up-office" in await full.page("/dossier/papers")
