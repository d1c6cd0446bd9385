"""How a letter says what is to be done: an assignment, whoever it is passed or shared with."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from activities import visits
from activities.invitations import offer
from activities.letter_context import LetterContext
from methodologies.loader import capital_zone
from rounds.methodology.model import DECISION_ON_SILENCE, DECISION_ON_TIME, REVIEW, Methodology
from rounds.state.keys import Key
from rounds.state.people import seat_number
from rounds.steps.translation import into
from store import inbox
from store.inbox import body_of
from store.letterheads import name_of
from store.reads import asked, links, namings, parties, seats
from store.tables import Assignment, Round, Secretariat
from templates.marked import marked

INVITATION = "answer_invitation"
OF_A_SEAT = ("add_candidate", "agree_candidate")
"""The kinds that the secretariat and the beneficiary do for one seat, which their key names."""


def round_in_words(
    round_: Round, secretariat: Secretariat, methodology: Methodology, language: str
) -> dict[str, Any]:
    """A round as every template gets it, for a reader of this language."""
    plain = round_.model_dump(include={"id", "country", "year", "number", "step", "outcome"})
    return {
        **plain,
        **{name: marked(getattr(round_, name), round_.language) for name in ("institution", "initiative")},
        "methodology": methodology.id,
        "methodology_name": methodology.name,
        "secretariat": name_of(secretariat, methodology.secretariat_names, language),
        "about": methodology.about.get(language, ""),
        "document": methodology.document,
        "zone": capital_zone(round_.country),
    }


async def task(
    reading: LetterContext, assignment: Assignment, round_: Round, secretariat: Secretariat, grant: str
) -> dict[str, Any]:
    """An assignment as a template gets it; without a grant the reader cannot act on it."""
    methodology = asked.methodology_of(round_)
    rule = methodology.rule(assignment.kind)
    holders = await parties.holders(reading.s, round_.id, assignment.key)
    there = ZoneInfo(capital_zone(round_.country))
    language = reading.posted.person.language
    seat = await _seat(reading, assignment, round_, methodology, holders)
    return {
        **assignment.model_dump(include={"kind", "key", "role", "state", "overdue", "paused", "version"}),
        "round": round_in_words(round_, secretariat, methodology, language),
        "url": reading.links.url(grant) if grant else "",
        "due_here": assignment.due_at.astimezone(reading.here),
        "due_there": assignment.due_at.astimezone(there),
        "silence": seat.silence(rule.silence) if seat else rule.silence,
        "escalate_to": rule.escalate_to,
        "told": rule.escalate_to[: assignment.escalated],
        "ends_after": rule.ends_after,
        "freezes": rule.freezes,
        "quiet_after": rule.quiet_after,
        "silent": await _silent(reading, assignment),
        "personal": rule.personal,
        "holders": [person.name for _, person in holders],
        "about": await _about(reading, assignment),
        "number": Key.parse(assignment.key).n,
        "into": into(assignment.kind, assignment.key),
        **await added(reading.s, round_.id, assignment.key),
        "seat": seat_number(Key.parse(assignment.key).about) if assignment.kind in OF_A_SEAT else 0,
        "returned": await _returned(reading, assignment),
        "offer": offer(seat, round_, methodology) if seat else None,
        "request": await _request(reading, assignment),
        "press": await visits.press(reading.s, round_.id, assignment.kind),
        "move": await visits.proposed(reading, assignment),
    }


async def added(s: AsyncSession, round_id: str, key: str) -> dict[str, Any]:
    """Whether questions are meant that came after the questionnaire, and who added them ("": an officer)."""
    found = await asked.added(s, round_id, Key.parse(key)) if key else None
    by = await parties.name_of(s, round_id, found.participant_id) if found else ""
    return {"added": found is not None, "added_by": by}


async def _silent(reading: LetterContext, assignment: Assignment) -> list[dict[str, Any]]:
    """What has been overdue, for whoever is to decide what becomes of the round (Z8)."""
    if assignment.kind != DECISION_ON_SILENCE:
        return []
    there = ZoneInfo(capital_zone(reading.round.country))
    found = await asked.overdue(reading.s, assignment.round_id)
    return [
        {"kind": a.kind, "role": a.role, "due": a.due_at.astimezone(there).date()}
        for a in found
        if a.key != assignment.key
    ]


async def _request(reading: LetterContext, assignment: Assignment) -> dict[str, Any] | None:
    """What was asked, of whoever is to decide on more time (Z1)."""
    if assignment.kind != DECISION_ON_TIME:
        return None
    key = Key.parse(assignment.key)
    request = (await asked.requests_for_time(reading.s, assignment.round_id, key.about))[key.n - 1]
    body = body_of(request)
    return {
        "kind": Key.parse(key.about).kind,
        "by": await parties.name_of(reading.s, assignment.round_id, request.participant_id),
        "due": body.due,
        "reason": body.reason,
    }


async def _about(reading: LetterContext, assignment: Assignment) -> str:
    """Whose address it is, or whose statement on conflicts of interest."""
    if assignment.kind not in ("mend_address", REVIEW):
        return ""
    return await parties.name_of(reading.s, assignment.round_id, Key.parse(assignment.key).about)


async def _returned(reading: LetterContext, assignment: Assignment) -> str:
    """Why the request that is to be completed was returned; empty when it was not (Q7)."""
    n = Key.parse(assignment.key).n
    if assignment.kind != "complete_request" or n < 2:
        return ""
    decided = await namings.examined(reading.s, assignment.round_id, n - 1)
    return marked(decided.reason, decided.language) if decided else ""


async def _seat(
    reading: LetterContext,
    assignment: Assignment,
    round_: Round,
    methodology: Methodology,
    holders: list[seats.Member],
) -> seats.SeatRead | None:
    """What an invitation is to: nothing of it for any other task."""
    if assignment.kind != INVITATION or not holders or not holders[0][0].seat:
        return None
    return await seats.seat(reading.s, round_, methodology, holders[0][0])


async def about_one(reading: LetterContext, about: str = "") -> dict[str, Any] | None:
    """An assignment, with the reader's own link to it."""
    key, round_id = about or reading.params["key"], reading.round.id
    assignment = await asked.assignment(reading.s, round_id, key)
    if assignment is None:
        return None
    grant = await asked.grant_of(reading.s, round_id, key, reading.posted.reader.id)
    return {"task": await task(reading, assignment, reading.round, reading.posted.secretariat, grant)}


async def delegated(reading: LetterContext) -> dict[str, Any] | None:
    """Who asks the delegate, and for which part."""
    about = await about_one(reading)
    asked = await inbox.one(reading.s, reading.params["submission"])
    owner = await parties.name_of(reading.s, reading.round.id, reading.params["owner"])
    return about and {**about, "owner": owner, "share": inbox.body_of(asked).share if asked else ""}


async def handed_over(reading: LetterContext) -> dict[str, Any]:
    """All that is the newcomer's in this round when it is sent, be it nothing."""
    mine = await links.own_tasks(reading.s, reading.round.id, reading.posted.person.id)
    secretariat = reading.posted.secretariat
    tasks = [await task(reading, a, reading.round, secretariat, grant) for a, grant in mine]
    return {"tasks": tasks, "old": await parties.name_of(reading.s, reading.round.id, reading.params["old"])}
