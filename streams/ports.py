"""Ports of this machine."""

import random
import socket
import sys

BELOW_EPHEMERAL = range(10_000, 30_000)
"""The system gives higher ports to outgoing connections: one of these could take the port of a server
while that is started again."""


def free_port(host: str = "127.0.0.1") -> int:
    """A port that is free now, by chance, and claimed."""
    while not claim(host, port := random.choice(BELOW_EPHEMERAL)):  # noqa: S311  (a port is no secret)
        pass
    return port


def claim(host: str, port: int) -> bool:
    """Whether it was free: then nobody else can claim it while this process lives, and servers can take it.

    That costs a file descriptor, of a socket that is bound and does not listen.
    """
    if sys.platform != "linux":
        return is_free(host, port)  # Elsewhere it would keep servers away, too.
    ours = socket.socket()
    try:
        ours.bind((host, port))
    except OSError:
        ours.close()
        return False
    # Servers set it and get what is bound with it. Not before the bind: then so would who claims.
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    ours.detach()
    return True


def is_free(host: str, port: int) -> bool:
    """Whether a server could take it now."""
    try:
        socket.create_server((host, port)).close()
    except (OSError, OverflowError):
        return False
    return True
