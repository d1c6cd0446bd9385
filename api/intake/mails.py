"""A mail as it was saved (.eml): it proves what somebody gave in writing, and serves nothing else (S9)."""

import re

MEDIA_TYPE = "message/rfc822"
ENDING = ".eml"
_HEAD = 256 * 1024
"""Bytes in which the headers of any mail end."""
_FIELD = re.compile(rb"([A-Za-z0-9][A-Za-z0-9_-]*)[ \t]*:")
_NEEDED = frozenset((b"from", b"date"))
"""Without these it is no mail (RFC 5322, 3.6)."""


def is_mail(content: bytes) -> bool:
    """Whether it begins with the headers of a mail, and with nothing else. No part of it is opened."""
    head, blank, _ = content[:_HEAD].replace(b"\r\n", b"\n").partition(b"\n\n")
    if not blank or b"\0" in head:
        return False
    found: set[bytes] = set()
    for line in head.split(b"\n"):
        field = _FIELD.match(line)
        if field is None and not (found and line.startswith((b" ", b"\t"))):
            return False
        if field:
            found.add(field[1].lower())
    return found >= _NEEDED
