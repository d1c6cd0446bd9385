"""What a round asks next once something was taken, as far as it is known beforehand: a row a kind.

The steps themselves decide (`workflows.round`); these rows say the same for whoever wants to see, before it
is sent, whom the next letters go to. What has no row here is asked as the methodology says.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from rounds.methodology.model import Methodology
from rounds.state import assignments
from rounds.state.effects import Open
from rounds.state.keys import Key
from rounds.state.round import Assignment, Round, Translation
from rounds.steps import (
    additions,
    announcement,
    authorisations,
    countersigning,
    seats,
    translation,
    windows,
)
from rounds.steps.publication import authorises
from rounds.submissions.envelope import Sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """What is asked: its key; of whom, where it is not whom the methodology names; after what.

    `later`: not at once, but when whoever is asked first agrees. `of_report`: about the version in force;
    `of`: about this translation of it.
    """

    key: str
    holders: tuple[str, ...] = ()
    role: str = ""
    later: bool = False
    of_report: bool = False
    of: Translation | None = None


def following(round: Round, sent: Sent, now: datetime) -> Iterator[tuple[Open, bool]]:
    """What the round opens then, in order, and whether it is later; `round` is as it stands after taking."""
    follows = FOLLOWING.get(sent.body.kind)
    for one in follows(round, sent) if follows else ():
        kind = Key.parse(one.key).kind
        if one.key in round.assignments or not round.methodology.asks(kind):
            continue
        role = one.role or round.methodology.rule(kind).owner
        holders = one.holders or round.holders(role)
        if not holders:
            continue
        version, sha256 = _bound(round, one)
        a = Assignment(
            key=one.key,
            kind=kind,
            role=role,
            holders=holders,
            opened=now,
            paused=now if round.paused else None,
            version=version,
            sha256=sha256,
        )
        round.assignments[one.key] = a
        yield assignments.opening(round, a), one.later


def _bound(round: Round, one: Next) -> tuple[int, str]:
    """The version that it is about; none: 0 and no hash."""
    if one.of:
        return one.of.version, one.of.sha256
    return (round.version, round.sha256) if one.of_report else (0, "")


def _n(sent: Sent) -> int:
    return Key.parse(sent.key).n or 1


def _examined(round: Round, sent: Sent) -> Iterator[Next]:
    if sent.body.choice == "return":  # type: ignore[union-attr]  # of this row's kind
        yield Next(key=f"complete_request:{_n(sent) + 1}")
    if sent.body.choice != "accept":  # type: ignore[union-attr]  # of this row's kind
        return
    yield from (Next(key=f"{kind}:1") for kind in _first_of(round.methodology))


def _first_of(methodology: Methodology) -> tuple[str, ...]:
    """What the step after the request asks first."""
    step = methodology.steps[methodology.steps.index("request") + 1]
    first = {"self_assessment": ("propose_framework", "write_self_assessment"), "panel": PANEL}
    return next(((kind,) for kind in first.get(step, ()) if methodology.asks(kind)), ())


PANEL = ("name_states", "propose_panel")


def _proposed(_: Round, sent: Sent) -> Iterator[Next]:
    """The proposal goes to whoever agrees it; then the first candidate of each seat is invited (P8)."""
    n = _n(sent)
    yield Next(key=f"agree_panel:{n}")
    seats = sent.body.seats  # type: ignore[union-attr]  # of this row's kind
    for number in range(1, len(seats) + 1):
        candidate = f"candidate-{n}.{number}.1"
        yield Next(key=f"answer_invitation:{candidate}", role="candidate", holders=(candidate,), later=True)


def _added(_: Round, sent: Sent) -> Iterator[Next]:
    yield Next(key=str(Key.parse(sent.key).of("agree_candidate")))


def _drafted(round: Round, sent: Sent) -> Iterator[Next]:
    """A version is read by each expert first where the methodology asks for that (W2)."""
    n = _n(sent) + (1 if sent.body.kind == "revise_report" else 0)
    if round.methodology.asks("comment_draft"):
        for seat in round.seats.values():
            yield Next(key=f"comment_draft:{seat.role}:{n}", role=seat.role, of_report=True)
    else:
        yield Next(key=f"review_report:{n}", of_report=True)


def _marked(number: Callable[[Round, Sent], int]) -> Callable[[Round, Sent], Iterator[Next]]:
    """Beneficiary and experts say which of the days suit them (V8)."""

    def asked(round: Round, sent: Sent) -> Iterator[Next]:
        for role in windows.markers(round):
            yield Next(key=str(Key("mark_dates", role, number(round, sent))), role=role)

    return asked


def _sent_back(round: Round, _: Sent) -> Iterator[Next]:
    """It is asked again of whoever gave it (D3)."""
    for key in round.sent_back[-1:]:
        yield Next(key=key, role=round.assignments[str(Key.parse(key).first())].role)


def _more_questions(round: Round, _: Sent) -> Iterator[Next]:
    """They go to whoever sends the questionnaire, or straight to the team (D2)."""
    for added in round.added[-1:]:
        sent_on, answered = additions.keys(added.about)
        yield Next(key=answered if added.straight else sent_on)


def _translated(round: Round, _: Sent) -> Iterator[Next]:
    for language in round.wanted:
        yield Next(key=str(Key("translate_report", language, 1)), of_report=True)


def _into(round: Round, sent: Sent) -> Iterator[Next]:
    """A translation is reviewed (X2)."""
    key = Key.parse(sent.key)
    made = translation.latest(round, key.about)
    yield Next(key=str(key.of("review_translation")), of=made)


def _authorised(round: Round, sent: Sent) -> Iterator[Next]:
    """What was authorised is countersigned (L11), and its announcement agreed (X3)."""
    if authorises(sent.body):
        n = len(round.authorisations)
        yield Next(key=str(countersigning.key(n)), role=countersigning.role(round, n), of_report=True)
        yield Next(key=str(announcement.turn(n, 1)), role=announcement.role(1))


def _worded(round: Round, sent: Sent) -> Iterator[Next]:
    """The other side is asked about the announcement, until both agree (X3)."""
    n, k = authorisations.number(sent.key), _n(sent) + 1
    if not announcement.settled(round, n):
        yield Next(key=str(announcement.turn(n, k)), role=announcement.role(k))


def _left(round: Round, _: Sent) -> Iterator[Next]:
    """The next candidate of a seat that is empty is invited (P8)."""
    for seat in round.seats.values():
        free = (
            candidate
            for candidate in seat.shortlist
            if candidate not in seat.left
            and f"answer_invitation:{candidate}" not in round.assignments
            and seats.may_sit(round, seat, candidate)
        )
        if not seat.holder and (candidate := next(free, "")):
            yield Next(key=f"answer_invitation:{candidate}", role="candidate", holders=(candidate,))


def ends(sent: Sent) -> str:
    """How the round ends with it; empty where it goes on, or says so itself."""
    choice = getattr(sent.body, "choice", "")
    return ENDS.get(sent.body.kind, {}).get(choice, "")


def _same(kind: str, more: int = 0) -> Callable[[Round, Sent], Iterator[Next]]:
    """The one kind, for the same time."""

    def asked(_: Round, sent: Sent) -> Iterator[Next]:
        yield Next(key=f"{kind}:{_n(sent) + more}")

    return asked


FOLLOWING: Mapping[str, Callable[[Round, Sent], Iterator[Next] | tuple[Next, ...]]] = {
    "examine_request": _examined,
    "name_states": _same("propose_panel"),
    "propose_panel": _proposed,
    "add_candidate": _added,
    "propose_framework": _same("agree_framework"),
    "send_questionnaire": _same("answer_questionnaire"),
    "consolidate_report": _drafted,
    "revise_report": _drafted,
    "propose_dates": _marked(lambda _, sent: _n(sent)),
    "move_visit": _marked(lambda round, _: round.moves[-1].n),
    "send_back": _sent_back,
    "add_questions": _more_questions,
    "ask_translations": _translated,
    "translate_report": _into,
    "authorise_publication": _authorised,
    "agree_announcement": _worded,
    "leave_panel": _left,
    "finish_draft": lambda _, sent: (Next(key=f"review_report:{_n(sent)}", of_report=True),),
}
"""What follows on each kind."""
ENDS = {
    "examine_request": {"decline": "declined"},
    "decide_publication": {"internal": "internal", "publish": "authorised", "publish_on": "authorised"},
}
"""The choices with which a round ends."""
