"""Signed links: the id of a Grant row and its HMAC (L1). Without a clock: a reminder carries the same."""

import hashlib
import re
from collections.abc import Sequence

from itsdangerous import BadSignature, Signer

_SALT = "link"
_REQUEST = "request"
_CODE = "publication code"
"""What is signed for one purpose opens nothing of the other."""
NOBODY = "0" * 32
"""The id of no grant: where a token names none it is looked up, so that each costs the same (L12)."""
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
        self._signers = {
            salt: [Signer(key, salt=salt, digest_method=hashlib.sha256) for key in keys]
            for salt in (_SALT, _REQUEST, _CODE)
        }
        self._public_url = public_url.rstrip("/")

    def token(self, grant_id: str) -> str:
        """The grant's token; always the same for one key."""
        return self._signers[_SALT][0].sign(grant_id).decode()

    def grant_id(self, token: str) -> str | None:
        """The grant that a token is for, or None if it is forged, altered or of a key that was dropped."""
        return self._signed(_SALT, token)

    def request_id(self, token: str) -> str | None:
        """The request for a round that a token is for; None as for a grant's, and for a grant's."""
        return self._signed(_REQUEST, token)

    def digest_of_code(self, id: str, code: str) -> str:
        """What is kept of a code (L11): bound to its row, and found by nobody without the key."""
        return self._signers[_CODE][0].get_signature(f"{id}/{code}").decode()

    def is_code(self, id: str, code: str, digest: str) -> bool:
        """Whether a digest is of this code, under any of the keys."""
        said = f"{id}/{code}"
        return any(signer.verify_signature(said, digest) for signer in self._signers[_CODE])

    def _signed(self, salt: str, token: str) -> str | None:
        for signer in self._signers[salt]:
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

    def request(self, id: str) -> str:
        """The address by which whoever is named in a request for a round confirms it (Q8)."""
        return f"{self._public_url}/asked/{self._signers[_REQUEST][0].sign(id).decode()}"

    def of_api(self, request_id: str) -> str:
        """The address under which officers find a request; it opens nothing without their key."""
        return f"{self._public_url}/api/v1/requests/{request_id}"

    def page(self, grant_id: str, path: str) -> str:
        """The clean address of a page behind a link: it opens only where the link was opened before."""
        return f"{self._public_url}/l/{ref(grant_id)}{path}"

    def public(self, slug: str) -> str:
        """The permanent address of a report that was published (X3)."""
        return f"{self._public_url}/reports/{slug}"

    def without(self, text: str) -> str:
        """A text with every link taken out: where a letter is kept, nobody is to find what opens a page."""
        address = f"{self._public_url}/a/"
        before, *rest = text.split(address)
        return before + "".join(address + TOKEN.sub("…", part, count=1) for part in rest)
