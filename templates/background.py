"""What stands above a form: what others have sent, put into words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from rounds.methodology.model import Limits, Methodology
from rounds.submissions.interventions import AskMoreTime
from rounds.submissions.panel import ProposePanel
from rounds.submissions.people import Candidate
from rounds.submissions.request import Note
from templates import publication
from templates.marked import joined
from templates.marking import N_, NN_
from templates.words import Words

MISSING = N_("The secretariat returned the request. What is missing:")
NOT_IDEAL = N_(
    "This methodology is meant for initiatives at these stages: %(ideal)s. The request may be accepted all "
    "the same."
)
CHANGES = N_("Changes that the beneficiary asks for")
EARLIEST = NN_(
    "The visit cannot start before %(day)s, and lasts one day.",
    "The visit cannot start before %(day)s, and lasts %(least)s to %(most)s days.",
    by="most",
)
UNFINISHED = N_("What is still missing")
SILENT = N_("What has been open for long without an answer")
REFUSES = N_("This address refuses letters: %(address)s")
DOCUMENTS = N_("Reference documents")
VISIT = N_("The visit")
SEAT = N_("Seat %(number)s")
INVITED = N_("%(name)s (invited first)")
ALTERNATE = N_("%(name)s (alternate %(number)s)")
GONE = N_("Who has left this seat")
QUESTIONS_OF = N_("Questions of %(name)s")
REQUEST = N_("The request")
SENT_BACK = N_("Sent back for clarification by %(name)s: numbers %(numbers)s")
AGENDA = N_("Agenda of the visit")
FOR_PRINT = N_("The agenda, to read and to print")
FOR_CALENDAR = N_("The agenda for a calendar program")


@dataclass(frozen=True, slots=True)
class Link:
    """Something to open; an address that is not one of the web is shown and never followed."""

    name: str
    url: str

    @property
    def opens(self) -> bool:
        """Whether a browser may be sent there: people type what they like."""
        return self.url.startswith(("https://", "http://", "/l/", "/desk/", "/reports/", "files/"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a page that is only read; `items` are labels with their texts."""

    heading: str = ""
    texts: tuple[str, ...] = ()
    items: tuple[tuple[str, str], ...] = ()
    links: tuple[Link, ...] = ()
    warning: bool = False


def plain(body: Any) -> dict[str, Any]:
    """A submission as the values of a form."""
    return asdict(body)


def note(words: Words, request: Note) -> Block:
    """What the beneficiary asks for (Q3)."""
    interest = ", ".join(words.country(c) for c in request.countries_of_interest)
    fields = {
        "Note.topic": words.choice("topic", request.topic) if request.topic else "",
        "topic_words": request.topic_words,
        "initiative": request.initiative,
        "stage": words.choice("stage", request.stage),
        "objective": request.objective,
        "countries_of_interest": interest,
        "experiences_of_interest": joined("\n", request.experiences_of_interest),
    }
    return Block(heading=words.say(REQUEST), items=_items(words, fields))


def _items(words: Words, fields: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((words.label(name), text) for name, text in fields.items() if text)


def missing(words: Words, reason: str) -> tuple[Block, ...]:
    """Why the request came back (Q7)."""
    return (Block(heading=words.say(MISSING), texts=(reason,), warning=True),)


def not_ideal(words: Words, methodology: Methodology) -> Block:
    """Q6: the initiative stands elsewhere; this warns and never blocks."""
    stages = ", ".join(words.choice("stage", s) for s in methodology.ideal_stages)
    return Block(texts=(words.say(NOT_IDEAL, ideal=stages),), warning=True)


def asked_changes(words: Words, comment: str) -> tuple[Block, ...]:
    """What the beneficiary wants otherwise (P1)."""
    return (Block(heading=words.say(CHANGES), texts=(comment,), warning=True),) if comment else ()


def candidate(words: Words, person: Candidate) -> Block:
    """One candidate, with the points of the profile that were checked (P7)."""
    return Block(heading=person.name, items=_profile(words, person))


def _profile(words: Words, person: Candidate) -> tuple[tuple[str, str], ...]:
    points = ", ".join(words.choice("points", p) for p in person.points)
    fields = {
        "institution": person.institution,
        "country": words.country(person.country),
        "profile": points,
    }
    return _items(words, fields)


def panel(words: Words, proposal: ProposePanel) -> tuple[Block, ...]:
    """The proposed panel: each seat's candidates in order, then the coordinators (P1)."""
    seats = (
        Block(
            heading=words.say(SEAT, number=n),
            items=tuple((_place(words, i, c.name), _line(words, c)) for i, c in enumerate(seat.candidates)),
        )
        for n, seat in enumerate(proposal.seats, start=1)
    )
    names = tuple(c.name for c in proposal.coordinators)
    return (*seats, Block(heading=words.label("coordinators"), texts=names))


def _place(words: Words, before: int, name: str) -> str:
    """A candidate with their place on a shortlist: who is invited first, and who if others decline."""
    return words.say(ALTERNATE, number=before, name=name) if before else words.say(INVITED, name=name)


def seat(words: Words, number: int, gone: Sequence[str]) -> Block:
    """The seat to be filled, and who has left it (P8)."""
    items = ((words.say(GONE), "\n".join(gone)),) if gone else ()
    return Block(heading=words.say(SEAT, number=number), items=items)


def _line(words: Words, person: Candidate) -> str:
    points = ", ".join(words.choice("points", p) for p in person.points)
    return f"{person.institution}, {words.country(person.country)}\n{points}"


def questions(words: Words, by: str, asked: Iterable[str]) -> Block:
    """One expert's questions (D2)."""
    return Block(heading=words.say(QUESTIONS_OF, name=by), texts=tuple(asked))


def sent_in(words: Words, kind: str, by: str, texts: Iterable[str]) -> Block:
    """Questions or answers as they were sent in, numbered (D3)."""
    items = tuple((f"{n}.", text) for n, text in enumerate(texts, start=1))
    return Block(heading=f"{words.kind(kind)}: {by}", items=items)


def sent_back(words: Words, by: str, numbers: Iterable[int], comment: str) -> Block:
    """What is not clear, and who says so (D3)."""
    heading = words.say(SENT_BACK, name=by, numbers=", ".join(str(n) for n in numbers))
    return Block(heading=heading, texts=(comment,), warning=True)


def earliest(words: Words, day: date | None, limits: Limits) -> tuple[Block, ...]:
    """When the visit may start, and how long it lasts (V3)."""
    if day is None:
        return ()
    least, most = limits.visit_days_least, limits.visit_days_most
    return (Block(texts=(words.say(EARLIEST, day=words.day(day), least=least, most=most),)),)


def stay(words: Words, starts: date, ends: date) -> Block:
    """When the visit is."""
    return Block(heading=words.say(VISIT), texts=(words.span(starts, ends),))


def unfinished(words: Words, kinds: Sequence[str]) -> tuple[Block, ...]:
    """What the visit would begin without (V1, V2)."""
    texts = tuple(words.kind(k) for k in kinds)
    return (Block(heading=words.say(UNFINISHED), texts=texts, warning=True),) if kinds else ()


def asked_time(words: Words, kind: str, by: str, asked: AskMoreTime, due: date | None) -> tuple[Block, ...]:
    """For what, by whom, from which date until when and why more time is asked for (Z1)."""
    items = (
        (words.label("participant"), by),
        *(((words.label("due_now"), words.day(due)),) if due else ()),
        (words.label("due"), words.day(asked.due)),
        (words.label("reason"), asked.reason),
    )
    return (Block(heading=words.kind(kind), items=items),)


def silent(words: Words, waited_for: Iterable[tuple[str, str, date]]) -> tuple[Block, ...]:
    """What has been waited for, of whom, and since when it is due (Z8)."""
    items = [
        (words.kind(kind), words.pair(words.role(role), words.day(due))) for kind, role, due in waited_for
    ]
    return (Block(heading=words.say(SILENT), items=tuple(items)),) if items else ()


def refusing(words: Words, role: str, name: str, address: str) -> tuple[Block, ...]:
    """Whose address refuses letters."""
    sentence = words.say(REFUSES, address=address)
    return (Block(heading=f"{name}, {words.role(role)}", texts=(sentence,), warning=True),)


def documents(words: Words, links: Sequence[Link]) -> tuple[Block, ...]:
    """The request's reference documents (Q5)."""
    return (Block(heading=words.say(DOCUMENTS), links=tuple(links)),) if links else ()


def listed(words: Words, heading: str, texts: Iterable[str]) -> Block:
    """A list under the name of the field that it comes from."""
    return Block(heading=words.label(heading), texts=tuple(texts))


def form_of_visit(words: Words, form: str) -> tuple[Block, ...]:
    """How the visit is to be held, where it may be held in several ways (V5)."""
    return (Block(items=((words.label("visit_form"), words.choice("visit_form", form)),)),) if form else ()


def agenda(words: Words, address: str) -> Block:
    """Where the agenda is, as a page and for calendars (V1)."""
    links = (
        Link(words.say(FOR_PRINT), f"{address}/agenda"),
        Link(words.say(FOR_CALENDAR), f"{address}/agenda.ics"),
    )
    return Block(heading=words.say(AGENDA), links=links)


def authorised(words: Words, by: str, body: Any) -> Block:
    """What an authorisation says, before its countersign (L11)."""
    return Block(heading=words.say(publication.AUTHORISED_BY, name=by), items=tuple(_authorised(words, body)))


def _authorised(words: Words, body: Any) -> Iterator[tuple[str, str]]:
    yield words.label("languages"), words.languages(body.languages)
    if body.day:
        yield words.label("day", type(body).__name__), words.day(body.day)
    if body.latest:
        yield words.label("latest"), words.day(body.latest)
