"""What OpenAPI says of requests and answers beyond their types."""

from pydantic import BaseModel

from streams.intake.georeport.said import ADDRESS_LENGTH, DESCRIPTION_LENGTH, MEDIA_MAX
from streams.intake.http.documents import Document, refusals
from streams.intake.http.form_documents import API_KEY, POINT, SPEAKER, URL, WHOLE_POINT, body, text

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


_EXAMPLE = {
    "service_code": "flood",
    "lat": -6.2361,
    "long": 106.9997,
    "description": "Air masuk rumah, belum surut dari subuh",
    "attribute[ketinggian_air]": "selutut",
    "device_id": "b7c1e2",
}

_FIELDS: Document = {
    **API_KEY,
    "jurisdiction_id": text("the city's id, if any", 40),
    "service_code": {"type": "string", "description": "of a service"},
    **POINT,
    "accuracy_m": {
        "type": "number",
        "minimum": 0,
        "maximum": 1_000_000,
        "description": "radius in metres that the device is sure of",
    },
    "address_string": text("the place in words", ADDRESS_LENGTH),
    "address_id": text("id of a kelurahan, kecamatan or landmark of the catalog", 40),
    "description": text("what the citizen says", DESCRIPTION_LENGTH),
    "media_url": {
        "type": "array",
        "maxItems": MEDIA_MAX,
        "items": URL,
        "description": "photos; those sent to `/photos` are known with all their fields",
    },
    "requested_datetime": {
        "type": "string",
        "format": "date-time",
        "description": "when it was said, if not now; at most 30 days ago",
    },
    **SPEAKER,
    "first_name": {"type": "string", "description": "not kept"},
    "last_name": {"type": "string", "description": "not kept"},
}

NEW_REQUEST = body(
    {
        "required": ["service_code"],
        "anyOf": [
            {"required": ["lat", "long"]},
            {"required": ["address_string"]},
            {"required": ["address_id"]},
        ],
        "dependentRequired": WHOLE_POINT,
        "properties": _FIELDS,
        "patternProperties": {
            r"^attribute\[[a-z0-9_]+\](\[\])?$": {
                "type": ["string", "array"],
                "description": "an answer to what the service's definition asks",
            }
        },
    },
    _EXAMPLE,
)
"""The form of a report."""
