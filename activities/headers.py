"""Headers of letters: what people wrote is encoded, never parsed (E4).

The standard library's header objects decode what looks like an encoded word. In a name that somebody typed,
such a word would become a line break and then a header of its own.
"""

import re
from email.header import Header
from email.policy import SMTP, EmailPolicy
from functools import lru_cache
from unicodedata import category

_LONGEST_LINE = 76
_PLAIN = re.compile(r"[A-Za-z0-9 ,.'()/:-]{1,60}")
"""What may stand in a header as it is: nothing in it that a parser takes for more than a letter."""
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Control characters and those that turn the direction of what follows."""


class Encoded(str):
    """A header's value, encoded and folded, which nobody reads or folds again."""


@lru_cache(maxsize=512)
def encoded(name: str, text: str, *, phrase: bool = False) -> str:
    """A text of people as the header of this name shows it: one line of what can be seen.

    Whatever is not plain is encoded, a text that looks encoded too. `phrase`: beside an address, where
    punctuation has to be quoted. Kept for the next letter: names and subjects come again and again, and to
    break one into encoded words takes the standard library longer than to write a letter's text.
    """
    seen = " ".join("".join(c if category(c) not in _UNSEEN else " " for c in text).split())
    if _PLAIN.fullmatch(seen):
        return f'"{seen}"' if phrase else seen
    return Header(seen, "utf-8", header_name=name, maxlinelen=_LONGEST_LINE).encode(linesep="\r\n")


def mailbox(header: str, name: str, address: str) -> Encoded:
    """An address with the name of whoever has it, as From, To and Reply-To show it."""
    shown = encoded(header, name, phrase=True) if name.strip() else ""
    return Encoded(f"{shown} <{address}>" if shown else address)


class LetterPolicy(EmailPolicy):
    """The policy of SMTP, under which an encoded header is stored and written as it is."""

    def header_store_parse(self, name: str, value: object) -> tuple[str, object]:  # type: ignore[override]  # typed for plain texts
        """Keep an encoded value; read any other."""
        return (name, value) if isinstance(value, Encoded) else super().header_store_parse(name, value)

    def fold(self, name: str, value: str) -> str:
        """Write an encoded value as it is."""
        return f"{name}: {value}\r\n" if isinstance(value, Encoded) else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        """Write an encoded value as it is; beyond ASCII only in a letter that may be (SMTPUTF8)."""
        if isinstance(value, Encoded):
            return f"{name}: {value}\r\n".encode()
        return super().fold_binary(name, value)


POLICY = LetterPolicy(
    linesep=SMTP.linesep,
    # 7-bit parts arrive whole through servers that know no 8BITMIME; the default sends 8-bit to them too.
    cte_type="7bit",
)
