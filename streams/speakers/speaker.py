"""Who speaks, as far as it is passed on: a reference that tells citizens apart and names nobody."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

from streams.core.mask import mask

REFERENCE_LENGTH = 128

_HASH_BYTES = 15
_NOT_DIGITS = re.compile(r"\D")
_OPAQUE = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Speaker:
    """What a form says of who speaks. Names are not among it: nobody downstream needs them."""

    account: str | None = None
    device: str | None = None
    email: str | None = None
    phone: str | None = None

    def reference(self, secret: bytes) -> str | None:
        """An account or device as it is given, if it names nobody; else a keyed hash, the same every time."""
        if opaque := self.account or self.device:
            return opaque if _names_nobody(opaque) else _hashed(secret, "reference", opaque)
        if self.email:
            return _hashed(secret, "email", self.email.strip().lower())
        dialled = _as_dialled(self.phone or "")
        return _hashed(secret, "phone", dialled) if dialled else None


def _names_nobody(reference: str) -> bool:
    """What has a space or an accent is likelier a name than a reference."""
    return bool(_OPAQUE.fullmatch(reference)) and mask(reference) == reference


def _as_dialled(phone: str) -> str:
    """0812..., 812..., 62812..., 0062812... and +62 812-... are one number; without digits there is none."""
    digits = _NOT_DIGITS.sub("", phone).removeprefix("00")
    return f"62{digits.removeprefix('0')}" if digits.startswith(("0", "8")) else digits


def _hashed(secret: bytes, kind: str, value: str) -> str:
    digest = hmac.digest(secret, f"{kind}:{value}".encode(), hashlib.sha256)[:_HASH_BYTES]
    return f"h-{base64.b32encode(digest).decode().lower()}"
