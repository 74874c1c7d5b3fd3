"""Signatures of the Standard Webhooks specification 1.0 (symmetric, `v1`). Pure, but for new secrets."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence

PREFIX = "whsec_"
SECRET_BYTES = 32

_ID = re.compile(r"[!-\-/-~]{1,512}")
"""What a header carries as it is. A full stop ends the id in what is signed, so none may stand in it."""


def new_secret() -> str:
    """A secret as it is given to the receiver."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def is_message_id(id: str) -> bool:
    """Whether it can be signed and sent."""
    return _ID.fullmatch(id) is not None


def sign(secret: str, id: str, at_s: int, body: bytes) -> str:
    """The signature of one message with one secret. Raises `ValueError` for an id that cannot be signed."""
    if not is_message_id(id):
        raise ValueError(f"{id!r} cannot be the id of a webhook")
    key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    signed = hmac.digest(key, f"{id}.{at_s}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(signed).decode()}"


def signed_headers(secrets: Sequence[str], id: str, at_s: int, body: bytes) -> dict[str, str]:
    """The headers that prove who sent it; with more than one secret the receiver may hold either."""
    return {
        "webhook-id": id,
        "webhook-timestamp": str(at_s),
        "webhook-signature": " ".join(sign(secret, id, at_s, body) for secret in secrets),
    }
