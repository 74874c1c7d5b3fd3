"""A JSON Schema in one piece."""

from collections.abc import Mapping

from pydantic.json_schema import JsonSchemaValue


def inlined(schema: JsonSchemaValue) -> JsonSchemaValue:
    """The schema with what each `$ref` names put in its place. No contract of ours holds itself."""
    definitions = schema.get("$defs", {})
    return {
        key: _inlined(value, definitions)
        for key, value in _whole(schema, definitions).items()
        if key != "$defs"
    }


def _inlined(value: object, definitions: Mapping[str, JsonSchemaValue]) -> object:
    match value:
        case dict():
            return {key: _inlined(inner, definitions) for key, inner in _whole(value, definitions).items()}
        case list():
            return [_inlined(inner, definitions) for inner in value]
    return value


def _whole(schema: JsonSchemaValue, definitions: Mapping[str, JsonSchemaValue]) -> JsonSchemaValue:
    """Words beside a reference speak of this very place, so they win."""
    if "$ref" not in schema:
        return schema
    named = definitions[schema["$ref"].rpartition("/")[2]]
    return _whole(named | {key: value for key, value in schema.items() if key != "$ref"}, definitions)
