"""A bucket that speaks S3: what is asked of it must be signed, and what is there is not written over."""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import md5, sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from local.ports import LOOPBACK

NAME, REGION, KEY_ID, SECRET = "files-of-tests", "us-east-1", "a-key-id", "a-secret-of-tests"
PAGE = 2
"""Objects that one answer lists at most: fewer than any test has."""


@dataclass
class Bucket:
    """What it holds, each with the hour at which it was written, and what it was asked."""

    port: int = 0
    objects: dict[str, tuple[bytes, datetime]] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, name and `If-None-Match` of each request."""
    knows: str = SECRET
    """The secret of whoever it lets in."""
    overwrites: bool = False
    """As some do that speak S3: whatever is said, what is there is written over."""

    @property
    def environment(self) -> dict[str, str]:
        """What whoever may use it has set."""
        return {
            "AWS_ENDPOINT": f"http://{LOOPBACK}:{self.port}",
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": KEY_ID,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "NO_PROXY": LOOPBACK,
        }


@contextmanager
def serving() -> Iterator[Bucket]:
    """A bucket at work."""
    bucket = Bucket()

    class Handler(_Handler):
        of = bucket

    with ThreadingHTTPServer((LOOPBACK, 0), Handler) as server:
        bucket.port = server.server_port
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield bucket
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    of: Bucket
    protocol_version = "HTTP/1.1"

    def _put(self, name: str, body: bytes) -> None:
        once = self.headers.get("If-None-Match") == "*" and not self.of.overwrites
        new = (body, datetime.now(UTC))
        if once and self.of.objects.setdefault(name, new) is not new:
            self._say(412, b"<Error><Code>PreconditionFailed</Code></Error>")
            return
        self.of.objects[name] = new
        self._say(200)

    def _get(self, name: str, _: bytes) -> None:
        if not name:
            self._list(dict(parse_qsl(urlsplit(self.path).query)))
        elif name in self.of.objects:
            self._say(200, self.of.objects[name][0])
        else:
            self._say(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def _delete(self, name: str, _: bytes) -> None:
        self.of.objects.pop(name, None)
        self._say(204)

    def _post(self, _: str, body: bytes) -> None:
        asked = ElementTree.fromstring(body)  # noqa: S314 - obstore has written it
        names = [key.text or "" for key in asked.iter() if key.tag.endswith("Key")]
        for name in names:
            self.of.objects.pop(name, None)
        gone = "".join(f"<Deleted><Key>{escape(name)}</Key></Deleted>" for name in names)
        self._say(200, f"<DeleteResult>{gone}</DeleteResult>".encode())

    def _list(self, asked: dict[str, str]) -> None:
        begin = asked.get("continuation-token", "")
        names = sorted(n for n in self.of.objects if n.startswith(asked.get("prefix", "")) and n > begin)
        some = names[:PAGE]
        following = f"<NextContinuationToken>{some[-1]}</NextContinuationToken>" if len(names) > PAGE else ""
        rows = "".join(self._row(name) for name in some)
        self._say(200, f"<ListBucketResult>{following}{rows}</ListBucketResult>".encode())

    def _row(self, name: str) -> str:
        content, at = self.of.objects[name]
        when = at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        told = f"<Key>{escape(name)}</Key><LastModified>{when}</LastModified><Size>{len(content)}</Size>"
        return f"<Contents>{told}</Contents>"

    def _answer(self) -> None:
        """Do what is asked; whoever has another key, or whose content was changed on the way, is refused."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        bucket, _, name = unquote(urlsplit(self.path).path).removeprefix("/").partition("/")
        whole = self.headers["x-amz-content-sha256"] == sha256(body).hexdigest()
        signature = self.headers["Authorization"].rpartition("Signature=")[2]
        if not whole or signature != self._signature():
            self._say(403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
        elif bucket != NAME:
            self._say(404, b"<Error><Code>NoSuchBucket</Code></Error>")
        else:
            self.of.asked.append((self.command, name, self.headers.get("If-None-Match", "")))
            getattr(self, f"_{self.command.lower()}")(name, body)

    do_PUT = do_GET = do_DELETE = do_POST = _answer  # noqa: N815 - called so by the standard library

    def _signature(self) -> str:
        """That of the request, made with the secret (AWS Signature Version 4)."""
        parts = urlsplit(self.path)
        signed = self.headers["Authorization"].partition("SignedHeaders=")[2].partition(",")[0]
        query = sorted(parse_qsl(parts.query, keep_blank_values=True))
        asked = (
            self.command,
            parts.path,
            "&".join(f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in query),
            *(f"{name}:{self.headers[name].strip()}" for name in signed.split(";")),
            "",
            signed,
            self.headers["x-amz-content-sha256"],
        )
        at = self.headers["x-amz-date"]
        scope = (at[:8], REGION, "s3", "aws4_request")
        key = f"AWS4{self.of.knows}".encode()
        for part in scope:
            key = hmac.digest(key, part.encode(), "sha256")
        digest = sha256("\n".join(asked).encode()).hexdigest()
        said = "\n".join(("AWS4-HMAC-SHA256", at, "/".join(scope), digest))
        return hmac.digest(key, said.encode(), "sha256").hex()

    def _say(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", f'"{md5(body, usedforsecurity=False).hexdigest()}"')
        self.send_header("Last-Modified", "Mon, 02 Mar 2026 15:00:00 GMT")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""
