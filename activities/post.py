"""Sends letters of the outbox, each by its key: rendered and signed when it goes, at most one at a time."""

import asyncio
import logging
from email.message import EmailMessage
from typing import Any
from weakref import WeakValueDictionary

from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from activities import calendars, letters
from activities.email_message import message, message_id
from activities.faults import told_by_code
from activities.smtp import Attempt, MailServer, carry
from rounds.state.batches import Delivery
from store import outbox
from store.links import Links
from store.outbox import Posted
from store.session import Database
from store.writes import letters as rows
from templates.render import Renderer

log = logging.getLogger(__name__)


class Post:
    """Tries letters, and writes down what became of each."""

    def __init__(self, database: Database, renderer: Renderer, links: Links, server: MailServer) -> None:
        self._database = database
        self._renderer = renderer
        self._links = links
        self._server = server
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def send(self, key: str) -> Attempt | None:
        """Try a letter once; one that was sent or refused is left as it is.

        None when there is nothing to say any more: a reminder of what was done meanwhile leaves the outbox.
        """
        async with self._locks.setdefault(key, asyncio.Lock()):
            async with self._database.writing() as s:
                due = await rows.attempt(s, key)
                posted = await outbox.posted(s, key)
                if posted is None:
                    return None
                if due is None:
                    return Attempt("refused" if posted.letter.state == "refused" else "sent")
                context = await letters.context(s, posted, self._links)
                if context is None:
                    await rows.forget(s, key)
                    return None
            attempt = await self._carry(posted, context)
            async with self._database.writing() as s:
                identity = message_id(key, self._server.domain)
                await rows.settle(s, key, attempt.state, message_id=identity, error=attempt.error)
            return attempt

    async def _carry(self, posted: Posted, context: dict[str, Any]) -> Attempt:
        try:
            ready = self._message(posted, context)
        except Exception as error:  # noqa: BLE001 - one letter that cannot be made must not hold its round up
            log.error("Letter %s cannot be made: %s", posted.letter.key, type(error).__name__)
            return Attempt("waiting", "unmade")
        return await carry(self._server, ready, posted.person.email)

    def _message(self, posted: Posted, context: dict[str, Any]) -> EmailMessage:
        language = posted.person.language
        rendered = self._renderer.letter(posted.letter.template, language, context)
        words = self._renderer.words(language)
        files = calendars.files(posted, context, rendered.subject, words, self._server)
        return message(posted, rendered, self._server, files)


class LetterActivities:
    """What the delivery of one letter needs of the world."""

    def __init__(self, post: Post) -> None:
        self._post = post

    @activity.defn
    async def send(self, letter: Delivery) -> str:
        """Try a letter once more: sent, refused, or needless when there is nothing to say any more.

        Raises ApplicationError while it has to wait, so that it is tried again.
        """
        with told_by_code(letter.letter):
            attempt = await self._post.send(letter.letter)
            if attempt is None:
                return "needless"
            if attempt.state in ("waiting", "uncertain"):
                raise ApplicationError(
                    f"{attempt.state} at {letter.letter}",
                    type=attempt.error,
                    category=ApplicationErrorCategory.BENIGN,
                )
            return attempt.state
