"""Reads a caught letter, and tells it in the words of Mailpit's API."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.headerregistry import Address, AddressHeader
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime
from typing import Any, cast

_SNIPPET = 250


def parse(raw: bytes) -> EmailMessage:
    """Read the bytes that came over SMTP."""
    return message_from_bytes(raw, policy=policy.default)


def summary(letter: EmailMessage, identity: str, received: datetime, size: int) -> dict[str, Any]:
    """Return the letter's line in the list."""
    return {
        "ID": identity,
        "MessageID": _text(letter["Message-ID"]).strip("<> "),
        "Read": False,
        "From": next(iter(_addresses(letter, "From")), None),
        "To": _addresses(letter, "To"),
        "Cc": _addresses(letter, "Cc"),
        "Bcc": [],
        "ReplyTo": _addresses(letter, "Reply-To"),
        "Subject": _text(letter["Subject"]).strip(),
        "Created": received.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "Tags": [],
        "Size": size,
        "Attachments": len(attachments(letter)),
        "Snippet": " ".join(text(letter).split())[:_SNIPPET],
    }


def detail(letter: EmailMessage, line: dict[str, Any], return_path: str) -> dict[str, Any]:
    """Return the whole letter; `line` is its summary."""
    kept = {key: line[key] for key in line if key not in {"Read", "Created", "Attachments", "Snippet"}}
    return kept | {
        "ReturnPath": return_path,
        "Date": _date(letter) or line["Created"],
        "Text": text(letter),
        "HTML": html(letter),
        "Inline": [],
        "Attachments": attachments(letter),
    }


def headers(letter: EmailMessage) -> dict[str, list[str]]:
    """Return each header with all its values, in their order."""
    found: dict[str, list[str]] = {}
    for name, value in letter.items():
        found.setdefault(name, []).append(_text(value))
    return found


def text(letter: EmailMessage) -> str:
    """Return the plain text, empty if there is none."""
    return _content(letter, "plain")


def html(letter: EmailMessage) -> str:
    """Return the HTML, empty if there is none."""
    return _content(letter, "html")


def attachments(letter: EmailMessage) -> list[dict[str, Any]]:
    """Return what else the letter holds: files, and a calendar part, be it that it bears no file name."""
    return [
        {
            "PartID": number,
            "FileName": part.get_filename() or f"part-{number}.{_ending(part)}",
            "ContentType": part.get_content_type(),
            "ContentID": _text(part["Content-ID"]).strip("<> "),
            "Size": len(content(part)),
        }
        for number, part in _others(letter)
    ]


def attachment(letter: EmailMessage, number: str) -> EmailMessage | None:
    """Return one of the attachments by its PartID."""
    return dict(_others(letter)).get(number)


def content(part: MIMEPart) -> bytes:
    """Return a part's bytes, decoded."""
    return cast(bytes, part.get_payload(decode=True) or b"")


def _others(letter: EmailMessage) -> Iterator[tuple[str, EmailMessage]]:
    bodies = [letter.get_body((kind,)) for kind in ("plain", "html")]
    for number, part in enumerate(letter.walk()):
        if not part.is_multipart() and not any(part is body for body in bodies):
            yield str(number), part


def _ending(part: EmailMessage) -> str:
    return "ics" if part.get_content_type() == "text/calendar" else part.get_content_subtype()


def _content(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body((kind,))
    if not body:
        return ""
    charset = body.get_content_charset("utf-8")
    try:
        return content(body).decode(charset, "replace")
    except LookupError:
        return content(body).decode("utf-8", "replace")


def _addresses(letter: EmailMessage, header: str) -> list[dict[str, str]]:
    value = letter[header]
    found: tuple[Address, ...] = value.addresses if isinstance(value, AddressHeader) else ()
    return [{"Name": _text(one.display_name), "Address": _text(one.addr_spec)} for one in found]


def _text(value: object) -> str:
    """Read a header that came as bare UTF-8 (SMTPUTF8): the parser leaves its bytes as surrogates."""
    return str(value or "").encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _date(letter: EmailMessage) -> str | None:
    try:
        date = parsedate_to_datetime(_text(letter["Date"]))
    except ValueError:
        return None
    return (date if date.tzinfo else date.replace(tzinfo=UTC)).isoformat()
