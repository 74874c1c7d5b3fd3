"""The document of the API, served at /openapi.json."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

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
        return made

    app.openapi = openapi  # type: ignore[method-assign]


def _without_422(document: dict[str, Any]) -> None:
    """FastAPI says that it answers 422 with its own words to what we answer 400, with ours."""
    for operations in document["paths"].values():
        for operation in operations.values():
            said = operation["responses"].get("422", {}).get("content", {}).get("application/json", {})
            if said.get("schema", {}).get("$ref", "").endswith("/HTTPValidationError"):
                del operation["responses"]["422"]
