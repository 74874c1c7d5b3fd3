"""Who speaks, as far as it is passed on: a reference that tells citizens apart and names nobody."""

import base64
import hashlib
import hmac
import re

from streams.core.mask import mask

_HASH_BYTES = 15
_NOT_DIGITS = re.compile(r"\D")


def reporter_of(
    secret: bytes, *, account: str | None, device: str | None, email: str | None, phone: str | None
) -> str | None:
    """An account or device as it is given, if it names nobody; else a keyed hash, the same every time."""
    if opaque := account or device:
        return opaque if mask(opaque) == opaque else _hashed(secret, "reference", opaque)
    if email:
        return _hashed(secret, "email", email.strip().lower())
    return _hashed(secret, "phone", _as_dialled(phone)) if phone else None


def _as_dialled(phone: str) -> str:
    """0812..., 62812... and +62 812-... are one number."""
    digits = _NOT_DIGITS.sub("", phone)
    return f"62{digits[1:]}" if digits.startswith("0") else digits


def _hashed(secret: bytes, kind: str, value: str) -> str:
    digest = hmac.digest(secret, f"{kind}:{value}".encode(), hashlib.sha256)[:_HASH_BYTES]
    return f"h-{base64.b32encode(digest).decode().lower()}"
