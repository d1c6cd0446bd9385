"""What is being written of the report, as it would become: what is said of it beside its form (W1)."""

from collections.abc import Mapping
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Tools
from api.intake import typesetting, versions
from api.intake.decoding import read
from api.links import drafts, forms
from api.links.linked import Linked
from rounds.registry import MODELS
from rounds.reported import Reported
from rounds.submissions.refusals import Refusal, as_data
from rounds.submissions.report import Contribute, Version
from store.tables import Assignment
from templates import notices

ACTION = "preview"


def shows(kind: str) -> bool:
    """Whether what this kind of assignment asks for can be looked at before it is sent."""
    return issubclass(MODELS[kind], Contribute | Version)


def counts(kind: str) -> bool:
    """Whether it is a version, whose pages count (W1)."""
    return issubclass(MODELS[kind], Version)


def address(link: Linked) -> str:
    """Where it is looked at."""
    return f"{link.address}/preview"


async def reported(s: AsyncSession, link: Linked, a: Assignment, typed: Mapping[str, Any]) -> Reported | None:
    """What would become of what was typed; None of what cannot be read at all."""
    model = MODELS[a.kind]
    body = read(model, forms.pruned(model, typed)).body
    if body is None:
        return None
    language = versions.language(a.key, body) or link.language
    return await typesetting.drafted(s, link.read.round.id, body, language)


async def pages_said(
    s: AsyncSession, tools: Tools, link: Linked, a: Assignment, typed: Mapping[str, Any]
) -> str:
    """How many pages it has, of how many it may have; why it has none; nothing of what has no pages."""
    of = await reported(s, link, a, typed) if counts(a.kind) else None
    if of is None:
        return ""
    try:
        count = await typesetting.number_of_pages(of)
    except Refusal as refusal:
        return why_not(tools, link, refusal)
    most = link.methodology.limits.report_pages
    sentence = notices.PAGES_OF if most else notices.PAGES
    return link.words.say(sentence, pages=count, most=most)


def why_not(tools: Tools, link: Linked, refusal: Refusal) -> str:
    """Why it cannot be set in type, in a sentence."""
    return tools.renderer.refusal(refusal.code, link.language, dict(as_data(refusal).values))


async def offered(
    s: AsyncSession, tools: Tools, link: Linked, a: Assignment, typed: Mapping[str, Any]
) -> dict[str, str] | None:
    """What the page of an assignment says of it, with the pages of what was saved; None where nothing is."""
    if not shows(a.kind):
        return None
    saved = counts(a.kind) and drafts.latest(link) is not None
    return {
        "url": address(link),
        "pdf": f"{link.address}/draft.pdf" if saved else "",
        "docx": f"{link.address}/draft.docx",
        "pages": await pages_said(s, tools, link, a, typed) if saved else "",
    }
