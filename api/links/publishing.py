"""How publishing stands, on *my round*; the forms by which a closed round's approver decides again (X2)."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from api.links import approved
from api.links.linked import Linked
from api.links.tasks.prepared import Prepared
from rounds.state.round import Round
from rounds.steps import authorisations, publication, translation
from rounds.submissions.refusals import Refusal, refusal
from store.publications import slug_of
from store.reads import states
from templates import publication as words_of
from templates.background import Block, Link
from templates.dossier import MATTERS
from templates.forms import Asking

KINDS = tuple(publication.MAY)
"""What may be done from there."""
SAID = {
    "public": words_of.PUBLIC,
    "waiting": words_of.WAITS,
    "withdrawn": words_of.WITHDRAWN,
    "returned": words_of.RETURNED,
    "": words_of.INTERNAL,
}


async def block(s: AsyncSession, link: Linked) -> tuple[Block, ...]:
    """What is public, what waits to be, and what may be decided; for whoever reads the report."""
    round_ = link.read.round
    if round_.outcome not in publication.APPROVED or not link.reads("report"):
        return ()
    round = await states.as_it_stands(s, round_.id)
    if round is None or not round.version:
        return ()
    by = link.read.participant.id
    may = (
        (*offered(round, by), *approved.offered(round, by)) if link.read.participant.state == "active" else ()
    )
    page = (Link(link.words.say(words_of.PAGE), f"/reports/{slug_of(round.id)}"),)
    links = tuple(Link(link.words.kind(kind), f"{link.address}/change/{kind}") for kind in may)
    return (
        Block(
            heading=link.words.say(words_of.STANDING),
            texts=(_standing(link, round),),
            links=(*(page if authorisations.public(round) else ()), *links),
        ),
    )


async def outcome(s: AsyncSession, link: Linked) -> str:
    """How the round ended, in a sentence; none of one that was internal and was decided on again since."""
    ended = link.read.round.outcome
    if ended == "internal":
        round = await states.as_it_stands(s, link.read.round.id)
        if round and round.authorisations:
            return ""
    return link.words.outcome(ended) if ended else ""


def _standing(link: Linked, round: Round) -> str:
    now = authorisations.waiting(round) or authorisations.public(round)
    if now is None:
        last = next((a.state for a in reversed(round.authorisations) if a.state in SAID), "")
        return link.words.say(SAID[last])
    languages = link.words.languages(now.languages)
    if now.state == "waiting" and authorisations.lacks(round, now):
        return link.words.say(words_of.WAITS_FOR_COUNTERSIGN, languages=languages)
    if now.state == "waiting" and now.day:
        day = link.words.day(now.day)
        return link.words.say(words_of.WAITS_FOR_DAY, day=day, languages=languages)
    return link.words.say(SAID[now.state], languages=languages)


def offered(round: Round, by: str) -> tuple[str, ...]:
    """What somebody may do about the publication of a round that is over."""
    return publication.offered(round, by)


def why_not(kind: str, round: Round, by: str) -> Refusal | None:
    """Why they may not do it now; None where they may."""
    return refusal(publication.MAY[kind], round, round.roles_of(by))


def prepared(kind: str, link: Linked, round: Round) -> Prepared:
    """The form: bound to the approved version, with the languages in which it exists."""
    if kind == "withdraw_publication":
        return Prepared()
    there = translation.languages(round)
    options: dict[str, Any] = (
        {"languages": [(code, link.words.choice("language", code)) for code in there]} if there else {}
    )
    # No language is chosen beforehand: whatever touches buttons by itself authorises nothing.
    values = {"version": round.version, "sha256": round.sha256}
    report = Link(link.words.say(MATTERS["report"]), f"{link.address}/dossier/report")
    return Prepared(values=values, asking=Asking(options=options), blocks=(Block(links=(report,)),))
