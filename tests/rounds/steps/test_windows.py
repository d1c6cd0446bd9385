"""Dates that clash: what suited most, and whom it does not suit (V8)."""

from datetime import date

from rounds.steps.windows import Clash, clashes
from rounds.submissions.visit import MarkDates, Window

JUNE = Window(starts=date(2027, 6, 7), ends=date(2027, 6, 10))
JULY = Window(starts=date(2027, 7, 5), ends=date(2027, 7, 8))
MAY = Window(starts=date(2027, 5, 3), ends=date(2027, 5, 6))


def some(*numbers: int) -> MarkDates:
    return MarkDates(choice="some", suits=numbers)


NONE = MarkDates(choice="none")


def test_v8_what_suited_most_comes_first_then_the_earliest_with_those_whom_it_does_not_suit() -> None:
    assert clashes((JUNE, JULY, MAY), (some(1, 2, 3), some(2), some(3))) == (
        Clash(window=MAY, suited=2, without=(1,)),
        Clash(window=JULY, suited=2, without=(2,)),
        Clash(window=JUNE, suited=1, without=(1, 2)),
    )


def test_v8_dates_that_suited_everyone_and_are_past_clash_with_nobody() -> None:
    assert clashes((JUNE,), (some(1), some(1))) == (Clash(window=JUNE, suited=2, without=()),)


def test_v8_whom_nothing_suits_stands_in_the_way_of_everything() -> None:
    assert [c.without for c in clashes((JUNE, JULY), (NONE, some(1, 2)))] == [(0,), (0,)]
