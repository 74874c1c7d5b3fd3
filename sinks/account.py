"""Whose process this is, for the audit log."""

import os
import pwd
import socket


def account() -> str:
    """`user@machine`, and who became that user by sudo. It is what this machine says, and proves nothing."""
    uid = os.getuid()
    try:
        user = pwd.getpwuid(uid).pw_name
    except KeyError:  # Containers run as users that nobody named.
        user = str(uid)
    behind = os.environ.get("SUDO_USER", "")
    own = f"{user}@{socket.gethostname()}"
    return f"{behind} as {own}" if behind.isprintable() and behind not in {"", user} else own
