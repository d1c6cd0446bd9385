"""Findings of the working meetings, one by one, each with an id that stays (V6)."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TypeVar

from rounds.clock.deadlines import MORNING
from rounds.methodology.model import Methodology, Place
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect
from rounds.state.keys import Key
from rounds.state.kinds import Kind, always
from rounds.state.round import Round, Visit
from rounds.submissions.refusals import NothingWritten, NotYours, Refusal, TextMissing, WrongShape, refuse
from rounds.submissions.visit import AddFindings, Finding, RecordFindings, Session, SetAgenda

B = TypeVar("B")

WHAT = ("finding", "challenge", "recommendation")
"""What working meetings record (V6)."""
COMPLETE = str(Key("record_findings", n=1))
"""By what the findings are completed."""
CODE = re.compile(r"[a-z0-9-]{0,40}")
LENGTH = 8
"""Hexadecimal digits of an id."""


class MeetingAhead(Refusal):
    """Findings of a meeting that has not taken place yet (V6)."""

    code = "meeting_ahead"
    conflict = True


class UnknownMeeting(Refusal):
    """No working meeting of the agenda (V6)."""

    code = "unknown_meeting"


class NoMeeting(Refusal):
    """There is no working meeting yet of which anything could be recorded (V6)."""

    code = "no_meeting"
    conflict = True


class FindingsComplete(Refusal):
    """Whoever leads the panel has completed the findings, or they were left out (V6)."""

    code = "findings_complete"
    conflict = True


class MeetingUnsaid(Refusal):
    """A working meeting of which nothing is recorded, nor that it found nothing (V6)."""

    code = "meeting_unsaid"


class FindingLeftOut(Refusal):
    """What somebody of the panel recorded is worded anew, but not left out (V6)."""

    code = "finding_left_out"


class KindOfFindingMissing(Refusal):
    """No finding, no challenge or no recommendation at all (V6)."""

    code = "kind_of_finding_missing"


# ---- the meetings


def code_of(session: Session) -> str:
    """How a meeting is named by what is found there: by its day and when it begins, of which there is one."""
    return f"{session.day}-{session.starts:%H%M}"


def of_meeting(code: str) -> tuple[int, time] | None:
    """The day and the hour that a code names; None for what names none."""
    if found := re.fullmatch(r"([1-9][0-9]?)-([01][0-9]|2[0-3])([0-5][0-9])", code):
        day, hour, minute = map(int, found.groups())
        return day, time(hour, minute)
    return None


def of_agenda(methodology: Methodology, sessions: Iterable[Session]) -> tuple[Session, ...]:
    """The sessions of an agenda of which findings are recorded, in the order of the days (V6)."""
    held = (s for s in sessions if s.session in methodology.sessions_with_findings)
    return tuple(sorted(held, key=lambda s: (s.day, s.starts)))


def meetings(round: Round) -> tuple[Session, ...]:
    """The working meetings of the agenda as it is now."""
    agenda = round.assignments.get(str(Key("set_agenda", n=1)))
    answer = agenda.answer if agenda else None
    return of_agenda(round.methodology, answer.sessions) if isinstance(answer, SetAgenda) else ()


def ended(visit: Visit, session: Session) -> datetime | None:
    """When a session is over, on the clock of the place; None before the visit has its hours."""
    if visit.opens is None:
        return None
    since = timedelta(hours=session.ends.hour - MORNING.hour, minutes=session.ends.minute - MORNING.minute)
    return visit.opens + timedelta(days=session.day - 1) + since


def held(round: Round, now: datetime) -> tuple[Session, ...]:
    """V6: the working meetings that have taken place."""
    visit = round.visit
    if visit is None:
        return ()
    over = ((s, ended(visit, s)) for s in meetings(round))
    return tuple(s for s, at in over if at and at <= now)


# ---- during the visit and after it


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """How far a round is with its findings: the meetings that took place, whether all is recorded."""

    held: tuple[str, ...]
    complete: bool


def recording(round: Round, now: datetime) -> Recording:
    """The same, of its state."""
    completing = round.assignments.get(COMPLETE)
    return Recording(
        held=tuple(map(code_of, held(round, now))),
        complete="visit" in round.done or (completing is not None and not completing.awaited),
    )


def check_may_add(now: Recording, sits: bool) -> None:
    """V6: whoever sits on the panel, once a working meeting took place, until the findings are complete.

    Raises: NotYours, FindingsComplete, NoMeeting.
    """
    if not sits:
        raise NotYours
    if now.complete:
        raise FindingsComplete
    if not now.held:
        raise NoMeeting


def check_rows(case: BodyCase[AddFindings]) -> None:
    """V6: each says what it is and of which meeting.

    Raises: NothingWritten, TextMissing.
    """
    if not case.body.found:
        raise NothingWritten(field="found")
    refuse(TextMissing(field=f"found.{n}.meeting") for n, f in enumerate(case.body.found) if not f.meeting)


def check_added(case: Case[AddFindings]) -> None:
    """V6: of meetings that took place.

    Raises: what `check_may_add` raises, UnknownMeeting, MeetingAhead.
    """
    now = recording(case.round, case.now)
    check_may_add(now, bool(case.sent.officer) or case.sent.by in case.round.panel())
    refuse(_wrong_meetings(case.round, case.body.found, now))


def _wrong_meetings(round: Round, found: Sequence[Finding], now: Recording) -> Iterator[Refusal]:
    agenda = set(map(code_of, meetings(round)))
    for n, finding in enumerate(found):
        field = f"found.{n}.meeting"
        if finding.meeting not in agenda:
            yield UnknownMeeting(field=field)
        elif finding.meeting not in now.held:
            yield MeetingAhead(field=field)


def added(case: Case[AddFindings]) -> list[Effect]:
    """V6: the round knows which findings there are, and of which meeting."""
    new = {f.id: f.meeting for f in case.body.found}
    case.round.findings = {**case.round.findings, **new}
    # The first who records something is whose it is: the same recorded again changes nothing.
    case.round.finders = {**dict.fromkeys(new, case.sent.by), **case.round.finders}
    return []


# ---- all of them


def check_record(case: BodyCase[RecordFindings]) -> None:
    """V6: findings, challenges and recommendations; a meeting found something or nothing, not both.

    Raises: NothingWritten, KindOfFindingMissing, WrongShape.
    """
    body = case.body
    if not body.found and not body.without:
        raise NothingWritten(field="found")
    refuse(_wrong_record(body))


def _wrong_record(body: RecordFindings) -> Iterator[Refusal]:
    ids = [f.id for f in body.found]
    for n, finding in enumerate(body.found):
        if not CODE.fullmatch(finding.id) or (finding.id and finding.id in ids[:n]):
            yield WrongShape(field=f"found.{n}.id")
    said = {f.what for f in body.found}
    for what in WHAT:
        if body.found and what not in said:
            yield KindOfFindingMissing(field="found", what=what)
    spoke = {f.meeting for f in body.found}
    if any(code in spoke for code in body.without):
        yield WrongShape(field="without", expected="no findings")


def check_complete(case: Case[RecordFindings]) -> None:
    """V6: every working meeting is spoken of, and nothing that was recorded is left out.

    Raises: UnknownMeeting, MeetingUnsaid, FindingLeftOut.
    """
    refuse(_incomplete(case.round, case.body))


def _incomplete(round: Round, body: RecordFindings) -> Iterator[Refusal]:
    agenda = [code_of(s) for s in meetings(round)]
    for n, finding in enumerate(body.found):
        if finding.meeting not in ("", *agenda, round.findings.get(finding.id)):
            yield UnknownMeeting(field=f"found.{n}.meeting")
    yield from (UnknownMeeting(field="without") for code in body.without if code not in agenda)
    if set(round.findings) - {f.id for f in body.found}:
        yield FindingLeftOut(field="found")
    spoken = {*body.without, *(f.meeting for f in body.found)}
    for session in meetings(round):
        if code_of(session) not in spoken:
            yield MeetingUnsaid(field="without", day=session.day, at=f"{session.starts:%H:%M}")


def completed(case: Case[RecordFindings]) -> list[Effect]:
    """V6: these are the findings of the round from now on."""
    case.round.findings = {f.id: f.meeting for f in case.body.found}
    case.round.finders = {}
    return []


# ---- ids


def identified(body: B) -> B:
    """The same, each new finding with an id: drawn from what it says, so that the same said twice is one.

    What is added is always new: nobody words another's finding anew by adding one.
    """
    if not isinstance(body, AddFindings | RecordFindings):
        return body
    anew = isinstance(body, AddFindings)
    return replace(body, found=tuple(_with_id(f, anew) for f in body.found))


def _with_id(finding: Finding, anew: bool) -> Finding:
    said = "\n".join((finding.meeting, finding.what, finding.text.strip()))
    drawn = hashlib.sha256(said.encode()).hexdigest()[:LENGTH]
    return replace(finding, id=drawn if anew or not finding.id else finding.id)


KINDS = (
    Kind(
        model=RecordFindings,
        place=Place("visit", optional="findings", dispensable=True),
        check_body=check_record,
        check=check_complete,
        accept=completed,
        news=always("findings_recorded"),
    ),
    Kind(
        model=AddFindings,
        check_body=check_rows,
        check=check_added,
        accept=added,
    ),
)
