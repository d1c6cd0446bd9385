"""A methodology is read as a page, beside the version before, which rounds keep in full."""

from dataclasses import asdict

import pytest
from sqlmodel import select

from methodologies.loader import FOLDER, methodology, names, states
from rounds.methodology.file import parse
from rounds.methodology.model import Methodology
from rounds.registry import PLACES
from rounds.schemas import pinned
from rounds.submissions.people import LANGUAGES
from store.reads import rule_versions
from store.tables import Round
from templates import rule_book
from templates.render import Renderer
from templates.rule_book import Difference
from tests.api.desk.conftest import title_of
from tests.api.desk.round.stage import plain
from tests.api.desk.words.conftest import Writer

RENDERER = Renderer()
WORDS = RENDERER.words("en")
NOW = methodology("ripso").version
EXAMINE = (
    'title = "examine the request"\nowner = "responsible_officer"\nclock = { count = 10, unit = "working" }'
)
LATER = EXAMINE.replace("count = 10", "count = 12")


def changed(*pairs: tuple[str, str]) -> Methodology:
    """The file of a methodology with other lines in it."""
    text = (FOLDER / "ripso.toml").read_text("utf-8")
    for before, after in ((f'version = "{NOW}"', 'version = "2026-0"'), *pairs):
        assert before in text
        text = text.replace(before, after, 1)
    return parse(text, states(), PLACES)


async def began_under(head: Writer, rules: Methodology) -> None:
    """The round began under other rules."""
    async with head.stage.database.writing() as s:
        row = (await s.exec(select(Round))).one()
        row.rules, row.methodology_version = pinned(asdict(rules)), rules.version
        s.add(row)


async def test_without_an_earlier_version_it_is_said_that_there_is_none(head: Writer) -> None:
    page = await head.http.get("/desk/methodologies")
    assert title_of(page) == "Methodologies"
    assert f"Version {NOW}, under which rounds began from" in plain(page)
    assert "(one round)" in plain(page)
    page = await head.http.get("/desk/methodologies/ripso")
    assert title_of(page) == "RIPSO"
    assert "so there is none to compare with" in plain(page)


async def test_what_differs_from_the_version_before_is_shown_side_by_side(head: Writer) -> None:
    await began_under(head, changed((EXAMINE, LATER), ("experts = 2\n", "experts = 3\n")))
    page = await head.http.get("/desk/methodologies/ripso")
    told = plain(page)
    assert "What differs from version 2026-0" in told
    assert "Examine the request Request, Time limit 12 working days 10 working days" in told
    assert "Seats for experts Limits 3 2" in told
    same = await head.http.get("/desk/methodologies/ripso?beside=2026-0")
    assert "What differs from version 2026-0" in plain(same)
    for other in (NOW, "2025-1", "x"):
        assert (await head.http.get(f"/desk/methodologies/ripso?beside={other}")).status_code == 404


async def test_a_version_in_which_nothing_differs_says_so(head: Writer) -> None:
    await began_under(head, changed())
    assert "Nothing that is read here differs." in plain(await head.http.get("/desk/methodologies/ripso"))


@pytest.mark.parametrize("role", ["officer", "auditor", "administrator"])
async def test_of_another_secretariat_nothing_is_shown(head: Writer, role: str) -> None:
    async with await head.stage.desk.signed_in(role) as http:
        assert (await http.get("/desk/methodologies/ripso")).status_code == 200
        for id in ("mecigep", "nothing", "ripso.toml"):
            assert (await http.get(f"/desk/methodologies/{id}")).status_code == 404


async def test_the_rules_of_a_version_are_those_that_rounds_keep(head: Writer) -> None:
    earlier = changed((EXAMINE, LATER))
    await began_under(head, earlier)
    async with head.stage.database.reading() as s:
        (read,) = await rule_versions.versions(s, "DIS", "ripso")
        assert (read.version, read.rounds) == ("2026-0", 1)
        assert await rule_versions.rules(s, "DIS", "ripso", "2026-0") == earlier
        assert await rule_versions.rules(s, "DIS", "ripso", NOW) is None
        assert await rule_versions.versions(s, "DGPE", "ripso") == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", names())
def test_every_task_of_a_methodology_is_read_with_its_clock_and_what_silence_does(
    name: str, language: str
) -> None:
    rules, words = methodology(name), RENDERER.words(language)
    parts = rule_book.read(words, rules, PLACES)
    tasks = {row.key: row for part in parts if part.id.startswith("step-") for row in part.rows}
    assert set(tasks) == set(rules.assignments)
    for row in tasks.values():
        owner, clock, _, _, silence, _ = row.said
        assert all((owner, clock, silence)), row
    (limits,) = [part for part in parts if part.id == "limits"]
    assert len(limits.rows) == len(asdict(rules.limits))
    assert parts[0].id == "about"


def test_what_differs_is_told_in_the_order_of_the_later_version() -> None:
    before = rule_book.read(WORDS, changed(), PLACES)
    rules = changed(
        (EXAMINE, LATER),
        ('report_published = ["focal_point", ', "report_published = ["),
        ('silence = "next"\npersonal = true', 'silence = "next"'),
    )
    after = rule_book.read(WORDS, rules, PLACES)
    found = rule_book.differences(before, after)
    assert [(one.label, one.column) for one in found] == [
        ("Examine the request", "Time limit"),
        ("Answer the invitation to the panel", "Besides"),
        ("The report is public", ""),
    ]
    assert found[0] == Difference(
        part="Request",
        label="Examine the request",
        column="Time limit",
        before="10 working days",
        after="12 working days",
    )
    assert rule_book.differences(after, after) == ()
    gone = rule_book.differences(after, tuple(part for part in after if part.id != "news"))
    assert {one.after for one in gone} == {""}
