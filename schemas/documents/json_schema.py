"""The contracts as JSON Schema (draft 2020-12), for adapters and agencies in other languages."""

from collections.abc import Mapping

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode, JsonSchemaValue

from schemas.contract import VERSION, Contract
from schemas.documents.contracts import CONTRACTS, Described, Side
from schemas.progress import REASONED, Progress, Said
from schemas.report import Report

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_ABSENT: JsonSchemaValue = {"type": "null"}
_SAYS_SOMETHING: JsonSchemaValue = {
    "description": "a text, a photo, a category or an incident that it supports",
    "anyOf": [
        {"required": ["text"], "properties": {"text": {"pattern": r"\S"}}},
        {"required": ["photos"], "properties": {"photos": {"minItems": 1}}},
        {"required": ["category"], "properties": {"category": {"type": "string", "minLength": 1}}},
        {"required": ["supports"], "properties": {"supports": {"type": "string"}}},
    ],
}
_COORDINATES_TOGETHER: JsonSchemaValue = {
    "description": "lat and lon come together",
    "anyOf": [
        {"properties": {"lat": _ABSENT, "lon": _ABSENT}},
        {"required": ["lat", "lon"], "properties": {"lat": {"type": "number"}, "lon": {"type": "number"}}},
    ],
}

_REASONED: JsonSchemaValue = {
    "description": "who refuses, gives up or reopens says why",
    "if": {"required": ["said"], "properties": {"said": {"enum": list(REASONED)}}},
    "then": {"required": ["why"], "properties": {"why": {"pattern": r"\S"}}},
}
_ONLY_A_REFUSAL_NAMES: JsonSchemaValue = {
    "description": "only a refusal names another agency",
    "anyOf": [
        {"properties": {"said": {"const": Said.REFUSED}}},
        {"properties": {"agency": _ABSENT}},
    ],
}
_ONLY_A_FIX_IS_SHOWN: JsonSchemaValue = {
    "description": "only what is resolved is shown",
    "anyOf": [
        {"properties": {"said": {"const": Said.RESOLVED}}},
        {"properties": {"photos": {"maxItems": 0}}},
    ],
}

_RULES: Mapping[type[Contract], tuple[JsonSchemaValue, ...]] = {
    Report: (_SAYS_SOMETHING, _COORDINATES_TOGETHER),
    Progress: (_REASONED, _ONLY_A_REFUSAL_NAMES, _ONLY_A_FIX_IS_SHOWN),
}
"""What pydantic checks in code, it cannot write down by itself."""


def json_schemas() -> dict[str, JsonSchemaValue]:
    """The schema of each contract by name."""
    return {name: _schema(name, contract) for name, contract in CONTRACTS.items()}


def file_name(name: str) -> str:
    """Where a contract's schema is written."""
    return f"{name}.v{VERSION}.json"


def _schema(name: str, contract: Described) -> JsonSchemaValue:
    mode: JsonSchemaMode = "validation" if contract.side is Side.INCOMING else "serialization"
    schema = TypeAdapter(contract.model).json_schema(mode=mode)
    for ruled, rules in _RULES.items():
        part = schema if contract.model is ruled else schema.get("$defs", {}).get(ruled.__name__)
        if part is not None:
            part["allOf"] = list(rules)
    return {"$schema": DIALECT, "$id": f"urn:sinergi:{name}:v{VERSION}"} | schema
