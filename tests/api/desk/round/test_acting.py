"""Acts on the desk: the form, what it would do, the act itself, once; and whatever may be wrong with it."""

import re

import pytest
from fastapi.routing import iter_route_contexts

from api.desk.round.acts import KNOWN
from api.officers.in_place import FILED
from api.officers.rehearsals import Rehearse
from api.officers.submissions import Filing
from rounds.registry import MODELS
from store.reads import rounds
from tests.api.desk.round.stage import OFFICER, Browser, Stage, act_form, plain
from tests.sound import PDF

EXAMINE = "/do/examine_request?key=examine_request:1&by=responsible_officer"


async def test_an_act_is_shown_with_its_letters_before_anything_is_sent_and_then_done_once(
    officer: Browser, stage: Stage
) -> None:
    form = await officer.page(EXAMINE)
    assert form.status_code == 200, plain(form)
    look = await officer.press(form, "look", choice="accept")
    assert look.status_code == 200, plain(look)
    text = plain(look)
    assert "Asked of the responsible officer of the secretariat" in text
    assert "Propose the panel" in text
    before = await stage.state()
    assert before.serial == 2
    done = await officer.press(look, "confirm")
    assert done.status_code == 303, plain(done)
    assert "/done/" in done.headers["location"]
    page = await officer.http.get(done.headers["location"])
    assert "It is done and recorded." in plain(page)
    again = await officer.press(look, "confirm")
    assert again.headers["location"] == done.headers["location"]
    assert (await stage.state()).serial == 3


async def test_an_act_on_a_round_that_changed_meanwhile_shows_what_changed_and_does_nothing(
    officer: Browser, stage: Stage
) -> None:
    look = await officer.press(await officer.page("/do/pause"), "look", reason="A cabinet change.")
    other = await officer.press(look, "confirm")
    assert other.status_code == 303
    mine = await officer.press(await officer.page("/do/resume"), "look", reason="It is over.")
    assert mine.status_code == 200
    theirs = await officer.press(await officer.page("/do/record_lessons"), "look", lessons__0="A lesson.")
    assert (await officer.press(theirs, "confirm")).status_code == 303
    told = await officer.press(mine, "confirm")
    assert told.status_code == 409
    assert "Nothing was done" in plain(told)
    assert (await stage.state()).paused
    assert (await officer.press(told, "confirm")).status_code == 303
    assert not (await stage.state()).paused


async def test_all_that_is_wrong_is_said_at_once_and_nothing_typed_is_lost(officer: Browser) -> None:
    form = await officer.page("/do/extend?key=examine_request:1")
    wrong = await officer.press(form, "look", due="someday", reason="")
    assert wrong.status_code == 422
    assert 'value="someday"' in wrong.text
    assert wrong.text.count('class="error"') == 2


async def test_p8_whoever_proposes_a_panel_sees_the_invitations_as_they_will_be_sent(
    officer: Browser, stage: Stage
) -> None:
    await stage.asks("propose_panel:1")
    form = await officer.page("/do/propose_panel?key=propose_panel:1&by=responsible_officer")
    assert form.status_code == 200
    people = (
        "Inés Uno; ines@registro.example; Chile; Registro Social\n\n"
        "Tom Two; tom@registry.example; Jamaica; Planning Institute; en\n\n"
        "Lead One; lead@dis.example; es\nSupport Two; support@dis.example; en"
    )
    filled = await officer.press(form, "people:seats", people=people)
    assert 'value="ines@registro.example"' in filled.text, plain(filled)
    points = {
        f"seats__{n}__candidates__0__points": ["technical_profile", "managing_teams", "similar_initiatives"]
        for n in (0, 1)
    }
    look = await officer.press(filled, "look", **points)
    assert look.status_code == 200, plain(look)
    text = plain(look)
    assert "Once others have agreed" in text
    assert "Inés Uno" in text
    assert "Tom Two" in text
    letters = re.findall(r'<div class="letter-text lines" lang="(\w+)">(.*?)</div>', look.text, re.DOTALL)
    languages = [language for language, _ in letters]
    assert languages.count("es") >= 2
    assert "en" in languages
    invitation = next(text for language, text in letters if "ad honorem" in text and language == "en")
    assert "ad honorem" in invitation
    assert "/a/…" in invitation
    async with stage.database.reading() as s:
        assert len(await rounds.people(s, stage.round)) == 4, "nobody was brought into the round by looking"


async def test_whatever_the_api_can_do_to_a_round_the_desk_can(stage: Stage) -> None:
    """The two lists, as the app and the desk have them."""
    sent = set(FILED)
    kinds = {model: kind for kind, model in MODELS.items()}
    for route in iter_route_contexts(stage.desk.app.routes):
        if not str(route.path).startswith("/api/v1/rounds/{round_id}/") or "POST" not in (
            route.methods or ()
        ):
            continue
        bodies = [p.field_info.annotation for p in route.dependant.body_params]
        assert bodies, route.path
        sent |= {kinds[body] for body in bodies if body not in (Filing, Rehearse)}
    assert {"extend", "withdraw", "move_visit", "add_papers", "propose_panel"} <= sent
    assert sent == KNOWN


async def test_s2_s3_an_auditor_acts_on_nothing_and_another_secretariats_round_is_not_there(
    officer: Browser, stage: Stage
) -> None:
    async with await stage.desk.signed_in("auditor") as http:
        page = await http.get(officer.base)
        assert page.status_code == 200
        assert "/do/" not in page.text
        assert (await http.get(f"{officer.base}/log")).status_code == 200
        assert (await http.get(f"{officer.base}{EXAMINE}")).status_code == 403
        token = re.search(r'name="token" value="(\w+)"', page.text)
        assert token
        told = await http.post(f"{officer.base}/do/pause", data={"token": token[1], "action": "confirm"})
        assert told.status_code == 403
    async with await stage.desk.signed_in("officer", "DPE") as http:
        for path in ("", "/letters", "/do/pause", "/dossier/request", EXAMINE):
            assert (await http.get(f"{officer.base}{path}")).status_code == 404, path
    assert (await stage.state()).serial == 2


async def test_what_there_is_not_is_said_on_a_page_of_the_desk(officer: Browser) -> None:
    for path in (
        "/do/nonsense",
        "/do/send_back",
        "/do/extend?key=nothing:1",
        "/do/correct_address?about=nobody",
        "/do/send_again?about=nothing",
        "/do/examine_request?key=examine_request:1&by=focal_point",
        "/letter?key=nothing",
        "/dossier/nonsense",
        "/files/nothing",
        "/report-1.pdf",
        "/done/nothing",
    ):
        page = await officer.page(path)
        assert page.status_code == 404, path
        assert "There is no such page" in plain(page), path


OWN = (
    ("propose_panel:1", OFFICER),
    ("add_candidate:expert-1:1", OFFICER),
    ("propose_dates:1", OFFICER),
    ("arrange_international:1", OFFICER),
    ("ready_visit:1", OFFICER),
    ("consolidate_report:1", OFFICER),
    ("decide_silence:1", OFFICER),
    ("mend_address:focal_point:1", OFFICER),
    ("complete_request:1", "focal_point"),
    ("confirm_note:1", "focal_point"),
    ("agree_panel:1", "focal_point"),
    ("set_agenda:1", "focal_point"),
    ("arrange_local:1", "focal_point"),
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_whatever_is_asked_of_the_officer_or_filed_for_others_has_its_form_on_the_desk(
    officer: Browser, stage: Stage
) -> None:
    for key, by in OWN:
        await stage.asks(key, "", by)
        page = await officer.page(f"/do/{key.split(':')[0]}?key={key}&by={by}")
        assert page.status_code == 200, (key, plain(page)[:400])
        assert ('name="proof"' in page.text) == (by != OFFICER), key
    for kind in ("pause", "withdraw", "add_papers", "record_lessons", "retry_batch"):
        assert (await officer.page(f"/do/{kind}")).status_code == 200, kind


async def test_s9_what_is_filed_for_somebody_needs_what_proves_it_and_says_so_beside_all_else(
    officer: Browser, stage: Stage
) -> None:
    await stage.asks("agree_panel:1", "", "focal_point")
    form = await officer.page("/do/agree_panel?key=agree_panel:1&by=focal_point")
    assert "Ana Focal" in plain(form)
    wrong = await officer.press(form, "look")
    assert wrong.status_code == 422
    assert wrong.text.count('class="error"') == 3
    file = {"proof": ("letter.pdf", PDF, "application/pdf")}
    pairs = dict(act_form(form.text).pairs) | {"choice": "agree", "why_filed": "By letter.", "action": "look"}
    look = await officer.http.post(str(form.request.url), data=pairs, files=file)
    assert look.status_code in (200, 409), plain(look)


MAIL = b"From: focal.point@ministry.example\r\nDate: Mon, 1 Mar 2027 12:00:00 +0000\r\n\r\nWe agree.\r\n"


async def test_s9_a_mail_proves_what_somebody_wrote_and_is_there_to_be_read(officer: Browser) -> None:
    form = await officer.page("/do/withdraw")
    assert ".eml" in form.text
    pairs = dict(act_form(form.text).pairs) | {"reason": "They wrote.", "action": "look"}
    file = {"proof": ("Re Ronda.eml", MAIL, "message/rfc822")}
    look = await officer.http.post(str(form.request.url), data=pairs, files=file)
    assert look.status_code == 200, plain(look)
    done = await officer.http.get((await officer.press(look, "confirm")).headers["location"])
    found = re.search(r'href="([^"]*/files/[^"]*)">Re Ronda.eml<', done.text)
    assert found, plain(done)
    kept = await officer.http.get(found[1])
    assert (kept.content, kept.headers["content-type"]) == (MAIL, "message/rfc822")
    assert kept.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in kept.headers["content-security-policy"]


async def test_what_an_officer_saves_of_their_own_task_is_there_when_they_come_back(officer: Browser) -> None:
    form = await officer.page(EXAMINE)
    saved = await officer.press(form, "save", reason="The note lacks a date.", choice="return")
    assert "Saved." in plain(saved)
    again = await officer.page("/do/examine_request?key=examine_request:1")
    assert "The note lacks a date." in again.text
    assert "checked" not in again.text, "what is decided by sending is not kept"


async def test_two_officers_on_one_form_the_second_reads_what_the_first_did(
    officer: Browser, stage: Stage
) -> None:
    async with await stage.desk.signed_in("head") as http:
        other = Browser(http, stage)
        at = "/do/extend?key=examine_request:1"
        mine = await officer.press(await officer.page(at), "look", reason="A holiday.")
        assert mine.status_code == 200, plain(mine)
        theirs = await other.press(await other.page(at), "look", reason="A holiday.")
        assert (await other.press(theirs, "confirm")).status_code == 303
        told = await officer.press(mine, "confirm")
    assert told.status_code in (409, 422)
    assert "Nothing was done" in plain(told)
    assert "Date or clock changed" in plain(told)
    assert "What moves with the date" in plain(mine)
