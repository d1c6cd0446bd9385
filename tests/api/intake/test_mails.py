"""A mail as it was saved is taken as a proof, and as nothing else (S9)."""

from io import BytesIO
from pathlib import Path

import pytest
from fastapi import UploadFile

from api.http.limits import LARGEST_FILE
from api.intake.files import Files
from rounds.submissions.refusals import Refusal
from store.files import in_folder
from tests.activities import notifying
from tests.api.intake.test_files import left_in
from tests.sound import PDF

ANSWER = (
    b"Received: from mail.example\r\n\tby mail.b.example; Mon, 1 Mar 2027 12:00:00 +0000\r\n"
    b"From: Ana <ana@b.example>\r\nTo: officer@dis.example\r\nDate: Mon, 1 Mar 2027 12:00:00 +0000\r\n"
    b"Subject: =?utf-8?q?S=C3=AD?=\r\nContent-Type: text/html\r\n\r\n<p>We agree.</p><script>x</script>\r\n"
)
EIGHT_BIT = "From: año\nDate: hoy\n\nSí\n".encode()


def upload(name: str, content: bytes) -> UploadFile:
    return UploadFile(BytesIO(content), filename=name)


@pytest.mark.parametrize("content", [ANSWER, ANSWER.replace(b"\r\n", b"\n"), EIGHT_BIT])
async def test_s9_a_mail_as_it_was_saved_is_evidence(content: bytes, tmp_path: Path) -> None:
    kept = await Files(in_folder(tmp_path)).take(upload("Re Ronda.EML", content), proves=True)
    assert (kept.filename, kept.media_type, kept.size) == ("Re Ronda.EML", "message/rfc822", len(content))
    assert (tmp_path / kept.sha256).read_bytes() == content


async def test_evidence_may_be_whatever_else_is_taken_too(tmp_path: Path) -> None:
    assert (
        await Files(in_folder(tmp_path)).take(upload("a.pdf", PDF), proves=True)
    ).media_type == "application/pdf"
    with pytest.raises(Refusal) as refused:
        await Files(in_folder(tmp_path)).take(upload("a.exe", PDF), "proof", proves=True)
    assert (refused.value.code, refused.value.field) == ("file_kind_refused", "proof")


async def test_elsewhere_no_mail_is_taken(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        await Files(in_folder(tmp_path)).take(upload("a.eml", ANSWER), "document")
    assert (refused.value.code, refused.value.field) == ("file_kind_refused", "document")


NONE = {
    "nothing": b"",
    "a document": PDF,
    "a page": b"<html>\n\n<body>",
    "words": b"From here to there.\n\nDate: none",
    "headers without a date": b"From: a@b.example\n\nx",
    "headers without a sender": b"Date: today\n\nx",
    "headers without an end": b"From: a@b.example\nDate: today\n",
    "a continued nothing": b" From: a@b.example\nFrom: a\nDate: today\n\nx",
    "a document behind them": b"From: a@b.example\n%PDF-1.7\nDate: today\n\nx",
    "what no text holds": b"From: a\0@b.example\nDate: today\n\nx",
    "headers without end": b"From: a@b.example\nDate: today\n" + b"X: y\n" * 100_000 + b"\nx",
}


@pytest.mark.parametrize("content", NONE.values(), ids=NONE.keys())
async def test_what_is_no_mail_is_refused_and_leaves_nothing(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        await Files(in_folder(tmp_path)).take(upload("a.eml", content), "proof", proves=True)
    assert (refused.value.code, refused.value.field) == ("file_not_what_it_says", "proof")
    assert left_in(tmp_path) == []


async def test_a_mail_is_no_larger_than_other_files(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        await Files(in_folder(tmp_path)).take(upload("a.eml", ANSWER + bytes(LARGEST_FILE)), proves=True)
    assert refused.value.code == "file_too_large"


async def test_a_hostile_mail_is_kept_unopened(tmp_path: Path) -> None:
    head = b"From: a@b.example\nDate: today\n"
    for raw in (notifying.nested(1000), notifying.flat(10_000), notifying.letters_in_letters(10_000)):
        kept = await Files(in_folder(tmp_path)).take(upload("a.eml", head + raw), proves=True)
        assert kept.size == len(head + raw)
