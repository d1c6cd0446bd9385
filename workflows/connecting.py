"""One client for a process, as the doors and the worker both make it."""

from temporalio.client import Client
from temporalio.envconfig import ClientConfig

from workflows import tracing
from workflows.converter import converter


async def connect(address: str, namespace: str, *, lazy: bool = False) -> Client:
    """A client that speaks Ronda's data; a lazy one connects when it is first used.

    TLS and credentials come from Temporal's own environment variables.
    Raises: RuntimeError when the server does not answer and the client is not lazy.
    """
    config = ClientConfig.load_client_connect_config(disable_file=True)
    config["target_host"] = address
    config["namespace"] = namespace
    return await Client.connect(
        **config, data_converter=converter, lazy=lazy, interceptors=tracing.interceptors()
    )
