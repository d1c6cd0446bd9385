"""Hostile files are refused with a reason, soon, within little memory; nothing is left behind (U2 to U4)."""

import resource
from functools import cache, partial
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from fastapi import UploadFile

from api.inspecting.asking import Inspector, around
from api.inspecting.limits import MEBIBYTE, Limits
from api.intake.files import MEDIA_TYPES, Files
from api.programs import answered
from rounds.submissions.people import LANGUAGES
from rounds.submissions.refusals import Refusal
from store.files import in_folder
from templates.file_refusals import REFUSALS
from templates.render import Renderer
from tests import sound
from tests.hostile import pdfs
from tests.hostile.corpus import ALL
from tests.hostile.questionnaires import IDENTITY
from tests.hostile.questionnaires import sound as questionnaire

MEMORY = 400 * MEBIBYTE
"""Of addresses, which the program may ask for: more than it needs for any file that somebody means well."""
LONGEST = 3.0
"""Seconds of the processor's where others share its cores; alone it is less than two."""
ELSEWHERE = {"file_kind_refused", "file_too_large", "file_of_another", "file_infected", "file_not_scanned"}
"""Reasons that are told without opening a file."""


@pytest.fixture
def inspector() -> Inspector:
    return Inspector(Limits(memory=MEMORY))


@pytest.fixture
def files(tmp_path: Path, inspector: Inspector) -> Files:
    return Files(in_folder(tmp_path / "files"), inspector)


@cache
def renderer() -> Renderer:
    return Renderer()


def seconds() -> float:
    """What programs that have ended took of the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def left_in(folder: Path) -> list[Path]:
    return list(folder.rglob("*"))


def words(code: str, language: str) -> str:
    return renderer().refusal(code, language, {"mebibytes": 10, "most": 9, "longest": 9, "millions": 9})


@pytest.mark.parametrize("name", ALL)
async def test_a_hostile_file_is_refused_with_its_reason_soon_and_leaves_nothing_u2_u3_u4(
    files: Files, tmp_path: Path, name: str
) -> None:
    hostile = ALL[name]
    content, before = hostile.make(), seconds()
    sent = UploadFile(BytesIO(content), filename=f"a{hostile.asked.get('ending')}")
    read = partial(files.inspector.ask, hostile.what, content, field="document", **hostile.asked)
    with pytest.raises(Refusal) as refused:
        await (files.take(sent, "document") if hostile.what == "file" else read())
    assert (refused.value.code, refused.value.field) == (hostile.code, "document")
    assert seconds() - before < LONGEST
    assert left_in(tmp_path) == []


def test_the_corpus_has_a_file_for_each_reason_and_each_is_said_with_what_to_do() -> None:
    codes = {hostile.code for hostile in ALL.values()}
    assert len(ALL) > 160
    assert codes >= {code for code in REFUSALS if code.startswith("file_")} - ELSEWHERE
    for code in codes:
        assert "Please" in words(code, "en"), code
        assert len({words(code, language) for language in LANGUAGES}) == len(LANGUAGES), code


SOUND = {
    "a.pdf": sound.PDF,
    "a.PDF": sound.heavy(3_000_000),
    "a.docx": sound.DOCX,
    "a.xlsx": sound.XLSX,
    "a.png": sound.PNG,
    "a.jpg": sound.JPEG,
    "a.jpeg": sound.picture("JPEG", 4_000, 3_000),
}


@pytest.mark.parametrize("name", SOUND)
async def test_a_file_that_is_meant_well_is_taken_within_the_same_limits_u2(files: Files, name: str) -> None:
    kept = await files.take(UploadFile(BytesIO(SOUND[name]), filename=name))
    assert await files.read(kept.sha256) == SOUND[name]
    assert kept.media_type == MEDIA_TYPES[Path(name).suffix.lower()]


HARMLESS = {
    "a page that is shown first": pdfs.rooted(b"/OpenAction [3 0 R /XYZ null null 0]"),
    "a page that is shown first by an action": pdfs.rooted(b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"),
    "a link": pdfs.linked(b"<< /S /URI /URI (https://ministry.example) >>"),
    "a form to be filled in": pdfs.rooted(b"/AcroForm << /Fields [] >>"),
    "words that are names elsewhere": pdfs.rooted(b"/Lang (/JavaScript /Launch \\( /XFA)"),
    "a thousand bookmarks": pdfs.chain(1_000),
    "packed objects": pdfs.saved(sound.PDF, object_stream_mode=pikepdf.ObjectStreamMode.generate),
}


@pytest.mark.parametrize("name", HARMLESS)
async def test_what_a_pdf_shows_and_where_it_links_is_no_fault_of_it_u4(files: Files, name: str) -> None:
    assert (await files.take(UploadFile(BytesIO(HARMLESS[name]), filename="a.pdf"))).size


async def test_a_filled_questionnaire_and_a_document_are_read_within_the_same_limits(
    inspector: Inspector,
) -> None:
    asked = {"filename": "a.XLSX", "identity": IDENTITY, "count": 3}
    assert await inspector.ask("questionnaire", questionnaire(), field="sheet", **asked) == ["", "", ""]


NAMES = {
    "sal\u202efdp.exe": None,
    "a.pdf\x00.exe": None,
    "a.pdf\u200f": "a.pdf",
    "a.exe\u202e.pdf": "a.exe.pdf",
    "..\\..\\etc/pass\u2066wd\r\nSet-Cookie: a.pdf": "passwdSet-Cookie: a.pdf",
    "\u2029\u200b\ufeffActa de la reunión 2.pdf": "Acta de la reunión 2.pdf",
    "/etc/passwd": None,
    "": None,
    "a" * 500 + ".pdf": "a" * 196 + ".pdf",
    "\x1b[31m.pdf": "[31m.pdf",
    ".pdf": None,
}
"""Names as they come, and as they are kept; None: the file is refused."""


@pytest.mark.parametrize("name", NAMES, ids=ascii)
async def test_a_name_is_data_that_neither_hides_nor_turns_what_it_says_u2_u5(
    files: Files, name: str
) -> None:
    upload = UploadFile(BytesIO(sound.PDF), filename=name)
    if NAMES[name]:
        assert (await files.take(upload)).filename == NAMES[name]
        return
    with pytest.raises(Refusal) as refused:
        await files.take(upload)
    assert refused.value.code == "file_kind_refused"


@pytest.mark.parametrize(
    "limits",
    [Limits(memory=32 * MEBIBYTE), Limits(patience=0.01), Limits(said=3), Limits(processor=0)],
    ids=["memory", "time", "what it says", "the processor"],
)
async def test_a_program_that_needs_more_than_it_may_have_is_ended_and_the_file_refused_u3(
    limits: Limits,
) -> None:
    with pytest.raises(Refusal) as refused:
        await Inspector(limits).ask("file", sound.PDF, field="file", ending=".pdf")
    assert refused.value.code == "file_too_intricate"


async def test_a_file_that_breaks_the_program_which_opens_it_is_refused_u3(inspector: Inspector) -> None:
    with pytest.raises(Refusal) as refused:
        await inspector.ask("no such question", sound.PDF, field="file")
    assert refused.value.code == "file_too_intricate"


def tries(*lines: str) -> str:
    return "\n".join(("import os", "from api.inspecting.limits import submit", *lines))


async def test_the_program_knows_no_secret_and_writes_no_file_u3(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET_KEYS", "a secret")
    written = tmp_path / "written"
    program = tries(
        "submit(400 << 20, 10)",
        "print('SECRET_KEYS' in os.environ, flush=True)",
        f"with open({str(written)!r}, 'w') as file: file.write('x')",
    )
    code, said = await answered("-c", program, patience=60, around=around())
    assert (code, said) == (1, b"False\n")
    assert written.read_bytes() == b""
