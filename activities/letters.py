"""What each letter's template is given: plain values, drawn from the store when the letter is sent.

A letter's row keeps ids, dates and codes; names, texts and links are read here at the last moment, so
that a corrected name or a moved date is right in a letter that waited. Moments are aware datetimes;
`…_here` is in the reader's time zone, `…_there` in that of the beneficiary's capital.

What people wrote is marked with its language (`templates.marked`).

Every template gets
    recipient     name, role, zone (IANA name), is_contact (whether `contact` is the reader)
    round         id, country (ISO 3166-1 alpha-3), institution, initiative, year, number, step, outcome,
                  methodology (id), methodology_name, secretariat (its name), zone (there),
                  about (what the methodology is), document (its web address): "" where its file says nothing
    contact       name, email: the responsible officer, whom to write to
    introduction  in the first letter that somebody has of a round, who named them: how (a code), by (a
                  name); None in all others, and for the secretariat's own
    my_round_url  the recipient's page of the round

A `task` is an assignment:
    kind, key, role, state, round (as above), url ("" when the reader cannot act on it),
    due_here, due_there (None while it has no date), overdue, paused, version (of the report; 0: none),
    silence ("hold" | "next" | "last": nobody is left to invite), escalate_to (roles in order), told
    (those of them that the delay has come to), ends_after (monthly reminders, 0: never),
    freezes (working days before the visit, 0: never), personal, holders (names of those who may act),
    about (the name of whoever's address refuses letters or whose statement is reviewed; else ""),
    number (which of several one after the other; 0: none), seat (of "add_candidate"; 0: none),
    returned (why the request came back, for task.kind "complete_request"; else ""),
    offer (None; for task.kind "answer_invitation": see `activities.invitations`),
    request (None; for task.kind "decide_extension": kind, by, due (date), reason),
    press (of a task about the visit: the choice about the press, "" until it is known; else "")

and besides, by template
    assignment    task: something new is yours to do (an invitation too: task.kind "answer_invitation")
    delegated     task; owner: the name of whoever asks you to do it beside them; share: the part, in their
                  words, or ""
    handed_over   tasks: all that is yours in this round, maybe none; old: the name of whose place you take
    brief         task: it passed to you, as a new holder, or under a corrected address
    moved         task: its due date changed, its clock was paused (task.paused) or goes on
    escalation    task: it is overdue and you are told; url is ""
    overdue       task: yours is overdue; task.told know
    reminder      tasks: all that the reader has open, over all rounds, first due first
    refused       code, field, values (dict of str), kind, key, url, received_here, received_there:
                  what was handed over later was refused; what they typed is kept behind the link
    visit         method ("REQUEST" | "CANCEL"), left (bool: the reader no longer takes part),
                  updated (bool: the reader had other dates before), uid,
                  starts, ends (dates), form (how it is held, "" where there is one way), sequence,
                  opens_here, opens_there, closes_here, closes_there, press (a choice, or "" until it is
                  known), agenda (templates.agenda, None before it is set); the calendar files are attached
                  by whoever sends; the rendered subject is the event's title
    seat_filled   nothing more: another candidate took the seat, with thanks
    told          what, and by it
                  panel_formed: panel, a list of name, country, institution, role, seat (None: coordinator)
                  agenda_set: sequence, press, agenda (as above)
                  waived: kind: that of the assignment which is waived
                  closed: report, None or version, sha256, sections (list of section, text, needs; needs are
                  a list of topic, support, text): the approved text, for those entitled to it;
                  languages: those of the authorisation; round.outcome says how it ended: authorised,
                  internal, declined, lapsed or withdrawn; ended, None or who declined or withdrew it: by (a
                  name), role ("": an officer), reason
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from activities import approved_report, visits
from activities.invitations import member
from activities.letter_context import LetterContext
from activities.tasks import about_one, delegated, handed_over, round_in_words, task
from activities.working_days import of_participant
from methodologies.loader import capital_zone
from rounds.state.keys import Key
from store.inbox import body_of
from store.links import Links
from store.outbox import Posted
from store.reads import approved, asked, namings, parties
from store.reads.asked import OpenTask
from templates.marked import marked


async def context(s: AsyncSession, posted: Posted, links: Links) -> dict[str, Any] | None:
    """What the letter's template is given; None when there is nothing left to write about."""
    methodology = asked.methodology_of(posted.round)
    person, reader = posted.person, posted.reader
    calendar = of_participant(reader.role, person.country, person.time_zone, methodology)
    reading = LetterContext(s, links, posted, ZoneInfo(calendar.zone_name))
    is_contact = person.id == posted.contact.id
    own = await CONTEXTS[posted.letter.template](reading)
    if own is None:
        return None
    return {
        "recipient": {
            **{"name": person.name, "role": reader.role},
            **{"zone": calendar.zone_name, "is_contact": is_contact},
        },
        "round": round_in_words(posted.round, posted.secretariat, methodology, person.language),
        "introduction": await _introduction(reading),
        "contact": {"name": posted.contact.name, "email": posted.contact.email},
        "my_round_url": links.url(posted.my_round) if posted.my_round else "",
        **own,
    }


async def _introduction(reading: LetterContext) -> dict[str, str] | None:
    posted = reading.posted
    if not await namings.is_first(reading.s, posted.letter):
        return None
    found = await namings.named(reading.s, posted.round, posted.reader)
    by = (await namings.who(reading.s, found[1]))[0] if found else ""
    return {"how": found[0], "by": by} if found and by else None


async def _reminder(reading: LetterContext) -> dict[str, Any] | None:
    """What is open is asked for at the moment of sending: what was done meanwhile is not reminded of."""
    awaited: list[OpenTask] = await asked.awaited_of(reading.s, reading.posted.person.id)
    tasks = [await task(reading, t.assignment, t.round, t.secretariat, t.grant) for t in awaited]
    return {"tasks": tasks} if tasks else None


async def _refused(reading: LetterContext) -> dict[str, Any]:
    params = reading.params
    grant = await asked.grant_of(reading.s, reading.round.id, params["key"], reading.posted.reader.id)
    received = datetime.fromisoformat(params["received"])
    return {
        **{name: params[name] for name in ("code", "field", "values", "kind", "key")},
        "url": reading.links.url(grant) if grant and params["key"] else "",
        "received_here": received.astimezone(reading.here),
        "received_there": received.astimezone(ZoneInfo(capital_zone(reading.round.country))),
    }


async def _visit(reading: LetterContext) -> dict[str, Any]:
    dated = await visits.dated(reading.s, reading.round, reading.params, reading.here)
    left = dated["method"] == "CANCEL" and reading.posted.reader.state != "active"
    return {**dated, "left": left}


async def _nothing_more(_: LetterContext) -> dict[str, Any]:
    return {}


async def _told(reading: LetterContext) -> dict[str, Any]:
    what = reading.params["what"]
    return {"what": what, **await NEWS[what](reading)}


async def _panel(reading: LetterContext) -> dict[str, Any]:
    """Those whom the news is about: earlier proposals' coordinators took part too, and are not named."""
    members = [
        member((participant, person))
        for participant, person in await parties.panel(reading.s, reading.round.id)
        if participant.id in reading.params["people"]
    ]
    return {"panel": members}


async def _closed(reading: LetterContext) -> dict[str, Any]:
    decided = await approved.decision(reading.s, reading.round.id)
    methodology = asked.methodology_of(reading.round)
    version = (
        await approved.approved_report(reading.s, reading.round.id)
        if approved_report.entitled(reading.posted.reader, reading.round, methodology)
        else None
    )
    return {
        "ended": await _ended(reading),
        "languages": list(body_of(decided).languages) if decided else [],
        "report": approved_report.report(*version, methodology) if version else None,
    }


async def _ended(reading: LetterContext) -> dict[str, str] | None:
    """Who declined or withdrew the round, and why (Q7, Z2)."""
    s, round_ = reading.s, reading.round
    decided = {
        "withdrawn": lambda: namings.withdrawn(s, round_.id),
        "declined": lambda: namings.examined(s, round_.id),
    }.get(round_.outcome)
    by = await decided() if decided else None
    return {"by": by.by, "role": by.role, "reason": marked(by.reason, by.language)} if by else None


async def _agenda(reading: LetterContext) -> dict[str, Any]:
    return await visits.agreed(reading.s, reading.round)


async def _waived(reading: LetterContext) -> dict[str, Any]:
    return {"kind": Key.parse(reading.params["key"]).kind}


async def _resumed(reading: LetterContext) -> dict[str, Any]:
    """What the reader has to do in this round, with the dates that hold from now on."""
    tasks = (await _reminder(reading) or {"tasks": []})["tasks"]
    return {"tasks": [task for task in tasks if task["round"]["id"] == reading.round.id]}


async def _more_time_refused(reading: LetterContext) -> dict[str, Any]:
    key = reading.params["key"]
    decided = await asked.answer_of(reading.s, reading.round.id, key)
    about = await about_one(reading, Key.parse(key).about)
    return {**(about or {}), "reason": body_of(decided).reason if decided else ""}


NEWS: dict[str, Callable[[LetterContext], Awaitable[dict[str, Any]]]] = {
    "panel_formed": _panel,
    "agenda_set": _agenda,
    "waived": _waived,
    "paused": _nothing_more,
    "resumed": _resumed,
    "more_time_refused": _more_time_refused,
    "conflict_excluded": _nothing_more,
    "closed": _closed,
}

CONTEXTS: dict[str, Callable[[LetterContext], Awaitable[dict[str, Any] | None]]] = {
    "assignment": about_one,
    "delegated": delegated,
    "handed_over": handed_over,
    "brief": about_one,
    "moved": about_one,
    "escalation": about_one,
    "overdue": about_one,
    "reminder": _reminder,
    "refused": _refused,
    "visit": _visit,
    "seat_filled": _nothing_more,
    "told": _told,
}
"""What each template is given beyond what every letter says."""
