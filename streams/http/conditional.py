"""A rendering as the answer to a request: packed where the reader can unpack it, and only if it is news."""

import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import format_datetime

from fastapi import Request, Response

from streams.http.rendering import MAX_AGE_S, Rendering

STALE_S = 86_400
"""So long an old copy is better than none while Postgres is away."""

_CACHING = f"public, max-age={MAX_AGE_S}, stale-if-error={STALE_S}"
_TAG = re.compile(r'"[^"]*"')
_QUALITY = re.compile(r";\s*q=([\d.]+)")


def answer_of(
    request: Request,
    made: Rendering,
    age_s: float,
    *,
    always: Mapping[str, str] | None = None,
    whole: Mapping[str, str] | None = None,
) -> Response:
    """200 with the content, or 304. A date alone is not looked at: what left a feed moves none.

    `always` are headers of both, `whole` of the first alone.
    """
    packed = takes_gzip(request.headers.get("accept-encoding", ""))
    headers = {
        "ETag": made.packed_tag if packed else made.tag,
        "Cache-Control": _CACHING,
        "Age": str(int(age_s)),
        "Vary": "Accept-Encoding",
        **(always or {}),
    }
    if made.changed_at:
        headers["Last-Modified"] = format_datetime(made.changed_at.astimezone(UTC), usegmt=True)
    if is_known(request.headers.get("if-none-match", ""), made):
        return Response(status_code=304, headers=headers)
    headers |= {"X-Content-Type-Options": "nosniff", **(whole or {})}
    if packed:
        headers["Content-Encoding"] = "gzip"
    return Response(made.packed if packed else made.body, headers=headers, media_type=made.media_type)


def is_known(none_match: str, made: Rendering) -> bool:
    """Whether an `If-None-Match` names what would be sent; weakly, as that header is compared."""
    return none_match.strip() == "*" or not {made.tag, made.packed_tag}.isdisjoint(_TAG.findall(none_match))


def takes_gzip(accepted: str) -> bool:
    """Whether an `Accept-Encoding` has gzip, or everything, with a weight above 0."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        quality = _QUALITY.search(part)
        try:
            weights[part.partition(";")[0].strip()] = float(quality[1]) if quality else 1.0
        except ValueError:
            continue
    return weights.get("gzip", weights.get("*", 0.0)) > 0
