"""What an operator types of officers' keys, and of their accounts at a provider."""

import asyncio
from datetime import UTC, datetime

import pytest

from store import accounts
from store.accounts import Vouched
from store.session import Database
from tests.test_admin import Type, typed, url, whose

__all__ = ["typed", "url"]


def test_keys_are_named_scoped_listed_and_ended_s1(typed: Type, url: str) -> None:
    typed("migrate")
    typed("add-secretariat", "DIS", "Social Inclusion")
    who = ("DIS", "a@oas.example")
    first = typed("add-officer", "DIS", "--name", "A", "--email", "a@oas.example").output.strip()

    made = typed("add-key", *who, "--name", "Reports", "--days", "30")

    assert [whose(url, first), whose(url, made.output.strip())] == ["a@oas.example"] * 2
    listed = typed("keys", "DIS").output.splitlines()
    assert [line.partition(", ends")[0] for line in listed] == [
        "a@oas.example 'Reports' read",
        "a@oas.example 'first' act",
    ]
    assert all(line.endswith("used never") for line in listed)
    assert first not in typed("keys", "DIS").output
    again = typed("add-key", *who, "--name", "Reports")
    assert (again.exit_code, "there is a key of this name" in again.stderr) == (1, True)
    assert typed("end-key", *who, "--name", "Reports").exit_code == 0
    assert [whose(url, first), whose(url, made.output.strip())] == ["a@oas.example", None]
    gone = typed("end-key", *who, "--name", "Reports")
    assert (gone.exit_code, gone.stderr) == (1, "a@oas.example has no key of the name 'Reports' that works\n")
    assert typed("end-officer", *who).exit_code == 0
    assert typed("keys", "DIS").output == ""
    typed("add-officer", "DIS", "--name", "A", "--email", "a@oas.example")
    assert whose(url, first) is None


def test_an_officer_is_bound_to_no_account_any_more_s1(typed: Type, url: str) -> None:
    typed("migrate")
    typed("add-secretariat", "DIS", "Social Inclusion")
    typed("add-officer", "DIS", "--name", "A", "--email", "a@oas.example")

    async def binds() -> None:
        database = Database(url)
        async with database.writing() as s:
            who = Vouched(issuer="https://id.example", sub="somebody", email="a@oas.example")
            assert await accounts.admit(s, who, "/desk", datetime.now(UTC))
        await database.close()

    asyncio.run(binds())
    assert typed("forget-account", "DIS", "a@oas.example").exit_code == 0
    again = typed("forget-account", "DIS", "a@oas.example")
    assert (again.exit_code, again.stderr) == (1, "a@oas.example is bound to no account\n")
    unknown = typed("forget-account", "DIS", "b@oas.example")
    assert (unknown.exit_code, unknown.stderr) == (1, "nobody at b@oas.example works for DIS\n")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--name", "a", "--scope", "rule"), 1, "a scope must be read or act"),
        (("--name", " "), 1, "--name must be 1 to 100 printable characters"),
        (("--name", "a\tb"), 1, "--name must be 1 to 100 printable characters"),
        (("--name", "a", "--days", "0"), 2, "--days"),
        (("--name", "a", "--days", "732"), 2, "--days"),
    ],
)
def test_a_key_that_cannot_be_is_refused_s1(
    typed: Type, words: tuple[str, ...], code: int, said: str
) -> None:
    typed("migrate")
    typed("first-officer")

    result = typed("add-key", "DIS", "oficial@dis.example", *words)

    assert (result.exit_code, said in result.stderr) == (code, True)
