"""What an officer does in somebody's place takes a reason, and the proof where it answers for them (S9)."""

from typing import Any

import pytest

from api.desk.round.acts import KNOWN
from api.officers.in_place import FILED, LONGEST, missing, stands_in
from rounds.registry import KINDS, MODELS
from rounds.submissions.fields import marker, shape
from rounds.submissions.refusals import Refusal
from tests.api.acts import ROUNDS, WHY, file, opened, proposed, until, upload
from tests.conftest import Ronda

OWN = {
    *("extend", "pause", "resume", "waive", "send_again", "retry_batch", "skip_batch"),
    *("send_back", "add_questions", "add_papers", "add_findings", "withdraw_finding"),
    *("record_lessons", "move_visit", "decide_move", "ask_translations"),
}
"""What an officer does as the secretariat's own: the round's clocks, letters, questions and record."""
IN_PLACE = sorted(kind for kind, row in KINDS.items() if row.stands_in or row.is_answer)
OTHERS = KINDS.keys() - OWN - set(IN_PLACE)
PARTICIPANTS = {
    *("ask_again", "ask_more_time", "choose_language", "comment_framework", "reply_recommendations"),
}
"""What participants alone send."""


def test_s9_whatever_an_officer_may_send_is_their_own_or_in_somebodys_place() -> None:
    assert OWN | set(IN_PLACE) >= KNOWN
    assert OTHERS == PARTICIPANTS
    assert set(FILED) <= set(IN_PLACE)


@pytest.mark.parametrize("kind", IN_PLACE)
def test_s9_none_of_it_goes_without_a_reason_and_no_answer_without_its_proof(kind: str) -> None:
    how = stands_in(kind)
    lacking = [refusal.code for refusal in missing(how, " ", "")]
    answers = KINDS[kind].is_answer or KINDS[kind].stands_in == "answers"
    assert lacking == ([*(["proof_missing"] if answers else []), "reason_missing"])
    assert list(missing(how, WHY, "proof")) == []
    # The reason has a place: beside what is filed, in all else within it.
    assert kind in FILED or marker(shape(MODELS[kind])["reason"])


@pytest.mark.parametrize("kind", IN_PLACE)
def test_s9_of_what_is_an_officers_own_nothing_is_asked(kind: str) -> None:
    assert stands_in(kind, own=True) == ""
    # In the place of a colleague an officer still only answers with proof.
    colleague = stands_in(kind, role="responsible_officer")
    assert colleague == ("answers" if stands_in(kind) == "answers" else "")


@pytest.mark.parametrize("kind", sorted(OWN))
def test_what_is_the_secretariats_own_is_nobodys_place(kind: str) -> None:
    assert stands_in(kind) == ""


def test_a_reason_beside_what_is_filed_has_its_longest() -> None:
    (too_long,) = missing("answers", "x" * (LONGEST + 1), "proof", at="why_filed")
    assert isinstance(too_long, Refusal)
    assert (too_long.code, too_long.field) == ("text_too_long", "why_filed")


AT = "assignments/agree_panel:1"
SOMEBODY = {"name": "New", "email": "new@place.example", "language": "es"}
WITHOUT: dict[str, tuple[str, dict[str, Any]]] = {
    "withdraw": ("withdraw", {}),
    "delegate": (f"{AT}/delegate", {"delegate": SOMEBODY}),
    "end_delegation": (f"{AT}/end-delegation", {"participant": "delegate-1"}),
    "correct_address": ("correct-address", {"participant": "focal_point", "email": "new@place.example"}),
    "replace_person": ("replace-person", {"participant": "focal_point", "newcomer": SOMEBODY}),
    "withdraw_paper": ("papers/withdraw", {"paper": "1"}),
    "revise_agenda": ("revise-agenda", {"sessions": []}),
    "revise_international": ("revise-international", {"items": []}),
    "revise_local": ("revise-local", {"items": []}),
}
"""Where the API takes what is done in somebody's place, and a body without a reason."""


async def test_s9_the_api_takes_none_of_it_without_and_the_record_keeps_both(ronda: Ronda) -> None:
    assert {*WITHOUT, *FILED} == set(IN_PLACE)
    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        await proposed(http, id)
        proof = await upload(http, id)
        before = (await http.get(f"{ROUNDS}/{id}")).json()
        for kind, (where, body) in WITHOUT.items():
            bare = await http.post(f"{ROUNDS}/{id}/{where}", json=body, params={"proof": proof})
            assert (bare.status_code, bare.json()["code"], bare.json()["field"]) == (
                *(422, "reason_missing"),
                "reason",
            ), kind
        unproved = await http.post(f"{ROUNDS}/{id}/withdraw", json={"reason": WHY})
        assert (unproved.status_code, unproved.json()["code"]) == (422, "proof_missing")
        body = {"kind": "agree_panel", "choice": "agree"}
        silent = await file(http, id, "agree_panel:1", body, by="focal_point", proof=proof, reason=" ")
        assert (silent.status_code, silent.json()["code"]) == (422, "reason_missing")
        after = (await http.get(f"{ROUNDS}/{id}")).json()
        assert after["submissions"] == before["submissions"]

        filed = await file(http, id, "agree_panel:1", body, by="focal_point", proof=proof)
        assert filed.status_code in (200, 202), filed.text
        gone = await http.post(
            f"{ROUNDS}/{id}/withdraw", json={"reason": "Given up"}, params={"proof": proof}
        )
        assert gone.status_code in (200, 202), gone.text
        told = await until(http, id, lambda told: told["outcome"])
        first, last = told["submissions"][-2:]
        said = (await http.get(f"{ROUNDS}/{id}/submissions/{last['id']}")).json()
    assert (first["kind"], first["proof"], first["reason"]) == ("agree_panel", proof, WHY)
    assert (last["kind"], last["proof"], said["body"]["reason"]) == ("withdraw", proof, "Given up")
