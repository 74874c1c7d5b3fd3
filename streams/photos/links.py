"""Where a photo lies: its lasting address, which shows nothing, and links to it that show it for a while."""

import base64
import hmac
import re
from dataclasses import dataclass

_NAME = re.compile(r"([0-9a-f]{64})\.jpg")
_EXPIRES = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """What links are signed with; links signed with the `old` one are good until they expire."""

    present: str
    old: str | None = None


def url_of(public_url: str, sha256: str) -> str:
    """The lasting address of a photo, which reports carry."""
    return f"{public_url.rstrip('/')}/photos/{sha256}.jpg"


def sha256_of(public_url: str, url: str) -> str | None:
    """Which of our photos an address or a link names; none if it lies elsewhere."""
    before, _, name = url.partition("?")[0].rpartition("/photos/")
    return sha256_in(name) if before == public_url.rstrip("/") else None


def sha256_in(name: str) -> str | None:
    """Of the name of a photo's file."""
    found = _NAME.fullmatch(name)
    return found[1] if found else None


def link(public_url: str, sha256: str, expires_s: int, secrets: Secrets) -> str:
    """A link that shows the photo until `expires_s`, in seconds since 1970."""
    signature = _signature(sha256, expires_s, secrets.present)
    return f"{url_of(public_url, sha256)}?expires={expires_s}&signature={signature}"


def sign(public_url: str, photo: str, expires_s: int, secrets: Secrets) -> str | None:
    """A link to a photo named by its address, by an older link or by its hash; none if it is none of ours."""
    sha256 = sha256_of(public_url, photo) or sha256_in(f"{photo.lower()}.jpg")
    return None if sha256 is None else link(public_url, sha256, expires_s, secrets)


def left_s(sha256: str, expires: str, signature: str, now_s: float, secrets: Secrets) -> int:
    """For how long a link still shows the photo; 0 if it is over, or was never made by us."""
    if not _EXPIRES.fullmatch(expires):
        return 0
    expires_s, given = int(expires), signature.encode()
    good = [
        hmac.compare_digest(_signature(sha256, expires_s, secret).encode(), given)
        for secret in (secrets.present, secrets.old)
        if secret is not None
    ]
    return max(0, expires_s - int(now_s)) if any(good) else 0


def _signature(sha256: str, expires_s: int, secret: str) -> str:
    signed = hmac.digest(secret.encode(), f"{sha256} {expires_s}".encode(), "sha256")
    return base64.urlsafe_b64encode(signed).rstrip(b"=").decode()
