"""The state as plain data: what changed, put together again, is the state."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from pydantic import TypeAdapter

from rounds.state import keeping
from rounds.state.round import Round, Visit
from rounds.submissions.panel import AnswerInvitation
from rounds.submissions.visit import MarkDates
from tests.rounds.scene import CHILE, NOW, a_round, ask, dated, seated

ROUND = TypeAdapter(Round)


def read(state: dict[str, object], like: Round) -> Round:
    """What is kept, decoded: through JSON, as it lies in the database."""
    through = json.loads(json.dumps(state))
    return ROUND.validate_python({**through, "methodology": like.methodology})


@pytest.mark.parametrize("make", [a_round, seated, dated])
def test_what_is_kept_is_read_as_the_same_round(make: object) -> None:
    round: Round = make()  # type: ignore[operator]  # each of them makes a round
    round.pending.clear()
    assert read(keeping.kept(round), round) == round


def test_what_changed_put_upon_what_was_kept_is_the_round() -> None:
    round = dated()
    round.pending.clear()
    before, kept = round.copied(), keeping.kept(round)
    ask(round, "mark_dates:1.expert-1", CHILE, answer=MarkDates(choice="none"))
    del round.assignments["set_agenda:1"]
    round.visit, round.withdrawn, round.paused = None, True, NOW
    changed = keeping.changes(before, round)
    assert set(changed) == {"assignments", "visit", "withdrawn", "paused"}
    assert set(changed["assignments"]) == {"mark_dates:1.expert-1", "set_agenda:1"}
    assert read(keeping.merged(kept, changed), round) == round
    back = keeping.changes(round, before)
    assert read(keeping.merged(keeping.merged(kept, changed), back), before) == before
    # In the one way of writing it, too: what became its default again is left out.
    assert keeping.merged(keeping.merged(kept, changed), back) == kept


def test_nothing_changed_is_nothing() -> None:
    round = dated()
    assert keeping.changes(round, round.copied()) == {}


def test_what_equals_its_default_is_left_out_but_for_what_says_what_it_is() -> None:
    assert keeping.plain(AnswerInvitation(choice="decline")) == {
        "choice": "decline",
        "kind": "answer_invitation",
    }
    visit = Visit(starts=date(2027, 3, 1), ends=date(2027, 3, 3))
    assert keeping.plain(visit) == {"starts": "2027-03-01", "ends": "2027-03-03"}
    assert keeping.plain(replace(visit, missed=True))["missed"] is True


def test_a_span_of_time_is_read_as_it_was() -> None:
    span = timedelta(days=3, microseconds=7)
    assert TypeAdapter(timedelta).validate_python(keeping.plain(span)) == span


def test_what_json_does_not_know_is_no_part_of_a_state() -> None:
    with pytest.raises(TypeError):
        keeping.plain(object())


def test_a_copy_is_apart() -> None:
    round = seated()
    before = keeping.plain(round)
    copy = round.copied()
    ask(copy, "examine_request:1")
    copy.seats.clear()
    copy.pending.clear()
    assert keeping.plain(round) == before
