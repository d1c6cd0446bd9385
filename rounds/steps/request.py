"""The request: who may ask, what the note states, what the secretariat may answer (Q1 to Q7)."""

from collections.abc import Iterator
from dataclasses import fields

from rounds import schemas
from rounds.methodology.model import Methodology, Place
from rounds.state import news, people
from rounds.state.case import BodyCase, Case
from rounds.state.effects import Effect, Tell
from rounds.state.keys import Key
from rounds.state.kinds import Kind, always, by_choice
from rounds.state.round import Round
from rounds.steps import topics, warnings
from rounds.submissions.refusals import (
    ChoiceMissing,
    ReasonMissing,
    Refusal,
    TextMissing,
    UnknownCountry,
    UnknownDimension,
    WrongShape,
    refuse,
)
from rounds.submissions.request import CompleteRequest, ConfirmNote, ExamineRequest, Note, OpenRound


class TooManyCountries(Refusal):
    """More countries or experiences of interest than the methodology admits (Q4)."""

    code = "too_many_countries"


class OwnCountry(Refusal):
    """The beneficiary's own country as a country of interest."""

    code = "own_country"


class TooManyDocuments(Refusal):
    """More reference documents than the methodology admits (Q5)."""

    code = "too_many_documents"


class DocumentEmpty(Refusal):
    """A reference document with neither a file nor a web link, or with both."""

    code = "document_empty"


def check_opening(methodology: Methodology, body: OpenRound) -> None:
    """Q1: any member state may ask; D1: authorities answer for dimensions that there are.

    Raises: UnknownCountry, ChoiceMissing, UnknownDimension, and what `wrong_note` finds, with the field
    under `note`.
    """
    refuse(_wrong_opening(methodology, body))


def _wrong_opening(methodology: Methodology, body: OpenRound) -> Iterator[Refusal]:
    if body.country not in methodology.states:
        yield UnknownCountry(field="country", country=body.country)
    for n, authority in enumerate(body.authorities):
        field = f"authorities.{n}.dimensions"
        if not authority.dimensions:
            yield ChoiceMissing(field=field)
        if set(authority.dimensions) - set(methodology.dimensions):
            yield UnknownDimension(field=field)
    if body.note:
        yield from wrong_note(methodology, body.country, body.note, "note.")


def wrong_note(methodology: Methodology, country: str, note: Note, path: str = "") -> Iterator[Refusal]:
    """Q2 to Q5: all that the methodology needs, nothing that it does not ask, and within its limits.

    TooManyCountries, UnknownCountry, OwnCountry, TooManyDocuments, DocumentEmpty, and what `_wrong_asked`
    and `_wrong_topic` find.
    """
    yield from _wrong_asked(methodology, note, path)
    yield from _wrong_topic(methodology, note, path)
    yield from _wrong_interests(methodology, country, note, path)
    most = methodology.limits.reference_documents
    if len(note.reference_documents) > most:
        yield TooManyDocuments(field=f"{path}reference_documents", most=most)
    for n, document in enumerate(note.reference_documents):
        if bool(document.url.strip()) == bool(document.file.strip()):
            yield DocumentEmpty(field=f"{path}reference_documents.{n}")


def _wrong_interests(methodology: Methodology, country: str, note: Note, path: str) -> Iterator[Refusal]:
    """Q4: as many as the methodology admits, other member states."""
    most = methodology.limits.countries_of_interest
    if len((*note.countries_of_interest, *note.experiences_of_interest)) > most:
        yield TooManyCountries(field=f"{path}countries_of_interest", most=most)
    for n, interest in enumerate(note.countries_of_interest):
        field = f"{path}countries_of_interest.{n}"
        if interest not in methodology.states:
            yield UnknownCountry(field=field, country=interest)
        if interest == country:
            yield OwnCountry(field=field)


def _wrong_asked(methodology: Methodology, note: Note, path: str) -> Iterator[Refusal]:
    """Q2, Q3: what the note must say. A body may be read with its texts, or with marks in their place.

    WrongShape for what the methodology does not ask, TextMissing for what it needs.
    """
    told = {f.name: getattr(note, f.name) for f in fields(Note)}
    for name, value in told.items():
        if value and name not in methodology.note_asks:
            yield WrongShape(field=f"{path}{name}", expected="no such field")
    for need in methodology.note_needs:
        names = need.split("|")
        if not any(_says(told[name]) for name in names):
            yield TextMissing(field=f"{path}{names[0]}")


def _says(value: object) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)


def _wrong_topic(methodology: Methodology, note: Note, path: str) -> Iterator[Refusal]:
    """Q2, Z4: a topic of the list; "other" is said in words."""
    return topics.wrong(methodology.topics, note.topic, note.topic_words, path)


def check_complete(case: BodyCase[CompleteRequest]) -> None:
    """The focal point's note keeps to the limits of any note (Q3, Q4, Q5).

    Raises: what `wrong_note` finds.
    """
    refuse(wrong_note(case.methodology, case.country, case.body))


def noted(case: Case[CompleteRequest]) -> list[Effect]:
    """The round has its note, and knows where the initiative stands; an officer's is confirmed first (Q8)."""
    case.round.note, case.round.stage = case.sent.id, case.body.stage
    case.round.unconfirmed = bool(case.sent.officer)
    return []


def confirmed(case: Case[ConfirmNote]) -> list[Effect]:
    """Q8: the note is the beneficiary's own from now on; or it writes one, starting from the officer's."""
    case.round.unconfirmed = False
    if case.body.choice == "correct":
        case.round.note = ""
    return []


def has_note(round: Round, n: int) -> bool:
    """Whether the nth note is there; walked again, one that was put aside or returned is past."""
    known = (str(Key("confirm_note", n=n)), str(Key("examine_request", n=n)))
    return bool(round.note) or any(key in round.assignments for key in known)


def confirms(round: Round, n: int) -> bool:
    """Q8: whether the nth note is one that the focal point confirms, now or when it was walked before."""
    if str(Key("confirm_note", n=n)) in round.assignments:
        return True
    examined = str(Key("examine_request", n=n)) in round.assignments
    return round.unconfirmed and not examined and round.methodology.asks("confirm_note")


def check_examined(case: BodyCase[ExamineRequest]) -> None:
    """Q7: returning says what is missing, declining gives a reason.

    Raises: ReasonMissing.
    """
    if case.body.choice != "accept" and not case.body.reason.strip():
        raise ReasonMissing(field="reason")


def check_warned(case: Case[ExamineRequest]) -> None:
    """Q6: accepting acknowledges that the initiative does not stand where a round helps most.

    Raises: WarningUnacknowledged.
    """
    if case.body.choice == "accept":
        found = warnings.of_stage(case.round.methodology, case.round.stage)
        warnings.check(found, case.body.acknowledged)


def examined(case: Case[ExamineRequest]) -> list[Effect]:
    """Q7: a note that is returned is asked for again."""
    if case.body.choice == "return":
        case.round.note = ""
    return []


def opened(round_id: str, opening: str, body: OpenRound, methodology: Methodology) -> Round:
    """The round as it starts, from its opening kept in the inbox under `opening`."""
    return Round(
        id=round_id,
        methodology=methodology,
        country=body.country,
        opening=opening,
        note=opening if body.note else "",
        unconfirmed=body.note is not None and not body.request,
        stage=body.note.stage if body.note else "",
        roles=people.roles(body),
        dimensions=people.dimensions(body),
        countries={p.id: p.country for p in people.of_opening(body)},
        schema=schemas.current(),
    )


def arrived(round: Round) -> list[Tell]:
    """Q8: whoever asks hears at once that the note, with which their round was opened, is here.

    Not who is asked to confirm it: that letter says so itself.
    """
    if not round.note or confirms(round, 1):
        return []
    return news.tell(round, "request_arrived", about="focal_point", submission=round.opening)


KINDS = (
    Kind(
        model=CompleteRequest,
        place=Place("request", may_end=True),
        check_body=check_complete,
        accept=noted,
        news=always("request_arrived"),
    ),
    Kind(
        model=ConfirmNote,
        place=Place("request", optional="confirm_note", may_end=True),
        accept=confirmed,
        news=by_choice({"confirm": "request_arrived"}),
    ),
    Kind(
        model=ExamineRequest,
        place=Place("request"),
        check_body=check_examined,
        check=check_warned,
        accept=examined,
        news=by_choice({"accept": "request_accepted", "return": "request_returned"}),
    ),
)
