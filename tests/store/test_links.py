import hashlib
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import Signer

from store.links import Links, ref

KEY, OLD = "k" * 32, "o" * 32
LINKS = Links([KEY], "https://ronda.example/")
grants = st.binary(min_size=16, max_size=16).map(bytes.hex)
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@given(grants)
def test_a_token_leads_to_its_grant_and_is_always_the_same(grant: str) -> None:
    token = LINKS.token(grant)

    assert LINKS.grant_id(token) == grant
    assert Links([KEY], "http://127.0.0.1:8000").token(grant) == token
    assert LINKS.url(grant) == f"https://ronda.example/a/{token}"


@given(grants, st.data())
def test_any_changed_byte_leads_nowhere(grant: str, data: st.DataObject) -> None:
    token = LINKS.token(grant)
    at = data.draw(st.integers(0, len(token) - 1))
    byte = data.draw(st.characters().filter(lambda c: c != token[at]))

    assert LINKS.grant_id(token[:at] + byte + token[at + 1 :]) is None


def test_not_even_the_spare_bits_of_the_last_letter_can_be_changed() -> None:
    token = LINKS.token("0" * 32)

    accepted = [last for last in BASE64 if LINKS.grant_id(token[:-1] + last)]

    assert accepted == [token[-1]]


@given(grants, st.text(min_size=1, max_size=5), st.booleans())
def test_a_longer_or_shorter_token_leads_nowhere(grant: str, more: str, front: bool) -> None:
    token = LINKS.token(grant)

    assert LINKS.grant_id(more + token if front else token + more) is None
    assert LINKS.grant_id(token[: -len(more)]) is None


@given(st.text())
def test_what_was_never_signed_leads_nowhere(text: str) -> None:
    assert LINKS.grant_id(text) is None


@given(grants, st.text(max_size=10).filter(lambda salt: salt != "link"))
def test_what_was_signed_for_another_purpose_leads_nowhere(grant: str, salt: str) -> None:
    other = Signer(KEY, salt=salt.encode(errors="replace"), digest_method=hashlib.sha256)

    assert LINKS.grant_id(other.sign(grant).decode()) is None


def test_what_was_signed_with_a_weaker_digest_leads_nowhere() -> None:
    weaker = Signer(KEY, salt="link", digest_method=hashlib.sha1)

    assert LINKS.grant_id(weaker.sign("0" * 32).decode()) is None


def test_an_old_link_works_after_rotation_and_dies_when_its_key_is_dropped() -> None:
    grant = secrets.token_hex(16)
    sent = Links([OLD], "https://ronda.example").token(grant)
    rotated = Links([KEY, OLD], "https://ronda.example")

    assert rotated.grant_id(sent) == grant
    assert rotated.token(grant) == LINKS.token(grant) != sent
    assert LINKS.grant_id(sent) is None


def test_links_without_a_key_are_not_made() -> None:
    with pytest.raises(ValueError, match="key"):
        Links([], "https://ronda.example")


def test_the_name_of_the_clean_address_opens_nothing() -> None:
    grant = secrets.token_hex(16)

    assert ref(grant) == hashlib.sha256(grant.encode()).hexdigest()[:16]
    assert LINKS.grant_id(ref(grant)) is None
