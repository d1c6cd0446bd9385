"""Files from people: what is admitted, what is refused with which code, and that nothing is left behind."""

import itertools
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from fastapi import UploadFile

from api.http.limits import LARGEST_FILE
from api.intake.files import MEDIA_TYPES, Files
from rounds.submissions.refusals import Refusal
from store.files import in_folder
from tests.sound import DOCX, JPEG, PDF, PNG, XLSX, zipped


def upload(name: str | None, content: bytes) -> UploadFile:
    return UploadFile(BytesIO(content), filename=name)


def left_in(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*")]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", PDF), ("a.PNG", PNG), ("a.jpg", JPEG), ("a.jpeg", JPEG), ("a.docx", DOCX), ("a.xlsx", XLSX)],
    ids=itertools.count(),
)
async def test_each_admitted_kind_is_kept_under_its_sha256(tmp_path: Path, name: str, content: bytes) -> None:
    files = Files(in_folder(tmp_path / "files"))
    kept = await files.take(upload(name, content))
    digest = sha256(content).hexdigest()
    assert (kept.filename, kept.size, kept.sha256) == (name, len(content), digest)
    assert kept.media_type == MEDIA_TYPES["." + name.split(".")[1].lower()]
    assert await files.read(digest) == content


async def test_the_same_content_twice_is_kept_once(tmp_path: Path) -> None:
    files = Files(in_folder(tmp_path))
    await files.take(upload("a.pdf", PDF))
    await files.take(upload("b.pdf", PDF))
    assert left_in(tmp_path) == [sha256(PDF).hexdigest()]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.exe", b"MZ", "file_kind_refused"),
        ("a", PDF, "file_kind_refused"),
        (None, PDF, "file_kind_refused"),
        ("a.zip", zipped({"a": b""}), "file_kind_refused"),
        ("a.pdf.svg", b"<svg/>", "file_kind_refused"),
        ("a.pdf", b"", "file_not_what_it_says"),
        ("a.pdf", PNG, "file_not_what_it_says"),
        ("a.png", PDF, "file_not_what_it_says"),
        ("a.docx", zipped({"a.txt": b""}), "file_damaged"),
        ("a.docx", XLSX, "file_damaged"),
        ("a.xlsx", DOCX, "file_damaged"),
        ("a.docx", DOCX[:60], "file_damaged"),
        ("a.docx", b"PK\x03\x04" + b"\xff" * 200, "file_damaged"),
        ("a.pdf", PDF + bytes(LARGEST_FILE), "file_too_large"),
    ],
    # A content is no name: an archive says when it was made, and two processes would tell two tests.
    ids=itertools.count(),
)
async def test_anything_else_is_refused_and_leaves_nothing(
    tmp_path: Path, name: str | None, content: bytes, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        await Files(in_folder(tmp_path / "files")).take(upload(name, content), "document")
    assert (refused.value.code, refused.value.field) == (code, "document")
    assert left_in(tmp_path) == []


async def test_a_name_is_data_without_folders_or_control_characters(tmp_path: Path) -> None:
    kept = await Files(in_folder(tmp_path)).take(upload("..\\..\\etc/pass\u202ewd\r\n.pdf", PDF))
    assert kept.filename == "passwd.pdf"
