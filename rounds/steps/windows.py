"""Dates for the visit: windows that are proposed, marked, and clash (V3, V5, V8)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rounds.methodology.model import Place
from rounds.state.case import BodyCase, Case
from rounds.state.keys import Key
from rounds.state.kinds import Kind
from rounds.state.round import Assignment, Round
from rounds.steps.arrangements import ListEmpty
from rounds.steps.visit import WindowTooSoon, check_stay
from rounds.submissions.refusals import ChoiceMissing, Refusal, WrongShape, found, refuse
from rounds.submissions.visit import MarkDates, ProposeDates, Window


class UnknownWindow(Refusal):
    """A window that was not proposed (V8)."""

    code = "unknown_window"


class UnknownVisitForm(Refusal):
    """A form of visit that the methodology does not have (V5)."""

    code = "unknown_visit_form"


# ---- proposing


def check_windows(case: BodyCase[ProposeDates]) -> None:
    """V3, V5, V8: a form of visit that there is, and at least one window, each of a lawful length.

    Raises: UnknownVisitForm, ListEmpty, and what `check_stay` raises.
    """
    body = case.body
    if body.visit_form and body.visit_form not in case.methodology.visit_forms:
        raise UnknownVisitForm(field="visit_form")
    if not body.windows:
        raise ListEmpty(field="windows")
    refuse(
        wrong
        for n, window in enumerate(body.windows)
        for wrong in found(check_stay, case.methodology, window.starts, window.ends, f"windows.{n}.")
    )


def check_lead(case: Case[ProposeDates]) -> None:
    """V8: no window starts before the first day that leaves time to prepare.

    Raises: WindowTooSoon.
    """
    earliest = case.assignment.earliest
    soon = (n for n, w in enumerate(case.body.windows) if earliest and w.starts < earliest)
    refuse(WindowTooSoon(field=f"windows.{n}.starts", earliest=earliest) for n in soon)


def proposed(round: Round, number: int) -> ProposeDates:
    """The windows of the proposal of this number: the officer's, or those of a move (V10)."""
    for move in round.moves:
        if move.n == number:
            return ProposeDates(windows=move.windows, visit_form=move.form)
    answer = round.assignments[str(Key("propose_dates", n=number))].answer
    return answer if isinstance(answer, ProposeDates) else ProposeDates(windows=())


def markers(round: Round) -> tuple[str, ...]:
    """V8: the roles that say which dates suit: the beneficiary's, and each seat's."""
    return ("focal_point", *(seat.role for seat in round.seats.values()))


def marks(round: Round, number: int) -> tuple[Assignment, ...]:
    """What was asked of them about the proposal of this number, as far as it was asked."""
    keys = (str(Key("mark_dates", role, number)) for role in markers(round))
    return tuple(round.assignments[key] for key in keys if key in round.assignments)


def form(round: Round, number: int) -> str:
    """V5: the form of the visit that was proposed; the methodology's first if none was said."""
    return proposed(round, number).visit_form or round.methodology.visit_forms[0]


# ---- marking


def check_marks(case: BodyCase[MarkDates]) -> None:
    """V8: saying that some dates suit means saying which.

    Raises: ChoiceMissing, WrongShape.
    """
    if case.body.choice == "some" and not case.body.suits:
        raise ChoiceMissing(field="suits")
    if case.body.choice == "none" and case.body.suits:
        raise WrongShape(field="suits", expected="no dates")


def check_windows_known(case: Case[MarkDates]) -> None:
    """V8: the windows marked are among those proposed.

    Raises: UnknownWindow.
    """
    known = len(proposed(case.round, case.key.n).windows)
    wrong = ((n, number) for n, number in enumerate(case.body.suits) if not 1 <= number <= known)
    refuse(UnknownWindow(field=f"suits.{n}", window=number) for n, number in wrong)


def suiting(windows: tuple[Window, ...], marks: Iterable[MarkDates | None]) -> list[Window]:
    """V8: the windows that suit everyone; a waived mark (None) suits all."""
    given = [set(mark.suits) for mark in marks if mark]
    return [w for n, w in enumerate(windows, start=1) if all(n in s for s in given)]


def common(windows: tuple[Window, ...], marks: Iterable[MarkDates | None], today: date) -> Window | None:
    """V8: the earliest window still ahead that suits everyone."""
    ahead = [w for w in suiting(windows, marks) if w.starts > today]
    return min(ahead, key=lambda w: w.starts, default=None)


# ---- dates that suit nobody or not everybody: what an officer must know to propose better ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """One window that was proposed: how many it suited, and whom not, by their place among the marks."""

    window: Window
    suited: int
    without: tuple[int, ...]


def clashes(windows: Sequence[Window], marks: Sequence[MarkDates]) -> tuple[Clash, ...]:
    """V8: each window with those whom it does not suit; what suited most first, then the earliest."""
    told = [_clash(window, n, marks) for n, window in enumerate(windows, start=1)]
    return tuple(sorted(told, key=lambda c: (len(c.without), c.window.starts)))


def _clash(window: Window, number: int, marks: Sequence[MarkDates]) -> Clash:
    without = tuple(place for place, mark in enumerate(marks) if number not in mark.suits)
    return Clash(window=window, suited=len(marks) - len(without), without=without)


KINDS = (
    Kind(
        model=ProposeDates,
        place=Place("preparation"),
        check_body=check_windows,
        check=check_lead,
    ),
    Kind(
        model=MarkDates,
        place=Place("preparation", dispensable=True, each="expert"),
        check_body=check_marks,
        check=check_windows_known,
    ),
)
