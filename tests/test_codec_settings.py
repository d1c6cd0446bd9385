"""What the environment may say of the keys of payloads, and of the UI that shows them decrypted (N1, N2)."""

from base64 import b64encode

import pytest

import settings
from tests.test_settings import empty_environment

__all__ = ["empty_environment"]
NEW, OLD = (b64encode(letter * 32).decode() for letter in (b"n", b"o"))


def test_n1_keys_are_kept_by_their_ids_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEC_KEYS", f"2026.b:{NEW}, 2026-a:{OLD}")
    loaded = settings.load(required=())
    assert list(loaded.codec_keys.items()) == [("2026.b", b"n" * 32), ("2026-a", b"o" * 32)]
    assert NEW not in repr(loaded)
    assert "nnnn" not in repr(loaded)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://Temporal.Example/", "https://temporal.example"),
        ("https://temporal.example:443", "https://temporal.example"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://127.0.0.1:8233", "http://127.0.0.1:8233"),
    ],
)
def test_n2_the_origin_of_the_ui_is_kept_as_browsers_name_it(
    given: str, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEMPORAL_UI_ORIGIN", given)
    assert settings.load(required=()).temporal_ui_origin == kept


WRONG = [
    ("CODEC_KEYS", "2026"),
    ("CODEC_KEYS", NEW),
    ("CODEC_KEYS", f":{NEW}"),
    ("CODEC_KEYS", "2026:not-base64!"),
    ("CODEC_KEYS", f"2026:{b64encode(b'k' * 31).decode()}"),
    ("CODEC_KEYS", f"2026:{b64encode(b'k' * 33).decode()}"),
    ("CODEC_KEYS", f"2026:{NEW},"),
    ("CODEC_KEYS", f"2026:{NEW},2026:{OLD}"),
    ("CODEC_KEYS", f"2026:{NEW},2025:{NEW}"),
    ("CODEC_KEYS", f"two words:{NEW}"),
    ("TEMPORAL_UI_ORIGIN", "temporal.example"),
    ("TEMPORAL_UI_ORIGIN", "http://temporal.example"),
    ("TEMPORAL_UI_ORIGIN", "https://temporal.example/ui"),
    ("TEMPORAL_UI_ORIGIN", "*"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_stops_the_start_with_one_line_that_says_what_it_must_be_and_not_what_it_was(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as stop:
        settings.load(required=())
    said = settings.Settings.model_fields[name.lower()].description
    assert (stop.value.code, capsys.readouterr().err) == (2, f"Ronda cannot start: {name} {said}\n")
