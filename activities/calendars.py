"""The calendar files that go with letters about the visit (V8, Z2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from activities.smtp import MailServer
from store.outbox import Posted
from templates import calendars
from templates.calendars import Invitation, Method, Somebody, VisitEntry
from templates.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFile:
    """A calendar file; an invitation stands beside the letter's text, where programs look for it."""

    method: Method
    name: str
    text: str
    invites: bool


def files(
    posted: Posted, context: Mapping[str, Any], summary: str, words: Words, server: MailServer
) -> tuple[CalendarFile, ...]:
    """The files of a letter: the invitation of one about the visit, and the agenda once that is set."""
    if "sequence" not in context:
        return ()
    found = [_invitation(posted, context, summary, words, server)] if "uid" in context else []
    if context["agenda"]:
        about = _about(posted, context, words, server)
        text = calendars.sessions(words, context["agenda"], about, posted.round.id)
        found.append(CalendarFile(method="PUBLISH", name="agenda.ics", text=text, invites=False))
    return tuple(found)


def _about(posted: Posted, context: Mapping[str, Any], words: Words, server: MailServer) -> VisitEntry:
    """What the letter's row says, not what may be by now: letters may overtake one another.

    The organizer is whom the letter comes from: programs take a change from nobody else.
    """
    form = context.get("form", "")
    apart = form if context["apart"] else ""
    return VisitEntry(
        sequence=context["sequence"],
        stamp=posted.letter.written_at,
        zone=context["round"]["zone"],
        location=calendars.location(words, posted.round.institution, posted.round.country, apart),
        around=calendars.around(words, posted.round.country, apart),
        press=context["press"],
        form=form,
        organizer=Somebody(name=words.sender(context["round"]["secretariat"]), email=server.address),
        url=context["agenda_url"] if context["agenda"] else "",
        cancelled=context.get("method") == "CANCEL",
        left=context.get("left", False),
    )


def _invitation(
    posted: Posted, context: Mapping[str, Any], summary: str, words: Words, server: MailServer
) -> CalendarFile:
    about = _about(posted, context, words, server)
    invitation = Invitation(
        visit=about,
        uid=context["uid"],
        starts=context["starts"],
        ends=context["ends"],
        summary=summary,
        attendee=Somebody(name=posted.person.name, email=posted.person.email),
    )
    text = calendars.invitation(words, invitation)
    return CalendarFile(method=calendars.method_of(about), name="visit.ics", text=text, invites=True)
