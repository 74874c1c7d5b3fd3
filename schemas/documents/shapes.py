"""The shapes that a JSON Schema lets a value have, such as a string or null."""

from collections.abc import Mapping, Sequence

from pydantic.json_schema import JsonSchemaValue

DESCRIBING = frozenset({"title", "description", "default", "examples", "discriminator", "$schema", "$id"})
"""Keywords that say nothing of what is valid."""

_NAMED = ("properties", "patternProperties")
"""Here keys are names of fields, not keywords."""


def shapes(schema: JsonSchemaValue) -> list[JsonSchemaValue]:
    """One schema for each thing that the value may be; what stands beside a choice holds for each."""
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            beside = {key: value for key, value in schema.items() if key != choice}
            return [shape for one in schema[choice] for shape in shapes(beside | one)]
    if isinstance(schema.get("type"), list):
        return [schema | {"type": one} for one in schema["type"]]
    return [schema]


def takes(shape: JsonSchemaValue, other: JsonSchemaValue) -> bool:
    """Whether they are of one kind: of the same type, and of the same tag where one field is a constant."""
    wanted, given = shape.get("type"), other.get("type")
    if wanted not in (None, given) and (wanted, given) != ("number", "integer"):
        return False
    tags, others = _tags(shape), _tags(other)
    return all(tags[name] == others[name] for name in tags.keys() & others.keys())


def values_of(shape: JsonSchemaValue) -> Sequence[object] | None:
    """The only values there are, if they are listed."""
    if "const" in shape:
        return [shape["const"]]
    values: Sequence[object] | None = shape.get("enum")
    return values


def name_of(schema: JsonSchemaValue) -> str:
    """What it may be, in words."""
    return " or ".join(dict.fromkeys(_name(shape) for shape in shapes(schema)))


def bare(schema: object) -> object:
    """The same without what only describes."""
    match schema:
        case dict():
            return {
                key: {name: bare(field) for name, field in value.items()} if key in _NAMED else bare(value)
                for key, value in schema.items()
                if key not in DESCRIBING
            }
        case list():
            return [bare(one) for one in schema]
    return schema


def _name(shape: JsonSchemaValue) -> str:
    type = str(shape.get("type", "anything"))
    return str(shape.get("title", type)) if type == "object" else type


def _tags(shape: JsonSchemaValue) -> Mapping[str, object]:
    fields: Mapping[str, JsonSchemaValue] = shape.get("properties", {})
    return {name: field["const"] for name, field in fields.items() if "const" in field}
