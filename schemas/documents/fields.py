"""A JSON Schema as rows that a person can read."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic.json_schema import JsonSchemaValue

from schemas.documents.inline import inlined
from schemas.documents.shapes import shapes

_RANGES = (
    ("minimum", "maximum", ""),
    ("minLength", "maxLength", " letters"),
    ("minItems", "maxItems", " of them"),
    ("minProperties", "maxProperties", " of them"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A field. `path` leads to it: `photos[].url`; `what<merge>.into` is there where `what` is a merge."""

    path: str
    type: str
    needed: bool
    bounds: tuple[str, ...]
    words: str


def rows(schema: JsonSchemaValue) -> list[Row]:
    """The fields of a contract, each with those inside it."""
    return list(_inside(inlined(schema), ""))


def rules(schema: JsonSchemaValue) -> list[str]:
    """What must hold across fields, in words."""
    return [rule["description"] for rule in schema.get("allOf", ())]


def _inside(schema: JsonSchemaValue, path: str) -> Iterator[Row]:
    """Rows of the fields of an object."""
    for name, field in schema.get("properties", {}).items():
        here = f"{path}{name}"
        yield Row(
            here,
            _type(field),
            name in schema.get("required", ()),
            tuple(dict.fromkeys(_bounds(field))),
            field.get("description", ""),
        )
        yield from _below(field, here)


def _below(field: JsonSchemaValue, path: str) -> Iterator[Row]:
    if "items" in field:
        yield from _below(field["items"], f"{path}[]")
    objects = [shape for shape in shapes(field) if "properties" in shape]
    for shape in objects:
        name = shape["properties"].get("kind", {}).get("const", shape["title"])
        yield from _inside(shape, f"{path}<{name}>." if len(objects) > 1 else f"{path}.")


def _type(field: JsonSchemaValue) -> str:
    return " or ".join(dict.fromkeys(_name(shape) for shape in shapes(field)))


def _name(shape: JsonSchemaValue) -> str:
    if "enum" in shape or "const" in shape:
        return ", ".join(map(str, shape.get("enum") or [shape["const"]]))
    if shape.get("format") == "date-time":
        return "time (RFC 3339)"
    if shape.get("type") == "array":
        return f"list of {_type(shape['items'])}"
    return str(shape.get("type", "anything"))


def _bounds(field: JsonSchemaValue) -> Iterator[str]:
    for shape in shapes(field):
        yield from (
            f"{_range(shape.get(low), shape.get(high))}{of}"
            for low, high, of in _RANGES
            if low in shape or high in shape
        )
        if "pattern" in shape:
            yield f"matches {shape['pattern']}"
        if "items" in shape:
            yield from (f"each {bound}" for bound in _bounds(shape["items"]))
    if field.get("default") not in (None, "", [], {}):
        yield f"else {_word(field['default'])}"


def _range(low: float | None, high: float | None) -> str:
    if low is None:
        return f"at most {_word(high)}"
    return f"at least {_word(low)}" if high is None else f"{_word(low)} to {_word(high)}"


def _word(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
    return str(value)
