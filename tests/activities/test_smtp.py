"""One message to one server: sent, waiting, uncertain or refused (E1 to E5), against real servers."""

import socket
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from activities import smtp
from activities.smtp import Attempt, MailServer, carry, mail_server
from tests.activities.mail import Mailbox, serving

TEXT = "Año, señal, acción. ¿Sí?\n.\nlínea tras un punto\n"


def message(to: str) -> EmailMessage:
    letter = EmailMessage()
    letter["To"] = to
    letter["Subject"] = "Ronda: la invitación"
    letter.set_content(TEXT)
    return letter


ANSWERS = {
    "E1 taken": (Mailbox(), Attempt("sent"), 1),
    "E3 the address refuses for good": (Mailbox(rcpt="550 no such user"), Attempt("refused", "550"), 0),
    "E3 the message is refused for good": (Mailbox(data="554 no"), Attempt("refused", "554"), 1),
    "E3 the address waits": (Mailbox(rcpt="450 greylisted"), Attempt("waiting", "450"), 0),
    "E3 the message waits": (Mailbox(data="451 later"), Attempt("waiting", "451"), 1),
    "E3 a refused sender is no fault of the address": (
        Mailbox(mail="550 who are you"),
        Attempt("waiting", "550"),
        0,
    ),
    "E2 cut after the dot": (Mailbox(data="cut"), Attempt("uncertain", "disconnected"), 1),
    "E2 cut before the dot": (Mailbox(data="cut before"), Attempt("uncertain", "disconnected"), 0),
}


@pytest.mark.parametrize(("mailbox", "attempt", "arrived"), ANSWERS.values(), ids=ANSWERS.keys())
async def test_what_the_server_answers_decides_what_became_of_the_message(
    mailbox: Mailbox, attempt: Attempt, arrived: int
) -> None:
    async with serving(mailbox) as server:
        assert await carry(server, message("a@b.example"), "a@b.example") == attempt
    assert len(mailbox.taken) == arrived


async def test_a_server_that_is_down_leaves_the_message_waiting_e3() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        server = MailServer("127.0.0.1", taken.getsockname()[1], "ronda@b.example")
        attempt = await carry(server, message("a@b.example"), "a@b.example")
    assert attempt == Attempt("waiting", "unreachable")


async def test_an_answer_that_does_not_come_leaves_the_message_uncertain_e2(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT", 0.2)
    async with serving(Mailbox(data="late")) as server:
        attempt = await carry(server, message("a@b.example"), "a@b.example")
    assert attempt == Attempt("uncertain", "timeout")


async def test_a_server_that_answers_but_never_ends_leaves_the_message_uncertain_e2(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(smtp, "WHOLE", 0.2)
    async with serving(Mailbox(data="late")) as server:
        attempt = await carry(server, message("a@b.example"), "a@b.example")
    assert attempt == Attempt("uncertain", "timeout")


async def test_letters_arrive_whole_and_in_seven_bits_e5() -> None:
    mailbox = Mailbox()
    async with serving(mailbox) as server:
        await carry(server, message("a@b.example"), "a@b.example")
    (envelope,) = mailbox.taken
    assert isinstance(envelope.content, bytes)
    assert envelope.content.isascii()
    assert envelope.mail_from == "ronda@xn--secretara-n5a.example"
    assert message_from_bytes(envelope.content, policy=default).get_content() == TEXT


async def test_an_international_address_goes_to_a_server_that_knows_them_and_is_refused_by_another_e5() -> (
    None
):
    knows, other = Mailbox(), Mailbox()
    async with serving(knows) as server:
        assert await carry(server, message("señal@año.example"), "señal@año.example") == Attempt("sent")
    async with serving(other, utf8=False) as server:
        attempt = await carry(server, message("señal@año.example"), "señal@año.example")
    assert attempt == Attempt("refused", "smtputf8")
    assert [e.rcpt_tos for e in knows.taken] == [["señal@xn--ao-zja.example"]]
    assert other.taken == []


async def test_an_international_domain_needs_nothing_of_the_server_e5() -> None:
    mailbox = Mailbox()
    async with serving(mailbox, utf8=False) as server:
        assert await carry(server, message("a@año.example"), "a@año.example") == Attempt("sent")
    assert [e.rcpt_tos for e in mailbox.taken] == [["a@xn--ao-zja.example"]]


@pytest.mark.parametrize("address", ["", "nobody", "a@b.example\r\nRCPT TO:<c@d.example>", "a b@c.example"])
async def test_what_is_no_address_is_refused_before_anything_is_sent_e4(address: str) -> None:
    mailbox = Mailbox()
    async with serving(mailbox) as server:
        assert await carry(server, message("a@b.example"), address) == Attempt("refused", "address")
    assert mailbox.taken == []


URLS = {
    "smtp://127.0.0.1:1025?starttls=false": MailServer("127.0.0.1", 1025, "R <r@s>", starttls=False),
    "smtp://u%40x:p%3A@mail.example": MailServer(
        "mail.example", 587, "R <r@s>", username="u@x", password="p:"
    ),
    "smtps://mail.example": MailServer("mail.example", 465, "R <r@s>", tls=True, starttls=False),
    "smtp://mail.example:25?starttls=true": MailServer("mail.example", 25, "R <r@s>", starttls=True),
}


@pytest.mark.parametrize(("url", "server"), URLS.items())
def test_the_address_of_the_server_says_how_to_reach_it(url: str, server: MailServer) -> None:
    assert mail_server(url, "R <r@s>") == server
