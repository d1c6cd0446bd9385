"""The letter with a link to the desk: its token is made when it is sent, and stands nowhere but in it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from temporalio import activity

from activities import names, saying
from activities.email_message import message
from activities.faults import told_by_code
from activities.handing_in import handed_in
from activities.post import now_utc
from activities.smtp import MailServer
from store import sign_ins
from store.at_work import AtDesk
from store.session import Database
from store.sign_ins import LINK_LASTS, SignIn
from templates.render import Rendered, Renderer

DESK = "/desk/sign-in/"
"""Where a link leads, before its token."""
TEMPLATE = "sign_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInWanted:
    """An officer wants to come in; `id` is that of the row, which opens nothing."""

    id: str


class SigningIn:
    """Sends links to the desk."""

    def __init__(
        self,
        database: Database,
        renderer: Renderer,
        server: MailServer,
        public_url: str,
        now: Callable[[], datetime] = now_utc,
    ) -> None:
        self._database = database
        self._renderer = renderer
        self._server = server
        self._public_url = public_url
        self._now = now

    @activity.defn(name=names.SEND_SIGN_IN)
    async def send_sign_in(self, wanted: SignInWanted) -> str:
        """Send one: sent, uncertain, refused, or needless when it is too old, or may have been sent before.

        Raises ApplicationError while the mail server is away, so that it is tried again, with a new token.
        """
        with told_by_code(wanted.id):
            token = secrets.token_urlsafe(32)
            async with self._database.writing() as s:
                to = await sign_ins.take_up(s, wanted.id, token, self._now())
            if to is None:
                return "needless"
            said = await self._said(to, token)
            letter, address = self._message(wanted.id, to, said), to.person.email
            return await handed_in(self._database, self._server, letter, address, SignIn, wanted.id)

    async def _said(self, to: AtDesk, token: str) -> Rendered:
        language = to.person.language
        async with self._database.reading() as s:
            own = await saying.own(s, to.secretariat.id, "", language, TEMPLATE)
        about = {
            "url": f"{self._public_url}{DESK}{token}",
            "minutes": int(LINK_LASTS.total_seconds()) // 60,
        }
        return self._renderer.letter(TEMPLATE, language, saying.of_the_desk(to) | about, own)

    def _message(self, id: str, to: AtDesk, said: Rendered) -> EmailMessage:
        key, language = f"sign-in/{id}", to.person.language
        return message(self._server, key, said, language, to=to.person, now=self._now())
