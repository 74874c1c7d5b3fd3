"""Which process holds the other end of a connection on this machine (Linux)."""

import os
import socket
import struct
from collections.abc import Iterable
from contextlib import suppress

_SOCK_DIAG = 4
_BY_FAMILY, _REQUEST = 20, 1
_ANY_COOKIE = b"\xff" * 8
_HEADER = struct.Struct("=IHHII")
_ASKED = struct.Struct("=BBBxI")
_INODE_AT = _HEADER.size + 68
"""Behind the socket's state, its id of 48 bytes, its timer, its queues and its owner."""


def holder(port: int, connected_to: int, sources: Iterable[tuple[str, int]]) -> tuple[str, int]:
    """Name and process id of who of `sources` has the end at `port`; ("", 0) for anybody else."""
    inode = _inode(port, connected_to)
    if not inode:
        return "", 0
    named = f"socket:[{inode}]"
    for name, pid in sources:
        with suppress(OSError), os.scandir(f"/proc/{pid}/fd") as files:  # It may be gone by now.
            for file in files:
                with suppress(OSError):
                    if os.readlink(file) == named:  # noqa: PTH115  (a path for each takes too long)
                        return name, pid
    return "", 0


def _inode(port: int, connected_to: int) -> int:
    """Asked of the kernel, since the list of all sockets takes long on a machine that has many."""
    here = socket.inet_aton("127.0.0.1").ljust(16, b"\0")
    ports = struct.pack("!HH", port, connected_to)
    asked = _ASKED.pack(socket.AF_INET, socket.IPPROTO_TCP, 0, 0xFFFF_FFFF) + ports + here + here
    asked += struct.pack("=I", 0) + _ANY_COOKIE
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _SOCK_DIAG) as kernel:
        kernel.send(_HEADER.pack(_HEADER.size + len(asked), _BY_FAMILY, _REQUEST, 1, 0) + asked)
        answer = kernel.recv(4096)
    if _HEADER.unpack_from(answer)[1] != _BY_FAMILY:
        return 0
    inode: int = struct.unpack_from("=I", answer, _INODE_AT)[0]
    return inode
