"""What a form sends: the button, what was typed, its files."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from api.deps import Tools
from api.intake.files import content_of
from api.links import drafts, forms, spreadsheets
from api.links.answering import ONCE
from api.links.linked import Linked
from api.links.merging import BASE
from rounds.submissions import codes
from rounds.submissions.refusals import BodyTooLarge, Refusal, WrongShape
from store.uploads import Sender

MOST_FILES = 8
PROOF = "proof"
"""What shows that an officer files something in its owner's name; it may be a mail."""
BASED_ON = "based_on"
"""The hidden field that says of what a change is one."""
DOCUMENT, MARKED = "document", "taken"
"""The fields of a document of Word that comes back, and of what of it is to be taken over."""
ASIDE = (spreadsheets.FIELD, DOCUMENT)
"""The files that fill in a form."""
NOT_TYPED = ("action", drafts.SEEN, ONCE, BASE, BASED_ON, MARKED, "sure", "version", "sha256", codes.FIELD)
"""The fields of a page that nobody types in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What was sent: the button, what was typed, the saving that the page showed (None: the latest).

    `pairs` are the fields as they came, with those of what else the page offers.

    `refusal` says why a file was refused, if one was: the rest must not be lost with it.
    """

    action: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    typed: dict[str, Any] = field(default_factory=dict)
    seen: str | None = ""
    once: str = ""
    """By which two clicks on one page are known from two pages."""
    refusal: Refusal | None = None
    aside: Mapping[str, tuple[str, bytes]] = field(default_factory=lambda: MappingProxyType({}))
    """The name and the content of files by field that are read into the form, and never kept."""


async def unsent(request: Request) -> tuple[str, ...]:
    """The texts that were sent to a link that leads nowhere."""
    try:
        async with form_of(request) as form:
            return tuple(value for name, value in texts_of(form) if value.strip() and name not in NOT_TYPED)
    except Refusal:
        return ()


@asynccontextmanager
async def form_of(request: Request) -> AsyncIterator[FormData]:
    """The fields that were sent; their files are closed afterwards. Raises as `parsed` does."""
    form = await parsed(request)
    try:
        yield form
    finally:
        await form.close()


async def parsed(request: Request) -> FormData:
    """The fields that were sent, as many as the largest form has; whoever reads first reads for all.

    Raises: BodyTooLarge, for more fields than any form has; WrongShape, for what no browser would send.
    """
    try:
        return await request.form(max_files=MOST_FILES, max_fields=forms.MOST_FIELDS)
    except HTTPException as error:
        raise (BodyTooLarge if "Too many" in str(error.detail) else WrongShape) from error


def texts_of(form: FormData) -> list[tuple[str, str]]:
    """The fields of a form but for its files."""
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


async def read(request: Request, tools: Tools, link: Linked, model: type, officer: str = "") -> Sheet:
    """What was sent. Files are kept first, and stand by their ids in what was typed.

    `officer`: who sends it, in the place of the link's reader.
    """
    refusal = None
    aside = {}
    async with form_of(request) as form:
        pairs = texts_of(form)
        for name, value in form.multi_items():
            if isinstance(value, str) or not value.filename:
                continue
            try:
                if name in ASIDE:
                    aside[name] = (value.filename, await content_of(value, name))
                else:
                    pairs.append((name, await _keep(tools, link, value, name, officer)))
            except Refusal as refused:
                refusal = refusal or refused
    sent = dict(pairs)
    return Sheet(
        action=sent.get("action", ""),
        pairs=tuple(pairs),
        typed=forms.tree(model, pairs),
        seen=sent.get(drafts.SEEN, ""),
        once=sent.get(ONCE, ""),
        refusal=refusal,
        aside=aside,
    )


async def _keep(tools: Tools, link: Linked, file: UploadFile, name: str, officer: str) -> str:
    who = {"officer_id": officer} if officer else {"participant_id": link.read.participant.id}
    sender = Sender(round_id=link.read.round.id, **who)
    proves = bool(officer) and name == PROOF
    return (await tools.files.receive(tools.database, file, sender, name, proves=proves)).id
