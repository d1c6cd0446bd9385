"""The visit: how long it lasts, who travels, what happens when it cannot begin or moves (V1 to V10)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from rounds.clock import moves
from rounds.methodology.model import Methodology, Place
from rounds.state.assignments import close
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect, Schedule, Tell, Unschedule
from rounds.state.keys import Key
from rounds.state.kinds import Kind
from rounds.state.round import Assignment, Round, Visit, VisitMove
from rounds.steps import arrangements
from rounds.submissions.refusals import ReasonMissing, Refusal, WrongShape, found, refuse
from rounds.submissions.visit import ReadyVisit, Window


class VisitTooShortOrLong(Refusal):
    """The visit lasts the methodology's number of days (V3)."""

    code = "visit_length"


class WindowBackwards(Refusal):
    """A stay ends before it starts."""

    code = "window_backwards"


class WindowTooSoon(Refusal):
    """A window of dates starts before there is time to prepare (V8)."""

    code = "window_too_soon"


def check_stay(methodology: Methodology, starts: date, ends: date, path: str = "") -> None:
    """V3: the visit lasts 3 to 5 days (the methodology's numbers), both ends counted.

    Raises: WindowBackwards, VisitTooShortOrLong.
    """
    limits = methodology.limits
    if ends < starts:
        raise WindowBackwards(field=f"{path}ends")
    if not limits.visit_days_least <= (ends - starts).days + 1 <= limits.visit_days_most:
        raise VisitTooShortOrLong(
            field=f"{path}ends", least=limits.visit_days_least, most=limits.visit_days_most
        )


# ---- the calendar


def ahead(round: Round) -> Visit | None:
    """The visit, unless it has no dates yet or is over: then its findings are asked for."""
    over = "visit" in round.done or str(Key("record_findings", n=1)) in round.assignments
    return None if over else round.visit


def joined(round: Round, participant: str) -> list[Effect]:
    """V8: whoever comes into the round while the visit is ahead has it in their calendar."""
    agreed = ahead(round)
    if not agreed or participant not in travellers(round):
        return []
    return [replace(scheduled(round, agreed), people=(participant,))]


def left(round: Round, participant: str) -> list[Effect]:
    """V8: the visit leaves the calendar of whoever leaves the round; asked while they still hold a role."""
    agreed = ahead(round)
    if not agreed or participant not in travellers(round):
        return []
    round.visit = replace(agreed, number=agreed.number + 1)
    return [
        Unschedule(number=round.visit.number, people=(participant,)),
        # For the others it stands as it was; this says so to the record, and to nobody.
        replace(scheduled(round, round.visit), people=()),
    ]


def travellers(round: Round) -> tuple[str, ...]:
    """Who has the visit in their calendar: beneficiary, panel and responsible officer, each once (V8)."""
    own = (p for role in ("focal_point", "responsible_officer") for p in round.holders(role))
    return tuple(dict.fromkeys((*own, *round.panel())))


def scheduled(round: Round, visit: Visit) -> Schedule:
    """The effect that tells calendars the visit's dates, and learns its hours."""
    freezes = [rule.freezes for rule in round.methodology.assignments.values() if rule.freezes]
    return Schedule(
        starts=visit.starts,
        ends=visit.ends,
        number=visit.number,
        freeze=max(freezes, default=0),
        people=travellers(round),
        form=visit.form if len(round.methodology.visit_forms) > 1 else "",
    )


# ---- a visit that cannot begin as it is


def check_ready(case: BodyCase[ReadyVisit]) -> None:
    """V1, V2: beginning on an incomplete agenda or list has a reason; other dates make a lawful stay.

    Raises: ReasonMissing, WrongShape, and what `check_stay` raises.
    """
    refuse(_unready(case))


def _unready(case: BodyCase[ReadyVisit]) -> Iterator[Refusal]:
    body = case.body
    if not body.reason.strip():
        yield ReasonMissing(field="reason")
    if body.choice == "begin":
        return
    days = {"starts": body.starts, "ends": body.ends}
    yield from (WrongShape(field=name, expected="date") for name, day in days.items() if not day)
    if body.starts and body.ends:
        yield from found(check_stay, case.methodology, body.starts, body.ends)


def check_move(case: Case[ReadyVisit]) -> None:
    """V1, V4: moved dates are still ahead, and an agenda that is set fits into them.

    Raises: WindowTooSoon, SessionOutsideVisit.
    """
    round, body = case.round, case.body
    if body.choice == "begin":
        return
    assert body.starts
    assert body.ends
    assert round.visit
    earliest = max(round.visit.starts, case.now.date()) + timedelta(days=1)
    if body.starts < earliest:
        raise WindowTooSoon(field="starts", earliest=earliest)
    if not arrangements.fits(round, body.starts, body.ends):
        raise arrangements.SessionOutsideVisit(field="ends", days=(body.ends - body.starts).days + 1)


def readied(case: Case[ReadyVisit]) -> list[Effect]:
    """V1, V2: begin without what is missing, or move the dates and all that hangs on them."""
    round, body = case.round, case.body
    assert round.visit
    if body.choice == "begin":
        round.visit = replace(round.visit, missed=False)
        return [effect for a in _unfinished(round) for effect in _waived(round, a, case.sent.by)]
    assert body.starts
    assert body.ends
    stay = Window(starts=body.starts, ends=body.ends)
    return [*dropped(round), *moved(round, stay, round.visit.form, case.now, case.sent.id)]


def _waived(round: Round, a: Assignment, by: str) -> list[Effect]:
    """The visit begins without it; whoever was to see to it is told, but for who decided so."""
    others = tuple(p for p in a.holders if p != by)
    told = [Tell(what="waived", people=others, key=a.key)] if others else []
    return [close(round, a, "waived"), *told]


def _unfinished(round: Round) -> list[Assignment]:
    needed = (round.assignments.get(key) for key in arrangements.needed(round))
    return [a for a in needed if a and a.awaited]


def moved(round: Round, stay: Window, form: str, now: datetime, submission: str) -> list[Effect]:
    """V8, V10: the visit has other dates, or another form; what is missing of it is due before those.

    Whether it may begin as it is, is asked again when its new dates come near.
    """
    was = round.visit
    assert was
    round.visit = replace(
        was,
        starts=stay.starts,
        ends=stay.ends,
        form=form,
        number=was.number + 1,
        opens=None,
        closes=None,
        freezes=None,
        missed=False,
    )
    told = replace(
        scheduled(round, round.visit),
        was_starts=was.starts,
        was_ends=was.ends,
        was_form=was.form,
        submission=submission,
    )
    needless = [a for a in round.open_assignments() if a.kind == "ready_visit"]
    return [
        told,
        *(close(round, a, "closed") for a in needless),
        *(moves.opened_anew(round, a, now) for a in _unfinished(round)),
    ]


def pending(round: Round) -> VisitMove | None:
    """V10: the move that is being agreed, if there is one."""
    return next((move for move in round.moves if move.state == "asked"), None)


def dropped(round: Round) -> list[Effect]:
    """V10: the move that was being agreed is none any more; whoever is still asked about it is not."""
    if move := pending(round):
        return ended(round, replace(move, state="dropped"))
    return []


def lapsed(round: Round) -> list[Effect]:
    """V10: the visit is over while a move of it was being agreed: who was asked is told, and who asked."""
    move = pending(round)
    if move is None:
        return []
    asked = [p for a in _marks(round, move) for p in a.holders]
    people = tuple(dict.fromkeys((*asked, *round.holders("responsible_officer"))))
    return [*dropped(round), Tell(what="move_lapsed", people=people, submission=move.submission)]


def _marks(round: Round, move: VisitMove) -> tuple[Assignment, ...]:
    """What is still asked about a move."""
    return tuple(
        a for a in round.open_assignments() if a.kind == "mark_dates" and Key.parse(a.key).n == move.n
    )


def ended(round: Round, move: VisitMove) -> list[Effect]:
    """V10: a move has come to its end, as its state says; its marks end with it."""
    round.moves = tuple(move if m.n == move.n else m for m in round.moves)
    return [close(round, a, "closed") for a in _marks(round, move)]


KINDS = (
    Kind(
        model=ReadyVisit,
        place=Place("visit"),
        check_body=check_ready,
        check=check_move,
        accept=readied,
    ),
)
