"""What OpenAPI says of refusals, the same of every operation."""

from collections.abc import Mapping
from typing import Any

# FastAPI takes its documents as dicts of anything.
Document = dict[str, Any]

_REASONS = {
    400: "A field is wrong; every fault is named",
    403: "The key is missing, unknown or revoked",
    404: "No such thing, or the caller may not know of it",
    408: "The body took too long to arrive",
    409: "It is over and closed",
    413: "The body is too large",
    415: "The body is of no kind that is taken here",
    422: "The Idempotency-Key was used for other content",
    429: "Too many requests with this key; `Retry-After` says when to come again",
    503: "What is behind it does not answer; `Retry-After` says when to come again",
}
_ERRORS: Document = {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Error"}}}


def refusals(
    *statuses: int, xml: bool = False, reasons: Mapping[int, str] | None = None
) -> dict[int | str, Document]:
    """Refusals by status; `reasons` are those that an operation has of its own."""
    content = {"application/json": _ERRORS} | ({"text/xml": {"schema": {"type": "string"}}} if xml else {})
    told = dict.fromkeys(statuses, "") | dict(reasons or {})
    return {
        status: {"description": reason or _REASONS[status], "content": content}
        for status, reason in told.items()
    }
