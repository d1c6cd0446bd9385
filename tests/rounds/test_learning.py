"""What a round learns of a batch that was written, and which answers it remembers."""

from rounds import accepting
from rounds.learning import REMEMBERED, learn, teaches
from rounds.state.batches import Dates, Written
from rounds.submissions.interventions import RecordLessons
from tests.rounds.scene import DAY, NOW, OFFICER, a_round, ask, sent

LESSONS = RecordLessons(lessons=("Ask earlier",))


def test_answers_are_remembered_as_long_as_they_can_come_again() -> None:
    round = a_round()
    for n in range(3 * REMEMBERED):
        accepting.take(round, sent("", LESSONS, "", officer=OFFICER, id=f"written-{n}"), NOW)
    # None of them is written yet: each may be handed over once more.
    learn(round, Written())
    assert len(round.handled) == 3 * REMEMBERED
    round.pending.clear()
    accepting.take(round, sent("", LESSONS, "", officer=OFFICER, id="waiting"), NOW)
    learn(round, Written())
    newest = [f"written-{n}" for n in range(2 * REMEMBERED, 3 * REMEMBERED)]
    assert list(round.handled) == [*newest, "waiting"]


def test_dates_of_what_is_not_there_are_not_taken_over() -> None:
    round = a_round()
    a = ask(round, "examine_request:1")
    dates = Dates(key="examine_request:2", due=NOW + DAY, reminders=(), monthly_from=NOW + 2 * DAY)
    learn(round, Written(dates=(dates,)))
    assert dict(round.assignments) == {a.key: a}


def test_learning_twice_is_learning_once() -> None:
    round = a_round()
    ask(round, "examine_request:1")
    dates = Dates(key="examine_request:1", due=NOW + DAY, reminders=(), monthly_from=NOW + 2 * DAY)
    learn(round, Written(dates=(dates,)))
    once = round.copied()
    learn(round, Written(dates=(dates,)))
    assert round == once


def test_what_teaches_nothing_leaves_a_round_as_it_is() -> None:
    round = a_round()
    for n in range(REMEMBERED):
        accepting.take(round, sent("", LESSONS, "", officer=OFFICER, id=f"written-{n}"), NOW)
    round.pending.clear()
    before = round.copied()
    learn(round, Written())
    assert (round, teaches(Written(), REMEMBERED)) == (before, False)
    assert teaches(Written(), REMEMBERED + 1)
    dates = Dates(key="examine_request:1", due=NOW + DAY, reminders=(), monthly_from=NOW + 2 * DAY)
    assert teaches(Written(dates=(dates,)), 0)
