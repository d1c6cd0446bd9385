"""Three silent years: the round ends, or waits for somebody by name, and nobody is flooded (Z8)."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from activities.working_days import WorkingDays, of_participant
from methodologies.loader import methodology
from rounds.clock import timers
from rounds.state.round import Assignment
from rounds.submissions.interventions import AskMoreTime
from store.tables import Letter, Participant, Person
from tests.proofs import bodies, moves
from tests.proofs.world import Played, World, world
from tests.workflows import cast
from workflows import names

YEARS = timedelta(days=3 * 365)
A_YEAR_MORE = timedelta(days=365)
MOST = 40
COUNTRY = {"ripso": "PRY", "mecigep": "JAM"}


# ---- where everybody falls silent


def goes_to(played: Played, kind: str) -> Assignment:
    """Everybody does at once what is asked of them, until something of this kind is open."""
    while True:
        asked = [a for a in played.round.open_assignments() if a.kind == kind and a.due]
        if asked:
            return asked[0]
        assert not played.lived.outcome, f"the round has ended, and nobody was asked to {kind}"
        moves.next_act(played).do(played)


def says(played: Played, a: Assignment, body: object) -> None:
    """Whoever is asked says this."""
    played.sends(played.keeps(a.key, a.holders[0], body))


def _a_candidate_is_added(played: Played) -> None:
    goes_to(played, "answer_invitation")
    while not [a for a in played.round.open_assignments() if a.kind == "add_candidate" and a.due]:
        played.lived.tick()
    says(played, a := goes_to(played, "add_candidate"), bodies.usual(played, a))


def _a_conflict_is_declared(played: Played) -> None:
    says(played, goes_to(played, "answer_invitation"), cast.DECLARE)


def _changes_are_asked_for(played: Played) -> None:
    a = goes_to(played, "review_report")
    says(played, a, bodies.OTHERWISE["review_report"](played, a)[0])


def _a_draft_is_commented(played: Played) -> None:
    a = goes_to(played, "comment_draft")
    says(played, a, bodies.OTHERWISE["comment_draft"](played, a)[0])


def _translations_are_asked_for(played: Played) -> None:
    a = goes_to(played, "review_report")
    says(played, a, bodies.OTHERWISE["review_report"](played, a)[1])


def _more_time_is_asked_for(played: Played) -> None:
    a = goes_to(played, "agree_panel")
    later = timers.due_day(a) + timedelta(days=60)
    says(played, a, AskMoreTime(due=later, reason="Holidays"))


def _an_address_refuses(played: Played) -> None:
    goes_to(played, "propose_panel")
    played.lived.signal(names.ADDRESS_REFUSED, "focal_point")


DETOURS: dict[str, Callable[[Played], None]] = {
    "agree_candidate": _a_candidate_is_added,
    "review_conflict": _a_conflict_is_declared,
    "finish_draft": _a_draft_is_commented,
    "revise_report": _changes_are_asked_for,
    "translate_report": _translations_are_asked_for,
    "review_translation": _translations_are_asked_for,
    "decide_extension": _more_time_is_asked_for,
    "mend_address": _an_address_refuses,
}
"""How a round comes to be asked what it is not asked as long as all goes well."""
COME_BY_SILENCE = {
    "add_candidate": "answer_invitation",
    "ready_visit": "set_agenda",
    "decide_silence": "propose_panel",
}
"""What silence itself leads to, and where it begins."""
TOGETHER = {
    "arrange_international": "set_agenda",
    "arrange_local": "set_agenda",
    "write_questions": "propose_dates",
    "write_lessons": "contribute",
}
"""What is open at the same time as another."""
AFTERWARDS = ("countersign_publication", "agree_announcement")
"""What is asked once the round is over: stories tell of it."""
ALIKE = {
    kind
    for kind, rule in methodology("mecigep").assignments.items()
    if rule == methodology("ripso").assignments.get(kind)
}
"""What the one awaits exactly as the other does, is lived once."""
PLACES = [
    pytest.param(rules, kind, id=f"Z8 {rules} {kind}")
    for rules in COUNTRY
    for kind in methodology(rules).assignments
    if not (kind in {*COME_BY_SILENCE, *TOGETHER, *AFTERWARDS} or (rules == "mecigep" and kind in ALIKE))
]


# ---- what comes of it


def falls_silent(played: Played, kind: str) -> set[str]:
    """Nobody does anything for three years; the kinds that were waited for meanwhile."""
    if detour := DETOURS.get(kind):
        detour(played)
    goes_to(played, kind)
    seen: set[str] = set()
    until = played.lived.now + YEARS
    while not played.lived.outcome and played.lived.timers and played.lived.next_at < until:
        seen |= {a.kind for a in played.round.open_assignments()}
        played.lived.tick()
    return seen


def left_at(letter: Letter) -> datetime:
    """When a letter of what is pending goes, in the round's time."""
    hold = letter.held_until - letter.recorded_at if letter.held_until else timedelta(0)
    return letter.written_at + hold


async def letters(played: Played) -> list[tuple[Letter, WorkingDays]]:
    """Each letter that was written, with the calendar of whom it is for."""
    async with played.world.database.reading() as s:
        rows = await s.exec(
            select(Letter, Participant, Person)
            .where(Letter.round_id == played.round.id, Participant.round_id == Letter.round_id)
            .where(Participant.id == Letter.participant_id, Person.id == Letter.person_id)
        )
        return [
            (x, of_participant(who.role, p.country, p.time_zone, played.round.methodology))
            for x, who, p in rows
        ]


def nobody_is_flooded(played: Played) -> int:
    """At most forty letters for each, and one of what is pending a day, in the morning of a working day."""
    written = played.world.does(letters(played))
    days: Counter[tuple[str, date]] = Counter()
    for letter, calendar in written:
        if letter.template == "reminder":
            here = left_at(letter).astimezone(calendar.zone)
            assert 9 <= here.hour < 12, (letter.participant_id, here)
            assert calendar.is_working(here.date()), (letter.participant_id, here)
            days[letter.person_id, here.date()] += 1
    assert set(days.values()) <= {1}
    sums = Counter(letter.person_id for letter, _ in written)
    assert max(sums.values()) <= MOST, sums
    return len(written)


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[World]:
    """A world of the round's own: officers look after no other."""
    with world(tmp_path) as made:
        yield made


@pytest.mark.parametrize(("rules", "kind"), PLACES)
def test_after_three_silent_years_a_round_has_ended_or_waits_for_somebody_and_nobody_was_flooded(
    alone: World, rules: str, kind: str
) -> None:
    played = alone.opens(rules, COUNTRY[rules], note=kind != "complete_request")
    seen = falls_silent(played, kind)
    assert kind in seen
    told = nobody_is_flooded(played)
    if played.lived.outcome:
        return
    open_ = list(played.round.open_assignments())
    assert "decide_silence" in {a.kind for a in open_}
    assert all(a.holders for a in open_)
    assert not played.lived.timers
    played.lived.now += A_YEAR_MORE
    assert nobody_is_flooded(played) == told


@pytest.mark.parametrize("rules", COUNTRY)
def test_every_kind_of_assignment_was_met_with_silence_z8(rules: str) -> None:
    lived = {kind for place in PLACES for at, kind in [place.values] if at in (rules, "ripso")}
    assert set(methodology(rules).assignments) <= {*lived, *COME_BY_SILENCE, *TOGETHER, *AFTERWARDS}
    assert set(DETOURS) <= lived
