"""A code for an authorisation to publish, sent by a durable job of its own: it is in no outbox."""

from temporalio.client import Client

from activities.publication_codes import CodeWanted, PublicationCodes
from rounds.state.status import Shown
from workflows import options


async def send(client: Client, id: str) -> None:
    """Have the code of this row sent; asked for twice, it is one job.

    Raises: RPCError, RuntimeError when Temporal is away: whoever waits for the code asks again.
    """
    await client.start_activity_method(
        PublicationCodes.send_publication_code,
        CodeWanted(id=id),
        id=f"publication-code-{id}",
        summary=Shown("Somebody who authorises a publication asked for a code"),
        **options.FOR_SOMEBODY,
    )
