"""The newest hash of the audit log, told to whoever heads a secretariat: a log that was rewritten shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession
from temporalio import activity

from activities import names, saying
from activities.email_message import message
from activities.faults import told_by_code, waits
from activities.post import now_utc
from activities.smtp import MailServer, carry
from store import audit_log, officers
from store.at_work import AtDesk, at_work
from store.session import Database
from templates.render import Rendered, Renderer

TEMPLATE = "log_head"


@dataclass(frozen=True, slots=True, kw_only=True)
class Newest:
    """How many entries the log has, and the hash of the newest; `readers` are officers' ids."""

    entries: int
    hash: str
    readers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LogHead:
    """What one of them is told; `day` is the day on which it was looked up."""

    officer: str
    entries: int
    hash: str
    day: date


class LogHeads:
    """Tells how the audit log stands (S4)."""

    def __init__(
        self,
        database: Database,
        renderer: Renderer,
        server: MailServer,
        now: Callable[[], datetime] = now_utc,
    ) -> None:
        self._database, self._renderer, self._server, self._now = database, renderer, server, now

    @activity.defn(name=names.NEWEST_OF_LOG)
    async def newest(self) -> Newest:
        """Look how the log stands, and who is to be told."""
        with told_by_code("log"):
            async with self._database.reading() as s:
                entries, hash = await audit_log.head(s)
                readers = await officers.all_heads(s)
        return Newest(entries=entries, hash=hash, readers=tuple(readers))

    @activity.defn(name=names.SEND_LOG_HEAD)
    async def send_log_head(self, told: LogHead) -> str:
        """Write one letter: sent, uncertain, refused, or needless to who is no officer any more.

        Raises ApplicationError while the mail server is away, so that it is tried again.
        """
        key = f"log/{told.hash}/{told.officer}"
        with told_by_code(key):
            async with self._database.reading() as s:
                to = await at_work(s, told.officer)
                if to is None:
                    return "needless"
                said = await self._said(s, to, told)
            letter = message(self._server, key, said, to.person.language, to=to.person, now=self._now())
            attempt = await carry(self._server, letter, to.person.email)
            if attempt.state == "waiting":
                raise waits(key, attempt.state, attempt.error)
            return attempt.state

    async def _said(self, s: AsyncSession, to: AtDesk, told: LogHead) -> Rendered:
        language = to.person.language
        own = await saying.own(s, to.secretariat.id, "", language, TEMPLATE)
        about = {"day": told.day, "entries": told.entries, "hash": told.hash}
        return self._renderer.letter(TEMPLATE, language, saying.of_the_desk(to) | about, own)
