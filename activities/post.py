"""Sends letters of the outbox, each by its key: rendered and signed when it goes, by one worker at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import cast

from sqlalchemy.exc import InterfaceError, OperationalError
from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from activities import calendars
from activities.email_message import message, message_id
from activities.faults import told_by_code, waits
from activities.operator_letter import OperatorLetter
from activities.operator_message import operator_message
from activities.smtp import MailServer, carry
from activities.written import written
from store import outbox
from store.links import Links
from store.outbox import WAITING, Delivery
from store.reads import parties
from store.sent_texts import SentText
from store.session import Database
from store.tables import Letter
from store.writes import letters as rows
from store.writes.letters import State, Taken
from templates.render import Rendered, Renderer

LEASE = timedelta(seconds=60)
"""So long one worker alone may send a letter; another's attempt comes later (`letter_jobs.ATTEMPT`)."""
HELD = 50.0
"""Seconds after which a sender lets go by itself: before its lease has ended."""
LIFE = timedelta(days=5)
"""So long after it was written down, or held, a letter is tried again; a later attempt is its last."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an attempt: `error` is a server's code, a word, or the class of a fault.

    `said` is the letter as it was tried.
    """

    state: State
    error: str = ""
    said: Rendered | None = None


def now_utc() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


class Post:
    """Tries letters, and writes down what became of each; `operator` is the address of whoever runs this."""

    def __init__(
        self,
        database: Database,
        renderer: Renderer,
        links: Links,
        server: MailServer,
        *,
        operator: str = "",
        now: Callable[[], datetime] = now_utc,
    ) -> None:
        self._database = database
        self._renderer = renderer
        self._links = links
        self._server = server
        self._operator = operator
        self._now = now

    async def send(self, key: str) -> Outcome | None:
        """Try a letter once; one that has ended is left as it is.

        None when there is nothing to say any more: a reminder of what was done meanwhile leaves the outbox.
        Raises: Taken, while somebody else sends it.
        """
        async with self._database.writing() as s:
            letter = await rows.claim(s, key, self._now(), LEASE)
        if letter is None:
            return None
        if letter.state not in WAITING:
            return Outcome(cast(State, letter.state), letter.error)
        outcome = await self._attempt(key)
        if outcome is None:
            async with self._database.writing() as s:
                await rows.forget(s, key)
            return None
        over = (letter.held_until or letter.recorded_at) + LIFE
        outcome = _at_last(outcome) if self._now() > over else outcome
        async with self._database.writing() as s:
            await rows.settle(
                s,
                letter,
                outcome.state,
                now=self._now(),
                message_id=self._id(letter),
                error=outcome.error,
                said=self._kept(key, outcome.said),
            )
        return outcome

    async def _attempt(self, key: str) -> Outcome | None:
        try:
            async with asyncio.timeout(HELD):
                made = await self._made(key)
                if made is None:
                    return None
                letter, address, said = made
                attempt = await carry(self._server, letter, address)
                return Outcome(attempt.state, attempt.error, said)
        except TimeoutError:
            return Outcome("uncertain", "timeout")
        except (OperationalError, InterfaceError):
            # The database is away: that says nothing of the letter.
            raise
        except Exception as error:  # noqa: BLE001 - one letter that cannot be made must stop no other
            log.error("Letter %s cannot be made: %s", key, type(error).__name__)
            return Outcome("unmade", type(error).__name__)

    def _id(self, letter: Letter) -> str:
        """The Message-ID of its first attempt, if there was one."""
        return letter.message_id or message_id(letter.key, self._server)

    def _kept(self, key: str, said: Rendered | None) -> SentText | None:
        """A letter as it is kept, once it is sent."""
        if said is None:
            return None
        return SentText(letter=key, subject=said.subject, body=self._links.without(said.text))

    async def _made(self, key: str) -> tuple[EmailMessage, str, Rendered] | None:
        made = await written(self._database, self._renderer, self._links, key)
        if made is None:
            return None
        posted, context, rendered = made
        words = self._renderer.words(posted.person.language)
        files = calendars.files(posted, context, rendered.subject, words, self._server)
        person = posted.person
        letter = message(
            self._server,
            posted.letter.key,
            rendered,
            person.language,
            to=person,
            reply_to=posted.contact,
            calendars=files,
            id=self._id(posted.letter),
        )
        return letter, person.email, rendered

    async def untold(self, letter: Delivery) -> bool:
        """Whether the round has still to hear that a letter was refused; one that is closed has not."""
        async with self._database.reading() as s:
            return await outbox.untold(s, letter.letter)

    async def mailbox(self, letter: Delivery) -> str:
        """Whose address it is, under one name for all who share it: it is mended once."""
        async with self._database.reading() as s:
            return await parties.first_at(s, letter.round, letter.participant)

    async def told(self, letter: Delivery) -> None:
        """The round has heard of it."""
        async with self._database.writing() as s:
            await rows.told(s, letter.letter, self._now())

    async def tell_operator(self, letter: OperatorLetter) -> Outcome | None:
        """Try a letter to the operator once; None when no address of theirs is set."""
        if not self._operator:
            return None
        made = operator_message(letter, self._server, self._operator)
        attempt = await carry(self._server, made, self._operator)
        return Outcome(attempt.state, attempt.error)


def _at_last(outcome: Outcome) -> Outcome:
    """How a letter ends whose time is over: the address is to blame unless it could not even be made."""
    if outcome.state == "unmade":
        return Outcome("faulted", outcome.error)
    return Outcome("refused", "expired") if outcome.state in WAITING else outcome


class LetterActivities:
    """The jobs of letters. `tell` tells a round whose address refuses, and says if it heard."""

    def __init__(self, post: Post, tell: Callable[[str, str], Awaitable[bool]]) -> None:
        self._post = post
        self._tell = tell

    @activity.defn
    async def send_letter(self, letter: Delivery) -> str:
        """Try a letter once: sent, refused, faulted, or needless when there is nothing to say any more.

        Raises ApplicationError while it has to wait, so that it is tried again; and while its round does not
        answer that it heard of the refusal. For a round whose workflow is gone the job ends: it is started
        again once the round goes on (`outbox.quiet_since`).
        """
        with told_by_code(letter.letter):
            try:
                outcome = await self._post.send(letter.letter)
            except Taken as taken:
                raise ApplicationError(
                    f"another worker has {letter.letter}",
                    type="taken",
                    category=ApplicationErrorCategory.BENIGN,
                    next_retry_delay=max(taken.until - now_utc(), timedelta(seconds=1)),
                ) from None
            state = _ended(outcome, letter.letter)
            told = state == "refused" and await self._post.untold(letter)
            if told and await self._tell(letter.round, await self._post.mailbox(letter)):
                await self._post.told(letter)
            return state

    @activity.defn
    async def send_to_operator(self, letter: OperatorLetter) -> str:
        """Try a letter to the operator once: sent, refused, or needless when no address is set.

        Raises ApplicationError while it has to wait.
        """
        subject = f"{letter.round}/{letter.serial}"
        with told_by_code(subject):
            return _ended(await self._post.tell_operator(letter), subject)


def _ended(outcome: Outcome | None, subject: str) -> str:
    """How a letter has ended. Raises ApplicationError, which Temporal counts as no fault, while it waits."""
    if outcome is None:
        return "needless"
    if outcome.state in WAITING:
        raise waits(subject, outcome.state, outcome.error)
    return outcome.state
