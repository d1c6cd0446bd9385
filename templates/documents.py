"""A version of the report in words: what PDF, DOCX and public page are made of (W3 to W6)."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from rounds.methodology.model import Methodology
from rounds.reported import Reply, Reported, Sitting
from templates.document import Document, Labels, Member, Need, Recommendation, Section, VisitMade
from templates.labels import CHOICES
from templates.marking import N_
from templates.words import Words

ORGANIZATION = N_("Organization of American States")
NOTE = N_("The recommendations of this report do not bind the beneficiary.")
FINAL = N_("Final report, version %(version)s")
PRELIMINARY = N_("Preliminary report, version %(version)s")
FOR_REVIEW = N_("For review by the beneficiary. It is not to be published.")
TRANSLATED = N_("Translated from the original in %(language)s")
RESTS_ON = {
    "question": N_("Question %(number)s of the questionnaire"),
    "added": N_("Question %(number)s of those added to the questionnaire"),
    "assessed": N_("Question %(number)s of the self-assessment"),
    "finding": N_("A finding of the working meetings"),
}
REPLIES = {
    "accepted": N_("Accepted"),
    "in_part": N_("Accepted in part"),
    "not": N_("Not accepted"),
}
LABELS = {
    "contents": N_("Contents"),
    "facts": N_("The round"),
    "country": N_("Beneficiary country"),
    "institution": N_("Institution"),
    "initiative": N_("Initiative"),
    "methodology": N_("Methodology"),
    "secretariat": N_("Secretariat"),
    "version": N_("Version"),
    "fingerprint": N_("Fingerprint of the version (SHA-256)"),
    "original": N_("Translation"),
    "original_fingerprint": N_("Fingerprint of the original (SHA-256)"),
    "panel": N_("The panel"),
    "name": N_("Name"),
    "role": N_("Role"),
    "post": N_("Post and institution"),
    "home": N_("Country"),
    "visit_dates": N_("Dates of the visit"),
    "visit_form": N_("Form of the visit"),
    "visit_place": N_("Place of the visit"),
    "number": N_("No."),
    "recommendation": N_("Recommendation"),
    "reasons": N_("Reasons"),
    "rests_on": N_("What it rests on"),
    "reply": N_("The beneficiary’s word on it"),  # noqa: RUF001 - the apostrophe as it is set
    "topic": N_("Topic"),
    "support": N_("Kind of support"),
    "priority": N_("Priority"),
    "description": N_("Description"),
    "nothing": N_("There is no text for this section yet."),
    "records_note": N_("What follows is changed on the page, record by record, and not in this document."),
}
HELD = {"recommendations": "recommendations_section", "needs": "needs_section"}
"""The field of a methodology that says which section holds the records of a list."""


def document(words: Words, of: Reported) -> Document:
    """The document of a version, in the language of the words."""
    language = words.language_code
    country = words.country(of.country)
    return Document(
        language=language,
        organisation=words.say(ORGANIZATION),
        secretariat=of.methodology.secretariat_names.get(language, of.secretariat),
        methodology=of.methodology.name,
        about=of.methodology.about.get(language, ""),
        title=of.initiative or of.institution,
        country=country,
        institution=of.institution,
        initiative=of.initiative,
        round=name_of(words, of),
        version=of.version,
        status="final" if of.final else "preliminary",
        sha256=of.sha256,
        date=of.on,
        version_line=words.say(FINAL if of.final else PRELIMINARY, version=of.version),
        status_note="" if of.final else words.say(FOR_REVIEW),
        written=words.short(of.on),
        note=words.say(NOTE),
        labels=_labels(words),
        panel=tuple(_member(words, sitting) for sitting in of.panel),
        visit=_visit(words, of),
        sections=_sections(words, of),
        recommendations=_recommendations(words, of),
        needs=tuple(_need(words, of, n, need) for n, need in enumerate(of.needs, 1)),
        translation_of=of.translation_of,
        translation_note=_translated(words, of),
        written_in=of.written_in,
    )


def name_of(words: Words, of: Reported) -> str:
    """What its round is called in these words."""
    return f"{of.methodology.name} {of.year}-{of.number} {words.country(of.country)}"


def _labels(words: Words) -> Labels:
    said = {field.name: words.say(LABELS[field.name]) for field in fields(Labels) if field.name in LABELS}
    return Labels(**said, colon=words.colon)


def _member(words: Words, sitting: Sitting) -> Member:
    role = words.role(sitting.role)
    return Member(
        name=sitting.name,
        role=role[:1].upper() + role[1:],
        post=sitting.institution,
        country=words.country(sitting.country) if sitting.country else "",
    )


def _visit(words: Words, of: Reported) -> VisitMade | None:
    if of.starts is None or of.ends is None:
        return None
    form = words.choice("visit_form", of.form) if of.form else ""
    return VisitMade(dates=words.span(of.starts, of.ends), form=form)


def _sections(words: Words, of: Reported) -> tuple[Section, ...]:
    """W3: in the methodology's order, the records in the section that its file names."""
    written = {part.section: part.text for part in of.sections}
    held = {section: name for name, section in records(of.methodology).items()}
    return tuple(
        Section(
            code=code,
            heading=words.choice("section", code),
            text=written.get(code, ""),
            holds=held.get(code, ""),  # type: ignore[arg-type]  # the keys of HELD are what a section may hold
        )
        for code in of.methodology.sections
    )


def records(methodology: Methodology) -> dict[str, str]:
    """The section that holds each list of records; a list that the methodology has none of is left out."""
    held = {name: getattr(methodology, field, "") for name, field in HELD.items()}
    return {name: section for name, section in held.items() if section}


def _recommendations(words: Words, of: Reported) -> tuple[Recommendation, ...]:
    replies = {reply.recommendation: reply for reply in of.replies}
    return tuple(
        Recommendation(
            number=n,
            id=r.id,
            kind=words.choice("nature", r.nature),
            text=r.text,
            reasons=r.reasons,
            rests_on=rests_on(words, r.rests_on),
            **_reply(words, replies.get(r.id)),
        )
        for n, r in enumerate(of.recommendations, 1)
    )


def _reply(words: Words, reply: Reply | None) -> Mapping[str, str]:
    if reply is None:
        return {}
    said = {"reply_reasons": reply.reasons, "reply_language": reply.language}
    return {"reply": words.say(REPLIES[reply.choice]), **said}


def rests_on(words: Words, reference: str) -> str:
    """What a recommendation rests on, by name; a reference of a later kind stays as it is."""
    kind, _, id = reference.partition(":")
    # Of what was added in one submission, the number stands behind which one that is.
    number = id.rpartition("-")[2] if kind == "added" else id
    return words.say(RESTS_ON[kind], number=number) if kind in RESTS_ON else reference


def _need(words: Words, of: Reported, number: int, need: Any) -> Need:
    """A topic in somebody's own words stays as they wrote it, in their language (Z4)."""
    said = getattr(need, "topic_words", "") or need.topic
    coded = said == need.topic and f"topic.{need.topic}" in CHOICES
    return Need(
        number=number,
        id=getattr(need, "id", ""),
        topic=words.choice("topic", need.topic) if coded else said,
        topic_language="" if coded else of.language,
        support=words.choice("support", need.support),
        priority=words.choice("priority", priority) if (priority := getattr(need, "priority", None)) else "",
        text=need.text,
    )


def _translated(words: Words, of: Reported) -> str:
    if not of.translation_of:
        return ""
    return words.say(TRANSLATED, language=words.languages([of.original_language]))
