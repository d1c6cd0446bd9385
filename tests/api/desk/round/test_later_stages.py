"""Acts of the later steps on the desk: the panel, the visit, addresses, the matters of the file."""

import re

import pytest

from rounds.state.effects import Schedule
from rounds.state.round import Visit
from rounds.submissions.panel import AgreePanel
from rounds.submissions.visit import ArrangeInternational, ArrangeLocal, Item, SetAgenda
from tests.api.desk.round.stage import OFFICER, Browser, Stage, act_form, plain
from tests.rounds import scene
from tests.rounds.scene import CHILE, COLOMBIA, ENDS, STARTS
from tests.sound import PDF

pytestmark = [
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
    pytest.mark.usefixtures("visit"),
]
DONE = Item(what="Sala", owner="Protocolo", by=STARTS, state="done")


async def said(stage: Stage, key: str, by: str, body: object) -> None:
    """Somebody answers."""
    told = await stage.submit(round_id=stage.round, key=key, by=by, body=body)
    assert told.state == "accepted", told.refusal


@pytest.fixture
async def visit(stage: Stage) -> Stage:
    """A round with a panel whose visit has dates, an agenda and both lists."""
    await stage.asks("propose_panel:1")
    await said(stage, "propose_panel:1", OFFICER, scene.proposal())
    await said(stage, "agree_panel:1", "focal_point", AgreePanel(choice="agree"))
    for who in (CHILE, COLOMBIA):
        await stage.asks(f"answer_invitation:{who}", "candidate", who)
        await said(stage, f"answer_invitation:{who}", who, scene.acceptance())
    state = await stage.state()
    dated = scene.dated().visit
    assert isinstance(dated, Visit)
    state.visit, state.step = dated, "preparation"
    people = tuple(dict.fromkeys(p for held in state.roles.values() for p in held))
    await stage.writes(state, (Schedule(starts=STARTS, ends=ENDS, number=0, freeze=5, people=people),))
    for key, by, body in (
        ("set_agenda:1", "focal_point", SetAgenda(sessions=scene.sessions())),
        ("arrange_local:1", "focal_point", ArrangeLocal(items=(DONE,))),
        ("arrange_international:1", OFFICER, ArrangeInternational(items=(DONE,))),
    ):
        await stage.asks(key)
        await said(stage, key, by, body)
    return stage


async def test_v10_the_visit_is_moved_and_its_agenda_revised_from_the_round_page(officer: Browser) -> None:
    page = await officer.page()
    offered = set(re.findall(r"/do/(\w+)", page.text))
    assert {"revise_agenda", "revise_international", "revise_local", "move_visit", "leave_panel"} <= offered
    assert offered.isdisjoint({"decide_move", "withdraw_finding", "send_back"})
    form = await officer.page("/do/revise_agenda")
    bare = await officer.press(form, "look", sessions__0__venue="Salón B")
    assert (bare.status_code, bare.text.count('class="error"')) == (422, 1)
    look = await officer.press(form, "look", sessions__0__venue="Salón B", reason="They wrote.")
    assert look.status_code == 200, plain(look)
    assert "Ana Focal" in plain(look)
    assert (await officer.press(look, "confirm")).status_code == 303
    form = await officer.page("/do/move_visit")
    typed = {"windows__0__starts": "2027-06-14", "windows__0__ends": "2027-06-17", "reason": "Elections."}
    look = await officer.press(form, "look", **typed)
    assert look.status_code == 200, plain(look)
    asked = set(re.findall(r"Asked of the ([^,]*), until", plain(look)))
    assert {"focal point", "expert of the panel"} <= asked
    assert "If the visit is from 14 June 2027 to 17 June 2027" in plain(look)
    done = await officer.press(look, "confirm")
    assert done.status_code == 303
    assert (await officer.page("/do/decide_move")).status_code == 200


async def test_p8_an_expert_leaves_only_with_what_proves_it(officer: Browser) -> None:
    form = await officer.page(f"/do/leave_panel?by={CHILE}&about={CHILE}")
    assert form.status_code == 200
    assert 'name="proof"' in form.text


async def test_s8_an_address_is_corrected_and_the_page_says_who_is_written_to(officer: Browser) -> None:
    form = await officer.page("/do/correct_address?about=focal_point")
    assert "Ana Focal" in plain(form)
    wrong = await officer.press(form, "look", email="new.focal@ministry.example")
    assert (wrong.status_code, wrong.text.count('class="error"')) == (422, 1)
    typed = {"email": "new.focal@ministry.example", "reason": "It was misspelt."}
    look = await officer.press(form, "look", **typed)
    assert look.status_code == 200, plain(look)
    text = plain(look)
    assert "The links of Ana Focal end" in text
    assert (await officer.press(look, "confirm")).status_code == 303
    assert "new.focal@ministry.example" in plain(await officer.page())


@pytest.mark.parametrize("matter", ["request", "rules", "dates", "agenda", "arrangements_local", "papers"])
async def test_z6_each_matter_is_read_as_an_officer(officer: Browser, matter: str) -> None:
    page = await officer.page(f"/dossier/{matter}")
    assert page.status_code == 200
    assert "/l/" not in page.text


async def test_z2_whoever_withdraws_a_round_sees_everybody_who_will_be_told(officer: Browser) -> None:
    form = await officer.page("/do/withdraw")
    bare = await officer.press(form, "look")
    assert (bare.status_code, bare.text.count('class="error"')) == (422, 2)
    pairs = dict(act_form(form.text).pairs) | {"reason": "It is postponed.", "action": "look"}
    file = {"proof": ("letter.pdf", PDF, "application/pdf")}
    look = await officer.http.post(str(form.request.url), data=pairs, files=file)
    text = plain(look)
    assert "The visit is taken out of the calendars." in text
    told = re.findall(r"<summary>([^(<]*) \(", look.text)
    assert {"Ana Focal", "first", "third", "lead"} <= set(told)
    letter = re.findall(r'class="letter-text lines"[^>]*>(.*?)</div>', look.text, re.DOTALL)
    assert any("withdrawn" in text or "retirad" in text for text in letter)
