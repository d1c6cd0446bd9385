"""A letter that an officer has sent to themselves, by a durable job of its own: it stands in no outbox."""

from temporalio.client import Client

from activities.specimens import Specimens, SpecimenWanted
from rounds.state.status import Shown
from workflows import options


async def send(client: Client, id: str) -> None:
    """Have the letter of this row sent; asked for twice, it is one job.

    Raises: RPCError, RuntimeError when Temporal is away: whoever waits for the letter asks again.
    """
    await client.start_activity_method(
        Specimens.send_specimen,
        SpecimenWanted(id=id),
        id=f"specimen-{id}",
        summary=Shown("An officer looks at a letter in their own mailbox"),
        **options.FOR_SOMEBODY,
    )
