"""What OpenAPI says of requests and answers beyond their types."""

from pydantic import BaseModel

from streams.intake.documents import Document, refusals
from streams.intake.forms import MULTIPART, URLENCODED
from streams.intake.georeport.said import (
    ADDRESS_LENGTH,
    DESCRIPTION_LENGTH,
    MEDIA_MAX,
    REFERENCE_LENGTH,
    URL_LENGTH,
)

TAGS = ("GeoReport v2",)


def answers(
    model: type[BaseModel], status: int, *refused: int, many: bool = False
) -> dict[int | str, Document]:
    """What an operation answers: the model, in a list if there may be many, or a refusal."""
    return {
        status: {"description": "As it was asked for", "content": _content(model, many=many)},
        **refusals(*refused, xml=True),
    }


def _content(model: type[BaseModel], *, many: bool) -> Document:
    one = {"$ref": f"#/components/schemas/{model.__name__}"}
    schema = {"type": "array", "items": one} if many else one
    return {"application/json": {"schema": schema}, "text/xml": {"schema": {"type": "string"}}}


def shapes(*models: type[BaseModel]) -> Document:
    """The components that the answers above refer to."""
    found: Document = {}
    for model in models:
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        found |= schema.pop("$defs", {})
        found[model.__name__] = schema
    return found


def new_request() -> Document:
    """The form of a report."""
    schema = {
        "type": "object",
        "required": ["service_code"],
        "anyOf": [
            {"required": ["lat", "long"]},
            {"required": ["address_string"]},
            {"required": ["address_id"]},
        ],
        "dependentRequired": {"lat": ["long"], "long": ["lat"]},
        "properties": {
            "api_key": _text("instead of the header `X-API-Key` or the query", 200),
            "jurisdiction_id": _text("the city's id, if any", 40),
            "service_code": {
                "type": "string",
                "description": "of a service",
            },
            "lat": {"type": "number", "minimum": -90, "maximum": 90, "description": "degrees, WGS 84"},
            "long": {"type": "number", "minimum": -180, "maximum": 180, "description": "degrees, WGS 84"},
            "accuracy_m": {
                "type": "number",
                "minimum": 0,
                "maximum": 1_000_000,
                "description": "radius in metres that the device is sure of",
            },
            "address_string": _text("the place in words", ADDRESS_LENGTH),
            "address_id": _text("id of a kelurahan, kecamatan or landmark of the catalog", 40),
            "description": _text("what the citizen says", DESCRIPTION_LENGTH),
            "media_url": {
                "type": "array",
                "maxItems": MEDIA_MAX,
                "items": {"type": "string", "pattern": "^https?://[^/?#\\s]+\\S*$", "maxLength": URL_LENGTH},
                "description": "photos; those sent to `/photos` are known with all their fields",
            },
            "requested_datetime": {
                "type": "string",
                "format": "date-time",
                "description": "when it was said, if not now; at most 30 days ago",
            },
            "account_id": _text("the channel's own reference of the citizen", REFERENCE_LENGTH),
            "device_id": _text("used where there is no account_id", REFERENCE_LENGTH),
            "email": _text("only a keyed hash goes on, where there is neither of them", REFERENCE_LENGTH),
            "phone": _text("as `email`", REFERENCE_LENGTH),
            "first_name": {"type": "string", "description": "not kept"},
            "last_name": {"type": "string", "description": "not kept"},
        },
        "patternProperties": {
            r"^attribute\[[a-z0-9_]+\](\[\])?$": {
                "type": ["string", "array"],
                "description": "an answer to what the service's definition asks",
            }
        },
    }
    return {
        "required": True,
        "content": {
            URLENCODED: {"schema": schema, "example": _EXAMPLE},
            MULTIPART: {"schema": schema, "example": _EXAMPLE},
        },
    }


_EXAMPLE = {
    "service_code": "flood",
    "lat": -6.2361,
    "long": 106.9997,
    "description": "Air masuk rumah, belum surut dari subuh",
    "attribute[ketinggian_air]": "selutut",
    "device_id": "b7c1e2",
}


def _text(description: str, most: int) -> Document:
    return {"type": "string", "maxLength": most, "description": description}
