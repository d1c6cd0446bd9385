"""The letterhead is the secretariat's of today: set on the desk, carried by the next letter, never lost."""

from typing import Any

import pytest
from sqlmodel import select

from activities.written import written
from api.desk.words.letterhead import faults, typed_of
from methodologies.loader import methodology
from rounds.submissions.people import LANGUAGES
from store import letterheads
from store.audit_log import Audit
from store.letterheads import Letterhead
from store.tables import Secretariat
from tests.api.desk.conftest import title_of
from tests.api.desk.round.stage import plain
from tests.api.desk.words.conftest import Writer
from tests.templates.browser import form_of

ADDRESS = "/desk/secretariat"
NAMES = {f"names.{code}": f"House of {code}" for code in LANGUAGES}
SIGNATURES = {f"signatures.{code}": f"Signed in {code}" for code in LANGUAGES}
WHOLE = {
    **NAMES,
    **SIGNATURES,
    "email": "house@dis.example",
    "telephone": "+1 202 370 0000",
    "address": "1889 F Street NW\r\n\r\n  Washington, D.C. 20006 \r\n",
}


async def save(head: Writer, typed: dict[str, str], **more: str) -> Any:
    page = await head.http.get(ADDRESS)
    pairs = dict(form_of(page.text[page.text.rindex('action="/desk/secretariat"') :]).pairs)
    return await head.http.post(ADDRESS, data={**pairs, **typed, **more})


async def sent(head: Writer) -> str:
    tools = head.stage.desk.app.state.tools
    key = await head.letter("assignment")
    made = await written(tools.database, tools.renderer, tools.links, key)
    assert made
    return f"{made[2].sender}\n{made[2].text}"


async def test_the_next_letter_carries_the_letterhead_of_a_round_that_has_begun_too(head: Writer) -> None:
    before = await sent(head)
    assert "Department of Social Inclusion" in before
    assert "Telephone" not in before
    saved = await save(head, WHOLE)
    assert (saved.status_code, saved.headers["location"]) == (303, f"{ADDRESS}?done=letterhead_saved")
    letter = await sent(head)
    assert letter.startswith("OAS - House of en\n")
    assert "Department of Social Inclusion" not in letter
    assert "Signed in en\nHouse of en\nOrganization of American States" in letter
    assert letter.rstrip().endswith(
        "1889 F Street NW\nWashington, D.C. 20006\nTelephone: +1 202 370 0000\nhouse@dis.example"
    )
    page = await head.http.get(saved.headers["location"])
    assert "The letterhead is saved." in plain(page)
    # The desk is called so, too.
    assert "House of en" in page.text.partition("</header>")[0]
    async with head.stage.database.reading() as s:
        (entry,) = (await s.exec(select(Audit).where(Audit.action == "letterhead_set"))).all()
        assert (entry.subject, set(entry.detail)) == ("DIS", {"letterhead"})
        (kept,) = await letterheads.before(s, "DIS")
        assert kept.by.name == "The head.dis"
        assert kept.said == letterheads.today(
            (await s.exec(select(Secretariat).where(Secretariat.id == "DIS"))).one()
        )
    assert (await save(head, WHOLE)).headers["location"] == f"{ADDRESS}?done=letterhead_same"


async def test_what_is_left_empty_is_what_the_methodologys_file_says(head: Writer) -> None:
    await save(head, WHOLE)
    await save(head, dict.fromkeys(WHOLE, ""))
    letter = await sent(head)
    assert letter.startswith("OAS - Department of Social Inclusion\n")
    assert "Telephone" not in letter
    page = await head.http.get(ADDRESS)
    assert "If left empty: Department of Social Inclusion" in plain(page)
    assert plain(page).count("The head.dis") == 3  # at the head, and once for each change


async def test_two_officers_on_one_letterhead_are_shown_both(head: Writer) -> None:
    await save(head, WHOLE)
    late = await save(head, {**WHOLE, "telephone": "2"}, based_on="")
    assert (late.status_code, title_of(late)) == (409, "Letterhead of the secretariat")
    assert "the letterhead has changed meanwhile" in plain(late)
    assert 'value="2"' in late.text
    assert "+1 202 370 0000" in await sent(head)


@pytest.mark.parametrize(
    ("typed", "field", "why"),
    [
        ({"names.es": "Only one"}, "names.en", "in_all"),
        ({**NAMES, "names.fr": "www.evil.example"}, "names.fr", "address"),
        ({**NAMES, "names.pt": "x" * 201}, "names.pt", "too_long"),
        ({**SIGNATURES, "signatures.en": "a\nb"}, "signatures.en", "one_line"),
        ({**SIGNATURES, "signatures.en": "a\u202eb"}, "signatures.en", "unseen"),
        ({"email": "nobody"}, "email", "email"),
        ({"email": "a@b.example, c@d.example"}, "email", "email"),
        ({"telephone": "1\r\n2"}, "telephone", "one_line"),
        ({"address": "\n".join("1234567")}, "address", "lines"),
    ],
)
def test_what_cannot_stand_on_a_letter_is_refused(typed: dict[str, str], field: str, why: str) -> None:
    assert {name: code for name, (code, _) in faults(typed_of(typed)).items()} == {field: why}


async def test_a_refusal_is_said_and_nothing_is_saved(head: Writer) -> None:
    refused = await save(head, {"email": "nobody", "telephone": "7"})
    assert refused.status_code == 422
    assert plain(refused).count("This is no email address.") == 2
    assert 'value="nobody"' in refused.text
    async with head.stage.database.reading() as s:
        assert (await s.exec(select(Secretariat.letterhead).where(Secretariat.id == "DIS"))).one() == {}


@pytest.mark.parametrize("role", ["officer", "auditor"])
async def test_others_read_the_letterhead(head: Writer, role: str) -> None:
    await save(head, WHOLE)
    async with await head.stage.desk.signed_in(role) as http:
        page = await http.get(ADDRESS)
        assert "House of pt" in plain(page)
        assert 'action="/desk/secretariat"' not in page.text


def test_a_name_is_todays_else_the_pinned_one_else_the_first() -> None:
    house = Secretariat(id="DIS", name="First")
    pinned = methodology("ripso").secretariat_names
    assert letterheads.name_of(house, {}, "en") == "First"
    assert letterheads.name_of(house, pinned, "en") == "Department of Social Inclusion"
    house.letterhead = {"names": {"en": "Today"}}
    assert letterheads.name_of(house, pinned, "en") == "Today"
    assert letterheads.today(house) == Letterhead(names={"en": "Today"})
