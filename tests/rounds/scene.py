"""What tests of rules share: bodies as they should be, rounds built by hand, the verdict of a rule."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from methodologies.loader import methodology
from rounds import accepting, rules
from rounds.clock import timers
from rounds.methodology.model import Methodology
from rounds.state.batches import Dates
from rounds.state.effects import Tell
from rounds.state.keys import Key
from rounds.state.round import Assignment, Round, Visit
from rounds.steps import arrangements, request
from rounds.submissions.envelope import Sent
from rounds.submissions.fields import facts
from rounds.submissions.panel import AgreePanel, AnswerInvitation, ProposePanel, Shortlist
from rounds.submissions.people import Candidate, Contact
from rounds.submissions.refusals import Refusal
from rounds.submissions.report import ConsolidateReport, ReviseReport, SectionText
from rounds.submissions.request import Note, OpenRound
from rounds.submissions.visit import Session

RIPSO = methodology("ripso")
NOW = datetime(2027, 3, 1, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)
STARTS, ENDS = date(2027, 6, 7), date(2027, 6, 10)
"""A stay of four days."""
OFFICER = "responsible_officer"
CHILE, SECOND, COLOMBIA = "candidate-1.1.1", "candidate-1.1.2", "candidate-1.2.1"
"""The candidates of the panel below: first and second for seat 1, the only one for seat 2."""
LEAD = "coordinator-1.1"

Verdict = tuple[str, str] | None
"""Code and field of a refusal; None for what is accepted."""

_ids = count(1)


# ---- bodies


def contact(name: str, **changes: Any) -> Contact:
    return Contact(**{"name": name, "email": f"{name}@ministry.example", "language": "es", **changes})


def candidate(name: str, country: str, **changes: Any) -> Candidate:
    given = {"points": RIPSO.profile_points, "institution": "Ministry", "country": country, **changes}
    return Candidate(**{"name": name, "email": f"{name}@panel.example", "language": "en", **given})


def note(**changes: Any) -> Note:
    given = {"stage": "reform", "objective": "A design", "countries_of_interest": ("CHL",), **changes}
    return Note(**{"initiative": "Register", **given})


def opening(**changes: Any) -> OpenRound:
    given = {"methodology": "ripso", "country": "PRY", "institution": "Cabinet", "note": note(), **changes}
    return OpenRound(**{"focal_point": contact("focal"), **given})


def proposal(**changes: Any) -> ProposePanel:
    seats = (
        Shortlist(candidates=(candidate("first", "CHL"), candidate("second", "CHL"))),
        Shortlist(candidates=(candidate("third", "COL"),)),
    )
    given = {"seats": seats, "coordinators": (contact("lead"), contact("support")), **changes}
    return ProposePanel(**given)


def acceptance(**changes: Any) -> AnswerInvitation:
    given = {"ad_honorem": True, "institution_agrees": True, "conflict": "none", **changes}
    return AnswerInvitation(choice="accept", **given)


def session(kind: str, day: int = 1, starts: int = 9, ends: int = 10) -> Session:
    return Session(
        day=day, starts=time(starts), ends=time(ends), session=kind, title="Session", interviewed="Families"
    )


def sessions(*kinds: str) -> tuple[Session, ...]:
    """One session of each kind, one after the other, all on the first day."""
    return tuple(session(kind, starts=8 + n, ends=9 + n) for n, kind in enumerate(kinds or RIPSO.sessions))


def texts(*sections: str, text: str = "Text") -> tuple[SectionText, ...]:
    return tuple(SectionText(section=s, text=text) for s in sections or RIPSO.sections)


# ---- verdicts


def verdict_on(body: Any, country: str = "PRY", methodology: Methodology = RIPSO) -> Verdict:
    """What is said of a submission before anything is kept."""
    try:
        rules.check_body(methodology, country, body)
    except Refusal as refusal:
        return refusal.code, refusal.field
    return None


def verdict(round: Round, sent: Sent, now: datetime = NOW) -> Verdict:
    """What the round itself says."""
    try:
        rules.check(round, sent, now)
    except Refusal as refusal:
        return refusal.code, refusal.field
    return None


# ---- rounds built by hand


def a_round(body: OpenRound | None = None) -> Round:
    round = request.opened("round-ripso-pry-2027-1", "opening-1", body or opening(), RIPSO)
    round.begun = True
    return round


def ask(round: Round, key: str, *holders: str, **changes: Any) -> Assignment:
    """An open assignment: a reminder in five days, due in ten."""
    rule = RIPSO.rule(Key.parse(key).kind)
    role = changes.pop("role", rule.owner)
    a = Assignment(
        key=key,
        kind=rule.kind,
        role=role,
        holders=holders or round.holders(role),
        opened=NOW,
        version=round.version,
        sha256=round.sha256,
    )
    due = NOW + 10 * DAY
    dates = Dates(key=key, due=due, reminders=(NOW + 5 * DAY,), monthly_from=due + timers.MONTH)
    round.assignments[key] = replace(timers.opened(a, dates), **changes)
    return round.assignments[key]


def sent(
    key: str, body: Any, by: str = "", officer: str = "", id: str = "", sha256: str = "", language: str = ""
) -> Sent:
    return Sent(
        id=id or f"sent-{next(_ids)}",
        key=key,
        by=by,
        sha256=sha256,
        body=facts(body),
        officer=officer,
        language=language,
    )


def send(round: Round, key: str, body: Any, by: str = "", officer: str = "", **more: Any) -> list[Any]:
    """Have a submission checked and taken; what must follow in the world, without its own record and news."""
    envelope = sent(key, body, by, officer, **more)
    rules.check(round, envelope, NOW)
    round.pending.clear()
    accepting.take(round, envelope, NOW)
    return [e for e in round.pending[1:] if not (isinstance(e, Tell) and e.submission)]


def told(round: Round) -> dict[str, tuple[str, ...]]:
    """The news that what was sent last has made, and who is told of each."""
    made = (effect for effect in round.pending if isinstance(effect, Tell) and effect.submission)
    return {tell.what: tell.people for tell in made}


def with_panel() -> Round:
    """A round whose panel is agreed, and whose seats are empty."""
    round = a_round()
    ask(round, "propose_panel:1")
    send(round, "propose_panel:1", proposal(), OFFICER)
    ask(round, "agree_panel:1")
    send(round, "agree_panel:1", AgreePanel(choice="agree"), "focal_point")
    return round


def invite(round: Round, *candidates: str) -> None:
    for who in candidates:
        ask(round, f"answer_invitation:{who}", who)


def seated() -> Round:
    """A round with an expert on each seat."""
    round = with_panel()
    invite(round, CHILE, COLOMBIA)
    for who in (CHILE, COLOMBIA):
        send(round, f"answer_invitation:{who}", acceptance(), who)
    return round


def dated() -> Round:
    """A round whose visit has dates and hours, and whose three lists are open."""
    round = seated()
    opens = datetime(2027, 6, 7, 13, tzinfo=UTC)
    round.visit = Visit(
        starts=STARTS, ends=ENDS, opens=opens, closes=opens + 3 * DAY, freezes=opens - 7 * DAY
    )
    for key in arrangements.needed(round):
        ask(round, key)
    return round


def reported() -> Round:
    """A round with a report of two versions."""
    round = seated()
    for n, (kind, body) in enumerate(
        (("consolidate_report", ConsolidateReport), ("revise_report", ReviseReport)), start=1
    ):
        ask(round, f"{kind}:1")
        send(round, f"{kind}:1", body(sections=texts()), OFFICER, sha256=f"{n}" * 64)
    return round
