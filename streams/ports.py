"""Ports of this machine."""

import random
import socket

BELOW_EPHEMERAL = range(10_000, 30_000)
"""The system gives higher ports to outgoing connections: one of these could take the port of a server
while that is started again."""


def free_port(host: str = "127.0.0.1") -> int:
    """A port that is free now, by chance."""
    while not is_free(host, port := random.choice(BELOW_EPHEMERAL)):  # noqa: S311  (a port is no secret)
        pass
    return port


def is_free(host: str, port: int) -> bool:
    """Whether a server could take it now."""
    try:
        socket.create_server((host, port)).close()
    except (OSError, OverflowError):
        return False
    return True
