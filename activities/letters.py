"""What each letter's template is given: plain values, drawn from the store when the letter is sent.

A letter's row keeps ids, dates and codes; names, texts and links are read here at the last moment, so
that a corrected name or a moved date is right in a letter that waited. Moments are aware datetimes;
`…_here` is in the reader's time zone, `…_there` in that of the beneficiary's capital.

What people wrote is marked with its language (`templates.marked`).

Every template gets
    recipient     name, role, zone (IANA name), is_contact (whether `contact` is the reader), former (whether
                  they take part no more)
    round         id, country (ISO 3166-1 alpha-3), institution, initiative, year, number, step, outcome,
                  methodology (id), methodology_name, secretariat (its name), zone (there),
                  about (what the methodology is), document (its web address): "" where its file says nothing
    contact       name, email: the responsible officer, whom to write to
    letterhead    signature, address (lines), telephone, email: the secretariat's of today, each "" if not set
    receipts      what the reader sent, and is told with this that it was recorded (`activities.receipts`)
    also          what happened in the same moment and is told with it (`activities.news`)
    introduction  in the first letter that somebody has of a round, who named them: how (a code), by (a
                  name); None in all others, and for the secretariat's own
    my_round_url  the recipient's page of the round

A `task` is an assignment:
    kind, key, role, state, round (as above), url ("" when the reader cannot act on it),
    due_here, due_there (None while it has no date), overdue, paused, version (of the report; 0: none),
    silence ("hold" | "next" | "last": nobody is left to invite), escalate_to (roles in order), told
    (those of them that the delay has come to), ends_after (monthly reminders, 0: never),
    freezes (working days before the visit, 0: never), quiet_after (monthly reminders, 0: never), personal,
    holders (names of those who may act),
    about (the name of whoever's address refuses letters or whose statement is reviewed; else ""),
    number (which of several one after the other; 0: none), seat (of "add_candidate"; 0: none),
    into (the language of a translation, by its code; "" for any other task),
    returned (why the request came back, for task.kind "complete_request"; else ""),
    offer (None; for task.kind "answer_invitation": see `activities.invitations`),
    request (None; for task.kind "decide_extension": kind, by, due (date), reason),
    silent (for task.kind "decide_silence": what is overdue, each with kind, role, due (date); else empty),
    move (of "mark_dates", when a visit that has dates is to change: starts, ends (what stands), form ("" as
    it is), windows (list of a first and a last day), reason; else None),
    press (of a task about the visit: the choice about the press, "" until it is known; else "")

and besides, by template
    assignment    task: something new is yours to do (an invitation too: task.kind "answer_invitation")
    delegated     task; owner: the name of whoever asks you to do it beside them; share: the part, in their
                  words, or ""
    handed_over   tasks: all that is yours in this round, maybe none; old: the name of whose place you take
    brief         task: it passed to you, as a new holder, or under a corrected address
    moved         task: its due date changed, its clock was paused (task.paused) or goes on
    reminder      the one letter a day of what is pending: tasks: all that the reader has open, over all
                  rounds, first due first, task.overdue where the time limit has passed, and task.told know of
                  it; others: what is overdue with others and the reader is told of, url is ""
    refused       code, field, values (dict of str), kind, key, url, received_here, received_there:
                  what was handed over later was refused; what they typed is kept behind the link
    visit         method ("REQUEST" | "CANCEL"), left (bool: the reader no longer takes part),
                  updated (bool: the reader had other dates before), uid,
                  starts, ends (dates), form (how it is held, "" where there is one way), sequence,
                  opens_here, opens_there, closes_here, closes_there, press (a choice, or "" until it is
                  known), agenda (templates.agenda, None before it is set), apart (bool: people are not in
                  one place), was_starts, was_ends, was_form (before a move: None, None, "" without one),
                  reason (of the move, or ""); the calendar files are added by whoever sends; the rendered
                  subject is the event's title
    delegation_ended  task; owner: the name of whoever asks for the reader's help no longer; url is ""
    seat_filled   why: "" (another candidate took the seat) or "state_seated" (an expert of the reader's state
                  has taken another one), with thanks
    old_address   nothing more: the reader's address was corrected, this is the one that holds no longer; no
                  my_round_url
    told          told: what happened (see `activities.news`), whose values stand beside it too
    announcement  text: what both sides agreed on, in the reader's language if the report is in it; page: the
                  address of the public page; to whoever takes no part in the round recipient.role is ""
    receipt       awaited: a list of kind, role, due_here: what the round waits for now
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from activities import visits
from activities.announcing import ANNOUNCEMENT, announced
from activities.letter_context import LetterContext
from activities.news import news, open_tasks, tasks_of
from activities.receipts import receipts, standing
from activities.saying import letterhead
from activities.tasks import about_one, delegated, handed_over, round_in_words
from activities.working_days import of_participant
from methodologies.loader import capital_zone
from store.links import Links
from store.outbox import PENDING, Posted
from store.reads import asked, namings, parties
from store.tables import Letter
from store.writes.letters import OLD_ADDRESS


async def context(s: AsyncSession, posted: Posted, links: Links) -> dict[str, Any] | None:
    """What the letter's template is given; None when there is nothing left to write about."""
    methodology = asked.methodology_of(posted.round)
    person, reader = posted.person, posted.reader
    calendar = of_participant(reader.role, person.country, person.time_zone, methodology)
    reading = LetterContext(s, links, posted, ZoneInfo(calendar.zone_name))
    is_contact = person.id == posted.contact.id
    # A link goes to the address that holds: never to one of before.
    at_home = person.id == reader.person_id
    own = await CONTEXTS[template_of(posted.letter)](reading)
    if own is None:
        return None
    return {
        "recipient": {
            **{"name": person.name, "role": reader.role},
            **{"zone": calendar.zone_name, "is_contact": is_contact},
            "former": reader.state != "active",
        },
        "round": round_in_words(posted.round, posted.secretariat, methodology, person.language),
        "introduction": await _introduction(reading),
        "receipts": await receipts(reading),
        "also": [await news(reading, item) for item in reading.params.get("also", ())],
        "contact": {"name": posted.contact.name, "email": posted.contact.email},
        "letterhead": letterhead(posted.secretariat, person.language),
        "my_round_url": links.url(posted.my_round) if posted.my_round and at_home else "",
        **own,
    }


def template_of(letter: Letter) -> str:
    """What says a letter: one from before that told of a delay alone is now that of what is pending."""
    return PENDING if letter.template in ("escalation", "overdue") else letter.template


async def _introduction(reading: LetterContext) -> dict[str, str] | None:
    posted = reading.posted
    if not posted.is_first:
        return None
    found = await namings.named(reading.s, posted.round, posted.reader)
    by = (await namings.who(reading.s, found[1]))[0] if found else ""
    return {"how": found[0], "by": by} if found and by else None


async def _reminder(reading: LetterContext) -> dict[str, Any] | None:
    """What is open is asked for at the moment of sending: what was done meanwhile is not reminded of."""
    person = reading.posted.person.id
    tasks = await open_tasks(reading)
    mine = {(task["round"]["id"], task["key"]) for task in tasks}
    told = await tasks_of(reading, await asked.told_of(reading.s, person))
    others = [task for task in told if (task["round"]["id"], task["key"]) not in mine]
    return {"tasks": tasks, "others": others} if tasks or others else None


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
    dated = await visits.dated(reading, reading.params)
    left = dated["method"] == "CANCEL" and reading.posted.reader.state != "active"
    return {**dated, "left": left}


async def _delegation_ended(reading: LetterContext) -> dict[str, Any] | None:
    about = await about_one(reading)
    owner = await parties.name_of(reading.s, reading.round.id, reading.params["owner"])
    return about and {**about, "owner": owner}


async def _seat_filled(reading: LetterContext) -> dict[str, Any]:
    """Letters of before do not say why: then the seat itself was taken."""
    return {"why": reading.params.get("why", "")}


async def _nothing_more(_: LetterContext) -> dict[str, Any]:
    return {}


async def _told(reading: LetterContext) -> dict[str, Any]:
    told = await news(reading, reading.params)
    return {**told, "told": told}


CONTEXTS: dict[str, Callable[[LetterContext], Awaitable[dict[str, Any] | None]]] = {
    "assignment": about_one,
    "delegated": delegated,
    "handed_over": handed_over,
    "brief": about_one,
    "moved": about_one,
    "reminder": _reminder,
    "refused": _refused,
    "visit": _visit,
    "delegation_ended": _delegation_ended,
    "seat_filled": _seat_filled,
    OLD_ADDRESS: _nothing_more,
    ANNOUNCEMENT: announced,
    "told": _told,
    "receipt": standing,
}
"""What each template is given beyond what every letter says."""
