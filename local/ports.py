"""Ports on loopback: the wanted one or the next that is free, and free ones that stay free."""

import random
import socket
from collections.abc import Callable, Collection
from contextlib import closing

LOOPBACK = "127.0.0.1"

# Below the range from which Linux, macOS and the BSDs draw the ports of outgoing connections: a server that
# is down for a moment finds its port as it left it.
_QUIET = range(18_000, 32_000)


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with closing(socket.socket()) as probe:
        # As servers do: a port whose last connections have not faded yet is free all the same.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def take(wanted: int, purpose: str, say: Callable[[str], None], but_not: Collection[int] = ()) -> int:
    """Return the wanted port or the next free one, and say so when it is another.

    Raises RuntimeError when none is free up to 65535.
    """
    for port in range(wanted, 65_536):
        if port not in but_not and is_free(port):
            if port != wanted:
                say(f"port {wanted} is taken: {purpose} at {port}")
            return port
    raise RuntimeError(f"no port is free from {wanted} on: {purpose}")


def draw(count: int) -> list[int]:
    """Return so many different free ports.

    Raises RuntimeError when there are not as many.
    """
    drawn: list[int] = []
    for port in random.sample(_QUIET, len(_QUIET)):
        if len(drawn) == count:
            return drawn
        if is_free(port):
            drawn.append(port)
    raise RuntimeError(f"fewer than {count} ports are free on {LOOPBACK}")
