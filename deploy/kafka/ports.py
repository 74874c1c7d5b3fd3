"""Ports of this machine that nobody listens on."""

import secrets
import socket
from collections.abc import Collection

# Below those that outgoing connections get: one of these could take it between a kill and the next start.
_FREE = range(10_000, 30_000)


def is_free(port: int) -> bool:
    """Whether a server could listen on it now."""
    with socket.socket() as tried:
        # As servers do, or connections of a broker that just ended would count as one that listens.
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_ports(count: int, besides: Collection[int]) -> list[int]:
    """So many different ones."""
    found: list[int] = []
    while len(found) < count:
        port = secrets.choice(_FREE)
        if port not in found and port not in besides and not _is_bound(port):
            found.append(port)
    return found


def _is_bound(port: int) -> bool:
    """Whether anybody has it, if only to keep it for a server that is still to start."""
    with socket.socket() as tried:
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
