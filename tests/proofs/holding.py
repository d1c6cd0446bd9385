"""What holds of a round at every moment, whatever people do and whatever time brings."""

from collections.abc import Callable
from datetime import timedelta

from rounds.clock import timers
from rounds.clock.deadlines import on_working_day
from rounds.registry import PLACES
from rounds.state import keeping, people
from rounds.state.keys import Key
from rounds.state.round import Assignment
from rounds.steps import additions
from tests.proofs.world import Played

INVITING = ("answer_invitation", "review_conflict", "add_candidate", "agree_candidate")
"""What fills a seat, whenever it is empty: an expert may leave long after the panel was formed."""
OF_CANDIDATE = ("answer_invitation", "review_conflict")
"""What is about a candidate, whose id stands in its key."""
DAY = timedelta(days=1)
ROUNDING = timedelta(milliseconds=1)
"""A timer's length is a float of seconds."""


def limits_of_the_panel(played: Played) -> None:
    """P2 to P5, P8: never more experts or coordinators than the methodology says, nor from elsewhere."""
    round, limits = played.round, played.round.methodology.limits
    if not round.seats:
        return
    assert limits.experts_least <= len(round.seats) <= limits.experts
    assert len(round.holders("coordinator")) == limits.coordinators
    sitting = [seat.holder for seat in round.seats.values() if seat.holder]
    assert len(set(sitting)) == len(sitting)
    states = [round.countries[who] for who in sitting]
    assert round.country not in states
    assert not round.methodology.distinct_states or len(set(states)) == len(states)
    for seat in round.seats.values():
        assert round.holders(seat.role) == ((seat.holder,) if seat.holder else ())
        assert seat.holder not in seat.left or not seat.holder


def nothing_of_a_closed_step_is_open(played: Played) -> None:
    """What is awaited is of a step that is not over; an invitation, of a seat that is empty.

    What was sent back, or added, may be answered until the visit, whatever step it was asked in (D2, D3); so
    may whether another time suits, which is asked when a complete visit is to move (V8, V10).
    """
    round = played.round
    moved = {move.n for move in round.moves}
    for a in round.assignments.values():
        if a.takes and a.kind in INVITING:
            assert not _seat(played, a), a.key
        elif a.takes:
            key = Key.parse(a.key)
            beside = a.key in round.sent_back or additions.is_added(key)
            beside = beside or (a.kind == "mark_dates" and key.n in moved)
            over = "visit" if beside else PLACES[a.kind].step
            assert over not in round.done, a.key
            assert not round.outcome, a.key


def _seat(played: Played, a: Assignment) -> str:
    """Who sits on the seat that this is about."""
    round = played.round
    if a.kind not in OF_CANDIDATE:
        return round.seats[people.seat_number(a.about)].holder
    (seat,) = (s for s in round.seats.values() if a.about in s.shortlist)
    return seat.holder


def every_wait_has_its_timer(played: Played) -> None:
    """The next thing that the clock does to what is awaited is a timer of the workflow."""
    round = played.round
    running = [at for at, _ in played.lived.timers.values()]
    for a in round.open_assignments():
        moment = timers.next_moment(a, round.rule(a), round.visit)
        assert (moment is not None) == (bool(a.holders) and not a.paused and not a.quiet), a.key
        if moment:
            at = max(moment.at, played.lived.now)
            assert any(abs(at - timer) < ROUNDING for timer in running), (a.key, moment)


def every_task_has_its_links(played: Played) -> None:
    """A link for each who may act, and for nobody else (L1, L3)."""
    links = {(grant.assignment_key, grant.participant_id) for grant in played.grants()}
    tasks = {(a.key, who) for a in played.round.assignments.values() if a.takes for who in a.holders}
    assert links == tasks


def deadlines_come_after_their_start(played: Played) -> None:
    """Z1, V8: reminders, the due moment, what comes after it; and the visit's hours."""
    for a in played.round.open_assignments():
        if a.due and a.monthly_from:
            at = [moment.at for moment in a.moments]
            assert at == sorted(at), a.key
            assert a.opened < at[0] <= at[-1] == a.due < a.monthly_from, a.key
    visit = played.round.visit
    if visit and visit.opens and visit.closes and visit.freezes:
        assert visit.freezes <= visit.opens < visit.closes


def clocks_are_the_same_for_every_country(played: Played) -> None:
    """Z1: so many working days of whoever must act, whoever they are, unless an exception was recorded."""
    for a in played.round.open_assignments():
        clock = played.round.rule(a).clock
        known = (a.key, a.opened)
        if not a.due or a.moved or known in played.measured or clock.counted_from != "opening":
            continue
        played.measured.add(known)
        calendar = played.calendar(a.holders[0])
        first, last = (moment.astimezone(calendar.zone) for moment in (a.opened, a.due))
        days = [first.date() + DAY * n for n in range(1, (last.date() - first.date()).days + 1)]
        if clock.unit == "calendar":
            expected = on_working_day(first.date() + DAY * clock.count, calendar)
            assert last.date() == expected, (a.key, a.due, calendar)
            continue
        counted = [day for day in days if calendar.is_working(day)]
        assert (len(counted), last.hour) == (clock.count, 18), (a.key, a.due, calendar)


def seats_are_looked_after(played: Played) -> None:
    """P8: while a seat is empty and needed, somebody is invited to it or asked for."""
    round = played.round
    for seat in round.seats.values():
        contributed = round.assignments.get(f"contribute:{seat.role}")
        if seat.holder or not (contributed is None or contributed.awaited):
            continue
        about = [a for a in round.open_assignments() if a.kind in INVITING]
        assert any(_about(a, seat.number, seat.shortlist) for a in about), seat


def _about(a: Assignment, number: int, shortlist: tuple[str, ...]) -> bool:
    if a.kind in OF_CANDIDATE:
        return a.about in shortlist
    return people.seat_number(a.about) == number


def what_is_kept_is_the_round(played: Played) -> None:
    """From what the database keeps of it a round could be started again where it stands."""
    kept = played.kept()
    assert kept
    now = keeping.kept(played.round)
    assert {name: kept.state.get(name) for name in now if name != "run"} == {
        name: value for name, value in now.items() if name != "run"
    }


HOLDS: tuple[Callable[[Played], None], ...] = (
    limits_of_the_panel,
    nothing_of_a_closed_step_is_open,
    every_wait_has_its_timer,
    every_task_has_its_links,
    deadlines_come_after_their_start,
    clocks_are_the_same_for_every_country,
    seats_are_looked_after,
    what_is_kept_is_the_round,
)


def everything(played: Played) -> None:
    """All of it; of a round that is over, that nothing is left."""
    if played.lived.outcome:
        assert played.grants() == []
        assert [a.key for a in played.round.assignments.values() if a.takes] == []
        return
    for holds in HOLDS:
        holds(played)
