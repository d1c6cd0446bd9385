"""The jobs of letters on a real server: one a letter, of a fixed length, fair to every round, slow enough."""

import asyncio
import time
from typing import Any, cast

import pytest
from temporalio.client import Client
from temporalio.common import RetryPolicy
from temporalio.worker import Worker

import worker
from activities.letter_jobs import LetterJobs, job_id
from activities.operator_letter import OperatorLetter
from local.temporal import Served
from store.outbox import Delivery
from store.session import Database
from workflows.connecting import connect

LONG = "a-key-that-was-sent-again/" * 200


class Counting:
    """In the place of the post: takes everything, and knows in which order."""

    def __init__(self) -> None:
        self.tried: list[str] = []

    async def send(self, key: str) -> None:
        self.tried.append(key)

    async def tell_operator(self, letter: OperatorLetter) -> None:
        self.tried.append(f"operator/{letter.serial}")


@pytest.fixture
async def client(server: Served) -> Client:
    return await connect(server.address, "default")


def letter(round: str, n: int | str) -> Delivery:
    return Delivery(letter=f"{round}/{n}", round=round, participant="focal_point", template="assignment")


def mail(client: Client, post: Any, queue: str, per_second: float, monkeypatch: pytest.MonkeyPatch) -> Worker:
    """The worker of letters as worker.py makes it, on a queue of the test's own."""
    monkeypatch.setattr(worker, "MAIL_QUEUE", queue)
    # No job of these is about a person's language, which alone asks for the database.
    return worker.make_mail(client, cast(Database, None), post, per_second)


def test_ids_of_jobs_have_one_length_and_differ() -> None:
    ids = [job_id(key) for key in ("", "a", LONG, f"{LONG}b")]
    assert {len(id) for id in ids} == {len("letter-") + 32}
    assert len(set(ids)) == len(ids)


async def test_a_letter_has_one_job_however_often_and_by_however_many_it_is_started(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    post, jobs = Counting(), LetterJobs(client, "jobs-once")
    letters = [letter("round-once", n) for n in (*range(25), LONG)]
    await asyncio.gather(*(jobs.start([*letters, *letters]) for _ in range(3)))
    for _ in range(2):
        await jobs.operator_letter("round-once", 7, "IntegrityError")
    async with mail(client, post, "jobs-once", 1000, monkeypatch):
        handles = [client.get_activity_handle(job_id(one.letter)) for one in letters]
        handles.append(client.get_activity_handle(job_id("operator/round-once/7")))
        assert {await handle.result() for handle in handles} == {"needless"}
    assert sorted(post.tried) == sorted([one.letter for one in letters] + ["operator/7"])


async def test_a_round_with_many_letters_lets_those_of_another_pass_and_the_rate_is_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = Counting()
    jobs = LetterJobs(client, "ronda-mail", RetryPolicy())
    many = [letter("round-many", n) for n in range(60)]
    few = [letter("round-few", n) for n in range(3)]
    await jobs.start(many)
    await jobs.start(few)
    began = time.monotonic()
    async with mail(client, post, "ronda-mail", 20, monkeypatch):
        for one in (*many, *few):
            await client.get_activity_handle(job_id(one.letter)).result()
    assert time.monotonic() - began > 60 / 20 - 1.5
    places = [post.tried.index(one.letter) for one in few]
    # Whoever came last would be tried last, but for the eight that are on their way at once.
    assert max(places) < len(many) - 8, places


def test_the_worker_of_letters_is_limited_and_of_no_version(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = mail(client, Counting(), "jobs-limited", 12.5, monkeypatch).config(active_config=True)
    assert made.get("max_task_queue_activities_per_second") == 12.5
    assert made.get("max_concurrent_activities") == worker.SIZES.letters
    assert made.get("deployment_config") is None
    assert not made.get("workflows")
