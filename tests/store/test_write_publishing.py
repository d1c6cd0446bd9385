"""What is public is exactly what was handed over; withdrawn, nothing of it is left (X2, X3, X4)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from store.session import Database
from store.writes import publishing
from tests.store.publications import AT, ENGLISH, NEEDS, SPANISH, publication, put, take_off
from tests.store.scene import everything, twice

ROUND = "ripso-PRY-2026-1"
TABLES = ("published", "published_text", "published_need", "published_search", "published_state")


async def rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    kept = await everything(database)
    return {name: kept[name] for name in TABLES}


async def test_a_report_is_published_once_however_often_it_is_tried_x3(database: Database) -> None:
    await twice(database, lambda s: publishing.publish(s, publication(), AT))

    kept = await rows(database)
    assert [(r["slug"], r["languages"], r["published_at"], r["version"]) for r in kept["published"]] == [
        ("ripso-pry-2026-1", "es en", AT, 2)
    ]
    assert [(r["language"], r["original"], r["title"]) for r in kept["published_text"]] == [
        ("en", False, ENGLISH.title),
        ("es", True, SPANISH.title),
    ]
    assert len(kept["published_need"]) == len(NEEDS)
    assert [r["serial"] for r in kept["published_state"]] == [1]


async def test_a_later_retry_of_the_same_changes_nothing(database: Database) -> None:
    await put(database, publication())
    before = await everything(database)
    await put(database, publication(), at=AT + timedelta(days=3))

    assert await everything(database) == before


async def test_another_publication_of_the_round_takes_the_place_of_the_first_x2(database: Database) -> None:
    later = AT + timedelta(days=3)
    await put(database, publication())
    await put(database, publication(texts=(SPANISH,), needs=NEEDS[:1]), at=later)

    kept = await rows(database)
    assert [r["language"] for r in kept["published_text"]] == ["es"]
    assert {r["language"] for r in kept["published_search"]} == {"es"}
    assert [r["id"] for r in kept["published_need"]] == ["n1"]
    assert [(r["published_at"], r["changed_at"]) for r in kept["published"]] == [(AT, later)]


async def test_of_a_withdrawn_report_nothing_is_left_but_that_it_was_there_x2(database: Database) -> None:
    later = AT + timedelta(days=1)
    other = publication("ripso-CHL-2026-1")
    await put(database, publication(), other)
    await twice(database, lambda s: publishing.withdraw(s, ROUND, later))

    kept = await rows(database)
    (row,) = (r for r in kept["published"] if r["round_id"] == ROUND)
    told = {name: value for name, value in row.items() if value not in ("", 0, None)}
    assert told == {
        "round_id": ROUND,
        "slug": "ripso-pry-2026-1",
        "published_at": AT,
        "changed_at": later,
        "withdrawn_at": later,
    }
    for part in ("published_text", "published_need", "published_search"):
        assert {r["round_id"] for r in kept[part]} == {other.round_id}
    assert [r["serial"] for r in kept["published_state"]] == [3]


async def test_a_withdrawn_report_comes_back_by_a_later_word_alone_x2(database: Database) -> None:
    withdrawn = AT + timedelta(days=1)
    await put(database, publication())
    await take_off(database, ROUND, withdrawn)
    before = await everything(database)
    await put(database, publication(), at=AT)
    assert await everything(database) == before

    again = withdrawn + timedelta(days=1)
    await put(database, publication(), at=again)

    (row,) = (await rows(database))["published"]
    assert (row["withdrawn_at"], row["published_at"], row["languages"]) == (None, again, "es en")


async def test_what_was_never_public_can_be_withdrawn_without_a_trace(database: Database) -> None:
    before = await everything(database)
    await take_off(database, ROUND)

    assert await everything(database) == before


async def test_a_text_as_long_as_anybody_may_send_is_kept_and_searched(database: Database) -> None:
    words = " ".join(f"palabra{n}" for n in range(100_000)) + "x" * 5_000
    sections = (replace(SPANISH.sections[0], text=words),)
    await put(database, publication(texts=(replace(SPANISH, sections=sections),)))

    (row,) = (await rows(database))["published_text"]
    assert row["sections"][0]["text"] == words
