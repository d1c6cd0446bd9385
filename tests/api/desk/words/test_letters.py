"""Words of letters are changed on the desk: shown as they are, refused in words, kept with their history."""

import re
from typing import Any

import pytest
from sqlmodel import select

from activities.written import written
from api.intake.engine import Away, Engine
from store.audit_log import Audit
from store.desk_tables import RoundNote
from store.specimens import Specimen
from store.tables import Letter
from store.wordings import Wording
from templates.own_words import PAGES
from tests.api.desk.conftest import Desk, title_of, token_of
from tests.api.desk.round.stage import plain
from tests.api.desk.words.conftest import Writer, field, pairs

EXAMINE = (
    "Please examine the request: accept it, return it saying what is missing, or decline it with a reason."
)
SUBJECT = "%(task)s, by %(day)s"
OWN = "Kindly look into the request & say what is to become of it."


async def rows(desk: Desk, table: Any) -> list[Any]:
    async with desk.database.reading() as s:
        return list((await s.exec(select(table))).all())


async def sent(head: Writer, template: str = "assignment") -> str:
    """A letter of the round, as it goes out now."""
    tools = head.stage.desk.app.state.tools
    made = await written(tools.database, tools.renderer, tools.links, await head.letter(template))
    assert made
    return f"{made[2].subject}\n{made[2].text}\n{made[2].html}"


async def test_every_letter_is_listed_and_opens_in_each_language(head: Writer) -> None:
    page = await head.http.get("/desk/words")
    assert title_of(page) == "Words of letters"
    links = set(re.findall(r'href="(/desk/words/[^"]+)"', page.text))
    assert len(links) == 4 * len(PAGES)
    for link in links:
        shown = await head.http.get(link)
        assert shown.status_code == 200, link
        assert len(re.findall("<textarea", shown.text)) >= 2, link


async def test_a_sentence_that_was_changed_stands_in_the_letters_that_go_out_from_then_on(
    head: Writer,
) -> None:
    assert EXAMINE in await sent(head)
    page = await head.page("tasks")
    saved = await head.press(page, "save", {field(page, EXAMINE): f"  {OWN} \r\n"})
    assert (saved.status_code, saved.headers["location"]) == (
        303,
        "/desk/words/tasks?language=en&done=words_saved",
    )
    shown = await head.http.get(saved.headers["location"])
    assert "The words are saved." in plain(shown)
    assert f"Said before: {EXAMINE}" in plain(shown)
    letter = await sent(head)
    assert EXAMINE not in letter
    assert OWN in letter
    assert "&amp; say" in letter
    listed = await head.http.get("/desk/words")
    assert plain(listed).count("(One sentence changed)") == 1
    (row,) = await rows(head.stage.desk, Wording)
    (entry,) = [one for one in await rows(head.stage.desk, Audit) if one.action.startswith("wording")]
    assert (entry.action, entry.actor, entry.subject) == ("wording_set", row.officer_id, "tasks")
    assert entry.detail == {"language": "en", "methodology": "", "wording": row.id}
    assert OWN not in str(entry.detail)


async def test_words_of_another_secretariat_or_language_or_methodology_say_nothing_here(head: Writer) -> None:
    page = await head.page("tasks", "fr")
    await head.press(
        page, "save", {field(page, pairs(page)[field_of_examine(page)]): "Veuillez examiner : tout."}
    )
    async with await head.stage.desk.signed_in("head", "DGPE") as other:
        writer = Writer(other, head.stage)
        page = await writer.page("tasks")
        assert (
            await writer.press(page, "save", {field(page, EXAMINE): "Of another house."})
        ).status_code == 303
        assert (await writer.page("tasks", methodology="ripso")).status_code == 404
    assert EXAMINE in await sent(head)
    assert (await head.page("tasks", methodology="mecigep")).status_code == 404


def field_of_examine(page: Any) -> str:
    """The third sentence of what is asked, in whatever language."""
    return [name for name in pairs(page) if name.endswith(".0")][2]


async def test_words_for_a_methodology_come_before_those_for_all(head: Writer) -> None:
    for methodology, text in (("", "Said for all."), ("ripso", "Said for one.")):
        page = await head.page("tasks", methodology=methodology)
        name = field_of_examine(page)
        await head.press(page, "save", {name: text})
    assert "Said for one." in await sent(head)
    page = await head.page("tasks", methodology="ripso")
    assert "Said before: Said for all." in plain(page)
    back = await head.press(page, f"original:{field_of_examine(page).partition('.')[0]}")
    assert "The sentence says again what it said before." in plain(back)
    assert "Said for all." in await sent(head)


async def test_back_to_what_was_said_before_keeps_what_else_was_typed_and_the_history(head: Writer) -> None:
    page = await head.page("tasks")
    name = field(page, EXAMINE)
    await head.press(page, "save", {name: "First."})
    await head.press(await head.page("tasks"), "save", {name: "Second."})
    page = await head.page("tasks")
    other = next(n for n in pairs(page) if n.endswith(".0") and n != name)
    back = await head.press(page, f"original:{name.partition('.')[0]}", {other: "Typed and not saved."})
    assert back.status_code == 200
    assert pairs(back)[name] == EXAMINE
    assert pairs(back)[other] == "Typed and not saved."
    assert EXAMINE in await sent(head)
    told = plain(back)
    assert told.count("changed again by The head.dis") == 1
    assert told.count("taken back by The head.dis") == 1
    kept = await rows(head.stage.desk, Wording)
    assert [(row.forms, row.ended_at is not None) for row in sorted(kept, key=lambda row: row.at)] == [
        (["First."], True),
        (["Second."], True),
    ]
    actions = [one.action for one in await rows(head.stage.desk, Audit) if one.action.startswith("wording")]
    assert actions == ["wording_set", "wording_set", "wording_ended"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "There is no text."),
        ("By when", "This is missing, in whose place the letter sets its own words: %(task)s, %(day)s"),
        ("%(task)s, by %(day)s, %(hour)s", "The letter has nothing to set in the place of this: %(hour)s"),
        ("%(task)s, by %(day), 100 %", "A percent sign stands only in what the letter fills in"),
        ("%(task)s <b>by</b> %(day)s", "Plain words are asked for"),
        ("%(task)s, {{ round.id }} by %(day)s", "Plain words are asked for"),
        ("%(task)s &lt;by %(day)s", "Plain words are asked for"),
        ("%(task)s by \u202e%(day)s", "There are characters in it that cannot be seen."),
        ("%(task)s by \x07%(day)s", "There are characters in it that cannot be seen."),
        ("%(task)s by %(day)s" + "x" * 2000, "The text is too long: 2,000 characters at most."),
    ],
)
async def test_words_that_cannot_stand_in_the_letter_are_refused_in_words_and_kept_as_typed(
    head: Writer, text: str, why: str
) -> None:
    page = await head.page("assignment")
    name = field(page, SUBJECT)
    for action in ("save", "look", "test"):
        refused = await head.press(page, action, {name: text, "round": head.stage.round})
        assert refused.status_code == 422
        assert plain(refused).count(why) == 2
        assert pairs(refused)[name] == text
        assert 'aria-invalid="true"' in refused.text
    assert await rows(head.stage.desk, Wording) == []
    assert await rows(head.stage.desk, Specimen) == []


async def test_where_a_number_decides_both_forms_are_changed_and_the_one_may_say_it_in_a_word(
    head: Writer,
) -> None:
    page = await head.page("reminder")
    one = field(page, "Reminder: one task awaits you")
    many = f"{one.partition('.')[0]}.1"
    refused = await head.press(page, "save", {one: "Just one", many: "Several"})
    assert "This is missing, in whose place the letter sets its own words: %(count)s" in plain(refused)
    saved = await head.press(page, "save", {one: "Just one", many: "%(count)s of them"})
    assert saved.status_code == 303
    (row,) = await rows(head.stage.desk, Wording)
    assert row.forms == ["Just one", "%(count)s of them"]


async def test_two_officers_on_one_page_are_shown_both_and_the_next_saving_decides(head: Writer) -> None:
    page = await head.page("tasks")
    name = field(page, EXAMINE)
    assert (await head.press(page, "save", {name: "The first."})).status_code == 303
    late = await head.press(page, "save", {name: "The second."})
    assert late.status_code == 409
    assert "Nothing was saved: the words have changed meanwhile" in plain(late)
    assert "Holds now: The first." in plain(late)
    assert "The first." in await sent(head)
    assert (await head.press(late, "save")).status_code == 303
    assert "The second." in await sent(head)


async def test_words_whose_sentence_is_gone_are_not_used_and_the_page_says_so(head: Writer) -> None:
    page = await head.page("tasks")
    await head.press(page, "save", {field(page, EXAMINE): "For what was."})
    async with head.stage.database.writing() as s:
        row = (await s.exec(select(Wording))).one()
        row.message, row.key = "A sentence that was.", "0" * 16
        s.add(row)
    assert EXAMINE in await sent(head)
    page = await head.page("tasks")
    assert "Words that are not used" in plain(page)
    assert "For what was." in plain(page)
    gone = await head.press(page, f"original:{'0' * 16}")
    assert "Words that are not used" not in plain(gone)


async def test_a_letter_of_a_real_round_is_looked_at_before_anything_is_saved(head: Writer) -> None:
    page = await head.page("tasks", "fr")
    name = field_of_examine(page)
    typed = {name: "Veuillez examiner la demande : c'est tout.", "round": head.stage.round}
    before = [await rows(head.stage.desk, table) for table in (Letter, Audit, RoundNote)]
    looked = await head.press(page, "look", typed)
    assert looked.status_code == 200
    told = plain(looked)
    assert "As the letter would read" in told
    # The language is the page's, and its signs are set.
    assert "Veuillez examiner la demande\u00a0: c\u2019est tout." in looked.text
    assert "RIPSO 2026-1 Paraguay" in told or "RIPSO" in told
    assert not re.search(r"/a/[\w.=-]{20,}", looked.text), "a link of somebody else's"
    assert "srcdoc=" in looked.text
    assert re.search(r"style-src 'self' 'sha256-[^']+'", looked.headers["content-security-policy"])
    assert await rows(head.stage.desk, Wording) == []
    assert [await rows(head.stage.desk, table) for table in (Letter, Audit, RoundNote)] == before


async def test_a_round_is_asked_for_and_only_one_of_ones_own(head: Writer) -> None:
    page = await head.page("tasks")
    for chosen in ("", "round-of-nobody", "é"):
        looked = await head.press(page, "look", {"round": chosen})
        assert "Please choose the round whose letter is to be shown." in plain(looked)
    async with await head.stage.desk.signed_in("head", "DGPE") as other:
        writer = Writer(other, head.stage)
        looked = await writer.press(await writer.page("tasks"), "look", {"round": head.stage.round})
        assert "Please choose the round whose letter is to be shown." in plain(looked)
        assert "srcdoc" not in looked.text
    looked = await head.press(await head.page("visit"), "look", {"round": head.stage.round})
    assert "This round has no such letter yet." in plain(looked)


async def test_a_letter_of_no_round_is_shown_with_none(head: Writer) -> None:
    page = await head.page("sign_in")
    assert "This letter belongs to no round" in plain(page)
    assert head.stage.round not in page.text
    name = field(page, "Sign in")
    assert (await head.press(page, "save", {name: "Come in"})).status_code == 303


async def test_an_administrator_changes_words_and_reads_no_round(head: Writer) -> None:
    async with await head.stage.desk.signed_in("administrator") as http:
        writer = Writer(http, head.stage)
        page = await writer.page("tasks")
        assert head.stage.round not in page.text
        looked = await writer.press(page, "look", {"round": head.stage.round})
        assert "Please choose the round" in plain(looked)
        assert "Gabinete" not in looked.text
        assert (await writer.press(page, "save", {field(page, EXAMINE): OWN})).status_code == 303
    assert OWN in await sent(head)


@pytest.mark.parametrize("role", ["officer", "auditor"])
async def test_others_read_the_words_and_change_none(head: Writer, role: str) -> None:
    async with await head.stage.desk.signed_in(role) as http:
        page = await http.get("/desk/words/tasks?language=en")
        assert EXAMINE in plain(page)
        assert "<textarea" not in page.text
        answer = await http.post("/desk/words/tasks", data={"token": token_of(page), "action": "save"})
        assert answer.status_code == 403


async def test_a_test_letter_needs_the_programs_and_too_many_are_refused(
    head: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E7."""

    async def away(*_: object) -> None:
        raise Away

    monkeypatch.setattr(Engine, "send_specimen", away)
    page = await head.page("tasks")
    for n in range(6):
        once = f"{n:032x}"
        answer = await head.press(page, "test", {"round": head.stage.round, "once": once})
        why = "five test letters" if n == 5 else "the programs do not answer"
        assert why in plain(answer)
    assert len(await rows(head.stage.desk, Specimen)) == 5


@pytest.mark.parametrize(
    "address",
    ["nothing", "tasks?language=de", "tasks?methodology=nothing", "tasks?language=", "..%2f", "%C3%A9"],
)
async def test_an_address_of_no_letter_leads_nowhere(head: Writer, address: str) -> None:
    page = await head.http.get(f"/desk/words/{address}")
    assert page.status_code == (200 if address == "tasks?language=" else 404)
    page = await head.page("tasks")
    assert (await head.press(page, "burn")).status_code == 404
