"""An officer's link to the desk, sent by a durable job of its own: it belongs to no round."""

from temporalio.client import Client

from activities.signing_in import SigningIn, SignInWanted
from rounds.state.status import Shown
from workflows import options


async def send(client: Client, id: str) -> None:
    """Have the link of this row sent; asked for twice, it is one job.

    Raises: RPCError, RuntimeError when Temporal is away: whoever waits for the letter asks again.
    """
    await client.start_activity_method(
        SigningIn.send_sign_in,
        SignInWanted(id=id),
        id=f"sign-in-{id}",
        summary=Shown("An officer asked for a link to the desk"),
        **options.FOR_SOMEBODY,
    )
