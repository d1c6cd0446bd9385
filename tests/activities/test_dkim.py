"""Letters that are signed by their domain: what arrives verifies, and a changed letter does not (E6)."""

import base64
import re
from dataclasses import replace

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from activities.dkim_signature import Dkim
from activities.email_message import message
from activities.smtp import MailServer, carry
from rounds.submissions.people import Contact
from templates.render import Rendered
from tests.activities.mail import Mailbox, serving
from tests.activities.world import World, opening

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FORMS = {"PKCS 8": PrivateFormat.PKCS8, "PKCS 1": PrivateFormat.TraditionalOpenSSL}
DOMAIN = "secretaría.example"
TOLD = "s1._domainkey.xn--secretara-n5a.example."
SAID = Rendered(subject="Señal", sender="OEA, DIS", pieces=("<p>Año<br>.<br>tras un punto</p>",), colon=":")
AGREE = opening("agree_panel:1", "focal_point", ["focal_point"])


def signing(form: PrivateFormat = PrivateFormat.PKCS8) -> Dkim:
    pem = KEY.private_bytes(Encoding.PEM, form, NoEncryption()).decode()
    return Dkim(key=pem, selector="s1", domain=DOMAIN)


def of_the_domain(name: bytes, timeout: int = 5) -> bytes:  # noqa: ARG001 - the library says how long
    """What the domain tells of its keys."""
    if name.decode() != TOLD:
        return b""
    der = KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)


def holds(raw: bytes) -> bool:
    try:
        return bool(dkim.DKIM(raw).verify(dnsfunc=of_the_domain))
    except dkim.ValidationError:
        return False


def arrived(mailbox: Mailbox) -> bytes:
    (envelope,) = mailbox.taken
    assert isinstance(envelope.content, bytes)
    return envelope.content


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize("address", ["a@b.example", "señal@año.example"])
async def test_a_letter_arrives_with_a_signature_that_verifies_e6(form: PrivateFormat, address: str) -> None:
    mailbox = Mailbox()
    to = Contact(name='Punto "Focal"', email=address, language="es")
    async with serving(mailbox) as server:
        signed = replace(server, dkim=signing(form))
        assert (await carry(signed, message(signed, "k", SAID, "es", to=to), address)).state == "sent"
    assert holds(arrived(mailbox))


async def test_a_letter_of_a_round_is_signed_e6(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    post = world.letters._post
    monkeypatch.setattr(post, "_server", replace(post._server, dkim=signing()))
    await world.commit(AGREE)
    assert holds(arrived(world.mailbox))


def signed(**headers: str) -> bytes:
    """A letter, signed, as it would travel."""
    server = MailServer("h", 25, f"Ronda <ronda@{DOMAIN}>", dkim=signing())
    to = Contact(name="A", email="a@b.example", language="es")
    letter = message(server, "k", SAID, "es", to=to, reply_to=to)
    for name, value in headers.items():
        letter[name.replace("_", "-")] = value
    assert server.dkim
    return server.dkim.signed(letter.as_bytes())


HEADERS = (
    *("From", "To", "Subject", "Date", "Message-ID", "Reply-To", "Auto-Submitted", "Content-Language"),
    *("MIME-Version", "Content-Type", "List-Unsubscribe", "List-Id"),
)


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_that_counts_can_be_changed_or_taken_out_e6(name: str) -> None:
    raw = signed(List_Unsubscribe="<mailto:a@b.example>", List_Id="<x.b.example>")
    head, _, body = raw.partition(b"\r\n\r\n")
    assert holds(raw)
    own = re.compile(rb"^%s: (?:.*?)(?=^\S|\Z)" % name.encode(), re.MULTILINE | re.DOTALL)
    assert len(own.findall(head)) == 1
    for instead in (b"", b"%s: other\r\n" % name.encode()):
        assert not holds(own.sub(instead, head) + b"\r\n\r\n" + body), instead


@pytest.mark.parametrize("name", ["From", "To", "Subject", "Date", "Message-ID", "Reply-To"])
def test_no_second_one_of_these_can_be_put_in_front_e6(name: str) -> None:
    assert not holds(f"{name}: other <x@b.example>\r\n".encode() + signed())


def test_a_changed_text_shows_and_one_that_servers_wrap_differently_does_not_e6() -> None:
    raw = signed()
    assert not holds(raw.replace(b"<p>", b"<b>"))
    assert holds(raw.replace(b"Subject: ", b"Subject:  ") + b"\r\n\r\n")


async def test_without_a_key_nothing_is_signed() -> None:
    mailbox = Mailbox()
    to = Contact(name="A", email="a@b.example", language="es")
    async with serving(mailbox) as server:
        await carry(server, message(server, "k", SAID, "es", to=to), "a@b.example")
    assert b"DKIM-Signature" not in arrived(mailbox)


def test_nobody_reads_the_key_in_what_a_program_says_of_itself() -> None:
    server = MailServer("h", 25, "r@b.example", password="pass-word", secret="the-secret", dkim=signing())
    assert not re.search(r"PRIVATE|pass-word|the-secret", repr(server))
