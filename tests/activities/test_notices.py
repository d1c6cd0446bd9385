"""Notices of delivery are read (RFC 3464), and nothing else of a mail that anybody may have written (E6)."""

import time
from email import message_from_bytes
from email.policy import default

import pytest

from activities import notices
from activities.notices import Notice, Unreadable
from tests.activities import notifying
from tests.activities.notifying import notice

ID = "<0123456789abcdef@b.example>"
SAID = {
    "failed for good": (notifying.FAILED, "5.1.1"),
    "given up after days": (notifying.GIVEN_UP, "4.4.7"),
    "delayed": (notifying.DELAYED, ""),
    "relayed": (notifying.RELAYED, ""),
    "delivered": (notifying.DELIVERED, ""),
    "a failure of success": ({"Action": "failed", "Status": "2.0.0"}, ""),
    "a status that is none": ({"Action": "failed", "Status": "5.1.1<b>x</b>"}, ""),
    "a status with words": ({"Action": "FAILED", "Status": "5.2.2 (mailbox full)"}, "5.2.2"),
    "no status": ({"Action": "failed"}, ""),
    "no action": ({"Status": "5.1.1"}, ""),
}


@pytest.mark.parametrize(("said", "failed"), SAID.values(), ids=SAID.keys())
def test_only_what_failed_for_good_is_a_failure_e6(said: dict[str, str], failed: str) -> None:
    assert notices.read(notice(ID, said)) == Notice((ID,), failed)


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_notice_is_about_the_letter_that_came_back_with_it_e6(returned: str) -> None:
    assert notices.read(notice(ID, returned=returned)) == Notice((ID,), "5.1.1")


@pytest.mark.parametrize("header", ["In_Reply_To", "References"])
def test_without_the_letter_it_is_about_what_it_answers_e6(header: str) -> None:
    found = notices.read(notice(ID, notifying.FAILED, returned="", **{header: f"<other@b.example> {ID}"}))
    assert found == Notice(("<other@b.example>", ID), "5.1.1")


def test_its_own_message_id_is_not_what_it_is_about_e6() -> None:
    assert notices.read(notice(ID, returned="")) == Notice((), "5.1.1")


def test_a_notice_about_an_international_address_is_read_e5_e6() -> None:
    assert notices.read(notifying.international(ID)) == Notice((ID,), "5.1.1")


def test_another_mail_is_no_notice_be_there_one_in_it_e6() -> None:
    answer = message_from_bytes(notifying.letter(ID), policy=default)
    answer["In-Reply-To"] = ID
    read = notice(ID).replace(b"delivery-status", b"disposition-notification", 1)
    forwarded = b"Content-Type: message/rfc822\n\n" + notice(ID)
    for raw in (answer.as_bytes(), read, forwarded):
        assert notices.read(raw) is None


@pytest.mark.parametrize("raw", notifying.HOSTILE.values(), ids=notifying.HOSTILE.keys())
def test_a_hostile_mail_is_refused_soon_e6(raw: bytes) -> None:
    began = time.process_time()
    with pytest.raises(Unreadable):
        notices.read(raw)
    assert time.process_time() - began < 5


@pytest.mark.parametrize("raw", notifying.BROKEN.values(), ids=notifying.BROKEN.keys())
def test_a_broken_mail_says_nothing_e6(raw: bytes) -> None:
    assert notices.read(raw) in (None, Notice((), ""))


@pytest.mark.parametrize("parser", [RecursionError(), ValueError("x"), LookupError("x")])
def test_whatever_a_parser_does_not_bear_is_unreadable_e6(
    parser: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise parser

    monkeypatch.setattr(notices, "_notice", breaks)
    with pytest.raises(Unreadable, match=type(parser).__name__):
        notices.read(notice(ID))
