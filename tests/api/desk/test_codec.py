"""The codec server of the Temporal UI (N2): for an auditor at the desk, from the UI's origin, on record."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from google.protobuf import json_format
from sqlmodel import select
from temporalio.api.common.v1 import Payload, Payloads

from api.app import create
from api.http.limits import DEFAULT, LIMITS
from store import session
from store.audit_log import Audit
from store.session import Database
from tests.api.desk.conftest import Desk
from tests.api.http.test_trouble import locked
from tests.conftest import settings_for
from workflows.codec import Codec

UI = "https://temporal.example"
KEYS = {"2026": b"n" * 32}
PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'{"choice":"accept"}')
DECODE, ENCODE = "/desk/codec/decode", "/desk/codec/encode"
FROM_THE_UI = {"Origin": UI, "Sec-Fetch-Site": "same-site", "Content-Type": "application/json"}
LETS = {"access-control-allow-origin": UI, "access-control-allow-credentials": "true", "vary": "Origin"}


@pytest.fixture
async def keyed(database: Database, database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """The desk of an app that has keys, and knows where the UI is."""
    made = settings_for(tmp_path, "127.0.0.1:1", 1, database_url=database_url)
    app = create(made.model_copy(update={"codec_keys": KEYS, "temporal_ui_origin": UI}))
    async with app.router.lifespan_context(app):
        yield Desk(app, database)


def said(*payloads: Payload) -> str:
    """Payloads as the UI sends them."""
    return json_format.MessageToJson(Payloads(payloads=payloads))


async def sealed(keys: dict[str, bytes] = KEYS) -> Payload:
    (payload,) = await Codec(keys).encode([PLAIN])
    return payload


async def asked(
    http: httpx2.AsyncClient, body: str | bytes, path: str = DECODE, **also: Any
) -> httpx2.Response:
    return await http.post(path, content=body, headers=FROM_THE_UI | also)


def lets(answer: httpx2.Response) -> dict[str, str]:
    """What an answer lets the page of another origin do."""
    return {
        name: value
        for name, value in answer.headers.items()
        if name.startswith("access-control-") or name == "vary"
    }


async def recorded(desk: Desk) -> list[Audit]:
    async with desk.database.reading() as s:
        return list(await s.exec(select(Audit).where(Audit.action == "payloads_decoded")))


async def test_n2_an_auditor_reads_in_the_ui_what_was_encrypted_and_what_was_not(keyed: Desk) -> None:
    async with await keyed.signed_in("auditor") as http:
        answer = await asked(http, said(await sealed(), PLAIN), f"{DECODE}?preserveStorageRefs=true")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert list(json_format.Parse(answer.content, Payloads()).payloads) == [PLAIN, PLAIN]
    assert lets(answer) == LETS
    assert answer.headers["cache-control"] == "no-store"


async def test_n2_who_reads_is_on_record_once_an_hour(keyed: Desk) -> None:
    async with await keyed.signed_in("auditor") as http, await keyed.signed_in("auditor", "DGPE") as other:
        for _ in range(3):
            assert (await asked(http, said(await sealed()))).status_code == 200
        # Another process knows nothing of the first, and the log has it once all the same.
        keyed.app.state.tools.remembered.forget()
        assert (await asked(http, said(await sealed()))).status_code == 200
        assert (await asked(other, said(await sealed()))).status_code == 200
    entries = await recorded(keyed)
    assert {(entry.round_id, entry.subject, str(entry.detail)) for entry in entries} == {("", "", "{}")}
    # The test may see two hours.
    hours = [(entry.actor, entry.at.replace(minute=0, second=0, microsecond=0)) for entry in entries]
    assert len(hours) == len(set(hours))
    assert len({actor for actor, _ in hours}) == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_n2_what_cannot_be_put_on_record_is_not_read(
    keyed: Desk, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "PATIENCE", 1)
    async with await keyed.signed_in("auditor") as http:
        with locked(database_url):
            answer = await asked(http, said(await sealed()))
        assert (answer.status_code, lets(answer)) == (503, LETS)
        assert base64.b64encode(PLAIN.data).decode() not in answer.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", ["officer", "head", "coordinator", "administrator"])
async def test_n2_nobody_else_reads_anything(keyed: Desk, role: str) -> None:
    body = said(await sealed(), PLAIN)
    async with await keyed.signed_in(role) as http, keyed.http() as nobody:
        for path in (DECODE, ENCODE):
            refused, unknown = await asked(http, body, path), await asked(nobody, body, path)
            assert (refused.status_code, unknown.status_code) == (403, 401)
            # So that the UI can say which it was.
            assert (lets(refused), lets(unknown)) == (LETS, LETS)
            assert base64.b64encode(PLAIN.data).decode() not in refused.text + unknown.text
    key = await keyed.key("auditor")
    async with keyed.http(Authorization=f"Bearer {key}") as program:
        assert (await asked(program, body)).status_code == 401
    assert await recorded(keyed) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "comes_from",
    [
        {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://other.temporal.example", "Sec-Fetch-Site": "same-site"},
        {"Origin": f"{UI}.elsewhere.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": f"{UI}:8443", "Sec-Fetch-Site": "same-site"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_n2_l10_a_page_of_another_origin_is_refused_and_reads_no_answer(
    keyed: Desk, comes_from: dict[str, str]
) -> None:
    async with await keyed.signed_in("auditor") as http:
        answer = await asked(http, said(await sealed()), **comes_from)
        assert (answer.status_code, lets(answer)) == (403, {})
        preflight = await http.options(DECODE, headers=comes_from)
        assert (preflight.status_code, lets(preflight)) == (405, {})
    assert await recorded(keyed) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_n2_l10_from_the_ui_nothing_else_is_taken_or_told(keyed: Desk) -> None:
    async with await keyed.signed_in("auditor") as http:
        for path in ("/desk/keys", "/desk/sign-out", "/desk/codec", "/api/v1/rounds", "/reports"):
            answer = await asked(http, "{}", path)
            assert (answer.status_code, lets(answer)) == (403, {}), path
            shown = await http.get(path, headers=FROM_THE_UI)
            assert [name for name in shown.headers if name.startswith("access-control-")] == [], path


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_n2_a_browser_is_told_beforehand_what_the_ui_may_send(keyed: Desk) -> None:
    async with keyed.http() as browser:
        answer = await browser.options(
            DECODE, headers={**FROM_THE_UI, "Access-Control-Request-Headers": "content-type,x-namespace"}
        )
    assert answer.status_code == 204
    assert lets(answer) == LETS | {
        "access-control-allow-methods": "POST",
        "access-control-allow-headers": "content-type, x-namespace",
        "access-control-max-age": "600",
    }


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "body",
    ["", "[]", "null", '{"payloads": 7}', '{"payloads": [7]}', '{"payloads": []}'],
)
async def test_n2_what_is_no_list_of_payloads_is_refused_in_words(keyed: Desk, body: str | bytes) -> None:
    async with await keyed.signed_in("auditor") as http:
        answer = await asked(http, body)
    assert answer.status_code == 400
    assert answer.text.startswith("This is not what a codec server is sent")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("body", ["nothing", "{", b"\xff"])
async def test_n2_what_is_no_json_is_refused_as_everywhere(keyed: Desk, body: str | bytes) -> None:
    async with await keyed.signed_in("auditor") as http:
        answer = await asked(http, body)
    assert answer.status_code == 422
    assert "JSON" in answer.text, answer.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_n2_what_cannot_be_decrypted_is_told_with_the_reason(keyed: Desk) -> None:
    altered = await sealed()
    altered.data = altered.data[:-1]
    async with await keyed.signed_in("auditor") as http:
        unknown = await asked(http, said(PLAIN, await sealed({"2019": b"x" * 32})))
        broken = await asked(http, said(altered))
    assert (unknown.status_code, broken.status_code) == (422, 422)
    assert "the key '2019', which is not among CODEC_KEYS" in unknown.text
    assert "it was altered" in broken.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_n2_nothing_is_encoded(keyed: Desk) -> None:
    async with await keyed.signed_in("auditor") as http:
        answer = await asked(http, said(PLAIN), ENCODE)
    assert (answer.status_code, lets(answer)) == (405, LETS)
    assert "none are encoded" in answer.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_n2_without_keys_the_page_says_so_and_without_an_origin_no_other_site_is_let_in(
    desk: Desk,
) -> None:
    async with await desk.signed_in("auditor") as http:
        own = await http.post(DECODE, content=said(PLAIN))
        other = await asked(http, said(PLAIN))
    assert own.status_code == 404
    assert "No CODEC_KEYS are set" in own.text
    assert (other.status_code, lets(other)) == (403, {})


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_n2_an_event_as_large_as_temporal_takes_it_is_decoded_and_a_larger_one_is_not(
    keyed: Desk,
) -> None:
    large = Payload(metadata={"encoding": b"json/plain"}, data=b'"' + b"a" * 2 * DEFAULT + b'"')
    (payload,) = await Codec(KEYS).encode([large])
    async with await keyed.signed_in("auditor") as http:
        answer = await asked(http, said(payload))
        too_large = await asked(http, "a" * (LIMITS["/desk/codec/"] + 1))
    assert list(json_format.Parse(answer.content, Payloads()).payloads) == [large]
    assert too_large.status_code == 413
