"""A visit that has dates is moved, or held in another form: agreed again, or it stays as it was (V8, V10)."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from rounds.interventions.revising import VisitOver
from rounds.state import news
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect, Tell
from rounds.state.kinds import Kind
from rounds.state.round import Round, Visit, VisitMove
from rounds.steps import arrangements, visit, windows
from rounds.submissions.changes import DecideMove, MoveVisit
from rounds.submissions.refusals import ChoiceMissing, NotYours, Refusal, found, refusal, refuse
from rounds.submissions.visit import MarkDates, Window


class NoVisitDates(Refusal):
    """The visit has no dates that could change (V10)."""

    code = "no_visit_dates"
    conflict = True


class MovePending(Refusal):
    """Another move of the visit is being agreed (V10)."""

    code = "move_pending"
    conflict = True


class NothingMoves(Refusal):
    """The dates and the form are those that the visit has (V10)."""

    code = "nothing_moves"


class NoMove(Refusal):
    """No move of the visit waits for a decision (V10)."""

    code = "no_move"
    conflict = True


def check_may_move(roles: Collection[str]) -> None:
    """V10: whoever looks after the round moves its visit.

    Raises: NotYours.
    """
    if "responsible_officer" not in roles:
        raise NotYours


def _check_mover(case: Case[MoveVisit] | Case[DecideMove]) -> None:
    if not case.sent.officer:
        check_may_move(case.round.roles_of(case.sent.by))


# ---- proposing


def check_proposal(case: BodyCase[MoveVisit]) -> None:
    """V3, V5, V10: a form that there is, windows of a lawful length, and one of the two at the least.

    Raises: ListEmpty, UnknownVisitForm, and what `check_stay` raises.
    """
    refuse(_wrong_proposal(case))


def _wrong_proposal(case: BodyCase[MoveVisit]) -> Iterator[Refusal]:
    body, methodology = case.body, case.methodology
    if not body.windows and not body.visit_form:
        yield arrangements.ListEmpty(field="windows")
    if body.visit_form and body.visit_form not in methodology.visit_forms:
        yield windows.UnknownVisitForm(field="visit_form")
    for n, window in enumerate(body.windows):
        yield from found(visit.check_stay, methodology, window.starts, window.ends, f"windows.{n}.")


def check_movable(case: Case[MoveVisit]) -> None:
    """V8, V10: of a visit that has dates and is not over, to days ahead that hold its agenda; one at a time.

    Raises: NotYours, NoVisitDates, VisitOver, MovePending, WindowTooSoon, SessionOutsideVisit, NothingMoves.
    """
    _check_mover(case)
    round, body = case.round, case.body
    now = _agreed(round)
    if visit.pending(round):
        raise MovePending
    for n, window in enumerate(body.windows):
        _check_days(round, window, case.now, starts=f"windows.{n}.starts", ends=f"windows.{n}.ends")
    stays = all((w.starts, w.ends) == (now.starts, now.ends) for w in body.windows)
    if stays and (body.visit_form or now.form) == now.form:
        raise NothingMoves(field="windows" if body.windows else "visit_form")


def _check_days(round: Round, window: Window, now: datetime, *, starts: str, ends: str) -> None:
    """V8, V10: days that are still ahead and hold the agenda; the last two name the fields of its ends.

    Raises: WindowTooSoon, SessionOutsideVisit.
    """
    earliest = now.date() + timedelta(days=1)
    if window.starts < earliest:
        raise visit.WindowTooSoon(field=starts, earliest=earliest)
    if not arrangements.fits(round, window.starts, window.ends):
        raise arrangements.SessionOutsideVisit(field=ends, days=(window.ends - window.starts).days + 1)


def _agreed(round: Round) -> Visit:
    """The visit as it is agreed.

    Raises: NoVisitDates, VisitOver.
    """
    if round.visit is None:
        raise NoVisitDates
    agreed = visit.ahead(round)
    if agreed is None:
        raise VisitOver
    return agreed


def proposed(case: Case[MoveVisit]) -> list[Effect]:
    """V8: the experts and the beneficiary are asked again; until all agree the visit stays as it was."""
    round, body = case.round, case.body
    agreed = _agreed(round)
    asked_before = sum(a.kind == "propose_dates" for a in round.assignments.values())
    move = VisitMove(
        n=asked_before + len(round.moves) + 1,
        submission=case.sent.id,
        windows=body.windows or (_stay(agreed),),
        form=body.visit_form or agreed.form,
    )
    round.moves = (*round.moves, move)
    return []


def stay_of(round: Round) -> Window:
    """The days of the visit as it is agreed. Raises: NoVisitDates, VisitOver."""
    return _stay(_agreed(round))


def _stay(agreed: Visit) -> Window:
    return Window(starts=agreed.starts, ends=agreed.ends)


# ---- agreeing


def settled(round: Round, number: int, now: datetime) -> list[Effect]:
    """V8, V10: everyone was asked about a move: the visit moves, or stays, and that is told.

    To the earliest window that suits all, is still ahead and holds the agenda.
    """
    move = _of(round, number)
    agreed = visit.ahead(round)
    if move.state != "asked" or agreed is None:
        return []
    answers = (a.answer for a in windows.marks(round, number))
    suiting = windows.suiting(move.windows, (x if isinstance(x, MarkDates) else None for x in answers))
    possible = [w for w in suiting if _possible(round, agreed, w, now.date())]
    if possible:
        stay = min(possible, key=lambda w: w.starts)
        done = visit.ended(round, replace(move, state="agreed"))
        return [*done, *visit.moved(round, stay, move.form, now, move.submission)]
    return [
        *visit.ended(round, replace(move, state="refused")),
        Tell(what="move_not_agreed", people=visit.travellers(round), submission=move.submission),
    ]


def _possible(round: Round, agreed: Visit, window: Window, today: date) -> bool:
    """Another form may be taken on days that have begun; other days are still ahead."""
    same = window == _stay(agreed)
    return same or (window.starts > today and arrangements.fits(round, window.starts, window.ends))


def _of(round: Round, number: int) -> VisitMove:
    return next(move for move in round.moves if move.n == number)


# ---- deciding


def undecided(round: Round) -> VisitMove | None:
    """V10: the move that an officer may decide: the last one, while it is neither done nor given up."""
    last = round.moves[-1] if round.moves else None
    return last if last and last.state in ("asked", "refused") else None


def check_decided(case: Case[DecideMove]) -> None:
    """V10: the visit stays while a move is being agreed, or moves to one of its windows all the same.

    Raises: NotYours, NoVisitDates, VisitOver, NoMove, ChoiceMissing, UnknownWindow, WindowTooSoon,
    SessionOutsideVisit.
    """
    _check_mover(case)
    round, body = case.round, case.body
    agreed = _agreed(round)
    move = undecided(round)
    if move is None or (body.choice == "keep" and move.state != "asked"):
        raise NoMove
    if body.choice == "keep":
        return
    if not body.window:
        raise ChoiceMissing(field="window")
    if not 1 <= body.window <= len(move.windows):
        raise windows.UnknownWindow(field="window", window=body.window)
    chosen = move.windows[body.window - 1]
    if chosen != _stay(agreed):
        _check_days(round, chosen, case.now, starts="window", ends="window")


def decided(case: Case[DecideMove]) -> list[Effect]:
    """V10: what the officer decides is told to everyone who travels or receives, with the reason."""
    round, body, id = case.round, case.body, case.sent.id
    move = undecided(round)
    assert move
    if body.choice == "keep":
        people = visit.travellers(round)
        told = news.tell(round, "visit_stays", by=case.sent.by, submission=id, concerned=people)
        return [*visit.dropped(round), *told]
    done = visit.ended(round, replace(move, state="decided"))
    return [*done, *visit.moved(round, move.windows[body.window - 1], move.form, case.now, id)]


def check_offered(round: Round, kind: str, by: str) -> None:
    """V10: whether somebody may propose a move of the visit now, or decide on one.

    Raises: NotYours, NoVisitDates, VisitOver, MovePending, NoMove.
    """
    check_may_move(round.roles_of(by))
    _agreed(round)
    if kind == "move_visit" and visit.pending(round):
        raise MovePending
    if kind == "decide_move" and undecided(round) is None:
        raise NoMove


def offered(round: Round, by: str) -> tuple[str, ...]:
    """V10: what somebody may do now about the dates and the form of the visit."""
    kinds = ("move_visit", "decide_move")
    return tuple(kind for kind in kinds if not refusal(check_offered, round, kind, by))


KINDS = (
    Kind(
        model=MoveVisit,
        check_body=check_proposal,
        check=check_movable,
        accept=proposed,
    ),
    Kind(model=DecideMove, check=check_decided, accept=decided),
)
