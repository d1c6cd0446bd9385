"""The mail catcher: takes every letter over SMTP, keeps it, and shows it on a web page. None is sent on.

`python -m local.catcher FOLDER SMTP_PORT WEB_PORT`
"""

import asyncio
import sys
from pathlib import Path

import uvicorn
from aiosmtpd.smtp import SMTP, Envelope, Session

from local.letters_page import create
from local.mailbox import Mailbox
from local.ports import LOOPBACK


class _Handler:
    """What the SMTP server does with a letter."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002 - aiosmtpd calls it so
        """Say yes only when the letter is kept: the sender forgets it then."""
        content = envelope.original_content or b""
        sender = envelope.mail_from or ""
        identity = await asyncio.to_thread(self._mailbox.keep, sender, envelope.rcpt_tos, content)
        return f"250 kept as {identity}"


async def catch(folder: Path, smtp_port: int, web_port: int) -> None:
    """Run both servers until the web server is told to end (SIGTERM)."""
    mailbox = Mailbox(folder / "letters.db")
    handler = _Handler(mailbox)
    smtp = await asyncio.get_running_loop().create_server(
        lambda: SMTP(handler, enable_SMTPUTF8=True, hostname="localhost", ident="Ronda's mail catcher"),
        LOOPBACK,
        smtp_port,
    )
    config = uvicorn.Config(
        create(mailbox), host=LOOPBACK, port=web_port, access_log=False, log_level="warning"
    )
    async with smtp:
        await uvicorn.Server(config).serve()


if __name__ == "__main__":
    asyncio.run(catch(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
