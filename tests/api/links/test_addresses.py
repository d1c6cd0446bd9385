"""An address belongs to a participation: what is corrected in one round is left alone in every other (S8)."""

from tests.api.acts import NOTE, ROUNDS, WHY, file, open_keys, until, upload
from tests.api.visitor import browser, letter_to, links_in, opened_for, text_of
from tests.conftest import Mail, Ronda


async def test_an_address_is_corrected_in_one_round_and_its_links_there_alone_end_s8_l6(
    ronda: Ronda, mail: Mail
) -> None:
    old, new = "was@addresses.example", "is@addresses.example"
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        here, there = await opened_for(officer, old), await opened_for(officer, old)
        links = {id: links_in(await letter_to(mail, old, _number(id))) for id in (here, there)}
        body = {"reason": WHY, "participant": "focal_point", "email": new}
        answer = await officer.post(f"{ROUNDS}/{here}/correct-address", json=body)
        assert answer.status_code == 200, answer.text
        fresh = links_in(await letter_to(mail, new))
        note = await letter_to(mail, old, "ha registrado otra dirección suya")
        gone = [(await http.get(link)).status_code for link in links[here]]
        works = [(await http.get(link)).status_code for link in (*fresh, *links[there])]
        told = await until(officer, here, lambda told: told["people"][0]["earlier_addresses"])
        other = await until(officer, there, lambda told: told["people"])
    assert (gone, set(works)) == ([404, 404], {200})
    assert (new in text_of(note), links_in(note)) == (False, [])
    (focal,) = [p for p in told["people"] if p["participant"] == "focal_point"]
    assert (focal["email"], focal["earlier_addresses"]) == (new, [old])
    (focal,) = [p for p in other["people"] if p["participant"] == "focal_point"]
    assert (focal["email"], focal["earlier_addresses"]) == (old, [])


def _number(round_id: str) -> str:
    """What the letters of a round are told apart by."""
    *_, year, number = round_id.split("-")
    return f"RIPSO {year}-{number}"


async def test_an_officers_mailbox_becomes_nobody_elses_and_what_an_officer_files_is_theirs_s9(
    ronda: Ronda,
) -> None:
    async with ronda.http(ronda.key) as officer:
        id = await opened_for(officer, "asks@addresses.example", NOTE)
        body = {"reason": WHY, "participant": "focal_point", "email": "officer@dgpe.example"}
        refused = await officer.post(f"{ROUNDS}/{id}/correct-address", json=body)
        await until(officer, id, lambda told: open_keys(told) == ["examine_request:1"])
        await file(officer, id, "examine_request:1", {"kind": "examine_request", "choice": "accept"})
        told = await until(officer, id, lambda told: open_keys(told) == ["propose_panel:1"])
    assert (refused.status_code, refused.json()["code"]) == (422, "officers_address")
    (focal,) = [p for p in told["people"] if p["participant"] == "focal_point"]
    assert focal["email"] == "asks@addresses.example"
    (opened, _, examined) = told["submissions"]
    assert (examined["kind"], examined["participant_id"]) == ("examine_request", "responsible_officer")
    assert examined["officer_id"] == opened["officer_id"] != ""


async def test_what_no_longer_acts_shows_its_record_and_nothing_of_others_l13(
    ronda: Ronda, mail: Mail
) -> None:
    async with ronda.http(ronda.key) as officer, browser(ronda) as http:
        paper = await upload(officer)
        documents = [{"title": "Law", "file": paper}]
        id = await opened_for(officer, "papers@addresses.example", {**NOTE, "reference_documents": documents})
        letter = await letter_to(mail, "officer@dis.example", _number(id))
        page = await http.get(links_in(letter)[0])
        document = f"{page.url}/documents/{paper}"
        acting = [await http.get(document), await http.get(f"{page.url}/agenda")]
        await file(officer, id, "examine_request:1", {"kind": "examine_request", "choice": "accept"})
        await until(officer, id, lambda told: open_keys(told) == ["propose_panel:1"])
        over = await http.get(str(page.url))
        gone = [await http.get(f"{page.url}/{path}") for path in (f"documents/{paper}", "questionnaire.xlsx")]
        language = await http.post(f"{page.url}/language", data={"action": "language:fr"})
        after = await http.get(str(page.url))
    assert [answer.status_code for answer in acting] == [200, 404]
    assert ("Law" in page.text, "Law" in over.text) == (True, False)
    assert [answer.status_code for answer in gone] == [404, 404]
    assert (language.status_code, after.text) == (409, over.text)
    assert ("Recorded. Thank you." in over.text, 'name="action"' in over.text) == (True, False)
