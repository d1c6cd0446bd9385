"""What letters say of what happened: each of the news that `rounds.state.news` and the steps tell.

Every one gives `what`, and besides

    request_arrived     as all others, and note: the request, or None
    panel_formed        panel: a list of name, country, institution, role, seat (None: coordinator)
    agenda_set          sequence, press, agenda (as in a letter about the visit), form, apart
    agenda_revised      the same, with changes (templates.agenda.Change of sessions) and by (a name)
    arrangements_revised  the same of the items of a list ("arrange_local" or "arrange_international"), and
                        press_was (a choice that was another, or "")
    move_not_agreed     starts, ends (the dates that stand), proposed_form ("" as it is), reason, clashes
                        (list of starts, ends, without: name and role of each), refused_by (the same, of a
                        form alone)
    visit_stays         starts, ends, reason
    papers_added        by (a name), titles, about (a matter, "session-3" or ""), session (its title, or "")
    resumed             tasks: what the reader has to do in this round
    more_time_refused   task, reason
    closed              report: None or version, sha256, sections (list of section, text,
                        recommendations, needs: the fields of these records): the
                        approved text, for those entitled to it; languages: those of the
                        authorisation; round.outcome says how it ended; ended: None or who ended it so:
                        by (a name), role ("": an officer), reason; and what a letter about the
                        visit is given, when it leaves the calendar with this
    all others          who, role, institution, country, seat: whom it is about; kind: of which assignment;
                        version: of the report, into: the language of a translation, by its code; choice:
                        the decision, of which form (`form`); reason, where the reader may know it; saved,
                        count: the answers that were saved, of how many; added: whether it is about
                        questions that came after the questionnaire, and added_by (a name, or "");
                        url: where the reader may read what was recorded
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from activities import approved_report, papers, visits
from activities.invitations import member
from activities.letter_context import LetterContext
from activities.tasks import about_one, added, task
from rounds.state.keys import Key
from rounds.state.sides import OFFICERS
from rounds.steps.translation import into
from store import drafts, inbox
from store.inbox import body_of
from store.publications import slug_of
from store.reads import approved, asked, namings, parties
from store.reads.asked import OpenTask
from store.tables import Inbox
from templates.marked import marked, spoken

Item = Mapping[str, Any]
"""What a letter's row keeps of one of the news: codes and ids."""

PERSONAL = ("answer_invitation", "leave_panel")
"""The kinds whose reason is the secretariat's alone to read: it may be its sender's own affair."""
CHOSEN = ("review_conflict",)
"""The kinds of which it is said what was decided."""


async def news(reading: LetterContext, item: Item) -> dict[str, Any]:
    """One of the news, as its template gets it."""
    return {"what": item["what"], **await CONTEXTS.get(item["what"], _plain)(reading, item)}


async def open_tasks(reading: LetterContext) -> list[dict[str, Any]]:
    """What is open, asked for at the moment of sending: what was done meanwhile is not reminded of."""
    return await tasks_of(reading, await asked.awaited_of(reading.s, reading.posted.person.id))


async def tasks_of(reading: LetterContext, found: list[OpenTask]) -> list[dict[str, Any]]:
    """These tasks, as a letter shows them."""
    return [await task(reading, t.assignment, t.round, t.secretariat, t.grant) for t in found]


# ---- news that need no more than who, what and why


async def _plain(reading: LetterContext, item: Item) -> dict[str, Any]:
    key = item.get("key", "")
    row = await inbox.one(reading.s, item["submission"]) if item.get("submission") else None
    grant = await asked.grant_of(reading.s, reading.round.id, key, reading.posted.reader.id) if key else ""
    return {
        **await _whom(reading, item.get("about", "")),
        **await _decided(reading, row),
        **await _saved(reading, item),
        **await added(reading.s, reading.round.id, key),
        "kind": Key.parse(key).kind if key else "",
        "url": reading.links.url(grant) if grant else "",
    }


async def _whom(reading: LetterContext, about: str) -> dict[str, Any]:
    found = await parties.known(reading.s, reading.round.id, about) if about else None
    if found is None:
        return {"who": "", **dict.fromkeys(("country", "institution", "role"), ""), "seat": 0}
    described = member(found)
    return {**described, "who": described["name"], "seat": described["seat"] or 0}


async def _decided(reading: LetterContext, row: Inbox | None) -> dict[str, Any]:
    """What was decided and why, as far as the reader may know it."""
    body = body_of(row) if row else None
    private = row is not None and row.kind in PERSONAL and reading.posted.reader.role not in OFFICERS
    reason = "" if private or row is None or row.kind in CHOSEN else getattr(body, "reason", "")
    return {
        "choice": body.choice if row and row.kind in CHOSEN and body else "",
        "form": type(body).__name__ if body else "",
        "reason": marked(reason, row.language) if row else "",
        "version": getattr(body, "version", 0) or await _version(reading, row),
        "into": into(row.kind, row.key) if row else "",
    }


async def _version(reading: LetterContext, row: Inbox | None) -> int:
    return await approved.version_of(reading.s, reading.round.id, row.id) if row else 0


async def _saved(reading: LetterContext, item: Item) -> dict[str, int]:
    """How many answers had been saved when the questionnaire closed, of how many (D2)."""
    if item["what"] != "answers_frozen":
        return {"saved": 0, "count": 0}
    count = await asked.questions(reading.s, reading.round.id, Key.parse(item["key"]))
    draft = await drafts.last(reading.s, reading.round.id, item["key"])
    answers = draft.body.get("answers", []) if draft else []
    return {
        "saved": sum(bool(str(answer).strip()) for answer in answers),
        "count": count,
    }


# ---- news of their own


async def _arrived(reading: LetterContext, item: Item) -> dict[str, Any]:
    """What was recorded as the request, so that whoever asks sees what the secretariat will examine (Q8)."""
    row = await inbox.one(reading.s, item["submission"])
    body = body_of(row) if row else None
    note = getattr(body, "note", None) or body
    return {**await _plain(reading, item), "note": spoken(note, row.language) if row and note else None}


async def _panel(reading: LetterContext, _: Item) -> dict[str, Any]:
    return {"panel": [member(each) for each in await parties.sitting(reading.s, reading.round.id)]}


async def _nothing_more(_: LetterContext, __: Item) -> dict[str, Any]:
    return {}


async def _resumed(reading: LetterContext, _: Item) -> dict[str, Any]:
    """What the reader has to do in this round, with the dates that hold from now on."""
    return {"tasks": [each for each in await open_tasks(reading) if each["round"]["id"] == reading.round.id]}


async def _more_time_refused(reading: LetterContext, item: Item) -> dict[str, Any]:
    key = item["key"]
    decided = await asked.answer_of(reading.s, reading.round.id, key)
    about = await about_one(reading, Key.parse(key).about)
    return {**(about or {}), "reason": body_of(decided).reason if decided else ""}


async def _published(reading: LetterContext, item: Item) -> dict[str, Any]:
    return {**await _plain(reading, item), "page": reading.links.public(slug_of(reading.round.id))}


async def _closed(reading: LetterContext, item: Item) -> dict[str, Any]:
    decided = await approved.decision(reading.s, reading.round.id)
    methodology = asked.methodology_of(reading.round)
    version = (
        await approved.approved_report(reading.s, reading.round.id)
        if approved_report.entitled(reading.posted.reader, reading.round, methodology)
        else None
    )
    off = item.get("visit")
    return {
        **(await visits.dated(reading, off) if off else {}),
        "ended": await _ended(reading),
        "languages": list(body_of(decided).languages) if decided else [],
        "report": approved_report.report(*version, methodology) if version else None,
    }


async def _ended(reading: LetterContext) -> dict[str, str] | None:
    by = await namings.ended(reading.s, reading.round)
    return {"by": by.by, "role": by.role, "reason": marked(by.reason, by.language)} if by else None


CONTEXTS: dict[str, Callable[[LetterContext, Item], Awaitable[dict[str, Any]]]] = {
    "request_arrived": _arrived,
    "panel_formed": _panel,
    "agenda_set": lambda reading, _: visits.agreed(reading),
    "agenda_revised": lambda reading, _: visits.revised(reading),
    "arrangements_revised": lambda reading, _: visits.relisted(reading),
    "move_not_agreed": lambda reading, _: visits.not_agreed(reading),
    "visit_stays": lambda reading, _: visits.stays(reading),
    "papers_added": papers.added,
    "resumed": _resumed,
    "more_time_refused": _more_time_refused,
    "conflict_excluded": _nothing_more,
    "closed": _closed,
    "report_published": _published,
}
"""Those that say more than whom they are about, what was decided and why."""
