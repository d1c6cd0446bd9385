"""Pictures that are too large to be shown, cut off, or something else besides."""

import struct
import zlib
from collections.abc import Callable

from tests.sound import JPEG, PNG, picture, zipped

SIGN = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(wide: int, high: int, *more: bytes) -> bytes:
    """A picture that says it is so large, and holds next to nothing."""
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return SIGN + chunk(b"IHDR", head) + b"".join(more) + body + chunk(b"IEND", b"")


def jpeg(wide: int, high: int) -> bytes:
    """A photograph that says it is so large."""
    begins = JPEG.index(b"\xff\xc0") + 5
    return JPEG[:begins] + struct.pack(">HH", high, wide) + JPEG[begins + 4 :]


def with_comment(text: bytes) -> bytes:
    return JPEG[:2] + b"\xff\xfe" + struct.pack(">H", len(text) + 2) + text + JPEG[2:]


WIDE = 60_000

PNGS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "sixty thousand points a side": ("picture_too_large", lambda: png(WIDE, WIDE)),
    "a line of sixty thousand points": ("picture_too_large", lambda: png(WIDE, 1)),
    "two thousand million points a side": ("picture_too_large", lambda: png(2**31 - 1, 2**31 - 1)),
    "a hundred million points": ("picture_too_large", lambda: png(10_000, 10_000)),
    "no point": ("file_not_what_it_says", lambda: png(0, 0)),
    "a text that unfolds": (
        "file_damaged",
        lambda: png(9, 9, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(100_000_000), 9))),
    ),
    "cut off": ("file_damaged", lambda: PNG[:-40]),
    "a byte that was changed": ("file_damaged", lambda: PNG[:200] + bytes([PNG[200] ^ 1]) + PNG[201:]),
    "something behind its end": ("file_damaged", lambda: PNG + b"<script>"),
    "nothing but the first bytes": ("file_not_what_it_says", lambda: SIGN),
    "a ZIP behind its end": ("file_not_what_it_says", lambda: PNG + zipped({"a": b"b"})),
    "a photograph": ("file_not_what_it_says", lambda: JPEG),
    "another kind of picture": ("file_not_what_it_says", lambda: picture("GIF")),
    "a drawing with a program": (
        "file_not_what_it_says",
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    ),
}
JPEGS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "sixty thousand points a side": ("picture_too_large", lambda: jpeg(WIDE, WIDE)),
    "a line of sixty thousand points": ("picture_too_large", lambda: jpeg(WIDE, 1)),
    "cut off": ("file_damaged", lambda: JPEG[: len(JPEG) * 2 // 3]),
    "nothing but the first bytes": ("file_not_what_it_says", lambda: JPEG[:4]),
    "a ZIP behind its end": ("file_not_what_it_says", lambda: JPEG + zipped({"a": b"b"})),
    "a PDF within": ("file_not_what_it_says", lambda: with_comment(b"%PDF-1.7 1 0 obj")),
    "a picture of another kind": ("file_not_what_it_says", lambda: PNG),
}
