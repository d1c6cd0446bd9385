"""A mail server that is away for days: each letter waits, arrives once, and its row tells of it (E2, E3)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from temporalio.exceptions import ApplicationError

from activities.letter_jobs import PAUSES
from activities.post import LIFE
from activities.smtp import MailServer
from store.outbox import Delivery
from store.tables import Person
from tests.activities.world import World, opening

TEAM = ("focal_point", "technical_team-1")
ANSWER = opening("answer_questionnaire:1", "technical_team", TEAM)
AGREE = opening("agree_panel:1", "focal_point", ["focal_point"])


async def states(world: World) -> list[tuple[str, str, int]]:
    return [(row.state, row.error, row.attempts) for row in await world.letters_of("assignment")]


async def asked(world: World, *effects: object) -> list[Delivery]:
    """The jobs of what is asked: each has made its first attempt."""
    world.serial += 1
    await world.rounds.commit(world.batch(*effects))  # type: ignore[arg-type]  # effects, by their names
    return list(world.jobs)


DAYS = timedelta(days=3)


async def away(world: World, monkeypatch: pytest.MonkeyPatch) -> MailServer:
    """The mail server is not there from now on; gives what brings it back."""
    post = world.letters._post
    there = post._server
    monkeypatch.setattr(post, "_server", replace(there, port=1))
    return there


def pauses() -> Iterator[timedelta]:
    """Between attempts, as Temporal keeps them."""
    longest = PAUSES.maximum_interval or DAYS
    pause = PAUSES.initial_interval
    while True:
        yield pause
        pause = min(pause * PAUSES.backoff_coefficient, longest)


async def tried(world: World, jobs: list[Delivery]) -> list[Delivery]:
    """Each job has its turn; gives those that have to wait for the next."""
    left = []
    for job in jobs:
        try:
            assert await world.letters.send_letter(job) == "sent"
        except ApplicationError:
            left.append(job)
    return left


async def test_with_the_mail_server_away_for_three_days_each_letter_arrives_once_e2_e3(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = await away(world, monkeypatch)
    jobs = await asked(world, AGREE, ANSWER)
    turns, turn = 1, pauses()
    assert len(jobs) == 3
    while world.later < DAYS:
        world.later += next(turn)
        assert await tried(world, jobs) == jobs
        turns += 1
    # The row says that it waits, why, and how often it was tried; nobody's address is to blame.
    assert await states(world) == [("waiting", "unreachable", turns)] * 3
    assert 72 <= turns <= 72 + 12
    assert not [p for p in await world.rows(Person) if p.refuses]
    # It comes back hesitantly: one has to wait once more, of another nobody knows whether it was taken.
    monkeypatch.setattr(world.letters._post, "_server", there)
    world.mailbox.first = ["450 greylisted"]
    jobs = await tried(world, jobs)
    assert len(jobs) == 1
    world.mailbox.data = "cut before"
    assert await tried(world, jobs) == jobs
    world.mailbox.data = ""
    assert await tried(world, jobs) == []
    assert [(state, error) for state, error, _ in await states(world)] == [("sent", "")] * 3
    arrived = sorted(world.ids())
    assert arrived == sorted(row.message_id for row in await world.letters_of("assignment"))
    assert (len(set(arrived)), world.told) == (3, [])


async def test_a_server_that_is_away_for_longer_than_a_letter_lives_ends_it_e3(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await away(world, monkeypatch)
    (job,) = await asked(world, AGREE)
    world.later = LIFE - timedelta(minutes=1)
    assert await tried(world, [job]) == [job]
    world.later = LIFE + timedelta(minutes=1)
    assert await world.letters.send_letter(job) == "refused"
    assert await states(world) == [("refused", "expired", 3)]
