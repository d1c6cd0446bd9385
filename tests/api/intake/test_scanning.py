"""A virus scanner is asked before a file is kept, and nothing is kept without its word (U7)."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

import pytest
from fastapi import UploadFile

from api.http.problems import status_of
from api.intake.files import Files
from api.intake.scanning import Scanner
from rounds.submissions.refusals import Refusal
from store.files import in_folder
from tests.sound import PDF, heavy

EICAR = heavy(200_000)
"""What the scanner of these tests takes for a virus."""


class Clamd:
    """A scanner that speaks INSTREAM, and answers as it is told where it is faulty."""

    def __init__(self, answer: bytes | None = None, hears: int = 10**9) -> None:
        self._answer, self._hears = answer, hears
        self.heard: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
            content = await self._content(reader)
            self.heard.append(content)
            found = b"stream: Eicar-Test-Signature FOUND\0" if content == EICAR else b"stream: OK\0"
            writer.write(found if self._answer is None else self._answer)
            await writer.drain()
        finally:
            writer.close()

    async def _content(self, reader: asyncio.StreamReader) -> bytes:
        content = b""
        while len(content) < self._hears and (size := struct.unpack(">I", await reader.readexactly(4))[0]):
            content += await reader.readexactly(size)
        return content


@asynccontextmanager
async def serving(clamd: Clamd) -> AsyncIterator[str]:
    server = await asyncio.start_server(clamd.serve, "127.0.0.1", 0)
    try:
        host, port = server.sockets[0].getsockname()
        yield f"{host}:{port}"
    finally:
        server.close()


def upload(content: bytes = PDF) -> UploadFile:
    return UploadFile(BytesIO(content), filename="a.pdf")


def left_in(folder: Path) -> list[Path]:
    return list(folder.rglob("*"))


async def refused(address: str, folder: Path, content: bytes = PDF, patience: float = 30) -> str:
    """The code by which a file is refused, of which nothing is left."""
    with pytest.raises(Refusal) as caught:
        await Files(in_folder(folder), scanner=Scanner(address, patience)).take(upload(content), "document")
    assert caught.value.field == "document"
    assert left_in(folder) == []
    return caught.value.code


async def test_a_file_is_kept_once_the_scanner_has_heard_all_of_it_and_said_that_it_is_clean_u7(
    tmp_path: Path,
) -> None:
    clamd, large = Clamd(), heavy(1_000_000)
    async with serving(clamd) as address:
        kept = await Files(in_folder(tmp_path), scanner=Scanner(address)).take(upload(large))
    assert clamd.heard == [large]
    assert left_in(tmp_path) == [tmp_path / kept.sha256]


async def test_an_infected_file_is_refused_and_not_kept_u7(tmp_path: Path) -> None:
    async with serving(Clamd()) as address:
        assert await refused(address, tmp_path, EICAR) == "file_infected"


async def test_a_scanner_that_has_heard_enough_may_hang_up_u7(tmp_path: Path) -> None:
    async with serving(Clamd(b"stream: Eicar FOUND\0", hears=1)) as address:
        assert await refused(address, tmp_path, heavy(3_000_000)) == "file_infected"


FAULTY = {
    "nothing": b"",
    "no end": b"stream: OK",
    "an error": b"INSTREAM size limit exceeded. ERROR\0",
    "another word": b"stream: OKAY\0",
    "a word before": b"not stream: OK\0",
    "an empty word": b"\0",
    "what is no text": b"\xff\xfe\0",
    "without an end": b"x" * 100_000,
}


@pytest.mark.parametrize("how", FAULTY)
async def test_what_the_scanner_says_otherwise_is_no_word_that_a_file_is_clean_u7(
    tmp_path: Path, how: str
) -> None:
    async with serving(Clamd(FAULTY[how])) as address:
        assert await refused(address, tmp_path) == "file_not_scanned"


async def test_no_file_is_taken_while_the_scanner_is_away_or_silent_u7(tmp_path: Path) -> None:
    async with serving(Clamd()) as address:
        pass
    assert await refused(address, tmp_path) == "file_not_scanned"

    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.5)
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        assert await refused(f"127.0.0.1:{port}", tmp_path, patience=0.1) == "file_not_scanned"
    assert (status_of("file_not_scanned"), status_of("file_infected")) == (503, 422)
