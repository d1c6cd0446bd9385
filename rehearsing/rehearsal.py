"""A round is played from where it stands: whoever is asked answers as they behave, and time does the rest."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from api.intake.versions import language
from rehearsing.answers import answer
from rehearsing.behaviours import ANSWERING
from rehearsing.calendar import Awaited, Behaviour, Calendar, Happening, What
from rehearsing.house import House
from rehearsing.lived import NEVER, Lived
from rehearsing.noting import Noting
from rehearsing.people import Known
from rounds.rules import check_body
from rounds.state.round import Assignment, Round
from rounds.submissions.envelope import Sent
from rounds.submissions.refusals import Refusal, Refused
from store import inbox

MOST = 5000
"""Things that happen in one rehearsal, at most; a round has some hundreds."""
AROUND_VISIT = ("preparation", "visit")
"""The steps in which days of the visit come."""
LONGEST = timedelta(days=4 * 366)
"""What goes on for longer goes on for ever."""


@dataclass
class Rehearsal:
    """One round, played under one behaviour."""

    house: House
    behaviour: Behaviour
    known: Known
    refused: set[tuple[str, datetime]] = field(default_factory=set)
    """What was answered in vain: nobody tries the same again."""
    when: dict[tuple[str, datetime, datetime], datetime] = field(default_factory=dict)
    """When each is answered: by what was asked, since when and until when."""
    days: set[tuple[str, datetime]] = field(default_factory=set)
    """The days of the visit that are told."""

    def __post_init__(self) -> None:
        """Nothing is lived yet."""
        self.noting = Noting(self.house.activities, lambda: self.lived.round)
        self.lived = Lived(self.house.loop, self.noting, self.house.now)
        self._ids = count(1)

    def play(self, round: Round) -> Calendar:
        """Live it to its end, or until nothing comes of waiting any more."""
        begins, zone = self.lived.now, round.methodology.time_zone
        if round.begun:
            self.noting.step = round.step
        self.lived.begin(round)
        cut = not any(self._nothing_more(begins) for _ in range(MOST))
        return Calendar(
            round=round.id,
            country=round.country,
            methodology=round.methodology.name,
            behaviour=self.behaviour,
            zone=zone,
            begins=begins,
            ends=self.lived.now,
            outcome=self.lived.outcome.outcome if self.lived.outcome else "",
            cut=cut or self.lived.now - begins > LONGEST,
            awaits=() if self.lived.outcome else (*map(self._awaited, self._asked()), *self._paused()),
            happenings=self.noting.happenings,
            letters=self.house.letters,
        )

    # ---- one thing after the other

    def _nothing_more(self, begins: datetime) -> bool:
        """Let the next thing happen; whether there is none."""
        letter = self.house.waiting[0][0] if self.house.waiting else NEVER
        at, a = (NEVER, None) if self.lived.outcome else self._next_answer()
        timer = NEVER if self.lived.outcome else self.lived.next_at
        first = min(letter, at, timer)
        if first == NEVER or first - begins > LONGEST:
            return True
        self._tell_visit(first)
        if letter == first:
            self.house.open_next()
        elif a and at == first:
            self._answer(a, at)
        else:
            self.house.now = max(self.lived.now, timer)
            self.lived.tick()
        return False

    def _next_answer(self) -> tuple[datetime, Assignment | None]:
        asked = [(self._when(a), a) for a in self._asked() if (a.key, a.opened) not in self.refused]
        return min(asked, key=lambda found: (found[0], found[1].key), default=(NEVER, None))

    def _asked(self) -> list[Assignment]:
        """What is open, and somebody may do."""
        return [a for a in self.lived.round.open_assignments() if a.state == "open" and a.holders]

    def _when(self, a: Assignment) -> datetime:
        answering = ANSWERING.get(self.behaviour)
        if answering is None or a.due is None:
            return NEVER
        known = (a.key, a.paused or a.opened, a.due)
        if known not in self.when:
            calendar = self.house.calendar(self.lived.round, a.holders[0])
            self.when[known] = answering(self.lived.round, a, calendar).astimezone(UTC)
        return max(self.when[known], self.lived.now)

    def _answer(self, a: Assignment, at: datetime) -> None:
        self.lived.now = self.house.now = at
        try:
            body = answer(replace(self.known, now=at), self.lived.round, a)
            check_body(self.lived.round.methodology, self.lived.round.country, body)
        except (Refusal, KeyError) as why:
            self._in_vain(a, getattr(why, "code", "nobody_answers"))
            return
        sent = self.house.does(self._keep(a, body))
        (answered,) = self.lived.submit(sent)
        if isinstance(answered, Refused):
            self._in_vain(a, answered.code)

    async def _keep(self, a: Assignment, body: object) -> Sent:
        async with self.house.database.writing() as s:
            row = await inbox.keep(
                s,
                id=f"rehearsed-{next(self._ids)}",
                round_id=self.lived.round.id,
                key=a.key,
                kind=a.kind,
                participant_id=a.holders[0],
                body=body,
                language=language(a.key, body),
                now=self.house.now,
            )
        return inbox.envelope(row, body)

    def _in_vain(self, a: Assignment, code: str) -> None:
        """An answer is refused: the round goes on without it, as in silence."""
        self.refused.add((a.key, a.opened))
        self.noting.happenings.append(self.noting.note(self.lived.now, "refused", a.key, code=code))

    # ---- what is told besides

    def _tell_visit(self, until: datetime) -> None:
        """The first morning and the last evening of the visit, once they have come."""
        round = self.lived.round
        visit = round.visit
        if visit is None or visit.missed or round.paused or round.step not in AROUND_VISIT:
            return
        days: tuple[tuple[What, datetime | None], ...] = (
            ("visit_begins", visit.opens),
            ("visit_ends", visit.closes),
        )
        for what, at in days:
            if at and at <= until and (what, at) not in self.days:
                self.days.add((what, at))
                told = Happening(at=at, what=what, starts=visit.starts, ends=visit.ends)
                self.noting.happenings.append(told)

    def _paused(self) -> tuple[Awaited, ...]:
        """Who has a round go on that stands still."""
        round, role = self.lived.round, "responsible_officer"
        if not round.paused:
            return ()
        name = self.house.name(round.id, round.holders(role)[0])
        return (Awaited(key="", kind="resume", role=role, name=name, due=None),)

    def _awaited(self, a: Assignment) -> Awaited:
        name = self.house.name(self.lived.round.id, a.holders[0])
        return Awaited(key=a.key, kind=a.kind, role=a.role, name=name, due=a.due)
