"""What OpenAPI says of forms, and of the fields that several of them have."""

from collections.abc import Mapping

from streams.http.fields import URL_LENGTH
from streams.http.forms import MULTIPART, URLENCODED
from streams.intake.http.documents import Document
from streams.speakers.speaker import REFERENCE_LENGTH


def body(schema: Document, example: Mapping[str, object]) -> Document:
    """The body of an operation that takes a form."""
    content = {"schema": {"type": "object", **schema}, "example": dict(example)}
    return {"required": True, "content": {URLENCODED: content, MULTIPART: content}}


def text(description: str, most: int) -> Document:
    """A field of at most so many letters."""
    return {"type": "string", "maxLength": most, "description": description}


URL: Document = {"type": "string", "pattern": "^https?://[^/?#\\s]+\\S*$", "maxLength": URL_LENGTH}
API_KEY: Document = {"api_key": text("instead of the header `X-API-Key` or the query", 200)}
POINT: Document = {
    "lat": {"type": "number", "minimum": -90, "maximum": 90, "description": "degrees, WGS 84"},
    "long": {"type": "number", "minimum": -180, "maximum": 180, "description": "degrees, WGS 84"},
}
WHOLE_POINT: Document = {"lat": ["long"], "long": ["lat"]}
SPEAKER: Document = {
    "account_id": text("the channel's own reference of the citizen", REFERENCE_LENGTH),
    "device_id": text("used where there is no account_id", REFERENCE_LENGTH),
    "email": text("only a keyed hash goes on, where there is neither of them", REFERENCE_LENGTH),
    "phone": text("as `email`", REFERENCE_LENGTH),
}
