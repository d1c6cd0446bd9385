"""Names and subjects that people typed, in the headers of letters (E4)."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import compat32, default

import pytest

from activities.headers import POLICY, Encoded, encoded, mailbox

FORGED = (
    "=?utf-8?q?Ana=0d=0aContent-Type:_text/html=0d=0a=0d=0a<a_href=x>?=",
    "=?utf-8?q?Ana=0d=0aBcc:_everybody=40example.org?=",
    "=?utf-8?b?QW5hDQpCY2M6IGV2ZXJ5Ym9keUBleGFtcGxlLm9yZw==?=",
    "Ana\r\nBcc: everybody@example.org",
    'Ana" <other@example.org>, "Eva',
    "Ana =?utf-8?q?=0d=0a?= Pérez",
)


def raw(name: str) -> bytes:
    letter = EmailMessage(policy=POLICY)
    letter["From"] = mailbox("From", "Ronda", "ronda@example.org")
    letter["To"] = mailbox("To", name, "ana@example.org")
    letter["Reply-To"] = mailbox("Reply-To", name, "officer@example.org")
    letter["Subject"] = Encoded(encoded("Subject", name))
    letter.set_content("Text")
    return letter.as_bytes()


@pytest.mark.parametrize("name", FORGED)
def test_what_is_typed_as_a_name_stays_a_name_whoever_reads_the_letter_e4(name: str) -> None:
    lines = raw(name).partition(b"\r\n\r\n")[0].split(b"\r\n")
    begun = [line.partition(b":")[0] for line in lines if not line.startswith(b" ")]
    assert begun == [
        b"From",
        b"To",
        b"Reply-To",
        b"Subject",
        b"Content-Type",
        b"Content-Transfer-Encoding",
        b"MIME-Version",
    ]
    # Read by the other of the library's two parsers, which decodes words only when it is asked to.
    letter = message_from_bytes(raw(name), policy=compat32)
    shown = " ".join(name.split())
    assert str(make_header(decode_header(letter["Subject"]))) == shown
    assert str(make_header(decode_header(letter["To"]))) == f"{shown} <ana@example.org>"
    assert str(make_header(decode_header(letter["Reply-To"]))) == f"{shown} <officer@example.org>"
    assert letter.get_payload() == "Text\r\n"


@pytest.mark.parametrize("character", ["\u202e", "\u200f", "\u2028", "\x00", "\x1b"])
def test_nothing_unseen_stands_in_a_header_e4(character: str) -> None:
    letter = message_from_bytes(raw(f"Ana{character}Pérez"), policy=compat32)
    assert str(make_header(decode_header(letter["Subject"]))) == "Ana Pérez"


def test_no_line_of_a_header_is_longer_than_mail_allows() -> None:
    lines = raw("Délégation permanente " * 20).partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert max(map(len, lines)) <= 78


def test_a_plain_name_can_be_read_in_the_raw_letter() -> None:
    assert b'To: "Ana Perez, DGPE" <ana@example.org>\r\n' in raw("Ana Perez, DGPE")


def test_a_french_subject_that_is_folded_has_no_space_too_many() -> None:
    subject = "RIPSO 2026-1 Paraguay\u00a0: Deux de vos tâches a été close\u00a0: Répondre au questionnaire"
    for parser in (compat32, default):
        letter = message_from_bytes(raw(subject), policy=parser)
        read = str(make_header(decode_header(letter["Subject"])))
        assert read.replace("\u00a0", " ") == subject.replace("\u00a0", " ")
