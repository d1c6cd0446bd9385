"""One client for a process, as the doors and the worker both make it."""

from types import MappingProxyType

from temporalio.client import Client
from temporalio.envconfig import ClientConfig

from workflows import tracing
from workflows.codec import Keys, converter_of

NO_KEYS: Keys = MappingProxyType({})


async def connect(address: str, namespace: str, *, codec_keys: Keys = NO_KEYS, lazy: bool = False) -> Client:
    """A client that speaks Ronda's data, encrypted where there are keys; a lazy one connects when first used.

    Certificates and token come from Temporal's own environment variables, which settings.load() fills.
    Raises: RuntimeError when the server does not answer and the client is not lazy.
    """
    config = ClientConfig.load_client_connect_config(disable_file=True)
    config["target_host"] = address
    config["namespace"] = namespace
    return await Client.connect(
        **config,
        data_converter=converter_of(codec_keys),
        lazy=lazy,
        interceptors=tracing.interceptors(),
    )
