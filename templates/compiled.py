"""What templates are compiled to: kept for a process, and on disk as Python keeps what it compiles."""

import sys
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache, FileSystemBytecodeCache
from jinja2.bccache import Bucket

FOLDER = Path(__file__).parent
MAKER = f"{version('jinja2')}\n{(FOLDER / 'render.py').read_text('utf-8')}"
"""What a template's code depends on besides its source: who compiles it, and how that is told to."""


class Compiled(BytecodeCache):
    """Each template once for all languages, which differ only in what is rendered.

    A program is spared a second by what another one has compiled. Where nothing can be written, as in the
    image, each compiles for itself.
    """

    def __init__(self, folder: Path = FOLDER / "__pycache__") -> None:
        """Keep it in this folder too, if there is one that can be written to."""
        self._known: dict[tuple[str, str], CodeType] = {}
        self._kept = FileSystemBytecodeCache(str(folder), "%s.template")

    def get_source_checksum(self, source: str) -> str:
        """What has to be the same for what was compiled to hold."""
        return sha256(f"{MAKER}\n{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled for another language, or by another program."""
        which = (bucket.key, bucket.checksum)
        if which not in self._known:
            self._kept.load_bytecode(bucket)
            if bucket.code:
                self._known[which] = bucket.code
        bucket.code = self._known.get(which)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it for the others."""
        if bucket.code:
            self._known[bucket.key, bucket.checksum] = bucket.code
            if not sys.dont_write_bytecode:
                # A folder that is not ours to write, or a full disk: it is compiled again then.
                with suppress(OSError):
                    self._kept.dump_bytecode(bucket)
