"""The jobs beside a round: what they are called, and how those that are missing are started."""

from datetime import timedelta
from typing import Any

import pytest
from temporalio.client import ActivityExecutionStatus

from activities.letter_jobs import LetterJobs, job_id
from tests.workflows.seen import until
from tests.workflows.story import Story
from tests.workflows.world import PAUSES
from workflows.names import MAIL_QUEUE


async def test_e3_letters_that_were_written_without_a_job_are_sent_once_their_jobs_are_started(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dies(*_: Any) -> None:
        """Between the rows and their jobs."""

    await story.opened()
    await story.goes_to("propose_panel:1")
    with monkeypatch.context() as patched:
        patched.setattr(LetterJobs, "_start", dies)
        await story.usual("propose_panel:1")
        await until(lambda: story.is_open("agree_panel:1"))
    lost = [(r.state, r.attempts) for r in await story.letter_rows() if r.state != "sent"]
    assert lost
    assert set(lost) == {("waiting", 0)}
    jobs = LetterJobs(story.world.client, MAIL_QUEUE, PAUSES)
    assert await jobs.start_waiting(story.world.database) == 0
    assert await jobs.start_waiting(story.world.database, quiet=timedelta(0)) >= len(lost)
    await until(story.all_sent)


async def test_a_letters_job_says_what_it_is_in_words_and_names_nobody(story: Story) -> None:
    await story.opened()
    await story.goes_to("examine_request:1")
    for row in await story.letter_rows():
        handle = story.world.client.get_activity_handle(job_id(row.key))
        assert await handle.result() == "sent"
        job = await handle.describe()
        assert len(job.activity_id) == len("letter-") + 32
        assert job.priority.fairness_key == story.round
        assert (job.task_queue, job.status) == (MAIL_QUEUE, ActivityExecutionStatus.COMPLETED)
        said = await story.world.client.data_converter.decode(
            [job.raw_info.user_metadata.summary], type_hints=[str]
        )
        assert said == [f"{row.template} to {row.participant_id} of {story.round}"]
