"""All of a dossier as a ZIP, its files one by one, and what a page of it asks of the database."""

from html import unescape
from io import BytesIO
from zipfile import ZipFile

from sqlmodel import update

from api.links.dossier.archive import place
from rounds.submissions.people import LANGUAGES
from store.tables import Person
from store.uploads import Upload
from tests.api.links.dossier.stage import Full
from tests.queries import asked_meanwhile
from tests.store import scene
from tests.templates.spoken import foreign_in


async def test_the_whole_dossier_is_a_zip_with_an_index_and_the_files_that_its_reader_may_have(
    full: Full,
) -> None:
    for language in LANGUAGES:
        async with full.database.writing() as s:
            await s.exec(update(Person).values(language=language))
        answer = await full.http.get(f"{await full.enter()}/dossier.zip")
        assert answer.headers["content-type"] == "application/zip"
        assert f'filename="{full.round}.zip"' in answer.headers["content-disposition"]
        whole = ZipFile(BytesIO(answer.content))
        assert whole.namelist() == ["index.html", "files/u1-Padrón-2026.pdf"]
        assert whole.read("files/u1-Padrón-2026.pdf") == b"%PDF-1.7 registry"
        index = unescape(whole.read("index.html").decode())
        assert foreign_in(index, language) == []
        assert 'href="files/u1-Padrón-2026.pdf"' in index
        assert "/l/" not in index
        for text in ("Texto de findings", "Aporte de la experta", "Asunto de la carta", "Pasajes"):
            assert text in index
    await full.at("ripso", "focal_point", "publication")
    answer = await full.http.get(f"{await full.enter()}/dossier.zip")
    index = ZipFile(BytesIO(answer.content)).read("index.html").decode()
    assert "Aporte de la experta" not in index.partition('id="submissions"')[0]
    await full.at("ripso", "former", "publication")
    answer = await full.http.get(f"{await full.enter()}/dossier.zip")
    assert ZipFile(BytesIO(answer.content)).namelist() == ["index.html"]


async def test_a_file_is_had_by_whoever_may_read_its_matter(full: Full) -> None:
    address = f"{await full.enter()}/dossier"
    answer = await full.http.get(f"{address}/request/files/u1")
    assert answer.content == b"%PDF-1.7 registry"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert (await full.http.get(f"{address}/questionnaire/files/u1")).status_code == 404
    await full.at("ripso", "former", "publication")
    assert (await full.http.get(f"{address}/request/files/u1")).status_code == 404


def test_a_files_place_in_the_zip_is_within_it_whatever_it_is_called() -> None:
    def called(name: str) -> str:
        return place(Upload(id="abcdef0123", filename=name, media_type="", size=1, sha256="", at=scene.NOW))

    assert called("../../etc/passwd.pdf") == "files/abcdef01-etc-passwd.pdf"
    assert called("C:\\a\r\nb.docx") == "files/abcdef01-C-a-b.docx"
    assert called(".pdf") == "files/abcdef01-file.pdf"
    assert len(called("x" * 300 + ".pdf")) < 110


async def test_the_queries_of_a_page_do_not_grow_with_the_round(full: Full) -> None:
    address = await full.enter()
    for place_, most in (("", 30), ("/dossier/report", 26), ("/dossier/letters", 26), ("/dossier.zip", 26)):
        with asked_meanwhile(full.database) as asked:
            assert (await full.http.get(f"{address}{place_}")).status_code == 200
        assert 0 < len(asked) <= most, (place_, len(asked))
