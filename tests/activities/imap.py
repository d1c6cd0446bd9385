"""An IMAP server of the tests: as much of one as a mailbox of bounces is asked for, over real sockets."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

_COMMAND = re.compile(rb"(\S+) (?:UID )?(\S+) ?(.*)\r\n")


class Folder:
    """Mails by their unique ids, and the flags that they were given."""

    def __init__(self, *mails: bytes) -> None:
        self.mails = {str(n).encode(): mail for n, mail in enumerate(mails, 7)}
        self.flags: dict[bytes, set[str]] = {id: set() for id in self.mails}
        self.said: list[bytes] = []
        self.came = dict.fromkeys(self.mails, datetime.now(UTC).date())
        self.password = b'"secret"'
        self.uidplus = True


class _Session(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        """Answer command by command until the other goes."""
        self.wfile.write(b"* OK ready\r\n")
        while line := self.rfile.readline():
            found = _COMMAND.fullmatch(line)
            assert found, line
            tag, command, rest = found.groups()
            self.server.folder.said.append(command)
            answer = getattr(self, f"_{command.decode().lower()}")(rest)
            self.wfile.write(
                answer + tag + (b" NO denied\r\n" if answer.startswith(b"* NO") else b" OK done\r\n")
            )

    def _capability(self, _: bytes) -> bytes:
        return b"* CAPABILITY IMAP4rev1%s\r\n" % (b" UIDPLUS" if self.server.folder.uidplus else b"")

    def _login(self, rest: bytes) -> bytes:
        return b"" if rest == b"bounces " + self.server.folder.password else b"* NO\r\n"

    def _select(self, rest: bytes) -> bytes:
        return b"* 1 EXISTS\r\n" if rest == b'"Returned mail"' else b"* NO\r\n"

    def _search(self, rest: bytes) -> bytes:
        words = rest.decode().split()
        before = datetime.strptime(words.pop(), "%d-%b-%Y").date() if "BEFORE" in words else date.max  # noqa: DTZ007 - a day
        folder = self.server.folder
        asked = {word.removeprefix("UN"): not word.startswith("UN") for word in words if word != "BEFORE"}
        assert asked.keys() <= {"SEEN", "FLAGGED"}
        found = [
            id
            for id, flags in folder.flags.items()
            if folder.came[id] < before
            and all((f"\\{name.capitalize()}" in flags) == there for name, there in asked.items())
        ]
        return b"* SEARCH" + b"".join(b" " + id for id in found) + b"\r\n"

    def _fetch(self, rest: bytes) -> bytes:
        id, what = rest.split(b" ", 1)
        mail = self.server.folder.mails[id]
        if what == b"(RFC822.SIZE)":
            return b"* 1 FETCH (UID %s RFC822.SIZE %d)\r\n" % (id, len(mail))
        assert what == b"(BODY.PEEK[])"
        return b"* 1 FETCH (UID %s BODY[] {%d}\r\n" % (id, len(mail)) + mail + b")\r\n"

    def _store(self, rest: bytes) -> bytes:
        ids, _, flags = rest.split(b" ", 2)
        for id in ids.split(b","):
            self.server.folder.flags[id].update(flags.decode().strip("()").split())
        return b""

    def _expunge(self, rest: bytes) -> bytes:
        folder = self.server.folder
        deleted = [id for id, flags in folder.flags.items() if "\\Deleted" in flags]
        for id in deleted:
            if not rest or id in rest.split(b","):
                del folder.mails[id], folder.flags[id]
        return b""

    def _logout(self, _: bytes) -> bytes:
        return b"* BYE\r\n"


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    folder: Folder


@contextmanager
def serving(folder: Folder) -> Iterator[str]:
    """The address of a server with one folder, while it serves."""
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.folder = folder
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"imap://bounces:secret@127.0.0.1:{server.server_address[1]}/Returned%20mail"
        server.shutdown()
        thread.join()
