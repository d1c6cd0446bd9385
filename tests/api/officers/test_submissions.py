"""Submissions that an officer files, as owner or on behalf, and documents that prove them."""

from typing import Any

import pytest

from rounds.state.keys import Key
from tests.api.acts import NOTE, OPENING, PANEL, ROUNDS, file, open_keys, opened, proposed, until, upload
from tests.conftest import Ronda
from tests.sound import PDF

ACCEPT = {"kind": "examine_request", "choice": "accept"}
AGREE = {"kind": "agree_panel", "choice": "agree"}


async def test_an_officer_answers_their_own_assignment_without_a_proof_and_it_is_theirs_s9(
    ronda: Ronda,
) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        await until(http, id, lambda told: told["open"])
        answer = await file(http, id, "examine_request:1", ACCEPT)
        assert (answer.status_code, answer.json()["state"]) == (200, "accepted")
        told = await until(http, id, lambda told: open_keys(told) == ["propose_panel:1"])
        body = (await http.get(f"{ROUNDS}/{id}/submissions/{answer.json()['id']}")).json()["body"]
        assert body == {**ACCEPT, "acknowledged": [], "reason": ""}
        nowhere = await http.get(f"{ROUNDS}/{id}/submissions/none")
        assert (nowhere.status_code, nowhere.json()["code"]) == (404, "not_found")
    assert told["step"] == "panel"
    opening, _, sent = told["submissions"]
    assert (sent["state"], sent["participant_id"]) == ("accepted", "responsible_officer")
    assert sent["officer_id"] == opening["officer_id"] != ""


async def test_on_behalf_of_its_owner_it_is_recorded_with_the_officer_and_the_proof(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        await proposed(http, id)
        bare = await file(http, id, "agree_panel:1", AGREE, by="focal_point")
        assert (bare.status_code, bare.json()["code"], bare.json()["field"]) == (
            422,
            "proof_missing",
            "proof",
        )
        foreign = await file(http, id, "agree_panel:1", AGREE, by="focal_point", proof="f" * 32)
        assert (foreign.status_code, foreign.json()["field"]) == (422, "proof")
        proof = await upload(http, id)
        answer = await file(http, id, "agree_panel:1", AGREE, by="focal_point", proof=proof)
        assert answer.status_code == 200, answer.text
        told = await until(http, id, lambda told: "answer_invitation" in str(open_keys(told)))
        sent = told["submissions"][-1]
        assert (sent["state"], sent["participant_id"], sent["proof"]) == ("accepted", "focal_point", proof)
        assert sent["officer_id"]
        key = next(key for key in open_keys(told) if key.startswith("answer_invitation"))
        accepts = {
            "kind": "answer_invitation",
            "choice": "accept",
            "ad_honorem": True,
            "institution_agrees": True,
            "conflict": "none",
        }
        candidate = Key.parse(key).about
        personal = await file(http, id, key, accepts, by=candidate, proof=proof)
        assert (personal.status_code, personal.json()["code"]) == (422, "only_in_person")


async def test_the_same_answer_twice_is_taken_once(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        await until(http, id, lambda told: told["open"])
        first = await file(http, id, "examine_request:1", ACCEPT)
        second = await file(http, id, "examine_request:1", ACCEPT)
        assert first.status_code == 200
        assert (second.status_code, second.json()["code"]) == (409, "already_answered")
        told = await until(http, id, lambda told: told["submissions"][2]["state"] != "received")
    states = [(s["state"], s["code"]) for s in told["submissions"]]
    assert states == [*[("accepted", "")] * 3, ("refused", "already_answered")]


@pytest.mark.parametrize(
    ("filing", "status", "code", "field"),
    [
        ({"key": "propose_panel:1"}, 409, "not_open", ""),
        ({"key": "examine_request:9"}, 409, "not_open", ""),
        (
            {"body": {"kind": "propose_panel", "seats": [], "coordinators": []}},
            422,
            "wrong_number_of_seats",
            "seats",
        ),
        ({"body": {**AGREE}}, 422, "wrong_kind", ""),
        ({"body": {"kind": "examine_request", "choice": "return"}}, 422, "reason_missing", "reason"),
        ({"body": {"kind": "examine_request"}}, 422, "choice_missing", "body.choice"),
        ({"body": {"kind": "examine_request", "choice": "maybe"}}, 422, "wrong_shape", "body.choice"),
        ({"body": {"kind": "waive", "reason": "x"}}, 422, "wrong_kind", "body.kind"),
        ({"body": {"kind": "open_round"}}, 422, "wrong_kind", "body.kind"),
        ({"body": "accept"}, 422, "wrong_shape", "body"),
        ({"body": None}, 422, "wrong_shape", "body"),
        ({"participant": "nobody"}, 422, "proof_missing", "proof"),
        ({"participant": 7}, 422, "wrong_shape", "participant"),
        ({"colour": "red"}, 422, "wrong_shape", "colour"),
        ({"key": "k" * 201}, 422, "wrong_shape", "key"),
        ({"key": "examine\x00"}, 422, "wrong_shape", "key"),
        ({"participant": "a\x00b"}, 422, "wrong_shape", "participant"),
    ],
)
async def test_a_wrong_filing_is_refused(
    ronda: Ronda, filing: dict[str, Any], status: int, code: str, field: str
) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        await until(http, id, lambda told: told["open"])
        usual = {"key": "examine_request:1", "participant": "responsible_officer", "body": ACCEPT}
        answer = await http.post(f"{ROUNDS}/{id}/submissions", json={**usual, **filing})
        assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (status, code, field)
        told = (await http.get(f"{ROUNDS}/{id}")).json()
    assert open_keys(told) == ["examine_request:1"]


async def test_the_focal_points_note_may_be_filed_for_them(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        id = await opened(http, note=None)
        await until(http, id, lambda told: told["open"])
        proof, document = await upload(http, id), await upload(http)
        documents = [{"title": "Framework", "file": document}]
        body = {"kind": "complete_request", **NOTE, "reference_documents": documents}
        answer = await file(http, id, "complete_request:1", body, by="focal_point", proof=proof)
        assert answer.status_code == 200, answer.text
        told = await until(http, id, lambda told: open_keys(told) == ["confirm_note:1"])
    assert told["initiative"] == NOTE["initiative"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.exe", b"MZ", "file_kind_refused"),
        ("a.pdf", b"hello", "file_not_what_it_says"),
        ("a.pdf", PDF + bytes(10 * 1024 * 1024), "file_too_large"),
    ],
)
async def test_a_document_that_is_not_admitted_is_refused(
    ronda: Ronda, name: str, content: bytes, code: str
) -> None:
    async with ronda.http(ronda.key) as http:
        answer = await http.post("/api/v1/uploads", files={"file": (name, content)})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, code, "file")


async def test_a_document_of_one_request_is_not_anothers(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        documents = [{"title": "Framework", "file": await upload(http)}]
        note = {**NOTE, "reference_documents": documents}
        first = await http.post(ROUNDS, json={**OPENING, "note": note})
        second = await http.post(ROUNDS, json={**OPENING, "note": note}, headers={"Accept-Language": "pt"})
        unknown = [{"title": "Framework", "file": "0" * 32}]
        third = await http.post(ROUNDS, json={**OPENING, "note": {**NOTE, "reference_documents": unknown}})
    where = "note.reference_documents.0.file"
    assert first.status_code == 201, first.text
    assert [(a.status_code, a.json()["code"], a.json()["field"]) for a in (second, third)] == [
        (422, "file_of_another", where),
        (422, "wrong_shape", where),
    ]
    assert second.json()["detail"] == "Este arquivo pertence a outro envio. Envie-o novamente."


MAIL = b"From: focal.point@ministry.example\r\nDate: Mon, 1 Mar 2027 12:00:00 +0000\r\n\r\nWe agree.\r\n"


async def test_s9_an_answer_by_mail_is_filed_with_the_mail_as_its_proof_and_no_document_is_a_mail(
    ronda: Ronda,
) -> None:
    async with ronda.http(ronda.key) as http:
        mail = await upload(http, name="Re: Ronda.eml", content=MAIL)
        note = {**NOTE, "reference_documents": [{"title": "Framework", "file": mail}]}
        refused = await http.post(ROUNDS, json={**OPENING, "note": note})
        id = await opened(http)
        await proposed(http, id)
        answer = await file(http, id, "agree_panel:1", AGREE, by="focal_point", proof=mail)
        assert answer.status_code in (200, 202), answer.text
        told = await until(http, id, lambda told: "answer_invitation" in str(open_keys(told)))
        sent = told["submissions"][-1]
    assert (sent["state"], sent["participant_id"], sent["proof"]) == ("accepted", "focal_point", mail)
    where = "note.reference_documents.0.file"
    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (
        422,
        "file_kind_refused",
        where,
    )


async def test_a_document_is_for_a_round_of_the_officers_own(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http, ronda.http(ronda.other_key) as other:
        id = await opened(http)
        await until(http, id, lambda told: told["open"])
        foreign = await other.post("/api/v1/uploads", files={"file": ("a.pdf", PDF)}, data={"round": id})
        assert foreign.status_code == 404
        theirs = await upload(other)
        answer = await file(http, id, "examine_request:1", ACCEPT, proof=theirs)
        refused = answer.json()
        assert (answer.status_code, refused["code"], refused["field"]) == (422, "file_of_another", "proof")
        assert PANEL["kind"] == "propose_panel"
