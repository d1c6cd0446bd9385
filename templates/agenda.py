"""The agenda of the visit as people and calendars read it: sessions with their moments (V1, V4, V10)."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from rounds.submissions.changes import ReviseAgenda
from rounds.submissions.visit import Session, SetAgenda

T = TypeVar("T")

DAY = timedelta(days=1)
WITH_THE_LEAD = "coordinator"
"""The role that the lead coordinator has too."""
Names = Mapping[str, Sequence[str]]
"""Who holds each role, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One session at its moments in the beneficiary's time zone.

    `number` is its place in what was sent, from 1: calendars know it by that. `people` are the names of
    whoever takes part, where not all do.
    """

    number: int
    day: int
    starts: datetime
    ends: datetime
    session: str
    title: str
    body_met: str
    interviewed: str = ""
    venue: str = ""
    people: tuple[str, ...] = ()
    spoken: str = ""

    @property
    def also_met(self) -> str:
        """The body that is met, where the title does not say it already."""
        return "" if self.body_met == self.title else self.body_met


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The sessions in the order of their time; `language` is that of whoever wrote their titles.

    `apart`: people are not in one place, and each has a clock of their own. `revisions` is how often what
    was arranged was revised, `gone` the sessions of earlier versions that calendars must forget.
    """

    sittings: tuple[Sitting, ...]
    zone: str
    language: str
    apart: bool = False
    revisions: int = 0
    gone: tuple[Sitting, ...] = ()

    def days(self) -> list[tuple[date, list[Sitting]]]:
        """The days of the visit that have sessions, each with its own."""
        return [(day, list(held)) for day, held in groupby(self.sittings, lambda s: s.starts.date())]

    def clock(self, zone: str) -> str:
        """The time zone in which a reader from this one reads the hours: on site, that of the place."""
        return zone if self.apart else self.zone


def agenda(
    body: SetAgenda | ReviseAgenda,
    first: date,
    zone: str,
    language: str,
    *,
    people: Names | None = None,
    apart: bool = False,
    former: Sequence[SetAgenda | ReviseAgenda] = (),
    revisions: int = 0,
) -> Agenda:
    """An agenda on the days of a visit that starts on `first`; `zone` is the beneficiary's.

    `former` are its earlier versions, the last first.
    """

    def sitting(number: int, session: Session) -> Sitting:
        return _sitting(number, session, first, ZoneInfo(zone), people or {})

    sittings = [sitting(n, session) for n, session in enumerate(body.sessions, start=1)]
    most = max((len(before.sessions) for before in former), default=0)
    gone = [
        sitting(n, next(b.sessions[n - 1] for b in former if len(b.sessions) >= n))
        for n in range(len(body.sessions) + 1, most + 1)
    ]
    return Agenda(
        sittings=tuple(sorted(sittings, key=lambda s: s.starts)),
        zone=zone,
        language=language,
        apart=apart,
        revisions=revisions,
        gone=tuple(gone),
    )


def _sitting(number: int, session: Session, first: date, there: ZoneInfo, people: Names) -> Sitting:
    day = first + DAY * (session.day - 1)
    return Sitting(
        number=number,
        day=session.day,
        starts=datetime.combine(day, session.starts, there),
        ends=datetime.combine(day, session.ends, there),
        session=session.session,
        title=session.title,
        body_met=session.body_met,
        interviewed=session.interviewed,
        venue=session.venue,
        people=names(session.participants, people),
        spoken=session.language or "",
    )


def names(roles: Sequence[str], people: Names) -> tuple[str, ...]:
    """Who holds these roles, each once."""
    asked = [r for role in roles for r in (("lead_coordinator", role) if role == WITH_THE_LEAD else (role,))]
    return tuple(dict.fromkeys(name for role in asked for name in people.get(role, ())))


# ---- what changed from one version to the next


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Generic[T]):
    """One thing that was added (nothing before), left out (nothing after), or is otherwise than it was."""

    before: T | None
    after: T | None


def changes(
    before: Sequence[T], after: Sequence[T], called: Callable[[T], Hashable]
) -> tuple[Change[T], ...]:
    """What differs between two versions of a list, the later one's order; what has one name is one thing."""
    left = [x for x in before if x not in after]
    made: list[Change[T]] = []
    for new in (x for x in after if x not in before):
        old = next((x for x in left if called(x) == called(new)), None)
        if old is not None:
            left.remove(old)
        made.append(Change(before=old, after=new))
    return (*made, *(Change(before=x, after=None) for x in left))


def agenda_changes(before: Agenda, after: Agenda) -> tuple[Change[Sitting], ...]:
    """What differs between two versions of an agenda; where a session stands in what was sent, does not."""
    was, now = ([replace(s, number=0) for s in a.sittings] for a in (before, after))
    return changes(was, now, lambda s: (s.session, s.title))
