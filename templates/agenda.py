"""The agenda of the visit as people and calendars read it: sessions with their moments (V1, V4)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from rounds.submissions.visit import SetAgenda

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One session at its moments in the beneficiary's time zone.

    `number` is its place in what was sent, from 1: calendars know it by that.
    """

    number: int
    day: int
    starts: datetime
    ends: datetime
    session: str
    title: str
    body_met: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The sessions in the order of their time; `language` is that of whoever wrote their titles."""

    sittings: tuple[Sitting, ...]
    zone: str
    language: str

    def days(self) -> list[tuple[date, list[Sitting]]]:
        """The days of the visit that have sessions, each with its own."""
        return [(day, list(held)) for day, held in groupby(self.sittings, lambda s: s.starts.date())]


def agenda(body: SetAgenda, first: date, zone: str, language: str) -> Agenda:
    """An agenda on the days of a visit that starts on `first`; `zone` is the beneficiary's."""
    there = ZoneInfo(zone)
    sittings = [
        Sitting(
            number=number,
            day=session.day,
            starts=datetime.combine(first + DAY * (session.day - 1), session.starts, there),
            ends=datetime.combine(first + DAY * (session.day - 1), session.ends, there),
            session=session.session,
            title=session.title,
            body_met=session.body_met,
        )
        for number, session in enumerate(body.sessions, start=1)
    ]
    return Agenda(sittings=tuple(sorted(sittings, key=lambda s: s.starts)), zone=zone, language=language)
