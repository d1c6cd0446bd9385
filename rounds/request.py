"""The request: who may ask, what the note states, what the secretariat may answer (Q1 to Q7)."""

from rounds import messages as m
from rounds import people
from rounds.methodology import Methodology
from rounds.refusals import ReasonMissing, Refusal, UnknownCountry
from rounds.round import Round


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


def check_opening(methodology: Methodology, body: m.OpenRound) -> None:
    """Q1: any member state may ask.

    Raises: UnknownCountry, and what `check_note` raises, with the field under `note`.
    """
    if body.country not in methodology.states:
        raise UnknownCountry(field="country", country=body.country)
    if body.note:
        check_note(methodology, body.country, body.note, "note.")


def check_note(methodology: Methodology, country: str, note: m.Note, path: str = "") -> None:
    """Q3, Q4, Q5: countries of interest and reference documents within the methodology's limits.

    Raises: TooManyCountries, UnknownCountry, OwnCountry, TooManyDocuments, DocumentEmpty.
    """
    limits = methodology.limits
    if len(note.countries_of_interest) > limits.countries_of_interest:
        raise TooManyCountries(field=f"{path}countries_of_interest", most=limits.countries_of_interest)
    for n, interest in enumerate(note.countries_of_interest):
        field = f"{path}countries_of_interest.{n}"
        if interest not in methodology.states:
            raise UnknownCountry(field=field, country=interest)
        if interest == country:
            raise OwnCountry(field=field)
    if len(note.reference_documents) > limits.reference_documents:
        raise TooManyDocuments(field=f"{path}reference_documents", most=limits.reference_documents)
    for n, document in enumerate(note.reference_documents):
        if bool(document.url.strip()) == bool(document.file.strip()):
            raise DocumentEmpty(field=f"{path}reference_documents.{n}")


def check_complete(methodology: Methodology, country: str, body: m.CompleteRequest) -> None:
    """The focal point's note keeps to the limits of any note (Q3, Q4, Q5)."""
    check_note(methodology, country, body)


def check_examined(_: Methodology, __: str, body: m.ExamineRequest) -> None:
    """Q7: returning says what is missing, declining gives a reason.

    Raises: ReasonMissing.
    """
    if body.choice != "accept" and not body.reason.strip():
        raise ReasonMissing(field="reason")


def ideal(methodology: Methodology, stage: str) -> bool:
    """Q6: whether the initiative stands where a round helps most; otherwise the system warns."""
    return stage in methodology.ideal_stages


def opened(round_id: str, opening: str, body: m.OpenRound, methodology: Methodology) -> Round:
    """The round as it starts, from its opening kept in the inbox under `opening`."""
    return Round(
        id=round_id,
        methodology=methodology,
        country=body.country,
        opening=opening,
        note=opening if body.note else "",
        roles=people.roles(body),
        countries={p.id: p.country for p in people.of_opening(body)},
    )
