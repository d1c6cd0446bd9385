"""Letters signed by the domain that they come from: DKIM, RFC 6376 (E6)."""

from dataclasses import dataclass, field

import dkim

SIGNED = frozenset(
    (
        *(b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"auto-submitted"),
        *(b"mime-version", b"content-type", b"content-transfer-encoding", b"content-language"),
    )
)
"""Headers that say what a letter is; with them all that tell of a list."""
OF_A_LIST = b"list-"
ONLY = (b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"content-type")
"""Signed once more than they are there: nobody adds a second one, or the first of one that is left out."""


@dataclass(frozen=True, slots=True)
class Dkim:
    """The private key of a domain, in PEM, and the selector under which the domain tells the public one."""

    key: str = field(repr=False)
    selector: str
    domain: str

    def signed(self, raw: bytes) -> bytes:
        """The message with its signature in front. Raises: dkim.DKIMException, for a key that is none."""
        signer = dkim.DKIM(raw)
        there = [name.lower() for name, _ in signer.headers]
        signature: bytes = signer.sign(
            self.selector.encode(),
            self.domain.encode("idna"),
            self.key.replace("\r\n", "\n").encode(),
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[*(n for n in there if n in SIGNED or n.startswith(OF_A_LIST)), *ONLY],
        )
        return signature + raw
