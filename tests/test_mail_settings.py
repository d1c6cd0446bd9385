"""What the environment may say of bounces, and of what letters are signed with (E6, E8)."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

import settings


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(settings, "SECRETS_DIR", tmp_path / "none")


MAILBOXES = {
    "maildir:///var/mail/bounces": True,
    "imaps://bounces%40b.example:secret@mail.example/Returned": True,
    "imaps://bounces:secret@mail.example:1993": True,
    "imap://bounces:secret@127.0.0.1:1143/INBOX": True,
    # It would carry the password and the mails open.
    "imap://bounces:secret@mail.example/INBOX": False,
    "imaps://mail.example/INBOX": False,
    "imaps://bounces:secret@/INBOX": False,
    "imaps://bounces:secret@mail.example/%22": False,
    "maildir://host/folder": False,
    "maildir:///": False,
    "/var/mail/bounces": False,
    "pop3://bounces:secret@mail.example": False,
}


@pytest.mark.parametrize(("url", "taken"), MAILBOXES.items())
def test_a_mailbox_for_bounces_is_a_folder_or_an_encrypted_one_e6_e8(
    url: str, taken: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOUNCES_URL", url)
    if taken:
        assert settings.load(required=()).bounces_url == url
        return
    with pytest.raises(SystemExit):
        settings.load(required=())
    said = capsys.readouterr().err
    assert said.startswith("Ronda cannot start: BOUNCES_URL must be maildir:")
    assert "secret" not in said


def pem(bits: int = 2048, password: bytes = b"") -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    sealed = BestAvailableEncryption(password) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed).decode()


def test_letters_are_signed_for_the_domain_that_they_come_from_unless_one_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = pem()
    monkeypatch.setenv("MAIL_FROM", "Ronda <ronda@mail.b.example>")
    monkeypatch.setenv("DKIM_SELECTOR", "s1")
    monkeypatch.setenv("DKIM_KEY", key)
    loaded = settings.load(required=())
    assert (loaded.dkim_key, loaded.dkim_selector, loaded.dkim_domain) == (key, "s1", "mail.b.example")
    monkeypatch.setenv("DKIM_DOMAIN", "b.example")
    assert settings.load(required=()).dkim_domain == "b.example"
    assert "PRIVATE" not in repr(settings.load(required=()))


UNSIGNED = {
    "a key without a selector": ({"DKIM_KEY": pem()}, "DKIM_KEY"),
    "a selector without a key": ({"DKIM_SELECTOR": "s1"}, "DKIM_KEY"),
    "a short key": ({"DKIM_KEY": pem(1024), "DKIM_SELECTOR": "s1"}, "DKIM_KEY"),
    "a key with a password": ({"DKIM_KEY": pem(password=b"x"), "DKIM_SELECTOR": "s1"}, "DKIM_KEY"),
    "no key": ({"DKIM_KEY": "x", "DKIM_SELECTOR": "s1"}, "DKIM_KEY"),
    "another's domain": ({"MAIL_FROM": "r@b.example", "DKIM_DOMAIN": "c.example"}, "DKIM_DOMAIN"),
    "half a domain": ({"MAIL_FROM": "r@b.example", "DKIM_DOMAIN": "xample"}, "DKIM_DOMAIN"),
}


@pytest.mark.parametrize(("given", "named"), UNSIGNED.values(), ids=UNSIGNED.keys())
def test_what_letters_cannot_be_signed_with_stops_the_start_e6(
    given: dict[str, str],
    named: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        settings.load(required=())
    said = capsys.readouterr().err
    assert said.startswith(f"Ronda cannot start: {named} must be")
    assert "PRIVATE" not in said
