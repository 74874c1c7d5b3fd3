"""Ids of reports that come in here."""

import secrets

LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's 32: none of them is taken for another when it is read aloud."""
_GROUPS = 3
_GROUP_LETTERS = 4


def new_id() -> str:
    """Like `7k3m-q0zx-91hd`: 60 random bits, so that none comes twice and none can be guessed."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(_GROUP_LETTERS)) for _ in range(_GROUPS))
    return "-".join(groups)
