"""Signed links: the id of a Grant row and its HMAC (L1). Without a clock: a reminder carries the same."""

import hashlib
import re
from collections.abc import Sequence

from itsdangerous import BadSignature, Signer

_SALT = "link"
TOKEN = re.compile(r"^[\w.=-]+")
"""What opens a page, where an address of a letter goes on with it."""


def ref(grant_id: str) -> str:
    """What a clean URL and its cookie are named after; it opens nothing and does not give the id away."""
    return hashlib.sha256(grant_id.encode()).hexdigest()[:16]


class Links:
    """Makes and checks tokens; of the keys, newest first, the newest signs and all verify (L7)."""

    def __init__(self, keys: Sequence[str], public_url: str) -> None:
        if not keys:
            raise ValueError("links need a key")
        self._signers = [Signer(key, salt=_SALT, digest_method=hashlib.sha256) for key in keys]
        self._public_url = public_url.rstrip("/")

    def token(self, grant_id: str) -> str:
        """The grant's token; always the same for one key."""
        return self._signers[0].sign(grant_id).decode()

    def grant_id(self, token: str) -> str | None:
        """The grant that a token is for, or None if it is forged, altered or of a key that was dropped."""
        for signer in self._signers:
            try:
                found = signer.unsign(token).decode()
            except (BadSignature, UnicodeError):
                continue
            # Base64 has spare bits at its end: only the very token that was made is one.
            return found if signer.sign(found).decode() == token else None
        return None

    def url(self, grant_id: str) -> str:
        """The address a letter carries."""
        return f"{self._public_url}/a/{self.token(grant_id)}"

    def page(self, grant_id: str, path: str) -> str:
        """The clean address of a page behind a link: it opens only where the link was opened before."""
        return f"{self._public_url}/l/{ref(grant_id)}{path}"

    def without(self, text: str) -> str:
        """A text with every link taken out: where a letter is kept, nobody is to find what opens a page."""
        address = f"{self._public_url}/a/"
        before, *rest = text.split(address)
        return before + "".join(address + TOKEN.sub("…", part, count=1) for part in rest)
