"""What is counted over the rounds of a year, and how each of them was treated (Z1)."""

from dataclasses import replace
from datetime import date

from sqlmodel import col, select, update

from store.reads import cohorts, reports, statistics, treatment, visits
from store.reads.cohorts import Cohort
from store.reads.rounds import RoundFilter
from store.reads.statistics import Answered, Invited
from store.session import Database
from store.tables import Assignment, Person
from tests.store.years import PROPOSED, VISIT, at, made

OF = Cohort(secretariat="DIS", person="", methodology="ripso", year=2026)
MAY = (date(2026, 5, 1), date(2026, 5, 31))


async def expert(database: Database) -> str:
    async with database.reading() as s:
        return (await s.exec(select(Person.id).where(Person.email == "e@example.org"))).one()


async def test_a_years_rounds_are_counted_by_what_became_of_what_they_asked(database: Database) -> None:
    pry, chl, ury = await made(database)
    async with database.reading() as s:
        assert await cohorts.cohorts(s, "DIS", "") == [("ripso", 2026)]
        rounds = await cohorts.rounds_of(s, OF)
        begun = await statistics.begun(s, OF)
        answers = {one.kind: one for one in await statistics.answers(s, OF)}
        invited = await statistics.invitations(s, OF)
        made_ = await reports.exceptions(s, "DIS", OF)
    assert [(one.id, one.outcome, one.visit) for one in rounds] == [
        (chl, "", None),
        (pry, "internal", VISIT[0]),
        (ury, "withdrawn", None),
    ]
    assert begun == {
        pry: {"request": at(0), "panel": at(7), "preparation": at(21), "report": at(77)},
        chl: {"request": at(0), "panel": at(14), "preparation": at(28)},
        ury: {"request": at(0)},
    }
    none = Answered("", 0, 0, 0, 0, 0, 0, 0, 0)
    assert answers == {
        kind: replace(none, kind=kind, **counts)
        for kind, counts in {
            "agree_panel": {"asked": 2, "in_time": 1, "waived": 1},
            "answer_questionnaire": {"asked": 1, "frozen": 1},
            "complete_request": {"asked": 1},
            "contribute": {"asked": 1, "in_time": 1},
            "examine_request": {"asked": 2, "in_time": 1, "awaited": 1, "overdue": 1},
            "mark_dates": {"asked": 1, "awaited": 1},
            "mend_address": {"asked": 1, "in_time": 1},
            "propose_panel": {"asked": 1, "late": 1},
        }.items()
    }
    assert invited == Invited(accepted=1, declined=1, silent=1)
    assert [(one.row.round_id, one.row.kind, one.reasons) for one in made_] == [
        (pry, "extend", ("=1+1",)),
        (chl, "pause", ("Elections",)),
    ]


async def test_who_has_how_much_to_do_is_counted_by_person(database: Database) -> None:
    await made(database)
    async with database.reading() as s:
        officer, theirs = await statistics.load(s, OF)
    assert (officer.expert, officer.name, officer.rounds, officer.running) == (False, "Officer", 3, 1)
    assert (officer.tasks, officer.overdue) == (1, 1)
    assert (theirs.expert, theirs.name, theirs.country) == (True, "=EXPERT()", "BRA")
    assert (theirs.rounds, theirs.running, theirs.tasks) == (1, 0, 0)


async def test_s3_nothing_is_counted_of_another_secretariat_year_or_persons_rounds(
    database: Database,
) -> None:
    pry, *_ = await made(database)
    alone = replace(OF, person=await expert(database))
    async with database.reading() as s:
        assert await cohorts.cohorts(s, "DGPE", "") == []
        for other in (replace(OF, secretariat="DGPE"), replace(OF, year=2025), replace(OF, methodology="m")):
            assert await cohorts.rounds_of(s, other) == ()
            assert await statistics.begun(s, other) == {}
            assert await statistics.answers(s, other) == ()
            assert await statistics.invitations(s, other) == Invited()
            assert await statistics.load(s, other) == ()
            assert await reports.exceptions(s, "DIS", other) == ()
            assert await reports.clocks(s, "DIS", other) == ()
            assert await treatment.treated(s, other, after=None, limit=9) == ((), None)
        assert [one.id for one in await cohorts.rounds_of(s, alone)] == [pry]
        assert {one.kind for one in await statistics.answers(s, alone)} >= {"propose_panel", "contribute"}
        assert [one.rounds for one in await statistics.load(s, alone)] == [1, 1]


async def test_z1_rounds_are_read_by_country_and_number_page_after_page(database: Database) -> None:
    pry, chl, ury = await made(database)
    async with database.reading() as s:
        first, after = await treatment.treated(s, OF, after=None, limit=2)
        second, last = await treatment.treated(s, OF, after=after, limit=2)
        whole = await reports.clocks(s, "DIS", OF)
    assert [(one.round.id, len(one.asked), one.reminders) for one in first] == [(chl, 3, 0), (pry, 9, 3)]
    assert [(one.round.id, len(one.asked), one.reminders) for one in second] == [(ury, 1, 0)]
    assert (after, last) == (treatment.Last(country="PRY", number=1), None)
    agreed = [(one.country, one.days) for one in whole if one.kind == "agree_panel"]
    assert agreed == [("CHL", 12), ("PRY", 10)]


async def test_visits_that_are_agreed_and_stays_that_are_proposed_are_those_of_rounds_one_may_see(
    database: Database,
) -> None:
    pry, chl, _ = await made(database)
    person = await expert(database)
    async with database.reading() as s:
        agreed = await visits.agreed(s, "DIS", "", *MAY, limit=9)
        proposed = await visits.proposed(s, "DIS", "", *MAY)
        assert [(one.round.id, one.starts, one.ends, one.proposed) for one in (*agreed, *proposed)] == [
            (pry, *VISIT, False),
            (chl, *PROPOSED, True),
        ]
        other = RoundFilter(country="CHL")
        assert await visits.agreed(s, "DIS", "", *MAY, limit=9, which=other) == ()
        assert len(await visits.proposed(s, "DIS", "", *MAY, which=other)) == 1
        assert await visits.agreed(s, "DGPE", "", *MAY, limit=9) == ()
        assert await visits.proposed(s, "DGPE", "", *MAY) == ()
        assert len(await visits.agreed(s, "DIS", person, *MAY, limit=9)) == 1
        assert await visits.proposed(s, "DIS", person, *MAY) == ()
        june = (date(2026, 6, 1), date(2026, 6, 30))
        assert await visits.agreed(s, "DIS", "", *june, limit=9) == ()
        assert await visits.proposed(s, "DIS", "", *june) == ()


async def test_a_stay_is_no_longer_proposed_once_nobody_is_asked_about_it(database: Database) -> None:
    await made(database)
    async with database.writing() as s:
        await s.exec(
            update(Assignment)
            .where(col(Assignment.kind) == "mark_dates")
            .values(state="closed", closed_at=at(30))
        )
    async with database.reading() as s:
        assert await visits.proposed(s, "DIS", "", *MAY) == ()
