"""The document of the API, served at /openapi.json."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from schemas.catalog.models import Catalog
from streams.intake.georeport.documents import shapes
from streams.intake.georeport.shapes import (
    Accepted,
    Discovery,
    Error,
    Service,
    ServiceDefinition,
    ServiceRequest,
    Token,
)

VERSION = "1"
_ABOUT = """\
Reports of citizens come in here, and where they stand can be read: GeoReport v2 (Open311), JSON or XML by the
end of the path. Refusals name the field, in Indonesian or, if `Accept-Language` prefers it, English.
"""


def describe(app: FastAPI) -> None:
    """Let the application describe itself, with what only its answers are made of."""
    made: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not made:
            made.update(get_openapi(title="Sinergi", version=VERSION, description=_ABOUT, routes=app.routes))
            components = made.setdefault("components", {}).setdefault("schemas", {})
            components.update(
                shapes(Accepted, Discovery, Error, Service, ServiceDefinition, ServiceRequest, Token)
            )
            _without_422(made)
            _with_choices(made, app.state.intake.catalog)
            _with_empty_fields(made)
        return made

    app.openapi = openapi  # type: ignore[method-assign]


def _without_422(document: dict[str, Any]) -> None:
    """FastAPI says that it answers 422 with its own words to what we answer 400, with ours."""
    for operations in document["paths"].values():
        for operation in operations.values():
            said = operation["responses"].get("422", {}).get("content", {}).get("application/json", {})
            if said.get("schema", {}).get("$ref", "").endswith("/HTTPValidationError"):
                del operation["responses"]["422"]


def _with_choices(document: dict[str, Any], catalog: Catalog) -> None:
    """What this city's catalog offers."""
    city = {"type": "string", "enum": [catalog.city.id, ""]}  # What is empty counts as not given.
    for operations in document["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] == "jurisdiction_id":
                    parameter["schema"] = city
            for body in operation.get("requestBody", {}).get("content", {}).values():
                fields = body["schema"].get("properties", {})
                if "service_code" in fields:
                    fields["service_code"] |= {"enum": sorted(catalog.categories)}
                    fields["jurisdiction_id"] |= city


def _with_empty_fields(document: dict[str, Any]) -> None:
    """A field of the query that is empty counts as not given."""
    for operations in document["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "query" and not parameter.get("required"):
                    schema = parameter["schema"]
                    choices = schema.pop("anyOf", None) or [dict(schema)]
                    parameter["schema"] = {"anyOf": [*choices, {"type": "string", "maxLength": 0}]}
