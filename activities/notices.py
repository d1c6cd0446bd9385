"""What a mail server says of a letter that it had taken: delivery status notifications, RFC 3464 (E6).

Anybody may write what is read here. So no more is taken from it than a Message-ID to look for and a code of
digits: no word of it is kept, shown or sent. The parser is that of the standard library, under a policy that
stops at more than a notice can hold.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser, HeaderParser, Parser
from email.policy import Compat32
from itertools import count
from typing import Any, TypeAlias

LARGEST = 512 * 1024
"""Bytes of a notice: some times the largest letter, which may come back whole."""
PARTS = 40
"""Of a notice, with those of the letter that is in it."""
LONGEST_HEADER = 8 * 1024
IDS = 20
"""Message-IDs that one notice may be about."""

_ID = re.compile(r"<[!-;=?-~]{3,250}>")
_STATUS = re.compile(r"[45]\.\d{1,3}\.\d{1,3}(?!\S)")
_STATUSES = ("message/delivery-status", "message/global-delivery-status")
_HEADERS = ("text/rfc822-headers",)
_WHOLE = ("message/rfc822", "message/global", "message/global-headers")
_BLANK = re.compile(r"\r?\n\r?\n")

AnyMessage: TypeAlias = "Message[Any, Any]"


class Unreadable(Exception):
    """It is larger than a notice can be, or no parser makes anything of it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The Message-IDs that a notice may be about, and the status of what failed for good; else nothing."""

    about: tuple[str, ...]
    failed: str = ""


class _Limits(Compat32):
    """Headers as they came, none of them longer than one can be."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Take a header over. Raises: Unreadable."""
        if sum(map(len, sourcelines)) > LONGEST_HEADER:
            raise Unreadable("header")
        return super().header_source_parse(sourcelines)


def read(raw: bytes) -> Notice | None:
    """A notice of delivery, or None for what is none. Raises: Unreadable."""
    if len(raw) > LARGEST:
        raise Unreadable("size")
    policy = _Limits(message_factory=_counted())
    try:
        mail = BytesParser(policy=policy).parsebytes(raw)
        return _notice(mail, policy)
    except Unreadable:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a hostile mail does to a parser, the next is read
        raise Unreadable(type(error).__name__) from None


def _counted() -> Callable[..., AnyMessage]:
    """Makes the parts of one mail, up to the most that there may be: each counts, however deep it lies."""
    made = count(1)

    def part(policy: Any) -> AnyMessage:
        if next(made) > PARTS:
            raise Unreadable("parts")
        return Message(policy)

    return part


def _notice(mail: AnyMessage, policy: Compat32) -> Notice | None:
    kind = str(mail.get_param("report-type", "")).lower()
    if mail.get_content_type() != "multipart/report" or kind != "delivery-status":
        return None
    parts = _within(mail)
    statuses = [_status(block) for part in parts for block in _blocks(part, policy)]
    answered = (str(mail.get(name, "")) for name in ("In-Reply-To", "References"))
    returned = (str(header.get("Message-ID", "")) for part in parts for header in _returned(part, policy))
    about = _ID.findall(" ".join((*returned, *answered)))[:IDS]
    return Notice(tuple(dict.fromkeys(about)), next(filter(None, statuses), ""))


def _within(part: AnyMessage) -> list[AnyMessage]:
    held = part.get_payload()
    return [one for one in held if isinstance(one, Message)] if isinstance(held, list) else []


def _blocks(part: AnyMessage, policy: Compat32) -> Iterator[AnyMessage]:
    """What is said of each recipient, and first of the letter; each stands like the headers of a mail.

    In a notice beyond ASCII (RFC 6533) the standard library finds the first alone: the rest is its text.
    """
    if part.get_content_type() not in _STATUSES:
        return
    for block in _within(part):
        yield block
        rest = block.get_payload()
        for text in _BLANK.split(rest, PARTS) if isinstance(rest, str) else ():
            yield Parser(policy=policy).parsestr(text, headersonly=True)


def _status(block: AnyMessage) -> str:
    """The code of what failed for good: the server has given it up (RFC 3464, 2.3.3)."""
    action = str(block.get("Action", "")).split()
    status = _STATUS.match(str(block.get("Status", "")).strip())
    return status[0] if status and action and action[0].lower() == "failed" else ""


def _returned(part: AnyMessage, policy: Compat32) -> Iterator[AnyMessage]:
    """The headers of the letter that came back."""
    kind = part.get_content_type()
    if kind in _WHOLE:
        yield from _within(part)
    if kind in _HEADERS:
        held = part.get_payload(decode=True)
        text = held.decode("ascii", "replace") if isinstance(held, bytes) else ""
        yield HeaderParser(policy=policy).parsestr(text)
