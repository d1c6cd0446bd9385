"""Whoever runs the programs is written to when a round stands still."""

import pytest
from temporalio.exceptions import ApplicationError

from activities.operator_letter import OperatorLetter
from tests.activities.world import World

PARKED = OperatorLetter(round="round-ripso-pry-2026-1", serial=7, code="IntegrityError")


async def test_the_operator_is_told_which_round_stands_still_and_where_to_read_on(world: World) -> None:
    assert await world.letters.send_to_operator(PARKED) == "sent"
    (letter,) = world.mailbox.letters()
    assert letter["To"] == "operator@example.org"
    assert letter["Subject"] == "Ronda: round-ripso-pry-2026-1 stands still"
    assert letter["Auto-Submitted"] == "auto-generated"
    text = letter.get_content()
    assert "batch 7" in text
    assert "IntegrityError" in text
    assert "docs/runbook.md" in text


async def test_a_letter_to_the_operator_is_tried_again_with_the_same_message_id(world: World) -> None:
    world.mailbox.data = "cut"
    with pytest.raises(ApplicationError) as raised:
        await world.letters.send_to_operator(PARKED)
    assert raised.value.type == "disconnected"
    world.mailbox.data = ""
    assert await world.letters.send_to_operator(PARKED) == "sent"
    first, second = world.ids()
    assert first == second


async def test_an_operator_whose_address_refuses_is_not_written_to_again(world: World) -> None:
    world.mailbox.rcpt = "550 no such user"
    assert await world.letters.send_to_operator(PARKED) == "refused"


async def test_without_an_operators_address_nothing_is_sent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.letters._post, "_operator", "")
    assert await world.letters.send_to_operator(PARKED) == "needless"
    assert world.ids() == []
