"""Notices of delivery as mail servers write them, and what a hostile mail may look like."""

from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import BytesParser
from email.policy import compat32
from typing import Any

FAILED = {"Action": "failed", "Status": "5.1.1", "Diagnostic-Code": "smtp; 550 5.1.1 no such user"}
DELAYED = {"Action": "delayed", "Status": "4.4.1"}
RELAYED = {"Action": "relayed", "Status": "2.0.0"}
DELIVERED = {"Action": "delivered", "Status": "2.0.0"}
GIVEN_UP = {"Action": "Failed (given up)", "Status": "4.4.7"}


def letter(message_id: str) -> bytes:
    """A letter as it came to the other server."""
    made = EmailMessage()
    made["From"] = "Ronda <ronda@b.example>"
    made["To"] = "a@b.example"
    made["Subject"] = "Ronda"
    made["Message-ID"] = message_id
    made.set_content("Text")
    made.add_alternative("<p>Text</p>", subtype="html")
    return made.as_bytes()


def notice(
    message_id: str, said: dict[str, str] = FAILED, *, returned: str = "message/rfc822", **headers: str
) -> bytes:
    """A notice about a letter: what is said of its one recipient, and the letter, or its headers alone."""
    made = MIMEMultipart("report", report_type="delivery-status")
    made["From"] = "MAILER-DAEMON@mail.example"
    made["To"] = "ronda@b.example"
    made["Subject"] = "Undelivered"
    made["Message-ID"] = "<bounce-1@mail.example>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.attach(MIMEText("Your letter <b>could</b> not be delivered.\n"))
    made.attach(status(said))
    if returned:
        made.attach(back(returned, letter(message_id)))
    return made.as_bytes()


def about(raw: bytes, said: dict[str, str] = FAILED) -> bytes:
    """A notice about a message as a server took it."""
    made = MIMEMultipart("report", report_type="delivery-status")
    made["Message-ID"] = "<later@mail.example>"
    made.attach(status(said))
    made.attach(MIMEMessage(BytesParser(policy=compat32).parsebytes(raw)))
    return made.as_bytes()


def status(said: dict[str, str]) -> Any:
    part = MIMEBase("message", "delivery-status")
    part.attach(block({"Reporting-MTA": "dns; mail.example"}))
    part.attach(block({"Final-Recipient": "rfc822; a@b.example", **said}))
    return part


def block(fields: dict[str, str]) -> EmailMessage:
    made = EmailMessage()
    for name, value in fields.items():
        made[name] = value
    return made


def back(kind: str, raw: bytes) -> Any:
    if kind == "message/rfc822":
        return MIMEMessage(BytesParser(policy=compat32).parsebytes(raw))
    headers = raw.partition(b"\n\n")[0].decode()
    return MIMEText(headers, "rfc822-headers")


def international(message_id: str) -> bytes:
    """A notice about an address beyond ASCII, as RFC 6533 has it."""
    return f"""\
From: MAILER-DAEMON@mail.example
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

señal@año.example no existe
--b
Content-Type: message/global-delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: utf-8; señal@año.example
Action: failed
Status: 5.1.1

--b
Content-Type: message/global-headers

To: señal@año.example
Message-ID: {message_id}

--b--
""".encode()


def nested(depth: int) -> bytes:
    """Parts in parts, and nothing at the bottom."""
    kind = b"Content-Type: multipart/report; report-type=delivery-status; boundary=b%d\n\n--b%d\n"
    return b"".join(kind % (n, n) for n in range(depth))


def letters_in_letters(depth: int) -> bytes:
    return b"Content-Type: message/rfc822\n\n" * depth


def flat(parts: int) -> bytes:
    head = b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
    return head + b"--b\n\nx\n" * parts + b"--b--\n"


def recipients(number: int) -> bytes:
    """A notice about so many recipients."""
    head = b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
    return head + b"Content-Type: message/delivery-status\n\n" + b"A: b\n\n" * number + b"--b--\n"


HOSTILE = {
    "ten thousand parts": flat(10_000),
    "a thousand parts in parts": nested(1000),
    "ten thousand letters in letters": letters_in_letters(10_000),
    "ten thousand recipients": recipients(10_000),
    "a header of 200,000 characters": b'Content-Type: multipart/report; boundary="'
    + b";" * 200_000
    + b"\n\n",
    "a header of a thousand lines": b"Content-Type: multipart/report\n" + b" ; a=b\n" * 5000 + b"\n",
    "a megabyte": b"Subject: large\n\n" + b"x" * 1024**2,
}
"""Each is put aside, and soon."""
BROKEN = {
    "nothing": b"",
    "no mail": b"\x00\xff\xfe" * 100,
    "no boundary": b"Content-Type: multipart/report; report-type=delivery-status\n\n--b\n\nx\n",
    "no end": notice("<1@b.example>")[:-700],
    "a kind that there is not": b"Content-Type: /;;=\n\nx",
    "a way that there is not": b"Content-Transfer-Encoding: none\nContent-Type: text/plain; charset=?\n\nx",
}
"""Each says nothing of any letter."""
