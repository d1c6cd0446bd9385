"""A mail server that takes every letter and keeps none: `python -m bench.sink PORT`."""

import asyncio
import sys

from aiosmtpd.smtp import SMTP, Envelope, Session

from local.ports import LOOPBACK


class _Nowhere:
    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002 - aiosmtpd calls it so
        return "250 taken"


async def main(port: int) -> None:
    """Listen until told to end."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(_Nowhere(), hostname="localhost", enable_SMTPUTF8=True), LOOPBACK, port
    )
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
