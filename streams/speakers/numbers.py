"""Numbers of reports that come in at a door of ours."""

import secrets

LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's 32: none of them is taken for another when it is read aloud."""
BYTES = 8
_GROUPS = 3
_GROUP_LETTERS = 4


def new_id() -> str:
    """Like `7k3m-q0zx-91hd`: 60 random bits, so that none comes twice and none can be guessed."""
    return id_of(secrets.token_bytes(BYTES))


def id_of(digest: bytes) -> str:
    """The same shape, of the first bytes of a digest: whoever has it again has the same id again."""
    number = int.from_bytes(digest[:BYTES], "big")
    letters = "".join(LETTERS[number >> 5 * place & 31] for place in range(_GROUPS * _GROUP_LETTERS))
    return "-".join(letters[n : n + _GROUP_LETTERS] for n in range(0, len(letters), _GROUP_LETTERS))
