"""The press: prints a report once and keeps the document where people's own files lie; and its page."""

import asyncio

from sqlmodel.ext.asyncio.session import AsyncSession

from store.files import Contents
from store.publications import PublishedText, with_html
from store.reads import document as reads
from store.reads.publishable import Approved, NotTheApproved, Printed
from templates import typeset
from templates.documents import document
from templates.markdown import html
from templates.render import Renderer


class Press:
    """Prints into one place."""

    def __init__(self, contents: Contents, renderer: Renderer) -> None:
        self._contents, self._renderer = contents, renderer

    async def printed(self, s: AsyncSession, report: Approved, language: str) -> Printed:
        """The approved report in a language; printed again, it is the same bytes and the same file.

        Raises: NotTheApproved, where it does not exist in it; OSError.
        """
        of = report.in_language(language)
        said = await reads.version(s, report.version.round_id, of.version)
        if said is None or said.language != language:
            raise NotTheApproved(language)
        made = document(self._renderer.words(language), said)
        content = await asyncio.to_thread(typeset.pdf, made)
        digest = await asyncio.to_thread(self._contents.keep, content)
        return Printed(sha256=digest, size=len(content), pages=typeset.pages(content))

    def page(self, text: PublishedText) -> PublishedText:
        """A published text with what its page shows."""
        return with_html(text, html)
