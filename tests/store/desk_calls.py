"""A call of each function by which the desk reads, and keeps what is its own."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from store import accounts, kept_answers, keys, request_counts, sessions, sign_ins, sought, views
from store.accounts import Vouched
from store.at_work import at_work
from store.reads import cohorts, desk, finding, listing, reminding, reports, statistics, treatment, visits
from store.reads.listing import Place, Seek
from store.reads.rounds import RoundFilter
from store.sessions import DeskSession
from store.tables import Letter, Round

Call = tuple[Callable[..., Awaitable[Any]], tuple[Any, ...], dict[str, Any]]
MOMENT = datetime(2026, 3, 2, 15, 0, 0, 500, tzinfo=UTC)
DAY = MOMENT.date()
FILTERS = [
    RoundFilter(),
    RoundFilter(methodology="ripso"),
    RoundFilter(methodology="mecigep"),
    RoundFilter(country="PRY"),
    RoundFilter(country="URY"),
    RoundFilter(step="visit"),
    RoundFilter(open=True),
    RoundFilter(open=False),
    RoundFilter(overdue=True),
    RoundFilter(overdue=False),
    RoundFilter(waiting_on="focal_point"),
    RoundFilter(waiting_on="candidate"),
    RoundFilter(open=True, overdue=True, waiting_on="focal_point", country="PRY", step="panel"),
]

DESK = {"order": "changed", "after": None, "limit": 50}
PLACES: dict[str, Place] = {
    "changed": Place(at=MOMENT, id="r4000"),
    "due": Place(at=MOMENT, id="r4000"),
    "country": Place(at="COL", id="r4000"),
}


LATEST = treatment.Last(country="COL", number=4000)


def counted(person: str, ids: list[str]) -> list[Call]:
    """A call of each function by which the rounds of a year are counted."""
    of = cohorts.Cohort(secretariat="DIS", person=person, methodology="ripso", year=2026)
    return [
        (cohorts.cohorts, ("DIS", person), {}),
        (cohorts.rounds_of, (of,), {}),
        *((read, (of,), {}) for read in (statistics.begun, statistics.answers)),
        *((read, (of,), {}) for read in (statistics.invitations, statistics.load)),
        *((treatment.treated, (of,), {"after": after, "limit": 40}) for after in (None, LATEST)),
        (reports.clocks, ("DIS", of), {}),
        (reports.exceptions, ("DIS", of), {}),
        (reports.exceptions, ("DIS", of, ids), {}),
    ]


def desk_calls(round_: Round, letter: Letter, person: str, officer: str) -> list[Call]:
    """A call of each function by which the desk reads, and keeps what is its own."""
    seek = Seek(words=("registro", "social"), countries=("PRY",), mailbox="focal@example.org")
    now = datetime.now(UTC)
    nobodys = DeskSession(sha256="none", officer_id=officer, began_at=now, ends_at=now)
    vouched = Vouched(issuer="https://id.example", sub="somebody", email="officer@example.org")
    within = ("DIS", "")
    ids = [f"r{n}" for n in range(40)]
    return [
        *((listing.lines, ("DIS", which), DESK) for which in FILTERS),
        *(
            (listing.lines, ("DIS", RoundFilter()), {**DESK, "order": order, "after": after})
            for order, place in PLACES.items()
            for after in (None, place)
        ),
        (listing.lines, ("DIS", RoundFilter()), {**DESK, "person": person}),
        (listing.lines, ("DIS", RoundFilter(open=True)), {**DESK, "seek": seek, "order": "due"}),
        (listing.lines, ("DIS", RoundFilter()), {**DESK, "seek": Seek()}),
        (sought.keep, (round_,), {}),
        (sought.keep_people, (round_.id, ["focal_point", "alternate_contact"]), {}),
        (sought.keep_letter, (letter, "A subject"), {}),
        *(
            (read, ("DIS", words, *whose), {})
            for read in (finding.people, finding.letters)
            for words in (["p77"], ["ministerio", "p77"])
            for whose in ((), (person,))
        ),
        (listing.these, ("DIS", ids), {}),
        (reminding.reminders, ("DIS", ids), {}),
        (listing.one, ("DIS", "r1", person), {}),
        (desk.mine, ("DIS", person), {}),
        *((read, within, {}) for read in (desk.late, desk.refusing, desk.troubled)),
        *((read, ("DIS", person), {}) for read in (desk.late, desk.refusing, desk.troubled)),
        (desk.came_in, (*within, now - timedelta(days=1)), {}),
        *((visits.agreed, (*seen, DAY, DAY), {"limit": 300}) for seen in (within, ("DIS", person))),
        *((visits.proposed, (*seen, DAY, DAY), {}) for seen in (within, ("DIS", person))),
        (visits.agreed, (*within, DAY, DAY), {"limit": 300, "which": RoundFilter(country="PRY")}),
        *(call for person_ in ("", person) for call in counted(person_, ids)),
        (sign_ins.known, ("officer@example.org",), {}),
        (sign_ins.ask, ("officer@example.org", "/desk", now), {}),
        (sign_ins.admit, ("officer@example.org", "/desk", now), {}),
        (accounts.admit, (vouched, "/desk", now), {}),
        (accounts.refuse, (vouched, now), {}),
        (accounts.forget, (officer, officer, now), {}),
        (sign_ins.offices, ("officer@example.org",), {}),
        (sign_ins.hand_out, (officer, "another", now), {}),
        (sign_ins.take_up, ("none", "token", now), {}),
        *((read, ("token", now), {}) for read in (sign_ins.good, sign_ins.use_up)),
        (sign_ins.drop_all, (officer, now), {}),
        (sign_ins.purge, (now,), {}),
        (sessions.begin, ("token", "cookie", now), {}),
        (sessions.at_desk, ("cookie", now, timedelta(hours=1)), {}),
        (sessions.use, ("none", now), {}),
        (at_work, (officer,), {}),
        (sessions.end, ("cookie", now), {}),
        (sessions.of_officer, (officer, now, timedelta(hours=1)), {}),
        *((end, (nobodys, now), {}) for end in (sessions.end_one, sessions.end_others)),
        (sessions.end_all, (officer, officer, now), {}),
        (sessions.lasting, ("DIS", now, timedelta(hours=1)), {}),
        (sessions.purge, (now,), {}),
        (keys.known, ("ronda_key", now), {}),
        (keys.make, (officer, "Reports", "read", officer, now), {}),
        (keys.first, (officer, officer, now), {}),
        *((read, (of, now), {}) for read, of in ((keys.of_officer, officer), (keys.of_secretariat, "DIS"))),
        (keys.end, ("DIS", "none", officer, now), {}),
        (keys.end_all, (officer, officer, now), {}),
        (keys.use, ("none", now), {}),
        (request_counts.count, ("id", "link", now, timedelta(minutes=5)), {}),
        (request_counts.purge, (now,), {}),
        (kept_answers.begin, (officer, "key", "0", now), {}),
        (kept_answers.begin, (officer, "key", "1", now), {}),
        (kept_answers.finish, (officer, "key", "0", 200, "application/json", "{}"), {}),
        (kept_answers.drop, (officer, "key", "0"), {}),
        (kept_answers.purge, (now,), {}),
        (views.views, (officer,), {}),
        (views.save, (officer, "Late", "overdue=1", now), {}),
        (views.forget, (officer, "none"), {}),
        (views.note, ("DIS", officer, [round_.id], "A note", now), {}),
        (views.notes, (round_.id,), {}),
    ]
