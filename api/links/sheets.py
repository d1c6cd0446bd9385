"""What a form sends: the button, what was typed, its files."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from api.deps import Tools
from api.intake.files import content_of
from api.links import drafts, forms, spreadsheets
from api.links.answering import ONCE
from api.links.linked import Linked
from rounds.submissions.refusals import BodyTooLarge, Refusal, WrongShape
from store import inbox

MOST_FILES = 8
NOT_TYPED = ("action", drafts.SEEN, ONCE, "sure", "version", "sha256")
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
    spreadsheet: tuple[str, bytes] | None = None
    """The name and the content of a filled questionnaire: read into the form, never kept."""


async def unsent(request: Request) -> tuple[str, ...]:
    """The texts that were sent to a link that leads nowhere."""
    try:
        async with form_of(request) as form:
            return tuple(value for name, value in texts_of(form) if value.strip() and name not in NOT_TYPED)
    except Refusal:
        return ()


@asynccontextmanager
async def form_of(request: Request) -> AsyncIterator[FormData]:
    """The fields that were sent; their files are closed afterwards.

    Raises: BodyTooLarge, for more fields than any form has; WrongShape, for what no browser would send.
    """
    try:
        form = await request.form(max_files=MOST_FILES, max_fields=forms.MOST_FIELDS)
    except HTTPException as error:
        raise (BodyTooLarge if "Too many" in str(error.detail) else WrongShape) from error
    try:
        yield form
    finally:
        await form.close()


def texts_of(form: FormData) -> list[tuple[str, str]]:
    """The fields of a form but for its files."""
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


async def read(request: Request, tools: Tools, link: Linked, model: type) -> Sheet:
    """What was sent. Files are kept first, and stand by their ids in what was typed."""
    refusal = None
    spreadsheet = None
    async with form_of(request) as form:
        pairs = texts_of(form)
        for name, value in form.multi_items():
            if isinstance(value, str) or not value.filename:
                continue
            try:
                if name == spreadsheets.FIELD:
                    spreadsheet = (value.filename, await content_of(value, name))
                else:
                    pairs.append((name, await _keep(tools, link, value, name)))
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
        spreadsheet=spreadsheet,
    )


async def _keep(tools: Tools, link: Linked, file: UploadFile, name: str) -> str:
    checked = await tools.files.take(file, name)
    async with tools.database.writing() as s:
        row = await inbox.keep_upload(
            s,
            filename=checked.filename,
            media_type=checked.media_type,
            size=checked.size,
            sha256=checked.sha256,
            round_id=link.read.round.id,
            participant_id=link.read.participant.id,
        )
    return row.id
